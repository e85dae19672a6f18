"""The Excel workbook: an empty one to fill in, and the one that was sent with its faults marked."""

from __future__ import annotations

from flask import Blueprint, Response, request

from service.intake.received import XLSX
from service.intake.submit import SubmitCongress
from service.intake.workbook.read import marked_workbook
from service.intake.workbook.write import new_workbook
from service.web.downloads import workbook_answer
from service.web.identity import allowed
from service.web.language import SWITCH
from service.web.pages.carried import sent_file
from service.web.query import WorkbookQuery, read_query


def blueprint(submit: SubmitCongress) -> Blueprint:
    """`/workbooks/new` and `/workbooks/marked`."""
    pages = Blueprint("workbooks", __name__)

    @pages.get("/workbooks/new")
    def new() -> Response:
        allowed("read")
        asked = read_query(WorkbookQuery, request.query_string, leave_out=frozenset({SWITCH}))
        return workbook_answer(new_workbook(asked.form), "Dữ liệu đại hội")

    @pages.post("/workbooks/marked")
    def marked() -> Response:
        account, raw = allowed("submit"), sent_file() or b""
        found = submit.preview(raw, XLSX, account=account).reading.findings
        return workbook_answer(marked_workbook(raw, found), "Dữ liệu đại hội (đã đánh dấu lỗi)")

    return pages
