"""Word templates for their administrators: brought, looked at, tried, chosen for an organisation and all below it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from service.documents.template_desk import MOST_USES, NotAWordFile, TemplateDesk
from service.web.downloads import word_answer
from service.web.identity import allowed
from service.web.language import SWITCH
from service.web.query import read_query
from service.web.see_other import see_other
from service.web.template_bodies import OrganisationQuery, SampleQuery

_SWITCH = frozenset({SWITCH})


def blueprint(desk: TemplateDesk, *, most_bytes: int) -> Blueprint:
    """`/templates`, one template, and one version."""
    pages = Blueprint("templates", __name__, url_prefix="/templates")

    def asked() -> str | None:
        return read_query(OrganisationQuery, request.query_string, leave_out=_SWITCH).organisation

    def template_page(template_id: str, *, fault: str = "", refused: NotAWordFile | None = None) -> Response:
        page = desk.page(template_id, organisation_id=asked(), by=allowed("manage"))
        findings = refused.check.findings if refused else ()
        text = render_template("template.html", page=page, fault=fault, findings=findings)
        return make_response(text, 422 if fault or refused else 200)

    @pages.get("")
    def shelf() -> str:
        by = allowed("manage")
        return render_template("templates.html", shelf=desk.shelf(organisation_id=asked(), by=by))

    @pages.get("/<template_id>")
    def one(template_id: str) -> Response:
        return template_page(template_id)

    @pages.get("/<template_id>/file")
    def current(template_id: str) -> Response:
        file = desk.current(template_id, organisation_id=asked(), by=allowed("manage"))
        return word_answer(file.title, file.source)

    @pages.post("/<template_id>/versions")
    def bring(template_id: str) -> Response:
        by = allowed("manage")
        sent = _sent_file(most_bytes)
        if sent is None:
            return template_page(template_id, fault="no_file")
        try:
            version = desk.bring(template_id, sent[1], name=sent[0], organisation_id=asked(), by=by)
        except NotAWordFile as refused:
            return template_page(template_id, refused=refused)
        return see_other(f"/templates/versions/{version.id}")

    @pages.post("/<template_id>/set-aside")
    def set_aside(template_id: str) -> Response:
        place = desk.set_aside(template_id, organisation_id=asked(), by=allowed("manage"))
        return see_other(f"/templates/{template_id}?organisation={place.id}")

    _lay_versions(pages, desk)
    return pages


def _sent_file(most_bytes: int) -> tuple[str, bytes] | None:
    """The name and the bytes of the chosen file; nothing for none. Raises RequestEntityTooLarge."""
    chosen = request.files.get("file")
    if chosen is None or not chosen.filename:
        return None
    content: bytes = chosen.read()
    if len(content) > most_bytes:
        raise RequestEntityTooLarge
    return chosen.filename, content


def _lay_versions(pages: Blueprint, desk: TemplateDesk) -> None:
    @pages.get("/versions/<uuid:version_id>")
    def version(version_id: UUID) -> str:
        by = allowed("manage")
        sample = read_query(SampleQuery, request.query_string, leave_out=_SWITCH).sample
        page = desk.version(str(version_id), by=by)
        return render_template(
            "template_version.html",
            page=page,
            sample=sample or next(iter(dict(page.samples)), ""),
            most=MOST_USES,
        )

    @pages.get("/versions/<uuid:version_id>/file")
    def file(version_id: UUID) -> Response:
        held, source = desk.source(str(version_id), by=allowed("manage"))
        return word_answer(held.name.removesuffix(".docx"), source)

    @pages.get("/versions/<uuid:version_id>/annotated")
    def annotated(version_id: UUID) -> Response:
        held, copy = desk.annotated(str(version_id), by=allowed("manage"))
        return word_answer(f"{held.name.removesuffix('.docx')} (có ghi chú)", copy)

    @pages.get("/versions/<uuid:version_id>/preview")
    def preview(version_id: UUID) -> Response:
        sample = read_query(SampleQuery, request.query_string).sample
        held, paper = desk.preview(str(version_id), sample=sample, by=allowed("manage"))
        return word_answer(f"{held.name.removesuffix('.docx')} (bản thử)", paper)

    @pages.post("/versions/<uuid:version_id>/use")
    def use(version_id: UUID) -> Response:
        chosen = desk.choose(str(version_id), by=allowed("manage"))
        return see_other(f"/templates/{chosen.template}?organisation={chosen.organisation.id}")
