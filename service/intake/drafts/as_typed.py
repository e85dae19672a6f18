"""A value of the data as somebody would type it, and back: what is not touched stays exactly what it was."""

from __future__ import annotations

import json
from typing import Any

from service.congress.shape import day_of, time_of_day
from service.intake.field_types import FieldType, field_types
from service.intake.typed import NOBODY, from_text
from service.intake.workbook.layout import layout


def as_typed(value: Any, wanted: FieldType) -> str:
    r"""
    The text of `value` in a field of the type `wanted`.

        >>> as_typed("2023-02-24", FieldType(kind="day")), as_typed("hôm qua", FieldType(kind="day"))
        ('24/02/2023', 'hôm qua')
        >>> as_typed(["An", "Bình"], FieldType(kind="texts"))
        'An\nBình'
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _day_or_time(value, wanted)
    if isinstance(value, list) and wanted.kind == "texts":
        return _lines(value, wanted)
    return json.dumps(value, ensure_ascii=False)


def _day_or_time(value: str, wanted: FieldType) -> str:
    try:
        if wanted.kind == "day":
            return f"{day_of(value):%d/%m/%Y}"
        if wanted.kind == "time":
            held = time_of_day(value)
            return f"{held:%H:%M:%S}" if held.second else f"{held:%H:%M}"
    except ValueError:
        pass
    return value


def _lines(value: list[Any], wanted: FieldType) -> str:
    if not value:
        return NOBODY if wanted.may_be_none else ""
    if all(isinstance(one, str) and one.strip() and "\n" not in one for one in value):
        return "\n".join(value)
    return json.dumps(value, ensure_ascii=False)


def meant(text: str, path: str) -> Any:
    """What `text` means in the field of the model at `path`; a list has one item a line."""
    wanted, words = field_types()[path], layout().words(path)
    if wanted.kind != "texts":
        return from_text(text, wanted, words)
    if text.strip() == NOBODY:
        return []
    one = FieldType(kind="choice", choices=wanted.choices)
    return [from_text(line, one, words) for line in text.splitlines() if line.strip()]


def normal(text: str) -> str:
    """`text` without what a browser adds: line ends of two signs, spaces around."""
    return text.replace("\r\n", "\n").strip()
