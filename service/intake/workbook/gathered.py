"""What was gathered from the sheets so far: one value as JSON would have held it, its faults, its places."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from service.congress.finding import Figure, Finding
from service.congress.model import FORMAT
from service.intake.faults import pointer_to
from service.intake.field_types import field_types
from service.intake.workbook.cell_faults import cell_fault
from service.intake.workbook.cell_values import typed
from service.intake.workbook.grids import Grid, Place
from service.intake.workbook.layout import Field, Sheet, layout, steps_to, type_path
from service.intake.workbook.places import Places
from service.intake.workbook.survey import reference


@dataclass(slots=True)
class Gathered:
    """Sheets are read into it one after another, lists before what belongs to their items."""

    value: dict[str, Any] = field(default_factory=lambda: {"format": FORMAT})
    faults: list[Finding] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    counts: dict[tuple[str, tuple[int, ...]], int] = field(default_factory=dict)
    """How many items each list of a place has, by the numbers (from 0) of the items around it."""
    lost: set[str] = field(default_factory=set)
    """Places with a row that nobody can put anywhere; what refers to such rows is not blamed too."""

    def fault(
        self,
        name: str,
        section: str,
        grid: Grid,
        at: Place | None,
        /,
        like: str | None = None,
        **said: Figure,
    ) -> None:
        """Note `workbook.<name>` about a sheet, or one cell of it; `like` is what was probably meant."""
        cell = f"{grid.name}!{reference(*at)}" if at else grid.name
        self.faults.append(cell_fault(name, section, cell, like, **said))

    def put(
        self, sheet: Sheet, grid: Grid, one: Field, at: Place, place: str, numbers: Sequence[int]
    ) -> None:
        """Take one cell to its place, if there is anything in it."""
        if at not in grid.filled:
            return
        steps = steps_to(place, one.path, numbers)
        pointer, cell = pointer_to(steps), f"{grid.name}!{reference(*at)}"
        if at in grid.errors:
            self.faults.append(cell_fault("error_value", pointer, cell, value=grid.errors[at]))
        elif at in grid.not_calculated:
            self.faults.append(cell_fault("not_calculated", pointer, cell))
        else:
            wanted = sheet.type_of(one, place)
            self.set(steps, typed(grid.cells[at], wanted, layout().words(type_path(place, one))))

    def make(self, item: tuple[str | int, ...]) -> None:
        """See that there is an item, with nothing in it when it is new; a text that is missing is an empty text."""
        path = "/".join("*" if isinstance(step, int) else step for step in item)
        if isinstance(item[-1], int):
            self.set(item, "" if path in field_types() else {})
        else:
            self._holder(item).setdefault(item[-1], {})

    def set(self, steps: tuple[str | int, ...], value: Any) -> None:
        """Put a value into its place; an item of a list comes after those before it."""
        held = self._holder(steps)
        if isinstance(steps[-1], int) and steps[-1] == len(held):
            held.append(value)
        else:
            held[steps[-1]] = value

    def _holder(self, steps: tuple[str | int, ...]) -> Any:
        """The list or group that holds the last step."""
        held: Any = self.value
        for step, following in itertools.pairwise(steps):
            empty: Any = [] if isinstance(following, int) else {}
            held = held[step] if isinstance(step, int) else held.setdefault(step, empty)
        return held
