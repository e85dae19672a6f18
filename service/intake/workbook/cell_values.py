"""What a cell means as a field of the model."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from service.intake.field_types import FieldType
from service.intake.typed import from_text
from service.intake.workbook.grids import Value

UNFIT: Mapping[str, Any] = {}
"""Stands for a value that cannot be one of the wanted type: an object is no text, no number and no list."""


def typed(value: Value, wanted: FieldType, words: Mapping[str, str]) -> Any:
    """
    The value of a cell as JSON would hold it in a field of the type `wanted`; `words` as for `from_text`.

        >>> typed(dt.date(2023, 2, 24), FieldType(kind="day"), {}), typed(0.3125, FieldType(kind="time"), {})
        ('2023-02-24', '07:30:00')
    """
    if isinstance(value, str):
        return from_text(value, wanted, words)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _from_number(value, wanted)
    if wanted.kind == "day" and isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    fits = {"day": type(value) is dt.date, "time": isinstance(value, dt.time)}
    return value.isoformat() if fits.get(wanted.kind) else UNFIT


def _from_number(value: float, wanted: FieldType) -> Any:
    if not math.isfinite(value):
        return UNFIT
    if isinstance(value, int) and wanted.kind in {"text", "texts"}:
        return from_text(str(value), wanted, {})
    if wanted.kind == "time":
        return _part_of_day(value)
    return value


def _part_of_day(value: float) -> Any:
    """A time in a cell that is not shown as one."""
    if not 0 <= value < 1:
        return UNFIT
    minutes, seconds = divmod(min(round(value * 86_400), 86_399), 60)
    return dt.time(*divmod(minutes, 60), seconds).isoformat()
