"""The archive: terms, search, one paper, its bytes."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, request

from service.archive import Archive, is_readable
from service.catalog import AccountRecord, Shelved
from service.web.answers import answer
from service.web.bodies import document_body, documents_body, terms_body
from service.web.downloads import paper_answer
from service.web.identity import allowed
from service.web.query import DocumentsQuery, NoQuery, read_query
from service.web.refusals import NotAllowed, NotThere


def blueprint(archive: Archive) -> Blueprint:
    """`GET /terms`, `/documents`, `/documents/{id}` and its file."""
    api = Blueprint("api_documents", __name__, url_prefix="/api/v1")

    @api.get("/terms")
    def terms() -> Response:
        account = allowed("read")
        read_query(NoQuery, request.query_string)
        return answer(terms_body(archive.terms(account=account)))

    @api.get("/documents")
    def find() -> Response:
        account = allowed("read")
        asked = read_query(DocumentsQuery, request.query_string)
        page = archive.search(asked.search(), account=account)
        more = following("/api/v1/documents", asked, page.cursor)
        return answer(documents_body(page), headers={"Link": f'<{more}>; rel="next"'} if more else {})

    @api.get("/documents/<uuid:document_id>")
    def look(document_id: UUID) -> Response:
        account = allowed("read")
        read_query(NoQuery, request.query_string)
        return answer(document_body(paper_of(archive, document_id, account)))

    @api.get("/documents/<uuid:document_id>/file")
    def file(document_id: UUID) -> Response:
        account = allowed("read")
        read_query(NoQuery, request.query_string)
        paper = readable(archive, document_id, account)
        return paper_answer(paper, archive.content(paper))

    return api


def paper_of(archive: Archive, document_id: UUID, account: AccountRecord) -> Shelved:
    """The sealed paper. Raises `NotThere`."""
    found = archive.paper(str(document_id), account=account)
    if found is None:
        raise NotThere
    return found


def readable(archive: Archive, document_id: UUID, account: AccountRecord) -> Shelved:
    """The sealed paper, for somebody who may read it. Raises `NotThere`, `NotAllowed`."""
    paper = paper_of(archive, document_id, account)
    if not is_readable(paper, account):
        raise NotAllowed
    return paper


def following(path: str, asked: DocumentsQuery, cursor: str | None) -> str | None:
    """The address of the next page, asking the same."""
    return None if cursor is None else address_of(path, asked, cursor=cursor)


def narrowed(path: str, asked: DocumentsQuery, *, term: str, kind: str) -> str:
    """The address of the first page, asking the same of one term and kind."""
    return address_of(path, asked, term=term, kind=kind, cursor=None)


def address_of(path: str, asked: DocumentsQuery, **changed: str | None) -> str:
    """The address that asks the same there, but for what is `changed`; what is nothing is left out."""
    values = asked.model_dump(mode="json", exclude_defaults=True) | changed
    if asked.superseded:
        values["superseded"] = "true"
    return f"{path}?{urlencode({name: value for name, value in values.items() if value is not None})}"
