"""A form that says what JSON values say, for tests of the one against the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from service.intake.field_types import field_types
from service.intake.typed import NOBODY


def form_of(value: Mapping[str, Any]) -> bytes:
    """The body of a form (application/x-www-form-urlencoded)."""
    return urlencode(list(pairs_of(value))).encode()


def pairs_of(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Names and texts of a form: `elections.0.rounds.0.issued`, `32`."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from pairs_of(inner, f"{place}.{name}".lstrip("."))
    elif value == [] and re.sub(r"\b[0-9]+\b", "*", place).replace(".", "/") in field_types():
        yield place, NOBODY
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from pairs_of(inner, f"{place}.{number}")
    elif value is not None:
        yield place, str(value).lower() if isinstance(value, bool) else str(value)
