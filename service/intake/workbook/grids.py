"""
The cells of a workbook as plain values: what python-calamine reads, with what the survey saw beside it.

Only a process of its own does this, with limits set (`service.intake.workbook.cage`); what it finds crosses as JSON.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from service.intake.workbook.refused import WorkbookRefused
from service.intake.workbook.survey import CONGRESS, Area, Extent, SheetSurvey, Span, survey

MAX_TEXT = 20_000_000
"""Characters of all cells together: one long text may stand in many cells of a small file."""

Value = str | int | float | bool | dt.date | dt.datetime | dt.time
Place = tuple[int, int]
"""Row and column, from 1."""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """
    One sheet. `errors` are cells such as #N/A, `not_calculated` formulas that were never worked out.

    A cell with nothing in it is in neither.
    """

    name: str
    is_hidden: bool = False
    cells: Mapping[Place, Value]
    errors: Mapping[Place, str] = field(default_factory=dict)
    not_calculated: frozenset[Place] = frozenset()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[Span, ...] = ()
    merged: tuple[Area, ...] = ()

    @cached_property
    def by_row(self) -> Mapping[int, Mapping[Place, Value]]:
        """The sound cells of each row that has some."""
        rows: dict[int, dict[Place, Value]] = {}
        for place, value in self.cells.items():
            rows.setdefault(place[0], {})[place] = value
        return rows

    @cached_property
    def filled(self) -> frozenset[Place]:
        """Every place with something in it, sound or not."""
        return frozenset((*self.cells, *self.errors, *self.not_calculated))


def read_grids(raw: bytes, extent: Extent = CONGRESS) -> tuple[Grid, ...]:
    """The worksheets in `raw`. Raises `WorkbookRefused`."""
    surveys = survey(raw, extent)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            left = MAX_TEXT
            grids = []
            for index, about in enumerate(book.sheets_metadata):
                if about.typ == SheetTypeEnum.WorkSheet:
                    rows = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
                    grid = _grid(
                        about.name, rows, surveys[about.name], about.visible != SheetVisibleEnum.Visible
                    )
                    left -= sum(len(value) for value in grid.cells.values() if isinstance(value, str))
                    grids.append(grid)
                if left < 0:
                    raise WorkbookRefused("too_large")
    except (CalamineError, KeyError, ValueError, OSError):
        raise WorkbookRefused("damaged") from None
    return tuple(grids)


def _grid(name: str, rows: list[list[Any]], seen: SheetSurvey, is_hidden: bool) -> Grid:
    cells = {
        (row, column): _plain(value)
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value != "" and not (isinstance(value, str) and not value.strip())
    }
    return Grid(
        name=name,
        is_hidden=is_hidden,
        cells=cells,
        errors=seen.errors,
        not_calculated=frozenset(seen.not_calculated),
        hidden_rows=tuple(seen.hidden_rows),
        hidden_columns=tuple(seen.hidden_columns),
        merged=tuple(seen.merged),
    )


def _plain(value: Any) -> Value:
    """Excel knows no whole numbers, and keeps a duration as days."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    held: Value = value
    return held


_TYPES: Mapping[str, Any] = {"day": dt.date, "moment": dt.datetime, "time": dt.time}


def to_json(grid: Grid) -> dict[str, Any]:
    """The grid as JSON values."""
    return {
        "name": grid.name,
        "is_hidden": grid.is_hidden,
        "cells": [[*place, *_tagged(value)] for place, value in grid.cells.items()],
        "errors": [[*place, text] for place, text in grid.errors.items()],
        "not_calculated": sorted(grid.not_calculated),
        "hidden_rows": grid.hidden_rows,
        "hidden_columns": grid.hidden_columns,
        "merged": grid.merged,
    }


def from_json(held: Mapping[str, Any]) -> Grid:
    """The grid that `to_json` wrote."""
    return Grid(
        name=held["name"],
        is_hidden=held["is_hidden"],
        cells={
            (row, column): _TYPES[tag].fromisoformat(value) if tag else value
            for row, column, tag, value in held["cells"]
        },
        errors={(row, column): text for row, column, text in held["errors"]},
        not_calculated=frozenset((row, column) for row, column in held["not_calculated"]),
        hidden_rows=tuple(held["hidden_rows"]),
        hidden_columns=tuple((first, last) for first, last in held["hidden_columns"]),
        merged=tuple((top, left, bottom, right) for top, left, bottom, right in held["merged"]),
    )


def _tagged(value: Value) -> tuple[str, Any]:
    if isinstance(value, dt.datetime):
        return "moment", value.isoformat()
    if isinstance(value, dt.date):
        return "day", value.isoformat()
    if isinstance(value, dt.time):
        return "time", value.isoformat()
    return "", value
