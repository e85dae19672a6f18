"""The tree of organisations as its administrators keep it: a list in Excel, and one by hand."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.exceptions import RequestEntityTooLarge

from service.catalog import AccountRecord
from service.documents.history import HistoryDesk, OrganisationPage
from service.intake.tree.desk import Looked, NoSuchImport, TreeDesk
from service.intake.tree.rows import ACTIVE, CLOSED, Row
from service.intake.tree.telling import TreePlan
from service.intake.workbook.layout import layout
from service.intake.workbook.refused import WorkbookRefused
from service.web.downloads import workbook_answer
from service.web.identity import allowed
from service.web.pages.carried import sent_file
from service.web.refusals import NotThere
from service.web.see_other import see_other
from service.web.small_body import read_values

MOST_LISTED = 200
"""Changes and faults of one kind on a page; the others are counted."""


class OneOrganisation(BaseModel):
    """What the form for one organisation says; `act` is the button that was pressed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    act: Literal["change", "add", "close", "reopen"]
    name: Annotated[str, Field(max_length=400)] = ""
    code: Annotated[str, Field(max_length=80)] = ""
    level: Annotated[str, Field(max_length=40)] = ""
    parent: Annotated[str, Field(max_length=400)] = ""


def blueprint(tree: TreeDesk, history: HistoryDesk, *, most_bytes: int) -> Blueprint:
    """`/organisations/workbook`, `/organisations/import` and `/organisations/<id>/change`."""
    pages = Blueprint("organisations", __name__)
    _lay_import(pages, tree, most_bytes)

    def page_of(organisation_id: UUID, by: AccountRecord) -> OrganisationPage:
        page = history.organisation(str(organisation_id), account=by)
        if page is None:
            raise NotThere
        return page

    @pages.get("/organisations/<uuid:organisation_id>/change")
    def form(organisation_id: UUID) -> Response:
        by = allowed("manage")
        return _form(page_of(organisation_id, by), by)

    @pages.post("/organisations/<uuid:organisation_id>/change")
    def change(organisation_id: UUID) -> Response:
        by = allowed("manage")
        page = page_of(organisation_id, by)
        sent = {name: request.form.get(name, "") for name in ("act", "name", "code", "level", "parent")}
        asked = read_values(OneOrganisation, sent)
        plan = tree.change(_row(asked, page), by=by)
        if plan.faults:
            return _form(page, by, plan, asked)
        return see_other(f"/organisations/{plan.added[0].id if plan.added else organisation_id}")

    return pages


def _lay_import(pages: Blueprint, tree: TreeDesk, most_bytes: int) -> None:
    @pages.get("/organisations/workbook")
    def workbook() -> Response:
        return workbook_answer(tree.workbook(by=allowed("manage")), "Danh sách tổ chức công đoàn")

    @pages.get("/organisations/import")
    def start() -> Response:
        allowed("manage")
        return _import()

    @pages.post("/organisations/import")
    def look() -> Response:
        by, raw = allowed("manage"), sent_file()
        if raw is None:
            return _import(is_missing=True)
        if len(raw) > most_bytes:
            raise RequestEntityTooLarge
        chosen = request.files.get("file")
        try:
            looked = tree.look_at(raw, file_name=(chosen.filename or "") if chosen else "", by=by)
        except WorkbookRefused as error:
            return _import(plan=TreePlan(faults=(error.fault,)))
        if looked.plan.faults:
            return _import(plan=looked.plan)
        return see_other(f"/organisations/import/{looked.import_id}")

    @pages.get("/organisations/import/<uuid:import_id>")
    def again(import_id: UUID) -> Response:
        by = allowed("manage")
        return _looked(_there(tree, import_id, by))

    @pages.post("/organisations/import/<uuid:import_id>")
    def carry_out(import_id: UUID) -> Response:
        by = allowed("manage")
        _there(tree, import_id, by)
        plan = tree.carry_out(str(import_id), digest=request.form.get("digest", ""), by=by)
        return make_response(render_template("organisations/imported.html", plan=plan))


def _there(tree: TreeDesk, import_id: UUID, by: AccountRecord) -> Looked:
    try:
        return tree.look_again(str(import_id), by=by)
    except NoSuchImport:
        raise NotThere from None


def _row(asked: OneOrganisation, page: OrganisationPage) -> Row:
    held = page.organisation
    if asked.act == "add":
        return Row(number=0, name=asked.name, code=asked.code, level=asked.level, parent=held.id)
    if asked.act == "change":
        return Row(
            number=0,
            unit=held.id,
            name=asked.name,
            code=asked.code,
            level=asked.level,
            parent=asked.parent or held.parent_id or "",
        )
    state = CLOSED if asked.act == "close" else ACTIVE
    return Row(
        number=0, unit=held.id, name=held.name, code=held.code or "", parent=held.parent_id or "", state=state
    )


def _form(
    page: OrganisationPage,
    by: AccountRecord,
    plan: TreePlan | None = None,
    asked: OneOrganisation | None = None,
) -> Response:
    faults = plan.faults if plan else ()
    rendered = render_template(
        "organisations/change.html",
        page=page,
        is_own=page.organisation.id == by.organisation.id,
        levels=layout().choices["level"],
        faults=faults,
        asked=asked,
    )
    return make_response(rendered, 422 if faults else 200)


def _import(plan: TreePlan | None = None, *, is_missing: bool = False) -> Response:
    faults = plan.faults if plan else ()
    rendered = render_template(
        "organisations/import.html", faults=faults[:MOST_LISTED], count=len(faults), is_missing=is_missing
    )
    return make_response(rendered, 422 if faults or is_missing else 200)


def _looked(looked: Looked) -> Response:
    return make_response(render_template("organisations/looked.html", looked=looked, most=MOST_LISTED))
