"""The Excel workbook for congress data: an empty one, and one that was sent with its faults marked."""

from __future__ import annotations

from flask import Blueprint, Response, request

from service.intake.received import XLSX
from service.intake.submit import SubmitCongress
from service.intake.workbook.read import marked_workbook
from service.intake.workbook.write import new_workbook
from service.web.downloads import workbook_answer
from service.web.identity import allowed
from service.web.query import NoQuery, WorkbookQuery, read_query


def blueprint(submit: SubmitCongress, *, most_bytes: int) -> Blueprint:
    """`GET /workbooks/new` and `POST /workbooks/marked`."""
    api = Blueprint("api_workbooks", __name__, url_prefix="/api/v1/workbooks")

    @api.get("/new")
    def new() -> Response:
        allowed("read")
        asked = read_query(WorkbookQuery, request.query_string)
        return workbook_answer(new_workbook(asked.form), "Dữ liệu đại hội")

    @api.post("/marked")
    def marked() -> Response:
        account = allowed("submit")
        read_query(NoQuery, request.query_string)
        request.max_content_length = most_bytes
        # Whatever type it is said to have: that it is no workbook is the first thing to be found.
        raw = request.get_data()
        found = submit.preview(raw, XLSX, account=account).reading.findings
        return workbook_answer(marked_workbook(raw, found), "Dữ liệu đại hội (đã đánh dấu lỗi)")

    return api
