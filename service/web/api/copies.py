"""Signed copies over the API: listed, attached, taken out."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request

from service.archive import Archive
from service.catalog import AccountRecord
from service.documents.register import CopyDesk
from service.web.answers import answer
from service.web.api.documents import paper_of, readable
from service.web.downloads import copy_answer
from service.web.identity import allowed
from service.web.query import NoQuery, read_query
from service.web.refusals import NotThere
from service.web.register_bodies import CopiesBody, CopyQuery, copy_body


def blueprint(copies: CopyDesk, archive: Archive) -> Blueprint:
    """`/documents/{id}/signed-copies` and the file of one."""
    api = Blueprint("api_copies", __name__, url_prefix="/api/v1/documents/<uuid:document_id>/signed-copies")

    @api.get("")
    def listed(document_id: UUID) -> Response:
        account = allowed("read")
        read_query(NoQuery, request.query_string)
        paper_of(archive, document_id, account)
        return answer(CopiesBody(items=[copy_body(one) for one in copies.copies_of(str(document_id))]))

    @api.post("")
    def attach(document_id: UUID) -> Response:
        account = allowed("sign")
        asked = read_query(CopyQuery, request.query_string)
        paper_of(archive, document_id, account)
        request.max_content_length = copies.most_bytes
        # Whatever type it is said to have: the bytes say what they are.
        attached = copies.attach(str(document_id), request.get_data(), name=asked.name, account=account)
        if attached is None:
            raise NotThere
        return answer(copy_body(attached.copy), status=201 if attached.new else 200)

    @api.get("/<uuid:copy_id>/file")
    def file(document_id: UUID, copy_id: UUID) -> Response:
        account = allowed("read")
        read_query(NoQuery, request.query_string)
        return given_out(copies, archive, document_id, copy_id, account)

    return api


def given_out(
    copies: CopyDesk, archive: Archive, document_id: UUID, copy_id: UUID, account: AccountRecord
) -> Response:
    """The bytes of a signed copy. Raises `NotThere`, `Damaged`."""
    paper = readable(archive, document_id, account)
    copy = next((one for one in copies.copies_of(str(document_id)) if one.id == str(copy_id)), None)
    if copy is None:
        raise NotThere
    return copy_answer(paper, copy, copies.content(paper, copy))
