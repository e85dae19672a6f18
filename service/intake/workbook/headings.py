"""Finding out what a sheet's columns and lines are: headings with or without marks, in any order."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from service.congress.finding import Finding
from service.congress.text import fold
from service.intake.workbook.cell_faults import cell_fault
from service.intake.workbook.grids import Grid, Place
from service.intake.workbook.layout import FORM_HEADINGS, Field, Sheet, is_own
from service.intake.workbook.survey import reference

LOWEST_HEADING = 30
"""The row of headings is looked for in so many rows."""

PART = "part"
Role = Field | int | str
"""What a column holds: a field, the number of that list of the place (from 0), or `PART`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """`row` holds the headings; `columns` are the columns that are known, `faults` what is wrong with the others."""

    row: int
    columns: Mapping[int, Role] = field(default_factory=dict)
    faults: tuple[Finding, ...] = ()


def like(name: str, known: Iterable[str]) -> str | None:
    """The one of `known` that was probably meant by `name`."""
    folded = {fold(one): one for one in known}
    close = difflib.get_close_matches(fold(name), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def find_headings(sheet: Sheet, grid: Grid) -> Headings | None:
    """The columns of a table; nothing when no row of headings is there."""
    roles = roles_of(sheet)
    row = _heading_row(grid, roles)
    if row is None:
        return None
    columns: dict[int, Role] = {}
    faults: list[Finding] = []
    for (_, column), value in sorted(_row(grid, row)):
        name, cell = str(value).strip(), f"{grid.name}!{reference(row, column)}"
        role = roles.get(fold(name))
        if role is None and not is_own(name):
            meant = like(name.rstrip(" *"), (one.heading for one in _named(sheet)))
            faults.append(cell_fault("unknown_heading", sheet.section, cell, meant, name=name[:80]))
        elif role is not None and role in columns.values():
            faults.append(cell_fault("heading_twice", sheet.section, cell, name=name[:80]))
        elif role is not None:
            columns[column] = role
    headed = {column for _, column in (place for place, _ in _row(grid, row))}
    faults += _headless(grid, row, headed, sheet.section)
    return Headings(row=row, columns=columns, faults=tuple(faults))


def find_form(grid: Grid) -> tuple[int, int, int] | None:
    """The row of headings of a form, and the columns of labels and of values; nothing when they are not there."""
    label, value = (fold(one) for one in FORM_HEADINGS[:2])
    for row in range(1, LOWEST_HEADING + 1):
        columns = {fold(str(held)): place[1] for place, held in _row(grid, row)}
        if label in columns and value in columns:
            return row, columns[label], columns[value]
    return None


def roles_of(sheet: Sheet) -> dict[str, Role]:
    """What each heading of a sheet means, by its folded text."""
    roles: dict[str, Role] = {fold(heading): index for index, heading in enumerate(sheet.numbers)}
    if sheet.part:
        roles[fold(sheet.part.heading)] = PART
    for one in sheet.fields:
        roles |= dict.fromkeys((fold(name) for name in (one.heading, *one.also)), one)
    return roles


def _named(sheet: Sheet) -> Iterator[Field]:
    yield from sheet.fields
    if sheet.part:
        yield sheet.part
    for heading in sheet.numbers:
        yield Field(path="", heading=heading, help="")


def _row(grid: Grid, row: int) -> list[tuple[Place, object]]:
    return [(place, value) for place, value in grid.by_row.get(row, {}).items()]


def _heading_row(grid: Grid, roles: Mapping[str, Role]) -> int | None:
    """The row with the most headings, the first of several."""
    counts = {
        row: sum(fold(str(value)) in roles for _, value in _row(grid, row))
        for row in range(1, LOWEST_HEADING + 1)
    }
    best = max(counts, key=lambda row: counts[row])
    return best if counts[best] else None


def _headless(grid: Grid, row: int, headed: set[int], section: str) -> Iterator[Finding]:
    """The first filled cell of each column that has no heading."""
    seen = set(headed)
    for place in sorted(grid.filled):
        if place[0] > row and place[1] not in seen:
            seen.add(place[1])
            yield cell_fault("no_heading", section, f"{grid.name}!{reference(*place)}")
