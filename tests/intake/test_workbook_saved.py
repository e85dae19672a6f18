"""Workbooks that other programs saved; `saved/` holds one small congress as LibreOffice and as openpyxl wrote it."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from service.intake.read import read_congress
from service.intake.workbook.grids import read_grids
from service.intake.workbook.read import marked_copy, read_cells, read_workbook
from service.intake.workbook.write import filled_workbook
from tests.intake.handmade import OFFICE, SPREADSHEET, rows, text, workbook
from tests.office import saved_again

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SAVED = Path(__file__).parent / "saved"
FORMULAS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "=cmd|'/C calc'!A0", '=HYPERLINK("http://x","y")')


def rich_by_xlsxwriter(folder: Path) -> bytes:
    """What people put beside cells, in the parts and names that Excel has for them."""
    picture = folder / "a.png"
    picture.write_bytes(DOT)
    book = xlsxwriter.Workbook(folder / "rich.xlsx")
    book.set_properties({"title": "Đại hội"})
    book.set_custom_property("Số", 1)
    sheet = book.add_worksheet("Đại hội")
    sheet.add_table("A1:B3", {"data": [["a", 1], ["b", 2]]})
    sheet.write_url("D1", "https://example.vn/")
    sheet.write_url("D2", "internal:'Đại hội'!A1")
    sheet.write_comment("D3", "Xem lại")
    sheet.write_dynamic_array_formula("F1:F2", "=UNIQUE(B2:B3)", None, 1)
    sheet.insert_checkbox("E1", True)
    sheet.insert_image("E5", picture)
    sheet.embed_image("E6", picture)
    sheet.set_header("&C&G", {"image_center": picture})
    sheet.insert_textbox("H1", "Ghi chú")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Đại hội'!$B$2:$B$3"})
    book.add_chartsheet("Biểu đồ").set_chart(chart)
    beside = book.add_chart({"type": "pie"})
    beside.add_series({"values": "='Đại hội'!$B$2:$B$3"})
    sheet.insert_chart("H9", beside)
    book.close()
    return (folder / "rich.xlsx").read_bytes()


def rich_by_openpyxl(_: Path) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["a", 1], ["b", 2]):
        sheet.append(row)
    sheet["D1"].hyperlink = "mailto:a@example.vn"
    sheet["D2"].comment = Comment("Xem lại", "An")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
    sheet.add_chart(chart, "H1")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def rich_by_hand(_: Path) -> bytes:
    """What Excel and Google Sheets write and no library here does."""
    parts = {
        "xl/threadedComments/threadedComment1.xml": (
            "application/vnd.ms-excel.threadedcomments+xml",
            "threadedComment",
        ),
        "xl/persons/person.xml": ("application/vnd.ms-excel.person+xml", "person"),
        "xl/printerSettings/printerSettings1.bin": (f"{SPREADSHEET}.printerSettings", "printerSettings"),
        "xl/calcChain.xml": (f"{SPREADSHEET}.calcChain+xml", "calcChain"),
        "xl/charts/style1.xml": ("application/vnd.ms-office.chartstyle+xml", "chartStyle"),
        "xl/media/image1.emf": ("image/x-emf", "image"),
        "docProps/thumbnail.wmf": ("image/x-wmf", "thumbnail"),
        "customXml/item1.xml": ("application/xml", "customXml"),
        "xl/metadata": ("application/binary", "workbookmetadata"),
        "docMetadata/LabelInfo.xml": (
            "application/vnd.ms-office.classificationlabels+xml",
            "classificationlabels",
        ),
    }
    return workbook(
        {"Đại hội": rows(text("A1", "a"))},
        more=dict.fromkeys(parts, "<a/>"),
        typed={part: of for part, (of, _) in parts.items()},
        related={f"rId{kind}": (f"{OFFICE}/{kind}", f"/{part}") for part, (_, kind) in parts.items()},
    )  # fmt: skip


RICH = (rich_by_xlsxwriter, rich_by_openpyxl, rich_by_hand)


@pytest.mark.parametrize("made", RICH)
def test_pictures_charts_and_comments_may_come_along(made: Callable[[Path], bytes], tmp_path: Path) -> None:
    """
    A list of what is allowed must not turn away what people's own programs write.
    """
    assert read_grids(made(tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("made", RICH)
def test_they_may_come_along_from_libreoffice_too(made: Callable[[Path], bytes], tmp_path: Path) -> None:
    """
    The same, opened and saved by an office program, which has other names for much of it.
    """
    source = tmp_path / "came.xlsx"
    source.write_bytes(made(tmp_path))

    assert read_grids(saved_again(source, tmp_path / "again").read_bytes())


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

    for written in (filled, marked_copy(filled)):
        cells = [
            cell for sheet in load_workbook(io.BytesIO(written)) for row in sheet.iter_rows() for cell in row
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
