"""
The workbook that was sent, with every faulty cell coloured and commented, and a first sheet that lists them all.

openpyxl reads and writes it, so everything a person put into the workbook stays but macros, which are refused anyway, and
pictures and charts, which congress data have no use for.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from copy import copy

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from service.intake.workbook.layout import FAULTS

AUTHOR = "Văn kiện"
"""Comments of this author are ours: marks of an earlier check are taken away."""

ERROR, CARE = "FFC7CE", "FFEB9C"
_HEADINGS = ("Mức", "Ô", "Nội dung", "Căn cứ")
_LEVELS = {"error": "Lỗi", "wait": "Chờ quyết định", "warning": "Cảnh báo"}
_LONGEST_COMMENT = 2_000
_MOST_LISTED = 1_000

Note = Mapping[str, str]
"""`cell` (`Đại biểu!C17`, a sheet, or empty), `severity`, `text`, `article`."""


def marked(raw: bytes, notes: Sequence[Note]) -> bytes:
    """The workbook `raw` with the marks of `notes`; raises whatever openpyxl raises for a workbook it cannot read."""
    book = load_workbook(io.BytesIO(raw), keep_links=False)
    if FAULTS in book.sheetnames:
        del book[FAULTS]
    for sheet in book.worksheets:
        _clear(sheet)
    by_cell: dict[str, list[Note]] = {}
    for note in notes:
        by_cell.setdefault(note["cell"], []).append(note)
    for place, held in by_cell.items():
        cell = _cell(book, place)
        if cell is not None:
            _mark(cell, held)
    if notes:
        _list(book, notes[:_MOST_LISTED])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _clear(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def _cell(book: Workbook, place: str) -> Cell | None:
    """The cell that a mark goes to: of merged cells the first, of a sheet the top left one."""
    name, _, reference = (place, "", "A1") if place in book.sheetnames else place.rpartition("!")
    if name not in book.sheetnames:
        return None
    sheet = book[name]
    for area in sheet.merged_cells.ranges:
        if reference in area:
            return sheet.cell(area.min_row, area.min_col)
    return sheet[reference]


def _mark(cell: Cell, notes: Sequence[Note]) -> None:
    is_error = any(note["severity"] == "error" for note in notes)
    colour = ERROR if is_error else CARE
    cell.fill = PatternFill("solid", start_color=colour, end_color=colour)
    if cell.font.color is not None:
        font = copy(cell.font)
        font.color = "000000"  # headings are white on green
        cell.font = font
    text = "\n".join(f"{_LEVELS[note['severity']]}: {note['text']}" for note in notes)[:_LONGEST_COMMENT]
    lines = 1 + sum(1 + len(line) // 45 for line in text.splitlines())
    cell.comment = Comment(text, AUTHOR, width=360, height=min(20 * lines, 400))


def _list(book: Workbook, notes: Sequence[Note]) -> None:
    sheet = book.create_sheet(FAULTS, 0)
    for width, letter in zip((16, 26, 90, 40), "ABCD", strict=True):
        sheet.column_dimensions[letter].width = width
    for column, heading in enumerate(_HEADINGS, start=1):
        sheet.cell(1, column, heading).font = Font(bold=True)
    for row, note in enumerate(notes, start=2):
        texts = (_LEVELS[note["severity"]], note["cell"], note["text"], note["article"])
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(row, column)
            cell.value = text
            cell.data_type = "s"  # whatever it begins with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        name, _, reference = note["cell"].rpartition("!")
        if name in book.sheetnames:
            quoted = name.replace("'", "''")
            sheet.cell(row, 2).hyperlink = f"#'{quoted}'!{reference}"
            sheet.cell(row, 2).font = Font(underline="single", color="0563C1")
    sheet.freeze_panes = "A2"
    book.active = 0
    for one in book.worksheets:
        one.sheet_view.tabSelected = one is sheet
