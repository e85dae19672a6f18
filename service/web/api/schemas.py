"""What the API takes and gives, for programs that read it first; open to all."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from flask import Blueprint, Response

from service.congress.model import Congress
from service.web.openapi import description


def blueprint() -> Blueprint:
    """`GET /schemas/congress` and `GET /openapi.json`."""
    api = Blueprint("api_schemas", __name__, url_prefix="/api/v1")

    @api.get("/schemas/congress")
    def congress() -> Response:
        return _written(_congress(), "application/schema+json")

    @api.get("/openapi.json")
    def openapi() -> Response:
        return _written(_description(), "application/json")

    return api


@cache
def _congress() -> str:
    return _text({"$schema": "https://json-schema.org/draft/2020-12/schema", **Congress.model_json_schema()})


@cache
def _description() -> str:
    return _text(description())


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _written(text: str, mimetype: str) -> Response:
    return Response(text, mimetype=mimetype)
