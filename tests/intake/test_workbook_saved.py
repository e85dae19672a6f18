"""Workbooks that other programs saved; `saved/` holds one small congress as LibreOffice and as openpyxl wrote it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from service.intake.read import read_congress
from service.intake.workbook.grids import read_grids
from service.intake.workbook.read import marked_copy, read_cells, read_workbook
from service.intake.workbook.write import filled_workbook
from tests.office import saved_again

SAVED = Path(__file__).parent / "saved"
FORMULAS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "=cmd|'/C calc'!A0", '=HYPERLINK("http://x","y")')


@pytest.fixture
def suspicious(complete: bytes) -> dict[str, Any]:
    """The example with texts that a careless program takes for formulas."""
    data: dict[str, Any] = json.loads(complete)
    data["venue"], data["motto"] = FORMULAS[:2]
    data["delegates"] = [{"full_name": text[:50], "unit": text} for text in FORMULAS]
    return data


def test_libreoffice_saves_dates_hours_formulas_and_hidden_rows() -> None:
    """
    Formulas bring their results; a hidden row is read and said.
    """
    reading = read_cells(read_grids((SAVED / "libreoffice.xlsx").read_bytes()))
    congress = reading.congress

    assert congress
    assert [("workbook.hidden", "Đại biểu!A5")] == [(one.code, one.cell) for one in reading.findings]
    assert (2028, 3, "2023-02-15") == (
        congress.term.end,
        congress.attendance.summoned,
        str(congress.opened_on),
    )
    assert ["07:30:00", "11:30:00"] == [
        str(congress.sessions[0].opened_at),
        str(congress.sessions[0].closed_at),
    ]
    assert [("Nguyễn Văn An", True), ("Rcom Jen", True), ("Đặng Thị Ngọc Ánh", True)] == [
        (one.full_name, one.present) for one in congress.delegates
    ]
    assert "Công đoàn Viên chức tỉnh" == congress.organisation.lineage[0].name


def test_openpyxl_saves_formulas_without_results() -> None:
    """
    They are named, each at its cell, and nothing is guessed for them.
    """
    reading = read_cells(read_grids((SAVED / "openpyxl.xlsx").read_bytes()))

    assert [("workbook.not_calculated", "Đại hội!B6"), ("workbook.not_calculated", "Đại hội!B3")] == [
        (one.code, one.cell) for one in reading.findings if one.severity == "error"
    ]


def test_nothing_that_people_typed_becomes_a_formula(suspicious: dict[str, Any]) -> None:
    """
    Neither in the workbook that is written nor in the one that is given back marked.
    """
    filled = filled_workbook(suspicious)

    for workbook in (filled, marked_copy(filled)):
        cells = [
            cell for sheet in load_workbook(io.BytesIO(workbook)) for row in sheet.iter_rows() for cell in row
        ]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        assert set(FORMULAS) <= {cell.value for cell in cells}


@pytest.mark.slow
def test_libreoffice_gives_back_what_it_was_given(suspicious: dict[str, Any], tmp_path: Path) -> None:
    """
    Opened, worked out and saved by an office program: the same congress, and what looks like a formula is still text.
    """
    source = tmp_path / "whole.xlsx"
    source.write_bytes(filled_workbook(suspicious))
    again = read_workbook(saved_again(source, tmp_path / "again").read_bytes())

    assert read_congress(json.dumps(suspicious).encode()).canonical == again.canonical


@pytest.mark.slow
def test_five_thousand_delegates_are_read(complete: bytes) -> None:
    """
    The largest congress there can be goes through the cage, within its limits.
    """
    data = json.loads(complete)
    data["delegates"] = [
        {**data["delegates"][0], "number": number, "full_name": f"Đại biểu {number}"}
        for number in range(1, 5_001)
    ]
    reading = read_workbook(filled_workbook(data))

    assert reading.congress
    assert 5_000 == len(reading.congress.delegates)
    assert read_congress(json.dumps(data).encode()).canonical == reading.canonical
