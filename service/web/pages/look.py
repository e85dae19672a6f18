"""Looking at a paper before it is printed: the Word file drawn, beside what it prints and what changed in it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template

from service.archive import Archive, TellStory, is_readable
from service.docx.office import Office
from service.web.api.documents import paper_of, readable
from service.web.downloads import pdf_answer
from service.web.field_names import FieldNames
from service.web.identity import allowed
from service.web.refusals import NotThere

_FRAME_POLICY = (
    # What draws the paper sets styles of its own and shows pictures from memory; it may ask for nothing else.
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: blob:; font-src data: blob:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
)


def blueprint(archive: Archive, story: TellStory, office: Office | None) -> Blueprint:
    """`/documents/<id>/look` and `/pdf`; the PDF is not there when LibreOffice is not."""
    pages = Blueprint("look", __name__)

    @pages.get("/documents/<uuid:document_id>/look")
    def look(document_id: UUID) -> str:
        account = allowed("read")
        paper = paper_of(archive, document_id, account)
        return render_template(
            "look.html",
            paper=paper,
            story=story(paper, account=account),
            names=FieldNames(paper.document.template),
            is_readable=is_readable(paper, account),
            has_pdf=office is not None,
        )

    @pages.get("/documents/<uuid:document_id>/pdf")
    def pdf(document_id: UUID) -> Response:
        paper = readable(archive, document_id, allowed("read"))
        if office is None:
            raise NotThere
        return pdf_answer(paper, lambda: office.pdf_of(archive.content(paper)))

    return pages


def frame() -> Blueprint:
    """`/preview.html`: what draws a paper, in a frame without an origin; it holds nothing, and is open to all."""
    pages = Blueprint("preview", __name__)

    @pages.get("/preview.html")
    def show() -> Response:
        response = make_response(render_template("preview.html"))
        response.headers["Content-Security-Policy"] = _FRAME_POLICY
        return response

    return pages
