"""The OpenAPI 3.1 description, built from the table of operations and the models the answers are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from service.web.answers import PROBLEM_TYPE
from service.web.bodies import ProblemBody
from service.web.operations import OPERATIONS, Content, Operation
from service.web.waiting import LONGEST

_REF = "#/components/schemas/{model}"

_IN_PATH: dict[str, dict[str, Any]] = {
    "template_id": {"type": "string", "pattern": "^[a-z][a-z_]*$"},
    "delivery_id": {"type": "integer", "minimum": 0},
}
"""What stands in a path and is not the id of a record."""

_FORM = {
    "type": "object",
    "description": "Names lead into the JSON data, items of lists counted from 0: `elections.0.rounds.0.issued`.",
    "additionalProperties": {"type": "string"},
}

_RATES = ("RateLimit", "RateLimit-Policy")
"""Headers of every answer to whoever gave a valid token; absent where there is no limit."""

_HEADERS = {
    "Content-Disposition": "attachment, with an ASCII name and the Vietnamese one (RFC 6266)",
    "ETag": "SHA-256 of the bytes, in hexadecimal",
    "RateLimit": "what is left of the requests of this minute, and the seconds until the next (IETF draft)",
    "RateLimit-Policy": "how many requests the account has in how many seconds (IETF draft)",
    "Preference-Applied": "how long it was ready to wait; absent where it did not wait (RFC 7240)",
    "Link": 'the next page, rel="next"; absent on the last',
    "Location": "where the set is",
    "Repr-Digest": "SHA-256 of the bytes (RFC 9530)",
}


_TOLD_WITH = {401: ("WWW-Authenticate",), 429: ("Retry-After", *_RATES), 503: ("Retry-After",)}
"""Headers of a problem, by its status."""


def description() -> dict[str, Any]:
    """The whole description, as JSON values."""
    names, schemas = _schemas()
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, names)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Văn kiện",
            "version": "1",
            "description": "Congress data of trade unions in, signed-ready Word papers out, an archive by term."
            " Every problem is application/problem+json (RFC 9457).",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _models() -> Iterator[tuple[type[BaseModel], str]]:
    """Each model once, with the side it is seen from: an answer has every field, a request need not."""
    yield ProblemBody, "serialization"
    for operation in OPERATIONS:
        if operation.body:
            yield operation.body, "validation"
        for content in operation.answers.values():
            if content and content[1]:
                yield content[1], "serialization"


def _schemas() -> tuple[dict[Any, str], dict[str, Any]]:
    sides: Any = list(dict.fromkeys(_models()))
    references, held = models_json_schema(sides, ref_template=_REF)
    return {key: found["$ref"] for key, found in references.items()}, held["$defs"]


def _operation(operation: Operation, names: dict[Any, str]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "security": [] if operation.is_open else [{"token": []}],
        "responses": {
            str(status): _answer(operation, content, names) for status, content in operation.answers.items()
        }
        | {str(status): _problem(status, names) for status in sorted(operation.problems)},
    }
    if parameters := [*_in_path(operation), *_in_header(operation), *_in_query(operation)]:
        described["parameters"] = parameters
    if content := _taken(operation, names):
        described["requestBody"] = {"required": True, "content": content}
    return described


def _taken(operation: Operation, names: dict[Any, str]) -> dict[str, Any]:
    """What a body may be, by media type."""
    content: dict[str, Any] = {}
    if operation.body:
        content["application/json"] = {"schema": {"$ref": names[operation.body, "validation"]}}
    if operation.takes:
        content[operation.takes] = {}
    for form in operation.forms:
        content[form] = {"schema": _FORM}
    return content


def _answer(operation: Operation, content: Content | None, names: dict[Any, str]) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "done" if content else "not changed"}
    if content:
        media_type, model = content
        schema = {"$ref": names[model, "serialization"]} if model else {}
        answer["content"] = {media_type: {"schema": schema} if schema else {}}
    if headers := (*operation.headers, *(() if operation.is_open else _RATES)):
        answer["headers"] = {
            name: {"description": _HEADERS[name], "schema": {"type": "string"}} for name in headers
        }
    return answer


def _problem(status: int, names: dict[Any, str]) -> dict[str, Any]:
    schema = {"$ref": names[ProblemBody, "serialization"]}
    answer: dict[str, Any] = {"description": "a problem", "content": {PROBLEM_TYPE: {"schema": schema}}}
    if headers := _TOLD_WITH.get(status):
        answer["headers"] = {header: {"schema": {"type": "string"}} for header in headers}
    return answer


def _in_path(operation: Operation) -> Iterator[dict[str, Any]]:
    for name, about in operation.in_path.items():
        schema = _IN_PATH.get(name, {"type": "string", "format": "uuid"})
        yield {"name": name, "in": "path", "required": True, "description": about, "schema": schema}


def _in_header(operation: Operation) -> Iterator[dict[str, Any]]:
    if operation.has_key:
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": "A new one for each submission; the same one when a submission is repeated.",
            "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,200}$"},
        }
    if operation.may_wait:
        yield {
            "name": "Prefer",
            "in": "header",
            "required": False,
            "description": f"`wait=10` (RFC 7240): answer when the set is settled, in ten seconds at the latest; at most {LONGEST}.",
            "schema": {"type": "string"},
        }


def _in_query(operation: Operation) -> Iterator[dict[str, Any]]:
    for name, said in operation.query.model_json_schema().get("properties", {}).items():
        # A query has no null: what may be left out is simply not required.
        choices = [one for one in said.pop("anyOf", []) if one != {"type": "null"}]
        schema = {key: value for key, value in (said | (choices or [{}])[0]).items() if value is not None}
        yield {"name": name, "in": "query", "required": False, "schema": schema}
