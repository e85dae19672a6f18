"""Signed copies as people send and take them, on a paper's page."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge

from service.archive import Archive
from service.documents.register import CopyDesk
from service.web.api.copies import given_out
from service.web.api.documents import paper_of
from service.web.identity import allowed


def blueprint(copies: CopyDesk, archive: Archive) -> Blueprint:
    """The form `/documents/<id>/signed-copies`, and the file of one."""
    pages = Blueprint("copies", __name__, url_prefix="/documents/<uuid:document_id>/signed-copies")

    @pages.post("")
    def attach(document_id: UUID) -> Response:
        account = allowed("sign")
        paper_of(archive, document_id, account)
        chosen = request.files.get("file")
        content: bytes = chosen.read() if chosen else b""
        if len(content) > copies.most_bytes:
            raise RequestEntityTooLarge
        name = (chosen.filename or "") if chosen else ""
        copies.attach(str(document_id), content, name=name, account=account)
        back = redirect(f"/documents/{document_id}", code=303)
        assert isinstance(back, Response)  # noqa: S101 -- the app's own response class
        return back

    @pages.get("/<uuid:copy_id>/file")
    def file(document_id: UUID, copy_id: UUID) -> Response:
        return given_out(copies, archive, document_id, copy_id, allowed("read"))

    return pages
