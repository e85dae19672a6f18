"""The list of organisations as a workbook: written with the tree as it is, and read back, in a process of its own."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from service.catalog import OrganisationRecord
from service.congress.finding import Finding
from service.congress.text import fold
from service.intake.tree.cells import MOST_ROWS, SHEET
from service.intake.tree.faults import tree_fault
from service.intake.tree.rows import ACTIVE, CLOSED, HEADINGS, Column, Row
from service.intake.workbook.cage import workbook_caged
from service.intake.workbook.layout import OWN, layout
from service.intake.workbook.survey import reference

_HELP: Mapping[Column, str] = {
    "code": "Mỗi tổ chức một mã, không đổi. Tổ chức chưa có mã thì ở đây là mã hệ thống: đừng sửa. Tổ chức mới: tự đặt mã.",
    "name": "Tên đầy đủ. Sửa tên là đổi tên; văn kiện đã lưu vẫn đi theo.",
    "level": "Chọn trong danh sách. Để trống là công đoàn cơ sở.",
    "parent": "Mã của cấp trên trực tiếp. Để trống là trực thuộc tổ chức ở dòng đầu. Sửa mã này là chuyển sang cấp trên khác.",
    "state": "Để trống là đang hoạt động. Tổ chức không có trong danh sách thì giữ nguyên.",
}
_WIDTHS: Mapping[Column, int] = {"code": 38, "name": 60, "level": 26, "parent": 38, "state": 18}
_ABOUT = "Danh sách tổ chức công đoàn: mỗi tổ chức một dòng"
_HEADING = 2
"""The row (from 0) of the headings, below what the sheet and each column are for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What stood in the sheet; with `faults` the rows are not all of it."""

    rows: tuple[Row, ...]
    faults: tuple[Finding, ...]


def tree_workbook(held: Sequence[OrganisationRecord], own: OrganisationRecord) -> bytes:
    """A workbook (.xlsx) that lists `held`, the subtree of `own`: parents before what is below them."""
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    codes = {one.id: one.code or one.id for one in held}
    levels = layout().choices["level"]
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": _ABOUT, "created": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)})
        sheet = book.add_worksheet(SHEET)
        text = book.add_format({"num_format": "@"})
        _head(book, sheet, text)
        for row, one in enumerate(_in_order(held, own), start=_HEADING + 1):
            said = (
                codes[one.id],
                one.name,
                levels[one.level],
                "" if one.id == own.id else codes[one.parent_id or ""],
                CLOSED if one.closed_at else "",
            )
            for column, value in enumerate(said):
                if value:
                    sheet.write_string(row, column, value, text)
    return target.getvalue()


def _head(book: Any, sheet: Any, text: Any) -> None:
    green = "#14532D"
    title = book.add_format({"bold": True, "font_size": 13, "font_color": green})
    help_ = book.add_format({"italic": True, "font_size": 9, "text_wrap": True, "valign": "top"})
    heading = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": green, "border": 1})
    for number, column in enumerate(HEADINGS):
        sheet.set_column(number, number, _WIDTHS[column], text)
    sheet.freeze_panes(_HEADING + 1, 2)
    for column, words in (("level", list(layout().choices["level"].values())), ("state", [ACTIVE, CLOSED])):
        number = list(HEADINGS).index(column)
        area = (_HEADING + 1, number, MOST_ROWS - 1, number)
        sheet.data_validation(*area, {"validate": "list", "source": words})
    sheet.write_string(0, 0, _ABOUT, title)
    sheet.set_row(1, 62)
    for row, said, style in ((1, _HELP, help_), (_HEADING, HEADINGS, heading)):
        for number, column in enumerate(HEADINGS):
            sheet.write_string(row, number, said[column], style)


def _in_order(held: Sequence[OrganisationRecord], own: OrganisationRecord) -> Iterator[OrganisationRecord]:
    below: dict[str, list[OrganisationRecord]] = {}
    for one in held:
        if one.id != own.id:
            below.setdefault(one.parent_id or "", []).append(one)
    waiting = [own]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += sorted(below.get(one.id, ()), key=lambda child: fold(child.name), reverse=True)


def read_tree(raw: bytes) -> Listed:
    """The rows of the workbook `raw`. Raises `WorkbookRefused`."""
    done, _ = workbook_caged("tree", raw)
    if done is None:
        return Listed(rows=(), faults=(tree_fault("no_sheet", name=SHEET),))
    columns: dict[int, Column] = {}
    faults: list[Finding] = []
    for number, said in done["headings"]:
        known = next((name for name, words in HEADINGS.items() if fold(words) == fold(said)), None)
        if known is not None:
            columns[number] = known
        elif not said.startswith(OWN):
            faults.append(
                tree_fault("unknown_heading", name=said, cell=f"{SHEET}!{reference(done['row'], number)}")
            )
    faults += [
        tree_fault("no_heading", heading=HEADINGS[one], cell=SHEET)
        for one in HEADINGS
        if one not in columns.values()
    ]
    faults += [
        tree_fault("bad_cell", cell=f"{SHEET}!{reference(row, column)}", value=value)
        for row, column, value in done["bad"]
        if column in columns
    ]
    cells = {name: reference(1, number)[:-1] for number, name in columns.items()}
    rows = tuple(
        Row(
            number=number,
            cells={name: f"{SHEET}!{letters}{number}" for name, letters in cells.items()},
            **{columns[place]: text for place, text in texts if place in columns},
        )
        for number, texts in done["rows"]
    )
    if not rows and not faults:
        faults.append(tree_fault("nothing", cell=SHEET))
    return Listed(rows=rows, faults=tuple(faults))
