"""The Excel workbook: an empty one to fill in, and the one that was sent with its faults marked."""

from __future__ import annotations

from flask import Blueprint, Response, request

from service.intake.workbook.read import marked_copy
from service.intake.workbook.write import new_workbook
from service.web.downloads import workbook_answer
from service.web.identity import allowed
from service.web.language import SWITCH
from service.web.pages.carried import sent_file
from service.web.query import WorkbookQuery, read_query


def blueprint() -> Blueprint:
    """`/workbooks/new` and `/workbooks/marked`."""
    pages = Blueprint("workbooks", __name__)

    @pages.get("/workbooks/new")
    def new() -> Response:
        allowed("read")
        asked = read_query(WorkbookQuery, request.query_string, leave_out=frozenset({SWITCH}))
        return workbook_answer(new_workbook(asked.form), "Dữ liệu đại hội")

    @pages.post("/workbooks/marked")
    def marked() -> Response:
        allowed("submit")
        return workbook_answer(marked_copy(sent_file() or b""), "Dữ liệu đại hội (đã đánh dấu lỗi)")

    return pages
