"""Errors as people see them: what happened, and a way on."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from flask import Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError

from service.catalog import CatalogError
from service.web.pages.again import offer_again
from service.web.pages.session import Sessions, page_before
from service.web.problems import findings_of, problem_of
from service.web.trouble import FORM_EXPIRED

SESSIONS: Final = "vankien.sessions"
"""The name in `app.extensions` under which pages find who is signed in."""


def error_page(error: BaseException) -> Response:
    """A page that says what happened in plain words; the same for a missing thing and for one not to be seen."""
    if isinstance(error, CSRFError) and (typed := offer_again()) is not None:
        return typed
    problem = FORM_EXPIRED if isinstance(error, CSRFError) else problem_of(error)
    if request.headers.get("HX-Request"):
        # A piece of a page was asked for: leave what is there, it asks again.
        return Response(status=problem.status)
    _look_who_asks()
    response = make_response(
        render_template("error.html", problem=problem, findings=findings_of(error), before=_before()),
        problem.status,
    )
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _look_who_asks() -> None:
    """Whoever is signed in keeps the way around the site, where the error came before anybody looked."""
    sessions: Sessions | None = current_app.extensions.get(SESSIONS)
    if "account" not in g and sessions is not None:
        g.account = None
        with suppress(CatalogError):
            g.account = sessions.account()


def _before() -> str:
    """The page from which people came; nothing where it is this one or the first, to which another link leads."""
    before = page_before()
    is_here = request.method == "GET" and before.partition("?")[0] == request.path
    return "" if is_here or before == "/" else before
