"""Who may reach what, by the state it is in: the matrix of access once more for papers and sets that have moved on."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sqlite3
import uuid
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.bootstrap import Services
from service.catalog import Role
from service.documents.failure import POISON
from tests.pdfs import blank_pdf
from tests.web.conftest import EXAMPLES
from tests.web.every_page import term_before
from tests.web.test_access_matrix import MATRIX, OWN, PASSWORD, ROLES, SENDERS, SIGNERS, UPPER, add_account
from tests.working import work_off

COMPLETE = EXAMPLES / "so-cong-thuong-2023-day-du.json"

STATES = ("numbered", "void", "superseded", "accepted", "failed")
"""A sealed paper with its number; one whose number was voided; one that a newer set replaced; papers that are not made yet; given up."""

EVERYBODY: set[str] = set(ROLES)

SET, PAPER = "/api/v1/sets/<uuid:set_id>", "/api/v1/documents/<uuid:document_id>"
SET_PAGE, PAPER_PAGE = "/sets/<uuid:set_id>", "/documents/<uuid:document_id>"
TABLE: dict[tuple[str, str], tuple[set[str], tuple[int, ...]]] = {
    ("GET", SET): (EVERYBODY, (200, 200, 200, 200, 200)),
    ("GET", f"{SET}/file"): (EVERYBODY, (200, 200, 200, 409, 409)),
    ("POST", f"{SET}/again"): (SENDERS, (409, 409, 409, 409, 202)),
    # Before the seal a paper is nobody's to see.
    ("GET", PAPER): (EVERYBODY, (200, 200, 200, 404, 404)),
    ("GET", f"{PAPER}/file"): (EVERYBODY, (200, 200, 200, 404, 404)),
    ("GET", f"{PAPER}/signed-copies"): (EVERYBODY, (200, 200, 200, 404, 404)),
    # What was signed on paper is kept, whatever replaced it since.
    ("POST", f"{PAPER}/signed-copies"): (SIGNERS, (201, 201, 201, 404, 404)),
    ("POST", f"{PAPER}/number"): (SIGNERS, (200, 201, 409, 404, 404)),
    # The one that was superseded bore no number.
    ("POST", f"{PAPER}/number/void"): (SIGNERS, (200, 409, 409, 404, 404)),
    ("GET", SET_PAGE): (EVERYBODY, (200, 200, 200, 200, 200)),
    ("GET", f"{SET_PAGE}/progress"): (EVERYBODY, (200, 200, 200, 200, 200)),
    # While papers are made it tells of each; afterwards there is nothing more to tell.
    ("GET", f"{SET_PAGE}/events"): (EVERYBODY, (204, 204, 204, 200, 204)),
    ("GET", f"{SET_PAGE}/file"): (EVERYBODY, (200, 200, 200, 409, 409)),
    ("POST", f"{SET_PAGE}/again"): (SENDERS, (409, 409, 409, 409, 303)),
    ("GET", PAPER_PAGE): (EVERYBODY, (200, 200, 200, 404, 404)),
    ("GET", f"{PAPER_PAGE}/file"): (EVERYBODY, (200, 200, 200, 404, 404)),
    ("GET", f"{PAPER_PAGE}/look"): (EVERYBODY, (200, 200, 200, 404, 404)),
    ("GET", f"{PAPER_PAGE}/pdf"): (EVERYBODY, (200, 200, 200, 404, 404)),
    ("POST", f"{PAPER_PAGE}/signed-copies"): (SIGNERS, (303, 303, 303, 404, 404)),
    ("POST", f"{PAPER_PAGE}/number"): (SIGNERS, (303, 303, 409, 404, 404)),
    ("POST", f"{PAPER_PAGE}/number/void"): (SIGNERS, (303, 409, 409, 404, 404)),
}
"""Written by hand: who may, and what they are answered in each of `STATES`."""

BODIES: dict[str, tuple[str, bytes]] = {
    f"{PAPER}/number": ("application/json", b'{"issued_on": "2023-02-27"}'),
    f"{PAPER}/number/void": ("application/json", '{"reason": "In nhầm"}'.encode()),
    f"{PAPER}/signed-copies": ("application/pdf", blank_pdf()),
}
FORMS: dict[str, dict[str, str | bytes]] = {
    f"{SET_PAGE}/again": {},
    f"{PAPER_PAGE}/number": {"issued_on": "2023-02-27"},
    f"{PAPER_PAGE}/number/void": {"reason": "In nhầm"},
    f"{PAPER_PAGE}/signed-copies": {"file": blank_pdf()},
}


@dataclass(frozen=True, kw_only=True)
class There:
    """A set and a paper of it in one state."""

    set_id: str
    document_id: str


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody of one role, above, at or beside what is asked for, with a token and a browser."""

    role: Role
    place: str
    token: str
    programs: FlaskClient
    browser: FlaskClient
    form_token: str

    @classmethod
    def of(cls, app: Flask, services: Services, role: Role, place: str) -> Visitor:
        """Signed in."""
        name, browser = f"{role} {place}", app.test_client()
        browser.set_cookie("vankien", services.access.sign_in(name, PASSWORD) or "")
        found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/sign-in").text)
        assert found
        return cls(
            role=role,
            place=place,
            token=services.access.new_token(name, label="state"),
            programs=app.test_client(),
            browser=browser,
            form_token=found[1],
        )

    def ask(self, method: str, route: str, address: str) -> int:
        """The status of the answer; what is behind it is not waited for."""
        if route.startswith("/api/"):
            kind, body = BODIES.get(route, (None, b""))
            headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": str(uuid.uuid4())}
            answer = self.programs.open(address, method=method, data=body, content_type=kind, headers=headers)
        elif method == "GET":
            answer = self.browser.get(address)
        else:
            filled = {
                name: (io.BytesIO(value), "bản ký.pdf") if isinstance(value, bytes) else value
                for name, value in FORMS[route].items()
            }
            answer = self.browser.post(address, data={"csrf_token": self.form_token, **filled})
        answer.close()
        return answer.status_code


def there(services: Services) -> dict[str, There]:
    """Something of `OWN` in each of `STATES`."""
    account = services.access.account_named("secretary own")
    complete = json.dumps({**json.loads(COMPLETE.read_bytes()), "delegates": []}).encode()
    day = dt.date(2023, 2, 27)

    def send(raw: bytes, key: str, **changed: str) -> list[There]:
        data = json.dumps({**json.loads(raw), **changed}).encode()
        status = services.sets.status(services.submit(data, account=account, key=key).set_id, account=account)
        assert status
        numbered = [one for one in status.documents if one.symbol]
        return [There(set_id=status.record.id, document_id=one.id) for one in numbered]

    former = send(term_before(complete), "former")
    newer = send(complete, "newer")
    work_off(services)
    send(term_before(complete), "again", reason="Sửa", venue="Hội trường B")
    for paper in newer[:2]:
        assert services.register.give(paper.document_id, issued_on=day, account=account)
    assert services.register.void(newer[1].document_id, reason="In nhầm", account=account)
    work_off(services)
    failed = send(term_before(complete), "failed", reason="Sửa nữa", venue="Hội trường C")
    with services.catalog.begin() as work:
        work.outbox.drop(failed[0].set_id)
        work.sets.failed(failed[0].set_id, failure=POISON.encode())
        work.commit()
    accepted = send(complete, "accepted", reason="Sửa", venue="Hội trường B")
    found = (newer[0], newer[1], former[0], accepted[0], failed[0])
    return dict(zip(STATES, found, strict=True))


def test_the_table_speaks_of_routes_of_the_matrix() -> None:
    """
    Whoever changes a route changes both.
    """
    assert set(TABLE) <= set(MATRIX)


@pytest.mark.slow
def test_every_state_answers_every_role_as_the_table_says(app: Flask, services: Services) -> None:
    """
    Route by role by relation by state, each asked of the same rows: 403 for a role that may not, 404 for another subtree, and
    for the others what the state allows.
    """
    places = {"own": (UPPER, OWN), "above": (UPPER,), "beside": (UPPER, "Công đoàn Trường học")}
    for role in ROLES:
        for place, path in places.items():
            add_account(services, f"{role} {place}", role, path)
    held, wrong = there(services), []
    visitors = [Visitor.of(app, services, role, place) for role in ROLES for place in places]
    catalog = sqlite3.connect(services.settings.catalog_url.removeprefix("sqlite:///"))
    before = sqlite3.connect(":memory:")
    catalog.backup(before)
    for (method, route), (may, answers) in TABLE.items():
        for state, due in zip(STATES, answers, strict=True):
            ids = held[state]
            address = route.replace("<uuid:set_id>", ids.set_id).replace(
                "<uuid:document_id>", ids.document_id
            )
            for one in visitors:
                status = one.ask(method, route, address)
                expected = 403 if one.role not in may else 404 if one.place == "beside" else due
                if status != expected:
                    wrong.append((method, route, state, one.role, one.place, status, expected))
                if method == "POST" and status < 400:
                    before.backup(catalog)
    catalog.close()

    assert [] == wrong
