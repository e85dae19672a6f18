"""The cells of a list of organisations: the part that a process of its own does, with little loaded."""

from __future__ import annotations

from typing import Any

from service.congress.text import fold
from service.intake.tree.rows import HEADINGS
from service.intake.workbook.grids import read_grids
from service.intake.workbook.survey import Extent

SHEET = "Tổ chức"
MOST_ROWS = 200_000
EXTENT = Extent(rows=MOST_ROWS, columns=20, area=4_000_000, cells=2_000_000)


def found_in(raw: bytes) -> Any:
    """What the process that opens the file says of it: the headings, the texts below them, cells that hold none."""
    grid = next((one for one in read_grids(raw, EXTENT) if fold(one.name) == fold(SHEET)), None)
    if grid is None:
        return None
    by_row = grid.by_row
    row = next(
        (
            number
            for number in sorted(by_row)[:20]
            if any(fold(str(value)) == fold(HEADINGS["name"]) for value in by_row[number].values())
        ),
        0,
    )
    bad = [(place, value) for place, value in grid.errors.items()]
    bad += [(place, "=") for place in grid.not_calculated]
    return {
        "row": row,
        "headings": [(place[1], str(value).strip()) for place, value in by_row.get(row, {}).items()],
        "bad": [(*place, value) for place, value in sorted(bad) if place[0] > row],
        "rows": [
            (number, [(place[1], str(value).strip()) for place, value in by_row[number].items()])
            for number in sorted(by_row)
            if row and number > row
        ],
    }
