"""What a sheet has that cells alone do not tell: merged cells, and things out of sight."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.finding import Finding
from service.intake.workbook.cell_faults import cell_fault
from service.intake.workbook.grids import Grid
from service.intake.workbook.layout import Sheet
from service.intake.workbook.survey import reference

_MOST_NAMED = 10


def oddities(sheet: Sheet, grid: Grid, columns: set[int], first: int) -> Iterator[Finding]:
    """Everything odd in the `columns` that are read, below the row `first`."""
    yield from _merged(sheet, grid, columns, first)
    filled = {place for place in grid.filled if place[0] > first and place[1] in columns}
    if grid.is_hidden and filled:
        yield _hidden(sheet, grid.name, f"Trang “{grid.name}”", f"The sheet “{grid.name}”")
    rows = sorted({row for row, _ in filled}.intersection(grid.hidden_rows))
    if rows:
        shown = ", ".join(map(str, rows[:_MOST_NAMED])) + (" …" if len(rows) > _MOST_NAMED else "")
        cell = f"{grid.name}!{reference(rows[0], min(columns))}"
        yield _hidden(sheet, cell, f"Dòng {shown}", f"Row {shown}")
    for left, right in grid.hidden_columns:
        for column in sorted({column for _, column in filled if left <= column <= right}):
            letters = reference(1, column)[:-1]
            cell = f"{grid.name}!{reference(first, column)}"
            yield _hidden(sheet, cell, f"Cột {letters}", f"Column {letters}")


def _merged(sheet: Sheet, grid: Grid, columns: set[int], first: int) -> Iterator[Finding]:
    """Merged cells hide which of them the value belongs to."""
    for top, left, bottom, right in grid.merged:
        width = sum(left <= column <= right for column in columns)
        height = bottom - max(top - 1, first)
        if height > 0 and width * height > 1 and (top, left) in grid.filled:
            area = f"{reference(top, left)}:{reference(bottom, right)}"
            yield cell_fault("merged", sheet.section, f"{grid.name}!{reference(top, left)}", area=area)


def _hidden(sheet: Sheet, cell: str, what_vi: str, what_en: str) -> Finding:
    return cell_fault("hidden", sheet.section, cell, None, "warning", what_vi=what_vi, what_en=what_en)
