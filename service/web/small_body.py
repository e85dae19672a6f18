"""Small JSON bodies: a few fields, read as strictly as congress data, every fault at once."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from service.congress.finding import Finding
from service.congress.text import clean, problems_of
from service.intake.faults import fault, shape_fault, text_fault
from service.intake.parse import parse
from service.web.refusals import BodyRefused, NotJsonType

MOST_BYTES = 64 * 1024

Small = TypeVar("Small", bound=BaseModel)


def read_body(model: type[Small]) -> Small:
    """The body of this request as `model`. Raises `NotJsonType`, `NotJson`, `BodyRefused`."""
    if request.mimetype != "application/json":
        raise NotJsonType
    request.max_content_length = MOST_BYTES
    return read_values(model, parse(request.get_data()))


def read_values(model: type[Small], values: Any) -> Small:
    """`values` as `model`, texts in their one form inside. Raises `BodyRefused`."""
    if not isinstance(values, dict):
        raise BodyRefused(
            (
                fault(
                    "shape.wrong_type",
                    "",
                    "Nội dung phải là một nhóm trường { }.",
                    "The body must be an object { }.",
                ),
            )
        )
    faults = tuple(found for name, value in values.items() for found in _text_faults(name, value))
    if faults:
        raise BodyRefused(faults)
    cleaned = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
    try:
        return model.model_validate_json(json.dumps(cleaned))
    except ValidationError as error:
        raise BodyRefused(
            tuple(shape_fault(one) for one in error.errors(include_url=False, include_input=False))
        ) from None


def _text_faults(name: str, value: Any) -> list[Finding]:
    texts = [text for text in (name, value) if isinstance(text, str)]
    shown = ascii(name[:40])[1:-1]
    return [
        text_fault(problem, f"/{shown}")
        for text in texts
        for problem in problems_of(text, limit=5)
        if not problem.warning
    ]
