"""Where in the workbook a JSON pointer of the data stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.intake.workbook.grids import Place
from service.intake.workbook.headings import Headings
from service.intake.workbook.layout import Field, Sheet, layout, type_path
from service.intake.workbook.survey import reference


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet, and the column of each field of its item."""

    name: str
    row: int
    columns: Mapping[str, int]

    def cell(self, path: str) -> str:
        """The cell of a field, of what the field is part of, or the first."""
        while path and path not in self.columns:
            path = path.rpartition("/")[0]
        column = self.columns[path] if path in self.columns else min(self.columns.values(), default=1)
        return f"{self.name}!{reference(self.row, column)}"


@dataclass(slots=True)
class Places:
    """Every item that has a row, every line that has a cell; of other pointers the nearest: row, heading, sheet."""

    _rows: dict[str, _Row] = field(default_factory=dict)
    _headings: dict[tuple[str, str], str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def name(self, sheet: Sheet, name: str) -> None:
        """The sheet is called so in this workbook."""
        self._names[sheet.name] = name

    def head(self, sheet: Sheet, name: str, headings: Headings) -> None:
        """Remember where the headings of a table are."""
        for column, role in headings.columns.items():
            if isinstance(role, Field):
                self._headings[sheet.name, role.path] = f"{name}!{reference(headings.row, column)}"

    def add_row(self, pointer: str, name: str, row: int, columns: Mapping[str, int]) -> None:
        """The item at the pointer stands in that row, its fields (by path) in those columns, filled in or not."""
        self._rows[pointer] = _Row(name, row, columns)

    def add_line(self, pointer: str, name: str, at: Place) -> None:
        """The value at the pointer stands, or would stand, in that cell."""
        self._rows[pointer] = _Row(name, at[0], {"": at[1]})

    def has(self, pointer: str) -> bool:
        """Whether something stands in that place."""
        return pointer in self._rows

    def cell_of(self, pointer: str) -> str:
        """The cell (`Đại biểu!C17`), heading or sheet for a pointer; empty for the data as a whole."""
        nearest = pointer
        while nearest:
            if nearest in self._rows:
                return self._rows[nearest].cell(pointer[len(nearest) + 1 :])
            nearest = nearest.rpartition("/")[0]
        return self._by_layout(pointer)

    def _by_layout(self, pointer: str) -> str:
        path = "/".join("*" if step.isdecimal() else step for step in pointer.split("/")[1:])
        if not path:
            return ""
        for sheet in layout().sheets:
            for place in sheet.parts.values():
                for one in sheet.fields:
                    if f"{type_path(place, one)}/".startswith(f"{path}/"):
                        return self._stand_in(sheet, one)
        return ""

    def _stand_in(self, sheet: Sheet, one: Field) -> str:
        """Where a field is asked for when no row has it: its line, its heading, its sheet."""
        if f"/{one.path}" in self._rows:
            return self.cell_of(f"/{one.path}")
        return self._headings.get((sheet.name, one.path), self._names.get(sheet.name, sheet.name))
