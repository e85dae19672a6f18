"""Reading a sheet that is a table: which item each row is, and its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.congress.finding import Figure
from service.congress.text import fold
from service.intake.faults import pointer_to
from service.intake.field_types import FieldType
from service.intake.typed import from_text
from service.intake.workbook.gathered import Gathered
from service.intake.workbook.grids import Grid, Place
from service.intake.workbook.headings import PART, Role, find_headings, like
from service.intake.workbook.layout import Field, Sheet, is_listed, layout, section_of, steps_to
from service.intake.workbook.oddities import oddities

LONGEST_CHAIN = 18
"""Unions one above the other: as deep as JSON may be nested; there are four levels."""


def read_table(sheet: Sheet, grid: Grid, into: Gathered) -> None:
    """Take in every row that has something in a known column."""
    headings = find_headings(sheet, grid)
    if headings is None:
        into.fault("no_headings", sheet.section, grid, None, heading=sheet.fields[0].heading)
        return
    into.faults += headings.faults
    into.places.head(sheet, grid.name, headings)
    columns = {role: column for column, role in headings.columns.items()}
    paths = {role.path: column for role, column in columns.items() if isinstance(role, Field)}
    for row in sorted({row for row, _ in grid.filled if row > headings.row}):
        if any((row, column) in grid.filled for column in headings.columns):
            _Row(sheet=sheet, grid=grid, row=row, columns=columns, paths=paths, into=into).read()
    into.faults += oddities(sheet, grid, set(headings.columns), headings.row)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row; `columns` are those known, by what they hold, `paths` those of fields."""

    sheet: Sheet
    grid: Grid
    row: int
    columns: Mapping[Role, int]
    paths: Mapping[str, int]
    into: Gathered

    def read(self) -> None:
        """Put the row's cells where they belong; a row that belongs nowhere is a fault."""
        place = self._place()
        numbers = self._numbers(place) if place is not None else None
        if place is None or numbers is None:
            self.into.lost.update(self.sheet.parts.values() if place is None else [place])
            return
        item = steps_to(place, "", numbers)
        self.into.make(item)
        self.into.places.add_row(pointer_to(item), self.grid.name, self.row, self.paths)
        for role, column in self.columns.items():
            if isinstance(role, Field):
                self.into.put(self.sheet, self.grid, role, self._at(column), place, numbers)

    def _place(self) -> str | None:
        """The place that the row goes to, by the word in its column."""
        if self.sheet.part is None:
            return next(iter(self.sheet.parts.values()))
        heading, at = self.sheet.part.heading, self._at(self.columns.get(PART, 1))
        is_empty = PART not in self.columns or at not in self.grid.filled
        word = "" if is_empty else str(self.grid.cells.get(at, "")).strip()
        part = next((one for one in self.sheet.parts if fold(one) == fold(word)), None)
        part = self.sheet.usual if is_empty else part
        if part is None:
            code = "unknown_part" if word else "no_part"
            self._fault(code, self.sheet.section, at, heading=heading, like=like(word, self.sheet.parts))
            return None
        place = self.sheet.parts[part]
        if not is_listed(place) and self.into.places.has(pointer_to(steps_to(place, "", ()))):
            self._fault("part_twice", section_of(place), at, name=part)
            return None
        return place

    def _numbers(self, place: str) -> tuple[int, ...] | None:
        """Which item of each list the row is, from 0; the last follows from the order of the rows."""
        if not is_listed(place):
            return ()
        above: tuple[int, ...] = ()
        outer = max(place.count("*") - 1, 0)
        for level in range(outer):
            number = self._number_above(level, place, above)
            if number is None:
                return None
            above = (*above, number)
        count = self.into.counts.get((place, above), 0)
        self.into.counts[place, above] = count + 1
        if "^" in place and count >= LONGEST_CHAIN:
            if count == LONGEST_CHAIN:
                self._fault("too_many_rows", section_of(place), self._at(1), most=LONGEST_CHAIN)
            return None
        if outer < len(self.sheet.numbers):
            self._check_own_number(outer, place, count + 1)
        return (*above, count)

    def _number_above(self, level: int, place: str, above: tuple[int, ...]) -> int | None:
        """The item of an outer list that the row names."""
        heading, at = self.sheet.numbers[level], self._at(self.columns.get(level, 1))
        number = self._number(level)
        if number is None:
            self._fault("no_number", section_of(place), at, heading=heading)
            return None
        outer = "*".join(place.split("*")[: level + 1]) + "*"
        if not isinstance(number, int) or not 0 < number <= self.into.counts.get((outer, above), 0):
            if outer in self.into.lost:
                return None
            parent = next(one.name for one in layout().sheets if outer in one.parts.values())
            self._fault("unknown_number", section_of(place), at, heading=heading, sheet=parent)
            return None
        return number - 1

    def _check_own_number(self, level: int, place: str, expected: int) -> None:
        number = self._number(level)
        if number not in {None, expected}:
            heading = self.sheet.numbers[level]
            at = self._at(self.columns[level])
            self._fault("wrong_number", section_of(place), at, heading=heading, number=expected)

    def _number(self, level: int) -> object:
        """The number in its column, nothing where there is none, or what stands there instead."""
        held = self.grid.cells.get(self._at(self.columns[level])) if level in self.columns else None
        return None if held is None else from_text(str(held), FieldType(kind="number"), {})

    def _at(self, column: int) -> Place:
        return self.row, column

    def _fault(self, code: str, section: str, at: Place, /, like: str | None = None, **said: Figure) -> None:
        """Note what is wrong with a cell that says where the row belongs; that it holds nothing goes before."""
        if at in self.grid.errors:
            self.into.fault("error_value", section, self.grid, at, value=self.grid.errors[at])
        elif at in self.grid.not_calculated:
            self.into.fault("not_calculated", section, self.grid, at)
        else:
            self.into.fault(code, section, self.grid, at, like=like, **said)
