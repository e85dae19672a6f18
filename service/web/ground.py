"""What every request stands on: a request id, a line in the log, the headers of safety, errors as answers."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import structlog
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import RequestRedirect

from service import traces
from service.web.answers import problem_answer
from service.web.problems import problem_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID = "X-Request-Id"
_NOT_TRACED = ("/health/", "/metrics", "/static/")
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

_HEADERS = {
    # Images: the style sheet draws its marks with data: addresses.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: forms over https are checked by where they come from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_HOST = re.compile(r"(?:[A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?", re.ASCII)

log = structlog.get_logger()


def is_for_programs(path: str) -> bool:
    """Whether problems are answered as JSON there; everywhere else people read them."""
    return path.startswith(("/api/", "/health/"))


def prepare(
    app: Flask, *, error_page: Callable[[BaseException], Response], is_secure: bool, proxies: int = 0
) -> None:
    """Lay the ground under every route of `app`; of `proxies` before it each adds the address it was asked from."""
    if proxies:
        # The address alone: whether people come by https, and under which name, is said by the settings.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    if traces.are_on():
        app.wsgi_app = _traced(app.wsgi_app)  # type: ignore[method-assign, assignment]  # as Flask's guide has it
    app.wsgi_app = _sound_host(app.wsgi_app)  # type: ignore[method-assign, assignment]  # as Flask's guide has it
    app.before_request(_begin)
    app.register_error_handler(Exception, lambda error: _answer(error, error_page))

    @app.after_request
    def _end(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        if is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        response.headers[REQUEST_ID] = g.request_id
        _note(response)
        return response


def _sound_host(app: WSGIApplication) -> WSGIApplication:
    """Refuse a Host that is no name of a machine: nothing of Flask is there yet that could say so in words."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "localhost")
        name = host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host
        if _HOST.fullmatch(host) and all(len(label) < 64 for label in name.split(".")):
            return app(environ, start_response)
        body = "Tên máy chủ trong yêu cầu không hợp lệ. / The host in the request is no name of a machine.\n".encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            *_HEADERS.items(),
        ]
        start_response("400 Bad Request", headers)
        return [body]

    return answer


def _traced(app: WSGIApplication) -> WSGIApplication:
    """Make a span of every request but those of machines that look whether we live."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(_NOT_TRACED):
            return app(environ, start_response)
        with traces.request(environ.get("HTTP_TRACEPARENT")):
            return app(environ, start_response)

    return answer


def _begin() -> None:
    given = request.headers.get(REQUEST_ID, "")
    g.request_id = given if _SANE.fullmatch(given) else uuid.uuid4().hex
    g.began = time.monotonic()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _note(response: Response) -> None:
    _tell(response)
    # The rule, never the path: a path may hold the secret of a link, a query the name of a person.
    log.info(
        "request_answered",
        method=request.method if request.url_rule else "?",
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        ms=round((time.monotonic() - g.began) * 1000, 1),
    )


def _tell(response: Response) -> None:
    """What the trace says of the request: the rule alone, for the reasons of the log."""
    method = request.method if request.url_rule else "?"
    route = request.url_rule.rule if request.url_rule else "?"
    traces.tell(
        name=f"{method} {route}",
        method=method,
        route=route,
        status=response.status_code,
        request_id=g.request_id,
    )


def _answer(error: Exception, error_page: Callable[[BaseException], Response]) -> Response | RequestRedirect:
    if isinstance(error, RequestRedirect):
        return error
    problem = problem_of(error)
    if problem.status >= 500:
        log.error("request_failed", code=problem.code, error=type(error).__name__, place=_place(error))
    response = problem_answer(error) if is_for_programs(request.path) else error_page(error)
    if isinstance(error, HTTPException):
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
    return response


def _place(error: BaseException) -> str:
    """Where it was raised, without its message: messages may hold what somebody typed."""
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    if frame is None:
        return "?"
    code = frame.tb_frame.f_code
    return f"{frame.tb_frame.f_globals.get('__name__', '?')}.{code.co_qualname}:{frame.tb_lineno}"
