"""Who may reach what, by the state it is in: the matrix of access once more for things that have moved on."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sqlite3
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.bootstrap import Services
from service.catalog import Role
from service.documents.failure import POISON
from service.intake.drafts.beginning import from_file
from service.intake.tree.rows import CLOSED, Row
from tests.examining import examining_here
from tests.pdfs import blank_pdf
from tests.web.conftest import EXAMPLES
from tests.web.every_page import term_before
from tests.web.test_access_matrix import (
    BELOW,
    MATRIX,
    OF_ORGANISATION,
    OWN,
    PASSWORD,
    ROLES,
    SENDERS,
    SIBLING,
    SIGNERS,
    UPPER,
    add_account,
)
from tests.word_files import with_words
from tests.working import work_off

COMPLETE = EXAMPLES / "so-cong-thuong-2023-day-du.json"
NOWHERE = str(uuid.uuid4())
"""An id that nothing has."""

Route = tuple[str, str]
Thing = Mapping[str, str]
"""What the address and the form of a route say of one thing in one state."""

EVERYBODY: set[str] = set(ROLES)
MANAGERS = {"administrator"}
PLACES: dict[str, tuple[str, ...]] = {
    "own": (UPPER, OWN),
    "above": (UPPER,),
    "beside": (UPPER, SIBLING),
    "below": (UPPER, OWN, BELOW),
}
"""Where somebody stands, seen from the thing, which is of `OWN`: to those above it lies below their own organisation."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Things of one kind: the states they can be in, how they come there, and who is answered what in each."""

    states: tuple[str, ...]
    made: Callable[[Services], Sequence[Thing]]
    table: Mapping[Route, tuple[set[str], tuple[int, ...]]]


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody of one role at one of `PLACES`, with a token and a browser."""

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

    def ask(self, method: str, route: str, address: str, thing: Thing) -> int:
        """The status of the answer; what is behind it is not waited for."""
        if route.startswith("/api/"):
            kind, body = BODIES.get(route, (None, b""))
            headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": str(uuid.uuid4())}
            answer = self.programs.open(address, method=method, data=body, content_type=kind, headers=headers)
        elif method == "GET":
            answer = self.browser.get(address)
        else:
            filled = {
                name: (io.BytesIO(value), "tep") if isinstance(value, bytes) else value.format(**thing)
                for name, value in FORMS.get(route, {}).items()
            }
            answer = self.browser.post(address, data={"csrf_token": self.form_token, **filled})
        answer.close()
        return answer.status_code


def papers(services: Services) -> list[Thing]:
    """A set and a paper of it: numbered, void, superseded, accepted, failed."""
    account = services.access.account_named("secretary own")
    complete = json.dumps({**json.loads(COMPLETE.read_bytes()), "delegates": []}).encode()
    day = dt.date(2023, 2, 27)

    def send(raw: bytes, key: str, **changed: str) -> list[dict[str, str]]:
        data = json.dumps({**json.loads(raw), **changed}).encode()
        status = services.sets.status(services.submit(data, account=account, key=key).set_id, account=account)
        assert status
        numbered = [one for one in status.documents if one.symbol]
        return [{"set_id": status.record.id, "document_id": one.id, "copy_id": NOWHERE} for one in numbered]

    former = send(term_before(complete), "former")
    newer = send(complete, "newer")
    work_off(services)
    for paper in (newer[0], newer[1], former[0]):
        attached = services.copies.attach(
            paper["document_id"], blank_pdf(), name="bản ký.pdf", account=account
        )
        assert attached
        paper["copy_id"] = attached.copy.id
    send(term_before(complete), "again", reason="Sửa", venue="Hội trường B")
    for paper in newer[:2]:
        assert services.register.give(paper["document_id"], issued_on=day, account=account)
    assert services.register.void(newer[1]["document_id"], reason="In nhầm", account=account)
    work_off(services)
    failed = send(term_before(complete), "failed", reason="Sửa nữa", venue="Hội trường C")
    with services.catalog.begin() as work:
        work.outbox.drop(failed[0]["set_id"])
        work.sets.failed(failed[0]["set_id"], failure=POISON.encode())
        work.commit()
    accepted = send(complete, "accepted", reason="Sửa", venue="Hội trường B")
    return [newer[0], newer[1], former[0], accepted[0], failed[0]]


def drafts(services: Services) -> list[Thing]:
    """A draft that is typed at, one that was handed in, one that was thrown away."""
    account, document = services.access.account_named("secretary own"), from_file(COMPLETE.read_bytes())
    ids = [str(uuid.uuid4()) for _ in range(3)]
    for draft_id in ids:
        services.drafts.begin_with(draft_id, document, account=account)
    services.drafts.hand_in(ids[1], version=1, account=account)
    services.drafts.discard(ids[2], account=account)
    return [{"draft_id": one, "step": "delegates", "election": "0", "round_": "0"} for one in ids]


def accounts(services: Services) -> list[Thing]:
    """An account that is in use, one that was disabled, one that was closed."""
    by, found = services.access.account_named("administrator own"), []
    for name in ("in use", "disabled", "closed"):
        account = add_account(services, name, "official", PLACES["own"])
        services.access.new_token(name, label="kept")
        (token,) = services.people.account(account.id, by=by).tokens
        found.append({"account_id": account.id, "token_id": token.id})
    services.people.disable(found[1]["account_id"], by=by)
    services.people.close(found[2]["account_id"], by=by)
    names = [services.people.account(one["account_id"], by=by).account.name for one in found]
    return [{**one, "name": name} for one, name in zip(found, names, strict=True)]


def webhooks(services: Services) -> list[Thing]:
    """An address that is told things, and one that was removed; what each was told was given up."""
    by, found = services.access.account_named("administrator own"), []
    with services.catalog.begin() as work:
        ids = [
            work.webhooks.add(
                organisation_id=by.organisation.id, url=f"https://{name}.vn/", account_id=by.id, at=work.now()
            )
            for name in ("a", "b")
        ]
        work.webhooks.announce("set.sealed", {}, lineage=by.organisation.lineage, at=work.now())
        for webhook_id in ids:
            (told,) = work.webhooks.deliveries(webhook_id, limit=2)
            work.webhooks.settle(told, state="dead", outcome="503")
            found.append({"webhook_id": webhook_id, "delivery_id": str(told.id)})
        work.commit()
    assert services.webhooks.remove(ids[1], by=by)
    return found


def versions(services: Services) -> list[Thing]:
    """A version that can be chosen, one that papers cannot be made with, one that was chosen."""
    by, desk = services.access.account_named("administrator own"), examining_here(services).templates
    source = services.book["resolution"].source
    files = {
        "đổi.docx": with_words(source, ("ĐOÀN CHỦ TỊCH", "ĐOÀN CHỦ TỊCH ĐẠI HỘI")),
        "hỏng.docx": with_words(source, ("{{ subject }}", "{{ subjekt }}")),
        "chọn.docx": source,
    }
    found = [desk.bring("resolution", file, name=name, by=by) for name, file in files.items()]
    assert [True, False, True] == [one.is_usable for one in found]
    desk.choose(found[2].id, by=by)
    return [{"version_id": one.id} for one in found]


def organisations(services: Services) -> list[Thing]:
    """An organisation that is at work, and one that was closed."""
    by = services.access.account_named("administrator own")
    places = [
        add_account(services, f"at {name}", "official", (*PLACES["own"], name)).organisation
        for name in ("Tổ công đoàn một", "Tổ công đoàn hai")
    ]
    closed = Row(number=0, unit=places[1].id, name=places[1].name, parent=by.organisation.id, state=CLOSED)
    assert not services.tree.change(closed, by=by).faults
    return [
        {"organisation_id": one.id, "name": one.name, "template_id": "minutes", "parent": by.organisation.id}
        for one in places
    ]


SET, PAPER = "/api/v1/sets/<uuid:set_id>", "/api/v1/documents/<uuid:document_id>"
SET_PAGE, PAPER_PAGE = "/sets/<uuid:set_id>", "/documents/<uuid:document_id>"
DRAFT, STEP = "/drafts/<uuid:draft_id>", "/drafts/<uuid:draft_id>/<step>"
COUNT = f"{DRAFT}/count/<int:election>/<int:round_>"
PERSON = "/people/<uuid:account_id>"
WEBHOOK, WEBHOOK_PAGE = "/api/v1/webhooks/<uuid:webhook_id>", "/webhooks/<uuid:webhook_id>"
VERSION, VERSION_PAGE = (
    "/api/v1/templates/versions/<uuid:version_id>",
    "/templates/versions/<uuid:version_id>",
)
ORGANISATION = "/organisations/<uuid:organisation_id>"

PAPERS = {
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
    ("GET", f"{PAPER}/signed-copies/<uuid:copy_id>/file"): (EVERYBODY, (200, 200, 200, 404, 404)),
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
    ("GET", f"{PAPER_PAGE}/signed-copies/<uuid:copy_id>/file"): (EVERYBODY, (200, 200, 200, 404, 404)),
}
DRAFTS = {
    # A draft that was handed in can be corrected and handed in again; one that was thrown away is nobody's.
    ("GET", DRAFT): (SENDERS, (303, 303, 404)),
    ("GET", STEP): (SENDERS, (200, 200, 404)),
    ("POST", STEP): (SENDERS, (303, 303, 404)),
    ("POST", f"{STEP}/check"): (SENDERS, (200, 200, 404)),
    ("POST", f"{STEP}/file"): (SENDERS, (303, 303, 404)),
    ("GET", COUNT): (SENDERS, (200, 200, 404)),
    ("POST", COUNT): (SENDERS, (303, 303, 404)),
    ("POST", f"{COUNT}/check"): (SENDERS, (200, 200, 404)),
    ("GET", f"{COUNT}/minutes.docx"): (SENDERS, (200, 200, 404)),
    ("GET", f"{DRAFT}/discard"): (SENDERS, (200, 200, 404)),
    ("POST", f"{DRAFT}/discard"): (SENDERS, (303, 303, 404)),
}
ACCOUNTS = {
    ("GET", PERSON): (MANAGERS, (200, 200, 200)),
    # Whoever may not sign in is given nothing to sign in with.
    ("POST", f"{PERSON}/link"): (MANAGERS, (200, 404, 409)),
    ("POST", f"{PERSON}/tokens"): (MANAGERS, (200, 404, 409)),
    # What takes away may be asked for twice.
    ("POST", f"{PERSON}/tokens/<uuid:token_id>/revoke"): (MANAGERS, (303, 303, 303)),
    ("POST", f"{PERSON}/close"): (MANAGERS, (303, 303, 303)),
    ("POST", f"{PERSON}/unbind"): (MANAGERS, (303, 303, 303)),
    # What was closed is closed for good.
    ("POST", f"{PERSON}/role"): (MANAGERS, (303, 303, 409)),
    ("POST", f"{PERSON}/disable"): (MANAGERS, (303, 303, 409)),
    ("POST", f"{PERSON}/second-factor/remove"): (MANAGERS, (303, 303, 409)),
    ("POST", f"{PERSON}/enable"): (MANAGERS, (303, 303, 409)),
}
WEBHOOKS = {
    # What was told stays to be read.
    ("GET", f"{WEBHOOK}/deliveries"): (MANAGERS, (200, 200)),
    # An address that was removed is told nothing any more, old or new.
    ("POST", f"{WEBHOOK}/deliveries/<int:delivery_id>/again"): (MANAGERS, (200, 404)),
    ("POST", f"{WEBHOOK}/remove"): (MANAGERS, (200, 200)),
    ("GET", WEBHOOK_PAGE): (MANAGERS, (200, 200)),
    ("POST", f"{WEBHOOK_PAGE}/deliveries/<int:delivery_id>/again"): (MANAGERS, (303, 404)),
    ("POST", f"{WEBHOOK_PAGE}/remove"): (MANAGERS, (303, 303)),
}
VERSIONS = {
    ("GET", VERSION): (MANAGERS, (200, 200, 200)),
    ("GET", f"{VERSION}/file"): (MANAGERS, (200, 200, 200)),
    ("GET", f"{VERSION}/annotated"): (MANAGERS, (200, 200, 200)),
    ("GET", f"{VERSION}/preview"): (MANAGERS, (200, 409, 200)),
    ("POST", f"{VERSION}/use"): (MANAGERS, (200, 409, 200)),
    ("GET", VERSION_PAGE): (MANAGERS, (200, 200, 200)),
    ("GET", f"{VERSION_PAGE}/file"): (MANAGERS, (200, 200, 200)),
    ("GET", f"{VERSION_PAGE}/annotated"): (MANAGERS, (200, 200, 200)),
    ("GET", f"{VERSION_PAGE}/preview"): (MANAGERS, (200, 409, 200)),
    ("POST", f"{VERSION_PAGE}/use"): (MANAGERS, (303, 409, 303)),
}
ORGANISATIONS = {
    # What was closed keeps its past, and may be opened again.
    ("GET", ORGANISATION): (EVERYBODY, (200, 200)),
    ("GET", f"{ORGANISATION}/change"): (MANAGERS, (200, 200)),
    ("POST", f"{ORGANISATION}/change"): (MANAGERS, (303, 303)),
    # No number was given there.
    ("GET", "/register/file"): (EVERYBODY, (409, 409)),
    ("GET", "/api/v1/register/file"): (EVERYBODY, (409, 409)),
    ("GET", "/templates/<template_id>"): (MANAGERS, (200, 200)),
    ("GET", "/api/v1/templates/<template_id>/versions"): (MANAGERS, (200, 200)),
}

KINDS = {
    # Papers before and after the seal: accepted is not made yet, failed is given up.
    "papers": Kind(
        states=("numbered", "void", "superseded", "accepted", "failed"), made=papers, table=PAPERS
    ),
    "drafts": Kind(states=("typed at", "handed in", "thrown away"), made=drafts, table=DRAFTS),
    "accounts": Kind(states=("in use", "disabled", "closed"), made=accounts, table=ACCOUNTS),
    "webhooks": Kind(states=("told", "removed"), made=webhooks, table=WEBHOOKS),
    "versions": Kind(states=("usable", "refused", "chosen"), made=versions, table=VERSIONS),
    "organisations": Kind(states=("at work", "closed"), made=organisations, table=ORGANISATIONS),
}
"""Written by hand: who may, and what they are answered in each state."""

TABLE = [route for kind in KINDS.values() for route in kind.table]

STATELESS: dict[str, set[Route]] = {
    "the address names no thing: what is sent says whose it is": {
        ("POST", "/congresses"),
        ("POST", "/api/v1/congresses"),
    },
    "a congress is there from the first data on and stays; what has states are its sets": {
        ("GET", "/congresses/<uuid:congress_id>"),
        ("GET", "/congresses/<uuid:congress_id>/beside/<uuid:other_id>"),
    },
}
"""Routes that reach something without states that matter, by the reason."""

BODIES: dict[str, tuple[str, bytes]] = {
    f"{PAPER}/number": ("application/json", b'{"issued_on": "2023-02-27"}'),
    f"{PAPER}/number/void": ("application/json", '{"reason": "In nhầm"}'.encode()),
    f"{PAPER}/signed-copies": ("application/pdf", blank_pdf(pages=2)),
}
FORMS: dict[str, dict[str, str | bytes]] = {
    f"{PAPER_PAGE}/number": {"issued_on": "2023-02-27"},
    f"{PAPER_PAGE}/number/void": {"reason": "In nhầm"},
    f"{PAPER_PAGE}/signed-copies": {"file": blank_pdf(pages=2)},
    f"{STEP}/file": {"file": COMPLETE.read_bytes()},
    f"{DRAFT}/discard": {"sure": "yes"},
    f"{PERSON}/tokens": {"label": "mới", "days": "30", "only": "usual"},
    f"{PERSON}/role": {"role": "archivist"},
    f"{PERSON}/close": {"sure": "{name}"},
    f"{ORGANISATION}/change": {"act": "reopen"},
}
"""What is sent; nothing where a button is all."""


def test_every_route_that_reaches_something_stands_in_one_table() -> None:
    """
    Nobody adds a route to a thing without saying what becomes of it when the thing moves on, or why nothing does.
    """
    reaching = [route for route, rule in MATRIX.items() if rule.reaches]

    assert sorted(reaching) == sorted([*TABLE, *(route for group in STATELESS.values() for route in group)])


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_every_state_answers_every_role_as_the_table_says(app: Flask, services: Services, name: str) -> None:
    """
    Route by role by relation by state, each asked of the same rows: 403 for a role that may not, 404 for another subtree and
    for what lies above, and for the others what the state allows.
    """
    for role in ROLES:
        for place, path in PLACES.items():
            add_account(services, f"{role} {place}", role, path)
    kind, wrong = KINDS[name], []
    held = kind.made(services)
    visitors = [Visitor.of(app, services, role, place) for role in ROLES for place in PLACES]
    catalog = sqlite3.connect(services.settings.catalog_url.removeprefix("sqlite:///"))
    before = sqlite3.connect(":memory:")
    catalog.backup(before)
    for (method, route), (may, answers) in kind.table.items():
        for state, thing, due in zip(kind.states, held, answers, strict=True):
            address = address_of(route, thing)
            for one in visitors:
                status = one.ask(method, route, address, thing)
                expected = 403 if one.role not in may else 404 if one.place in {"beside", "below"} else due
                if status != expected:
                    wrong.append((method, route, state, one.role, one.place, status, expected))
                if method == "POST" and status < 400:
                    before.backup(catalog)
    catalog.close()

    assert [] == wrong


def address_of(route: str, thing: Thing) -> str:
    """Where the thing is asked for."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: thing[match[1]], route)
    if route not in OF_ORGANISATION:
        return path
    return f"{path}?organisation={thing['organisation_id']}{OF_ORGANISATION[route]}"
