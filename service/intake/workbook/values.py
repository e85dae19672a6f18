"""What of congress data stands in a workbook, where, and as people would type it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from service.congress.shape import day_of, time_of_day
from service.intake.field_types import FieldType
from service.intake.typed import NOBODY
from service.intake.workbook.layout import Sheet, layout

Json = Mapping[str, Any]


def as_typed(value: Any, wanted: FieldType, path: str) -> Any:
    """A value as people would type it: text, number, day, time, or nothing; what is not of its type stays the text it is."""
    if value is None:
        return None
    if isinstance(value, list) and wanted.kind == "texts":
        words = layout().words(path)
        return _lines([words.get(one, one) for one in map(str, value)], wanted)
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if not isinstance(value, str):
        return value if isinstance(value, int | float) and wanted.kind == "number" else str(value)
    if wanted.kind == "choice":
        return layout().words(path).get(value, value)
    return _moment(value, wanted) or value


def _moment(text: str, wanted: FieldType) -> dt.date | dt.time | None:
    """The day or time that Excel can hold: it knows none before 1900."""
    try:
        if wanted.kind == "day":
            day = day_of(text)
            return day if day.year > 1900 else None
        if wanted.kind == "time":
            return time_of_day(text)
    except ValueError:
        pass
    return None


def _lines(texts: list[str], wanted: FieldType) -> str | None:
    """One text a line; a line break at the end keeps a single text with a semicolon in one piece."""
    if not texts:
        return NOBODY if wanted.may_be_none else None
    joined = "\n".join(texts)
    return f"{joined}\n" if len(texts) == 1 and (";" in joined or joined == NOBODY) else joined


def value_at(item: Any, path: str) -> Any:
    """What lies there in a piece of data; nothing where a step leads nowhere."""
    for step in path.split("/") if path else ():
        item = item.get(step) if isinstance(item, Mapping) else None
    return item


def has_anything(sheet: Sheet, value: Json) -> bool:
    """Whether the data hold something for that sheet."""
    if sheet.is_form:
        return any(value_at(value, one.path) is not None for one in sheet.fields)
    return any(items_of(sheet, place, value) for place in sheet.parts.values())


def items_of(sheet: Sheet, place: str, value: Json) -> list[tuple[list[int], Any]]:
    """Every item of a place with its numbers (from 1)."""
    if sheet.is_form:
        return []
    rows: list[tuple[list[int], Any]] = [([], value)]
    for step in place.split("/"):
        if step == "*":
            rows = [
                ([*numbers, number], item)
                for numbers, items in rows
                for number, item in enumerate(items if isinstance(items, list) else (), start=1)
            ]
        elif step.startswith("^"):
            rows = [chained for _, item in rows for chained in _chain(item, step[1:])]
        else:
            rows = [(numbers, value_at(item, step)) for numbers, item in rows]
    return [(numbers, item) for numbers, item in rows if item is not None]


def _chain(item: Any, step: str) -> Iterator[tuple[list[int], Any]]:
    while item is not None:
        yield [], item
        item = value_at(item, step)
