"""Where in the workbook a JSON pointer of the data stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.intake.workbook.grids import Place
from service.intake.workbook.headings import Headings
from service.intake.workbook.layout import Field, Sheet, layout, type_path
from service.intake.workbook.survey import reference


@dataclass(slots=True)
class Places:
    """Every pointer that has a cell; of others the nearest: the row, the heading, the sheet."""

    _cells: dict[str, tuple[str, Place]] = field(default_factory=dict)
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

    def add(self, pointer: str, name: str, at: Place) -> None:
        """The value of the pointer stands, or would stand, in that cell."""
        self._cells.setdefault(pointer, (name, at))

    def has(self, pointer: str) -> bool:
        """Whether something was read into that place."""
        return pointer in self._cells

    def cell_of(self, pointer: str) -> str:
        """The cell (`Đại biểu!C17`), heading or sheet for a pointer; empty for the data as a whole."""
        nearest = pointer
        while nearest:
            if nearest in self._cells:
                name, at = self._cells[nearest]
                return f"{name}!{reference(*at)}"
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
        if f"/{one.path}" in self._cells:
            return self.cell_of(f"/{one.path}")
        return self._headings.get((sheet.name, one.path), self._names.get(sheet.name, sheet.name))
