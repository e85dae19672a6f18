"""From the cells of all sheets to the one value that JSON would have held."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from service.congress.finding import Finding
from service.congress.text import fold
from service.intake.workbook.cell_faults import cell_fault
from service.intake.workbook.form_sheets import read_form
from service.intake.workbook.gathered import Gathered
from service.intake.workbook.grids import Grid
from service.intake.workbook.headings import like
from service.intake.workbook.layout import FAULTS, GUIDE, LISTS, is_own, layout
from service.intake.workbook.refused import WorkbookRefused
from service.intake.workbook.tables import read_table

_ALWAYS = ("Đại hội", "Công đoàn")
"""Sheets with what every congress must have."""


def assemble(grids: Sequence[Grid]) -> Gathered:
    """The congress data in the cells. Raises `WorkbookRefused` when no sheet is one of ours."""
    into = Gathered()
    by_name: dict[str, Grid] = {}
    for grid in grids:
        sheet = layout().sheet(grid.name)
        if sheet is None:
            into.faults += _stranger(grid)
        elif sheet.name in by_name:
            into.fault("sheet_twice", sheet.section, grid, None, name=grid.name)
        else:
            by_name[sheet.name] = grid
    if not by_name:
        raise WorkbookRefused("other_workbook")
    # In the order of the layout, not of the workbook: rounds are put into elections that are there.
    for sheet in layout().sheets:
        if sheet.name in by_name:
            into.places.name(sheet, by_name[sheet.name].name)
            read = read_form if sheet.is_form else read_table
            read(sheet, by_name[sheet.name], into)
    into.faults += _missing(by_name.keys(), into.value.get("form"))
    return into


def _missing(names: Collection[str], form: object) -> Iterator[Finding]:
    """
    Sheets that are not there: an error where no congress, or none of that form, can do without them, else a warning.

    Of a workbook of a few sheets, made by hand, only those are missed.
    """
    absent = [one for one in layout().sheets if one.name not in names and one.only in {None, form}]
    is_ours = 2 * len(absent) < len(layout().sheets)
    for sheet in absent:
        if sheet.name in _ALWAYS or (sheet.only is not None and is_ours):
            yield cell_fault("no_sheet", sheet.section, sheet.name, name=sheet.name)
        elif sheet.only is not None or is_ours:
            yield cell_fault("sheet_left_out", sheet.section, sheet.name, None, "warning", name=sheet.name)


def _stranger(grid: Grid) -> Iterator[Finding]:
    is_ours = fold(grid.name) in {fold(one) for one in (GUIDE, LISTS, FAULTS)}
    if grid.filled and not is_ours and not is_own(grid.name):
        meant = like(grid.name, (sheet.name for sheet in layout().sheets))
        yield cell_fault("unknown_sheet", "", grid.name, meant, name=grid.name[:40])
