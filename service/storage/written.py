"""JSON for people and programs alike: sorted names, one value a line, the same bytes for the same value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json


def written(value: Mapping[str, Any], *, indent: int) -> bytes:
    """
    The bytes of `json.dumps(value, sort_keys=True, ensure_ascii=False, indent=indent)` and a line feed.

    Of dictionaries with texts as names, lists, tuples, texts, whole numbers, truth values and None. Python's own writer
    indents value by value in Python, which was a tenth of the seal of a thousand papers.
    """
    return to_json(_sorted(value), indent=indent) + b"\n"


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _sorted(value[name]) for name in sorted(value)}
    if isinstance(value, list | tuple):
        return [_sorted(one) for one in value]
    return value
