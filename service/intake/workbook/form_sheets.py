"""Reading a sheet that is a form: a label, its value, line by line in any order."""

from __future__ import annotations

from service.congress.text import fold
from service.intake.workbook.gathered import Gathered
from service.intake.workbook.grids import Grid
from service.intake.workbook.headings import find_form, like
from service.intake.workbook.layout import FORM_HEADINGS, Field, Sheet, is_own
from service.intake.workbook.oddities import oddities


def read_form(sheet: Sheet, grid: Grid, into: Gathered) -> None:
    """Take in every line whose label is known; a label without a value may be anything, a title for one."""
    found = find_form(grid)
    if found is None:
        into.fault("no_headings", sheet.section, grid, None, heading=FORM_HEADINGS[0])
        return
    first, labels, values = found
    known = {fold(name): one for one in sheet.fields for name in (one.heading, *one.also)}
    seen: set[Field] = set()
    for row in sorted({row for row, _ in grid.filled if row > first}):
        label = str(grid.cells.get((row, labels), "")).strip()
        line, is_filled = known.get(fold(label)), (row, values) in grid.filled
        if line is not None and line not in seen:
            seen.add(line)
            into.places.add_line(f"/{line.path}", grid.name, (row, values))
            into.put(sheet, grid, line, (row, values), "", ())
        elif not label and is_filled:
            into.fault("no_heading", sheet.section, grid, (row, values))
        elif line is not None and is_filled:
            into.fault("heading_twice", sheet.section, grid, (row, labels), name=label[:80])
        elif is_filled and not is_own(label):
            meant = like(label.rstrip(" *"), (one.heading for one in sheet.fields))
            into.fault("unknown_heading", sheet.section, grid, (row, labels), name=label[:80], like=meant)
    into.faults += oddities(sheet, grid, {values}, first)
