"""Where a form leads once it is done: another page, by GET."""

from __future__ import annotations

from flask import Response, redirect


def see_other(path: str) -> Response:
    """303 to a path of ours: going back or reloading sends nothing twice."""
    answer = redirect(path, code=303)
    assert isinstance(answer, Response)  # noqa: S101 -- the app's own response class
    return answer
