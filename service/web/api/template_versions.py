"""Templates of organisations over the API: listed, brought, looked at, chosen."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request

from service.catalog import AccountRecord
from service.documents.template_desk import TemplateDesk
from service.web.answers import answer
from service.web.downloads import word_answer
from service.web.identity import allowed
from service.web.query import NoQuery, read_query
from service.web.template_bodies import (
    BringQuery,
    OrganisationQuery,
    SampleQuery,
    VersionsBody,
    brought_body,
    version_body,
)


def blueprint(desk: TemplateDesk, *, most_bytes: int) -> Blueprint:
    """`/templates/{id}/versions` and `/templates/versions/{id}`, for administrators."""
    api = Blueprint("api_template_versions", __name__, url_prefix="/api/v1/templates")

    @api.get("/<template_id>/versions")
    def listed(template_id: str) -> Response:
        by = allowed("manage")
        asked = read_query(OrganisationQuery, request.query_string)
        return answer(_versions(template_id, asked.organisation, by))

    @api.post("/<template_id>/versions")
    def bring(template_id: str) -> Response:
        by = allowed("manage")
        asked = read_query(BringQuery, request.query_string)
        request.max_content_length = most_bytes
        version = desk.bring(
            template_id, request.get_data(), name=asked.name, organisation_id=asked.organisation, by=by
        )
        where = {"Location": f"/api/v1/templates/versions/{version.id}"}
        return answer(brought_body(desk.version(version.id, by=by)), status=201, headers=where)

    @api.post("/<template_id>/set-aside")
    def set_aside(template_id: str) -> Response:
        by = allowed("manage")
        asked = read_query(OrganisationQuery, request.query_string)
        place = desk.set_aside(template_id, organisation_id=asked.organisation, by=by)
        return answer(_versions(template_id, place.id, by))

    @api.get("/versions/<uuid:version_id>")
    def one(version_id: UUID) -> Response:
        by = allowed("manage")
        read_query(NoQuery, request.query_string)
        return answer(brought_body(desk.version(str(version_id), by=by)))

    @api.get("/versions/<uuid:version_id>/file")
    def file(version_id: UUID) -> Response:
        by = allowed("manage")
        read_query(NoQuery, request.query_string)
        held, source = desk.source(str(version_id), by=by)
        return word_answer(held.name.removesuffix(".docx"), source)

    @api.get("/versions/<uuid:version_id>/annotated")
    def annotated(version_id: UUID) -> Response:
        by = allowed("manage")
        read_query(NoQuery, request.query_string)
        held, copy = desk.annotated(str(version_id), by=by)
        return word_answer(held.name.removesuffix(".docx"), copy)

    @api.get("/versions/<uuid:version_id>/preview")
    def preview(version_id: UUID) -> Response:
        by = allowed("manage")
        asked = read_query(SampleQuery, request.query_string)
        held, paper = desk.preview(str(version_id), sample=asked.sample, by=by)
        return word_answer(held.name.removesuffix(".docx"), paper)

    @api.post("/versions/<uuid:version_id>/use")
    def use(version_id: UUID) -> Response:
        by = allowed("manage")
        read_query(NoQuery, request.query_string)
        chosen = desk.choose(str(version_id), by=by)
        return answer(version_body(chosen, is_current=True))

    def _versions(template_id: str, organisation: str | None, by: AccountRecord) -> VersionsBody:
        page = desk.page(template_id, organisation_id=organisation, by=by)
        current = page.line.current.id if page.line.current else None
        return VersionsBody(
            organisation=page.organisation.id,
            current=current,
            items=[version_body(one, is_current=one.id == current, sets=sets) for one, sets in page.versions],
        )

    return api
