"""Answers to programs: JSON, and problems as RFC 9457 writes them."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response
from pydantic import BaseModel

from service.web.bodies import ProblemBody, finding_body
from service.web.problems import findings_of, problem_of

PROBLEM_TYPE = "application/problem+json"


def answer(body: BaseModel, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """`body` as JSON."""
    return Response(
        body.model_dump_json(), status=status, headers=dict(headers or {}), mimetype="application/json"
    )


def problem_answer(error: BaseException) -> Response:
    """What a program is told of `error`; the same for the same error, whatever was asked."""
    problem = problem_of(error)
    body = ProblemBody(
        type=f"urn:vankien:problem:{problem.code}",
        title=problem.title,
        status=problem.status,
        detail=problem.en,
        vi=problem.vi,
        code=problem.code,
        findings=[finding_body(found) for found in findings_of(error)],
    )
    response = Response(body.model_dump_json(), status=problem.status, mimetype=PROBLEM_TYPE)
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="vankien"'
    return response
