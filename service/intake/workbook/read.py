"""Reading a workbook: the same congress, the same findings as from JSON, each with its cell too."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from service.congress.finding import Finding
from service.intake.read import Reading, read_value, unreadable
from service.intake.workbook.assemble import assemble
from service.intake.workbook.cage import workbook_caged
from service.intake.workbook.grids import Grid, from_json
from service.intake.workbook.refused import WorkbookRefused


def read_workbook(raw: bytes) -> Reading:
    """The congress in the workbook `raw` (.xlsx), with every fault; never raises for bad data."""
    try:
        return _read(raw)
    except WorkbookRefused as error:
        return unreadable(error.fault)


def marked_copy(raw: bytes) -> bytes:
    """
    The workbook `raw` with every cell where something was found coloured and commented, and a sheet that lists it all.

    Raises `WorkbookRefused` for bytes that cannot be read at all.
    """
    return marked_workbook(raw, _read(raw).findings)


def marked_workbook(raw: bytes, findings: Sequence[Finding]) -> bytes:
    """The workbook `raw` with the marks of `findings`. Raises `WorkbookRefused`."""
    notes = [
        {"cell": found.cell, "severity": found.severity, "text": found.vi, "article": found.article}
        for found in findings
    ]
    _, content = workbook_caged("mark", raw, notes)
    return content


def _read(raw: bytes) -> Reading:
    done, _ = workbook_caged("read", raw)
    return read_cells(tuple(from_json(one) for one in done))


def read_cells(grids: tuple[Grid, ...]) -> Reading:
    """The congress in the cells. Raises `WorkbookRefused`."""
    gathered = assemble(grids)
    reading = read_value(gathered.value, gathered.faults)
    unplaced = dataclasses.replace(reading, findings=(), cell_of=gathered.places.cell_of)
    return unplaced.with_findings(reading.findings)
