"""What somebody typed outlives their session: it waits in the page that asks them to sign in, and is sent after that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request

CARRIED = "typed"
TO = "again"
_OURS = ("csrf_token",)
_WHERE = "/drafts"


def sign_in_again() -> Response:
    """The sign-in form, with what was typed; a piece of a page only says that it is needed."""
    if request.headers.get("HX-Request"):
        # The page stays as it is, with everything typed on it: saving leads to the form.
        return make_response(render_template("drafts/_signed_out.html"))
    page = render_template("sign_in.html", next="/", failed=False, again=request.path, typed=_typed())
    return make_response(page, 401)


def carried() -> tuple[str, str] | None:
    """Where what was typed is to be sent, and it, when the sign-in form brought something along."""
    again, typed = request.form.get(TO, ""), request.form.get(CARRIED, "")
    return (again, typed) if is_ours(again) and _fields(typed) is not None else None


def send_again(again: str, typed: str) -> str:
    """A page with what was typed, and a button that sends it: nothing is sent without somebody wanting it."""
    return render_template("drafts/again.html", again=again, fields=_fields(typed) or {})


def instead(opened: Response, typed: tuple[str, str] | None) -> Response:
    """The answer to signing in, with what was typed in the place of the way on."""
    if typed is not None:
        opened.status_code = 200
        del opened.headers["Location"]
        opened.set_data(send_again(*typed))
    return opened


def offer_again() -> Response | None:
    """For a page of the desk whose form token is too old: what was typed, to be sent with a new one."""
    origin = urlsplit(request.headers.get("Origin", ""))
    if not is_ours(request.path) or origin.netloc != request.host or request.headers.get("HX-Request"):
        return None
    return make_response(send_again(request.path, _typed()), 400)


def is_ours(path: str) -> bool:
    """Whether the desk takes what is sent there."""
    return path.startswith(f"{_WHERE}/") and path.isascii() and path.isprintable() and "\\" not in path


def _typed() -> str:
    return json.dumps({name: text for name, text in request.form.items() if name not in _OURS})


def _fields(typed: str) -> Mapping[str, str] | None:
    try:
        held = json.loads(typed)
    except (ValueError, RecursionError):
        return None
    is_sound = isinstance(held, dict) and all(isinstance(text, str) for text in held.values())
    return held if is_sound else None
