"""A congress in Excel: the same congress and the same findings as in JSON, each with its cell."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from service.intake.read import Reading, read_congress
from service.intake.workbook.grids import read_grids
from service.intake.workbook.read import marked_workbook, read_cells, read_workbook
from service.intake.workbook.write import filled_workbook, new_workbook

Change = Callable[[Workbook], None]


@pytest.fixture(scope="session")
def filled(complete: bytes) -> bytes:
    return filled_workbook(json.loads(complete))


def changed(raw: bytes, *changes: Change) -> bytes:
    """The workbook as somebody edited and saved it."""
    book = load_workbook(io.BytesIO(raw))
    for change in changes:
        change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def put(sheet: str, cell: str, value: Any) -> Change:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def column(raw: bytes, sheet: str, heading: str) -> str:
    """The letter of a column, by its heading."""
    row = load_workbook(io.BytesIO(raw))[sheet][3]
    return next(cell.column_letter for cell in row if cell.value and cell.value.rstrip(" *") == heading)


def line(raw: bytes, sheet: str, label: str) -> str:
    """The cell of the value of a line of a form."""
    rows = load_workbook(io.BytesIO(raw))[sheet].iter_rows(min_col=1, max_col=1)
    return next(f"B{cell.row}" for (cell,) in rows if cell.value and cell.value.rstrip(" *") == label)


def read(raw: bytes) -> Reading:
    """In this process: quicker, and the way is the same."""
    return read_cells(read_grids(raw))


def errors(reading: Reading) -> list[tuple[str, str]]:
    return [(found.code, found.cell) for found in reading.findings if found.severity == "error"]


class TestTheSameCongress:
    def test_an_example_comes_back_as_it_went(self, complete: bytes, filled: bytes) -> None:
        """
        JSON, workbook, JSON: the same canonical form, so the same digest.
        """
        assert read_congress(complete).canonical == read(filled).canonical

    def test_what_was_published_comes_back_too(self, published: bytes) -> None:
        """
        A congress with hardly any figures.
        """
        workbook = filled_workbook(json.loads(published))

        assert read_congress(published).canonical == read(workbook).canonical

    def test_the_cage_changes_nothing(self, filled: bytes) -> None:
        """
        Read in a process of its own it is the same, findings and all.
        """
        assert read(filled) == read_workbook(filled)

    @pytest.mark.parametrize("form", ["delegates", "plenary"])
    def test_an_empty_workbook_lacks_what_an_empty_object_lacks(self, form: Any) -> None:
        """
        The organisation and the term, each with the cell where it is asked for.
        """
        expected = {("shape.missing", "/organisation"), ("shape.missing", "/term")}
        reading = read(new_workbook(form))

        assert expected == {(found.code, found.pointer) for found in reading.findings}
        assert {"Công đoàn!A3", "Đại hội!B7"} == {found.cell for found in reading.findings}

    def test_the_same_data_gives_the_same_bytes(self, complete: bytes, filled: bytes) -> None:
        """
        Nothing in the file tells when it was made.
        """
        assert filled == filled_workbook(json.loads(complete))


class TestFaults:
    def test_every_fault_comes_at_once_with_its_cell(self, filled: bytes) -> None:
        """
        Shape, cells and rules in one answer.
        """
        born, name = column(filled, "Đại biểu", "Ngày sinh"), column(filled, "Đại biểu", "Họ và tên")
        present, ordinal = line(filled, "Đại hội", "Số có mặt"), line(filled, "Đại hội", "Đại hội lần thứ")
        reading = read(
            changed(
                filled,
                put("Đại biểu", f"{born}7", "31/2/1980"),
                put("Đại biểu", f"{name}8", None),
                put("Đại biểu", f"{name}3", "Họ và tem"),
                put("Đại hội", present, 5_000),
                put("Đại hội", ordinal, "năm"),
                put("Vòng bầu cử", "B4", 7),
            )
        )

        assert {
            ("workbook.unknown_heading", f"Đại biểu!{name}3"),
            ("shape.wrong_type", f"Đại biểu!{born}7"),
            ("shape.wrong_type", f"Đại hội!{ordinal}"),
            ("workbook.unknown_number", "Vòng bầu cử!B4"),
        } <= set(errors(reading))

    def test_the_faulty_cells_are_marked(self, filled: bytes) -> None:
        """
        The same workbook, with a colour and a comment at each, and a sheet that lists them; nothing else changes.
        """
        ordinal = line(filled, "Đại hội", "Đại hội lần thứ")
        faulty = changed(filled, put("Đại hội", ordinal, "năm"))
        reading = read(faulty)
        marked = marked_workbook(faulty, reading.findings)
        cell = load_workbook(io.BytesIO(marked))["Đại hội"][ordinal]

        assert "Mục này phải là số nguyên." in cell.comment.text
        assert "00FFC7CE" == cell.fill.start_color.rgb
        assert reading == read(marked)
        assert "Lỗi" == load_workbook(io.BytesIO(marked)).sheetnames[0]
