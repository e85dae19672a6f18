"""Sensitive data: withheld from roles that need them not, and every decision kept."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable

from flask import Flask
from structlog.testing import capture_logs

from service.archive import SearchRequest
from service.archive.shelves import LEFT_OUT
from service.archive.story import WITHHELD
from service.bootstrap import Services
from service.catalog import AccountRecord, CatalogUnavailable
from service.web.sensitive import GIVE_PERSONAL_DATA, SHOW_THE_PAGE_AGAIN, Witness
from tests.pdfs import blank_pdf
from tests.web.test_access_matrix import MATRIX, PASSWORD, add_account
from tests.web.test_drafts import Desk
from tests.web.test_pages import sign_in

NAMES_ONLY = {
    "api_copies.listed",
    "api_documents.look",
    "api_register.file",
    "api_sets.look",
    "archive.look",
    "drafts.ask_to_discard",
    "drafts.resume",
    "history.organisation",
    "register.file",
    "sets.events",
    "sets.look",
    "sets.progress",
}
"""Routes about one thing that say no more of people than their names."""

SAY_NOTHING = {
    "drafts.discard",
    "copies.attach",
    "register.give",
    "register.void",
    "sets.again",
}
"""Forms about one thing that are answered by an address, or by words about the form."""

FOLLOW_TYPING = {"drafts.check", "drafts.check_count"}
"""Answered with findings about the page while somebody types on it: that they were given the page stands in the log."""


def test_every_route_to_a_thing_is_classed(app: Flask) -> None:
    """
    Nobody adds a way to papers or data without saying whether it gives out personal data.
    """
    things = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set())
        and MATRIX["GET", rule.rule].reaches in {"set", "document", "draft", "congress"}
    }

    assert things <= GIVE_PERSONAL_DATA | NAMES_ONLY
    assert not GIVE_PERSONAL_DATA & NAMES_ONLY
    assert GIVE_PERSONAL_DATA <= {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_form_about_a_thing_is_classed(app: Flask) -> None:
    """
    A form that cannot be kept is shown again, with all that stands in it.
    """
    forms = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or set())
        and not rule.rule.startswith("/api/")
        and MATRIX["POST", rule.rule].reaches in {"set", "document", "draft", "congress"}
    }

    assert forms == SHOW_THE_PAGE_AGAIN | SAY_NOTHING | FOLLOW_TYPING


def test_a_draft_shown_again_is_noted(app: Flask, services: Services, administrator: AccountRecord) -> None:
    """
    As one that is opened is; a form that was kept shows nothing, and leaves no entry.
    """
    desk = Desk(sign_in(app, services))
    draft_id = desk.begin()
    kept = desk.save(draft_id, "organisation", {})
    shown = desk.save(draft_id, "papers", {}, on=2, go="send")
    noted = [
        row.subject.split()[0] for row in services.people.log(by=administrator) if row.event == "data_read"
    ]

    assert [303, 422] == [kept.status_code, shown.status_code]
    assert ["drafts.save"] == noted


def test_an_archivist_keeps_what_they_need_not_read(
    app: Flask,
    services: Services,
    administrator: AccountRecord,
    complete: bytes,
    work_off: Callable[[], None],
) -> None:
    """
    No file, no PDF, no signed copy, not in a zip, and values hidden where they are listed; a secretary has all of it. Who read
    what and who was refused stands in the log.
    """
    services.submit(complete, account=administrator, key="1")
    work_off()
    found = services.archive.search(SearchRequest(limit=1000), account=administrator).papers
    paper = next(one for one in found if one.document.template == "biographies").document
    copy = services.copies.attach(paper.id, blank_pdf(), name="bản ký.pdf", account=administrator)
    assert copy
    keeper, writer = (
        add_account(services, name, role)
        for name, role in (("luu-tru", "archivist"), ("thu-ky", "secretary"))
    )
    paths = (
        f"/documents/{paper.id}/look",
        f"/documents/{paper.id}/file",
        f"/documents/{paper.id}/signed-copies/{copy.copy.id}/file",
        f"/documents/{uuid.uuid4()}/file",
        f"/sets/{paper.set_id}/file",
        f"/archive/zip?paper={paper.id}",
    )
    given = {}
    for account in (keeper, writer):
        client = app.test_client()
        session = services.access.sign_in(account.name, PASSWORD)
        client.set_cookie("vankien", session or "")
        given[account.name] = [client.get(path) for path in paths]
        token = services.access.new_token(account.name, label="x")
        given[account.name].append(
            client.get(f"/api/v1/documents/{paper.id}/file", headers={"Authorization": f"Bearer {token}"})
        )
    kept, had = given["luu-tru"], given["thu-ky"]

    assert [200, 403, 403, 404, 200, 200, 403] == [one.status_code for one in kept]
    assert [200, 200, 200, 404, 200, 200, 200] == [one.status_code for one in had]
    assert WITHHELD in kept[0].text
    assert "Gia Rai" not in kept[0].text
    assert "Gia Rai" in had[0].text
    assert LEFT_OUT in zipfile.ZipFile(io.BytesIO(kept[4].data)).namelist()
    assert [LEFT_OUT] == zipfile.ZipFile(io.BytesIO(kept[5].data)).namelist()
    assert LEFT_OUT not in zipfile.ZipFile(io.BytesIO(had[4].data)).namelist()
    rows = services.people.log(by=administrator)
    noted = [
        (one.account, one.event, one.subject.split()[0])
        for one in reversed(rows)
        if one.event.startswith("data_")
    ]
    routes = (
        "look.look",
        "archive.file",
        "copies.file",
        "archive.file",
        "sets.file",
        "archive.chosen",
        "api_documents.file",
    )
    assert [
        (account, "data_read" if answer.status_code == 200 else "data_refused", route)
        for account in ("luu-tru", "thu-ky")
        for answer, route in zip(given[account], routes, strict=True)
    ] == noted
    assert services.audit_log.verify().is_sound


def test_reading_goes_on_where_the_log_cannot_be_written(app: Flask, administrator: AccountRecord) -> None:
    """
    A full disk of the database keeps nobody from the papers; the process says in its own log what the audit log lacks.
    """

    def refuse(what: str, *, granted: bool, by: AccountRecord) -> None:
        raise CatalogUnavailable("the disk is full")

    with app.test_request_context(f"/documents/{uuid.uuid4()}/file"), capture_logs() as said:
        from flask import g

        g.account = administrator
        answer = Witness(note=refuse)(app.response_class("x"))

    assert 200 == answer.status_code
    assert ["access_not_in_audit_log"] == [one["event"] for one in said]
