"""Errors as people see them: what happened, and a way on."""

from __future__ import annotations

from flask import Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError

from service.web.pages.again import offer_again
from service.web.problems import findings_of, problem_of
from service.web.trouble import FORM_EXPIRED


def error_page(error: BaseException) -> Response:
    """A page that says what happened in plain words; the same for a missing thing and for one not to be seen."""
    if isinstance(error, CSRFError) and (typed := offer_again()) is not None:
        return typed
    problem = FORM_EXPIRED if isinstance(error, CSRFError) else problem_of(error)
    if request.headers.get("HX-Request"):
        # A piece of a page was asked for: leave what is there, it asks again.
        return Response(status=problem.status)
    response = make_response(
        render_template("error.html", problem=problem, findings=findings_of(error)), problem.status
    )
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response
