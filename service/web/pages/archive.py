"""The archive as people walk it: terms, search, one paper."""

from __future__ import annotations

import datetime as dt
from typing import get_args
from uuid import UUID

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from service.access import may
from service.archive import MOST_COUNTED, MOST_ZIPPED, Archive, CheckFixity, TellStory, is_readable
from service.archive.proof import Signer
from service.catalog import AccountRecord
from service.congress.zone import HERE
from service.documents.paper import Kind
from service.documents.qr import code_of, drawn_for_pages
from service.documents.register import CopyDesk, RegisterDesk
from service.documents.status import SetDesk
from service.web.api.documents import address_of, following, narrowed, paper_of, readable
from service.web.bodies import terms_body
from service.web.downloads import paper_answer, zip_answer
from service.web.identity import allowed
from service.web.language import SWITCH, say
from service.web.query import DocumentsQuery, read_chosen, read_query
from service.web.refusals import NotThere

KINDS: tuple[str, ...] = get_args(Kind)


def _sees_everything(account: AccountRecord) -> bool:
    """Whether the name of any file may be shown: it tells which organisations there are."""
    return account.organisation.parent_id is None and may(account.role, "manage")


def blueprint(
    archive: Archive,
    sets: SetDesk,
    register: RegisterDesk,
    copies: CopyDesk,
    fixity: CheckFixity,
    story: TellStory,
    signer: Signer,
) -> Blueprint:
    """`/archive`, `/archive/papers`, `/documents/<id>` and its file."""
    pages = Blueprint("archive", __name__)

    @pages.get("/archive")
    def terms() -> str:
        account = allowed("read")
        return render_template(
            "archive.html",
            terms=terms_body(archive.terms(account=account)).items,
            kinds=KINDS,
            asked=DocumentsQuery(),
            read_back=fixity.last_whole(),
            sees_files=_sees_everything(account),
        )

    @pages.get("/archive/papers")
    def papers() -> str:
        account = allowed("read")
        asked = read_query(DocumentsQuery, request.query_string, leave_out=frozenset({SWITCH}))
        page = archive.search(asked.search(), account=account)
        return render_template(
            "papers.html",
            page=page,
            asked=asked,
            terms=terms_body(archive.terms(account=account)).items,
            kinds=KINDS,
            more=following("/archive/papers", asked, page.cursor),
            most_counted=MOST_COUNTED,
            most_zipped=MOST_ZIPPED,
            all_found=address_of("/archive/papers/zip", asked, cursor=None),
            narrowed=lambda term, kind: narrowed("/archive/papers", asked, term=term, kind=kind),
        )

    @pages.get("/archive/zip")
    def chosen() -> Response:
        account = allowed("read")
        asked = read_chosen(request.query_string)
        pieces = archive.zip_of_papers(asked, account=account)
        if pieces is None:
            raise NotThere
        return zip_answer(say("papers.zip_name"), pieces)

    @pages.get("/archive/papers/zip")
    def found() -> Response:
        account = allowed("read")
        asked = read_query(DocumentsQuery, request.query_string, leave_out=frozenset({SWITCH}))
        return zip_answer(say("papers.zip_name"), archive.zip_of_found(asked.search(), account=account))

    @pages.get("/documents/<uuid:document_id>")
    def look(document_id: UUID) -> str:
        account = allowed("read")
        paper = paper_of(archive, document_id, account)
        status = sets.status(paper.document.set_id, account=account)
        printed = paper.document.fields_sha256
        code = code_of(paper.document, printed, signer) if printed else ""
        return render_template(
            "paper.html",
            paper=paper,
            status=status,
            story=story(paper, account=account),
            number=register.number_of(str(document_id)),
            copies=copies.copies_of(str(document_id)),
            is_readable=is_readable(paper, account),
            code=code,
            drawn=Markup(drawn_for_pages(code)) if code else "",  # noqa: S704 -- ours, of a code that is escaped in it
            may_sign=may(account.role, "sign"),
            today=dt.datetime.now(tz=HERE).date(),
        )

    @pages.get("/documents/<uuid:document_id>/file")
    def file(document_id: UUID) -> Response:
        paper = readable(archive, document_id, allowed("read"))
        return paper_answer(paper, archive.content(paper))

    return pages
