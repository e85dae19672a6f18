"""The templates there are, the fields they may use, and what is wrong with a new one."""

from __future__ import annotations

from flask import Blueprint, Response, request

from service.documents.fields.published import published
from service.documents.heading import UNION_STYLE
from service.documents.template_cage import check_caged
from service.documents.template_check import templates_of
from service.documents.templates import TemplateBook
from service.web.answers import answer
from service.web.identity import allowed
from service.web.query import NoQuery, read_query
from service.web.refusals import NotThere
from service.web.template_bodies import CheckQuery, TemplatesBody, check_body, fields_body, template_body


def blueprint(book: TemplateBook, *, most_bytes: int) -> Blueprint:
    """`GET /templates`, `/templates/{id}/fields`, and `POST /templates/check`."""
    api = Blueprint("api_templates", __name__, url_prefix="/api/v1/templates")

    @api.get("")
    def listed() -> Response:
        allowed("read")
        read_query(NoQuery, request.query_string)
        return answer(TemplatesBody(items=[template_body(one) for one in book.templates.values()]))

    @api.get("/<template_id>/fields")
    def fields(template_id: str) -> Response:
        allowed("read")
        read_query(NoQuery, request.query_string)
        if template_id not in published():
            raise NotThere
        return answer(fields_body(template_id, published()[template_id]))

    @api.post("/check")
    def check() -> Response:
        allowed("manage")
        asked = read_query(CheckQuery, request.query_string)
        among = templates_of(asked.kind, book) if asked.kind else ()
        request.max_content_length = most_bytes
        # Whatever type it is said to have: that it is no Word file is the first thing a check finds.
        own = [asked.template] if asked.template else among
        named = book.templates.get(asked.template or "")
        style = named.heading_style if named else UNION_STYLE
        return answer(check_body(check_caged(request.get_data(), among=own, style=style)))

    return api
