"""Who may reach what: every route, every role, one's own organisation, one below, and one beside."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.access import ACTIONS
from service.bootstrap import Services
from service.catalog import AccountRecord, Role
from service.congress.text import fold
from tests.examining import examining_here
from tests.pdfs import blank_pdf

PASSWORD = "mat khau dai du dung"
ROLES: tuple[Role, ...] = ("secretary", "official", "archivist", "administrator")
SENDERS = {"secretary", "administrator"}
AUDITORS = {"archivist", "administrator"}
SIGNERS = {"secretary", "official", "administrator"}


def add_account(services: Services, name: str, role: Role, path: tuple[str, ...] = ()) -> AccountRecord:
    """An account at the organisation of that path below the root, made where it is new."""
    with services.catalog.begin() as work:
        place = work.organisations.root()
        assert place is not None
        for step in path:
            place = work.organisations.under(place, name=step, name_key=fold(step), level="grassroots")
        work.commit()
    return services.access.add_account(name=name, role=role, organisation=place, password=PASSWORD)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """
    What a route answers to whom.

    `by`: anybody, a token, a session. `good` is the status for somebody who may; `only_senders` when reading
    is not enough, `only_managers` when sending is not, `only_signers` for what signing brings; `reaches` says what of another organisation the route gives out, if anything.
    """

    by: str
    good: int
    only_senders: bool = False
    only_managers: bool = False
    only_signers: bool = False
    only_auditors: bool = False
    reaches: str = ""
    keeps_form: bool = False
    """What somebody typed comes back after signing in."""


MATRIX: dict[tuple[str, str], Rule] = {
    ("GET", "/static/<path:filename>"): Rule(by="anybody", good=200),
    ("GET", "/verify.html"): Rule(by="anybody", good=200),
    ("GET", "/preview.html"): Rule(by="anybody", good=200),
    ("GET", "/health/live"): Rule(by="anybody", good=200),
    ("GET", "/health/ready"): Rule(by="anybody", good=200),
    ("GET", "/metrics"): Rule(by="anybody", good=200),
    ("GET", "/api/v1/schemas/congress"): Rule(by="anybody", good=200),
    ("GET", "/api/v1/openapi.json"): Rule(by="anybody", good=200),
    ("GET", "/sign-in"): Rule(by="anybody", good=200),
    ("POST", "/sign-in"): Rule(by="anybody", good=401),
    ("GET", "/sign-in/link/<secret>"): Rule(by="anybody", good=200),
    ("POST", "/sign-in/link/<secret>"): Rule(by="anybody", good=401),
    # Nobody is there whose password was right.
    ("GET", "/sign-in/code"): Rule(by="anybody", good=303),
    ("POST", "/sign-in/code"): Rule(by="anybody", good=303),
    # There is no provider.
    ("GET", "/sign-in/provider"): Rule(by="anybody", good=404),
    ("GET", "/sign-in/provider/return"): Rule(by="anybody", good=404),
    ("GET", "/provider"): Rule(by="anybody", good=404),
    ("POST", "/provider"): Rule(by="anybody", good=404),
    ("POST", "/provider/remove"): Rule(by="anybody", good=404),
    ("POST", "/sign-out"): Rule(by="anybody", good=303),
    ("GET", "/second-factor"): Rule(by="session", good=200),
    # Without a code.
    ("POST", "/second-factor"): Rule(by="session", good=422),
    ("POST", "/second-factor/remove"): Rule(by="session", good=422),
    ("POST", "/api/v1/congresses"): Rule(by="token", good=202, only_senders=True, reaches="body"),
    ("POST", "/api/v1/plans"): Rule(by="token", good=200, only_senders=True),
    ("GET", "/api/v1/workbooks/new"): Rule(by="token", good=200),
    ("POST", "/api/v1/workbooks/marked"): Rule(by="token", good=400, only_senders=True),
    ("GET", "/workbooks/new"): Rule(by="session", good=200),
    ("POST", "/workbooks/marked"): Rule(by="session", good=400, only_senders=True),
    ("GET", "/api/v1/sets/<uuid:set_id>"): Rule(by="token", good=200, reaches="set"),
    ("GET", "/api/v1/sets/<uuid:set_id>/file"): Rule(by="token", good=200, reaches="set"),
    ("POST", "/api/v1/sets/<uuid:set_id>/again"): Rule(
        by="token", good=409, only_senders=True, reaches="set"
    ),
    ("GET", "/api/v1/terms"): Rule(by="token", good=200),
    ("GET", "/api/v1/documents"): Rule(by="token", good=200),
    ("GET", "/api/v1/documents/<uuid:document_id>"): Rule(by="token", good=200, reaches="document"),
    ("GET", "/api/v1/documents/<uuid:document_id>/file"): Rule(by="token", good=200, reaches="document"),
    # What is sent here is congress data: whoever may give numbers is told that no day of issue is in it.
    ("POST", "/api/v1/documents/<uuid:document_id>/number"): Rule(
        by="token", good=422, only_signers=True, reaches="document"
    ),
    ("POST", "/api/v1/documents/<uuid:document_id>/number/void"): Rule(
        by="token", good=422, only_signers=True, reaches="document"
    ),
    ("GET", "/api/v1/documents/<uuid:document_id>/signed-copies"): Rule(
        by="token", good=200, reaches="document"
    ),
    ("POST", "/api/v1/documents/<uuid:document_id>/signed-copies"): Rule(
        by="token", good=422, only_signers=True, reaches="document"
    ),
    ("GET", "/api/v1/documents/<uuid:document_id>/signed-copies/<uuid:copy_id>/file"): Rule(
        by="token", good=200, reaches="document"
    ),
    ("GET", "/api/v1/register"): Rule(by="token", good=200),
    ("GET", "/api/v1/register/file"): Rule(by="token", good=200, reaches="organisation"),
    ("GET", "/api/v1/webhooks"): Rule(by="token", good=200, only_managers=True),
    # What is sent is congress data.
    ("POST", "/api/v1/webhooks"): Rule(by="token", good=422, only_managers=True),
    ("GET", "/api/v1/webhooks/<uuid:webhook_id>/deliveries"): Rule(
        by="token", good=200, only_managers=True, reaches="webhook"
    ),
    ("POST", "/api/v1/webhooks/<uuid:webhook_id>/deliveries/<int:delivery_id>/again"): Rule(
        by="token", good=200, only_managers=True, reaches="webhook"
    ),
    ("GET", "/api/v1/templates"): Rule(by="token", good=200),
    ("GET", "/api/v1/templates/<template_id>/fields"): Rule(by="token", good=200),
    ("POST", "/api/v1/templates/check"): Rule(by="token", good=200, only_managers=True),
    ("GET", "/api/v1/templates/<template_id>/versions"): Rule(
        by="token", good=200, only_managers=True, reaches="organisation"
    ),
    # What is sent is no Word file.
    ("POST", "/api/v1/templates/<template_id>/versions"): Rule(by="token", good=422, only_managers=True),
    ("POST", "/api/v1/templates/<template_id>/set-aside"): Rule(by="token", good=200, only_managers=True),
    ("GET", "/api/v1/templates/versions/<uuid:version_id>"): Rule(
        by="token", good=200, only_managers=True, reaches="version"
    ),
    ("GET", "/api/v1/templates/versions/<uuid:version_id>/file"): Rule(
        by="token", good=200, only_managers=True, reaches="version"
    ),
    ("GET", "/api/v1/templates/versions/<uuid:version_id>/annotated"): Rule(
        by="token", good=200, only_managers=True, reaches="version"
    ),
    ("GET", "/api/v1/templates/versions/<uuid:version_id>/preview"): Rule(
        by="token", good=200, only_managers=True, reaches="version"
    ),
    ("POST", "/api/v1/templates/versions/<uuid:version_id>/use"): Rule(
        by="token", good=200, only_managers=True, reaches="version"
    ),
    ("GET", "/templates"): Rule(by="session", good=200, only_managers=True),
    ("GET", "/templates/<template_id>"): Rule(
        by="session", good=200, only_managers=True, reaches="organisation"
    ),
    ("GET", "/templates/<template_id>/file"): Rule(by="session", good=200, only_managers=True),
    ("POST", "/templates/<template_id>/versions"): Rule(by="session", good=422, only_managers=True),
    ("POST", "/templates/<template_id>/set-aside"): Rule(by="session", good=303, only_managers=True),
    ("GET", "/templates/versions/<uuid:version_id>"): Rule(
        by="session", good=200, only_managers=True, reaches="version"
    ),
    ("GET", "/templates/versions/<uuid:version_id>/file"): Rule(
        by="session", good=200, only_managers=True, reaches="version"
    ),
    ("GET", "/templates/versions/<uuid:version_id>/annotated"): Rule(
        by="session", good=200, only_managers=True, reaches="version"
    ),
    ("GET", "/templates/versions/<uuid:version_id>/preview"): Rule(
        by="session", good=200, only_managers=True, reaches="version"
    ),
    ("POST", "/templates/versions/<uuid:version_id>/use"): Rule(
        by="session", good=303, only_managers=True, reaches="version"
    ),
    ("GET", "/"): Rule(by="session", good=200),
    ("POST", "/congresses"): Rule(by="session", good=303, only_senders=True, reaches="body"),
    ("GET", "/drafts/new"): Rule(by="session", good=200, only_senders=True),
    ("POST", "/drafts"): Rule(by="session", good=422, only_senders=True, keeps_form=True),
    ("GET", "/drafts/<uuid:draft_id>"): Rule(by="session", good=303, only_senders=True, reaches="draft"),
    ("GET", "/drafts/<uuid:draft_id>/<step>"): Rule(
        by="session", good=200, only_senders=True, reaches="draft"
    ),
    # Nothing of the step is in the form, so saving changes nothing.
    ("POST", "/drafts/<uuid:draft_id>/<step>"): Rule(
        by="session", good=303, only_senders=True, reaches="draft", keeps_form=True
    ),
    ("POST", "/drafts/<uuid:draft_id>/<step>/check"): Rule(
        by="session", good=200, only_senders=True, reaches="draft", keeps_form=True
    ),
    ("POST", "/drafts/<uuid:draft_id>/<step>/file"): Rule(
        by="session", good=303, only_senders=True, reaches="draft", keeps_form=True
    ),
    ("GET", "/drafts/<uuid:draft_id>/count/<int:election>/<int:round_>"): Rule(
        by="session", good=200, only_senders=True, reaches="draft"
    ),
    ("POST", "/drafts/<uuid:draft_id>/count/<int:election>/<int:round_>"): Rule(
        by="session", good=303, only_senders=True, reaches="draft", keeps_form=True
    ),
    ("POST", "/drafts/<uuid:draft_id>/count/<int:election>/<int:round_>/check"): Rule(
        by="session", good=200, only_senders=True, reaches="draft", keeps_form=True
    ),
    ("GET", "/drafts/<uuid:draft_id>/count/<int:election>/<int:round_>/minutes.docx"): Rule(
        by="session", good=200, only_senders=True, reaches="draft"
    ),
    ("GET", "/drafts/<uuid:draft_id>/discard"): Rule(
        by="session", good=200, only_senders=True, reaches="draft"
    ),
    # Nobody said that they are sure.
    ("POST", "/drafts/<uuid:draft_id>/discard"): Rule(
        by="session", good=422, only_senders=True, reaches="draft", keeps_form=True
    ),
    ("GET", "/password"): Rule(by="session", good=200),
    ("POST", "/password"): Rule(by="session", good=422),
    ("GET", "/sets/<uuid:set_id>"): Rule(by="session", good=200, reaches="set"),
    ("GET", "/sets/<uuid:set_id>/progress"): Rule(by="session", good=200, reaches="set"),
    ("GET", "/sets/<uuid:set_id>/events"): Rule(by="session", good=204, reaches="set"),
    ("POST", "/sets/<uuid:set_id>/again"): Rule(by="session", good=409, only_senders=True, reaches="set"),
    ("GET", "/sets/<uuid:set_id>/file"): Rule(by="session", good=200, reaches="set"),
    ("POST", "/documents/<uuid:document_id>/number"): Rule(
        by="session", good=422, only_signers=True, reaches="document"
    ),
    ("POST", "/documents/<uuid:document_id>/number/void"): Rule(
        by="session", good=422, only_signers=True, reaches="document"
    ),
    ("POST", "/documents/<uuid:document_id>/signed-copies"): Rule(
        by="session", good=422, only_signers=True, reaches="document"
    ),
    ("GET", "/documents/<uuid:document_id>/signed-copies/<uuid:copy_id>/file"): Rule(
        by="session", good=200, reaches="document"
    ),
    ("GET", "/register"): Rule(by="session", good=200),
    # Nobody's secret.
    ("GET", "/calendar/<secret>.ics"): Rule(by="anybody", good=404),
    ("GET", "/calendar"): Rule(by="session", good=200),
    ("POST", "/calendar"): Rule(by="session", good=200),
    ("POST", "/calendar/end"): Rule(by="session", good=303),
    ("GET", "/reminders"): Rule(by="session", good=200),
    # Without an address.
    ("POST", "/reminders"): Rule(by="session", good=422),
    ("POST", "/reminders/end"): Rule(by="session", good=303),
    # Whoever reads the mail needs no session; this link never was.
    ("GET", "/reminders/confirm/<secret>"): Rule(by="anybody", good=200),
    ("POST", "/reminders/confirm/<secret>"): Rule(by="anybody", good=410),
    ("GET", "/to-do"): Rule(by="session", good=200),
    ("GET", "/keys"): Rule(by="session", good=200, only_auditors=True),
    # Nobody of these administers the whole tree.
    ("POST", "/keys"): Rule(by="session", good=403, only_managers=True),
    ("GET", "/keys/<key_id>"): Rule(by="session", good=404, only_auditors=True),
    ("GET", "/audit"): Rule(by="session", good=200, only_auditors=True),
    ("GET", "/webhooks"): Rule(by="session", good=200, only_managers=True),
    # No address is in the form.
    ("POST", "/webhooks"): Rule(by="session", good=422, only_managers=True),
    ("GET", "/webhooks/<uuid:webhook_id>"): Rule(
        by="session", good=200, only_managers=True, reaches="webhook"
    ),
    ("POST", "/webhooks/<uuid:webhook_id>/deliveries/<int:delivery_id>/again"): Rule(
        by="session", good=303, only_managers=True, reaches="webhook"
    ),
    ("POST", "/webhooks/<uuid:webhook_id>/remove"): Rule(
        by="session", good=303, only_managers=True, reaches="webhook"
    ),
    # Behind the pages, which find no delivery of one that was removed.
    ("POST", "/api/v1/webhooks/<uuid:webhook_id>/remove"): Rule(
        by="token", good=200, only_managers=True, reaches="webhook"
    ),
    ("GET", "/people"): Rule(by="session", good=200, only_managers=True),
    ("POST", "/people"): Rule(by="session", good=422, only_managers=True),
    ("GET", "/people/<uuid:account_id>"): Rule(by="session", good=200, only_managers=True, reaches="account"),
    ("POST", "/people/<uuid:account_id>/link"): Rule(
        by="session", good=200, only_managers=True, reaches="account"
    ),
    ("POST", "/people/<uuid:account_id>/tokens"): Rule(
        by="session", good=422, only_managers=True, reaches="account"
    ),
    ("POST", "/people/<uuid:account_id>/tokens/<uuid:token_id>/revoke"): Rule(
        by="session", good=303, only_managers=True, reaches="account"
    ),
    ("POST", "/people/<uuid:account_id>/role"): Rule(
        by="session", good=422, only_managers=True, reaches="account"
    ),
    # The name was not typed.
    ("POST", "/people/<uuid:account_id>/close"): Rule(
        by="session", good=422, only_managers=True, reaches="account"
    ),
    ("POST", "/people/<uuid:account_id>/unbind"): Rule(
        by="session", good=303, only_managers=True, reaches="account"
    ),
    ("POST", "/people/<uuid:account_id>/disable"): Rule(
        by="session", good=303, only_managers=True, reaches="account"
    ),
    ("POST", "/people/<uuid:account_id>/second-factor/remove"): Rule(
        by="session", good=303, only_managers=True, reaches="account"
    ),
    ("POST", "/people/<uuid:account_id>/enable"): Rule(
        by="session", good=303, only_managers=True, reaches="account"
    ),
    ("GET", "/organisations/workbook"): Rule(by="session", good=200, only_managers=True),
    ("GET", "/organisations/import"): Rule(by="session", good=200, only_managers=True),
    # What is sent here is congress data.
    ("POST", "/organisations/import"): Rule(by="session", good=422, only_managers=True),
    # Nobody sent a list.
    ("GET", "/organisations/import/<uuid:import_id>"): Rule(by="session", good=404, only_managers=True),
    ("POST", "/organisations/import/<uuid:import_id>"): Rule(by="session", good=404, only_managers=True),
    ("GET", "/organisations/<uuid:organisation_id>/change"): Rule(
        by="session", good=200, only_managers=True, reaches="organisation"
    ),
    ("POST", "/organisations/<uuid:organisation_id>/change"): Rule(
        by="session", good=422, only_managers=True, reaches="organisation"
    ),
    ("GET", "/organisations"): Rule(by="session", good=303),
    ("GET", "/organisations/<uuid:organisation_id>"): Rule(by="session", good=200, reaches="organisation"),
    ("GET", "/congresses/<uuid:congress_id>"): Rule(by="session", good=200, reaches="congress"),
    ("GET", "/congresses/<uuid:congress_id>/beside/<uuid:other_id>"): Rule(
        by="session", good=200, reaches="congress"
    ),
    ("GET", "/register/file"): Rule(by="session", good=200, reaches="organisation"),
    ("GET", "/archive"): Rule(by="session", good=200),
    ("GET", "/archive/papers"): Rule(by="session", good=200),
    ("GET", "/archive/papers/zip"): Rule(by="session", good=200),
    ("GET", "/archive/zip"): Rule(by="session", good=400),
    ("GET", "/documents/<uuid:document_id>"): Rule(by="session", good=200, reaches="document"),
    ("GET", "/documents/<uuid:document_id>/file"): Rule(by="session", good=200, reaches="document"),
    ("GET", "/documents/<uuid:document_id>/look"): Rule(by="session", good=200, reaches="document"),
    ("GET", "/documents/<uuid:document_id>/pdf"): Rule(by="session", good=200, reaches="document"),
}
"""Written by hand, on purpose: a new route fails until somebody says here who may reach it."""


def routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD"}
    }


def test_every_route_stands_in_the_matrix(app: Flask) -> None:
    """
    Nobody adds a route without saying who may reach it.
    """
    assert set(MATRIX) == routes(app)


OF_ORGANISATION = {
    "/api/v1/register/file": "&year=2023",
    "/register/file": "&year=2023",
    "/api/v1/templates/<template_id>/versions": "",
    "/templates/<template_id>": "",
}
"""Routes that are asked about an organisation in their query, and what else they are asked."""

UPPER = "Công đoàn Viên chức tỉnh"
OWN = "Công đoàn cơ sở Sở Công thương"
SIBLING = "Công đoàn Trường học"
BELOW = "Công đoàn bộ phận Văn phòng Sở"


@dataclass(frozen=True, kw_only=True)
class World:
    """
    A sealed set of `OWN`, and somebody of each role above it, at it, and beside it.
    """

    app: Flask
    services: Services
    body: bytes
    set_id: str
    document_id: str
    copy_id: str
    account_id: str
    version_id: str
    congress_id: str
    organisation_id: str
    draft_id: str
    webhook_id: str
    secrets: dict[tuple[str, str], str] = field(default_factory=dict)

    def address(self, rule: str) -> str:
        held = {
            "set_id": self.set_id,
            "document_id": self.document_id,
            "copy_id": self.copy_id,
            "account_id": self.account_id,
            "version_id": self.version_id,
            "token_id": str(uuid.uuid4()),
            "import_id": str(uuid.uuid4()),
            "congress_id": self.congress_id,
            "other_id": self.congress_id,
            "organisation_id": self.organisation_id,
            "draft_id": self.draft_id,
            "webhook_id": self.webhook_id,
            "delivery_id": "1",
            "step": "delegates",
            "election": "0",
            "round_": "0",
            "secret": "x" * 43,
            "filename": "site.css",
            "template_id": "minutes",
            "key_id": "0123456789abcdef",
        }
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: held[match[1]], rule)
        if rule not in OF_ORGANISATION:
            return path
        return f"{path}?organisation={self.organisation_id}{OF_ORGANISATION[rule]}"

    def secret(self, name: str, by: str) -> str:
        """A token or a session of that account, the same every time."""
        if (name, by) not in self.secrets:
            access = self.services.access
            made = access.new_token(name, label="matrix") if by == "token" else access.sign_in(name, PASSWORD)
            assert made
            self.secrets[name, by] = made
        return self.secrets[name, by]

    def ask(
        self, method: str, rule: str, *, name: str | None, by: str, address: str | None = None
    ) -> TestResponse:
        """Ask as the account of that name, by token or by session; without a name as a stranger."""
        client = self.app.test_client()
        headers, form = {}, {}
        if name and by == "token":
            headers = {"Authorization": f"Bearer {self.secret(name, by)}"}
        if name and by == "session":
            client.set_cookie("vankien", self.secret(name, by))
        address = address or self.address(rule)
        if method == "GET":
            return client.get(address, headers=headers)
        if rule.startswith("/api/"):
            headers["Idempotency-Key"] = str(uuid.uuid4())
            return client.post(address, data=self.body, content_type="application/json", headers=headers)
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
        assert token
        form = {"csrf_token": token[1], "file": (io.BytesIO(self.body), "a.json")}
        return client.post(address, data=form, headers=headers)


@pytest.fixture
def world(app: Flask, services: Services, complete: bytes, work_off: Callable[[], None]) -> World:
    data: dict[str, Any] = json.loads(complete)
    assert (OWN, UPPER) == (data["organisation"]["name"], data["organisation"]["upper"]["name"])
    for role in ROLES:
        add_account(services, f"{role} above", role, (UPPER,))
        add_account(services, f"{role} own", role, (UPPER, OWN))
        add_account(services, f"{role} beside", role, (UPPER, SIBLING))
        add_account(services, f"{role} below", role, (UPPER, OWN, BELOW))
    kept = add_account(services, "somebody own", "official", (UPPER, OWN))
    account = services.access.by_token(services.access.new_token("secretary own", label="seed"))
    assert account
    submitted = services.submit(complete, account=account, key="seed")
    work_off()
    status = services.sets.status(submitted.set_id, account=account)
    assert status
    attached = services.copies.attach(status.documents[0].id, blank_pdf(), name="bản ký.pdf", account=account)
    assert attached
    manager = services.access.by_token(services.access.new_token("administrator own", label="seed"))
    assert manager
    source = services.book["minutes"].source
    version = examining_here(services).templates.bring("minutes", source, name="biên bản.docx", by=manager)
    draft_id = str(uuid.uuid4())
    services.drafts.begin_from(draft_id, submitted.set_id, account=account)
    with services.catalog.begin() as work:
        webhook_id = work.webhooks.add(
            organisation_id=kept.organisation.id, url="https://a.vn/", account_id=kept.id, at=work.now()
        )
        work.webhooks.announce("set.sealed", {}, lineage=kept.organisation.lineage, at=work.now())
        work.commit()
    day = dt.date(2023, 2, 27)
    assert services.register.give(status.documents[0].id, issued_on=day, account=account)
    return World(
        app=app,
        services=services,
        body=complete,
        set_id=submitted.set_id,
        document_id=status.documents[0].id,
        copy_id=attached.copy.id,
        account_id=kept.id,
        version_id=version.id,
        congress_id=status.congress.id,
        organisation_id=status.congress.organisation.id,
        draft_id=draft_id,
        webhook_id=webhook_id,
    )


def expected(rule: Rule, role: Role, place: str) -> int:
    if rule.by == "anybody":
        return rule.good
    if (rule.only_signers and role not in SIGNERS) or (rule.only_auditors and role not in AUDITORS):
        return 403
    if (rule.only_senders and role not in SENDERS) or (rule.only_managers and role != "administrator"):
        return 403
    if place in {"beside", "below"} and rule.reaches:
        return 403 if rule.reaches == "body" else 404
    return rule.good


@pytest.mark.slow
def test_every_route_answers_every_role_as_the_matrix_says(world: World) -> None:
    """
    Route by role by place in the tree (ancestor, own, stranger, descendant): 403 for a role that may not, 404 for what
    lies in another subtree or above.
    """
    wrong = []
    for (method, route), rule in MATRIX.items():
        for role in ROLES:
            for place in ("above", "own", "beside", "below"):
                answer = world.ask(method, route, name=f"{role} {place}", by=rule.by)
                if answer.status_code != expected(rule, role, place):
                    wrong.append(
                        (method, route, role, place, answer.status_code, expected(rule, role, place))
                    )

    assert [] == wrong


def test_strangers_get_nothing(world: World) -> None:
    """
    Without an account: 401 from the API, the way to sign in from the pages, never the thing itself.
    """
    wrong = []
    for (method, route), rule in MATRIX.items():
        answer = world.ask(method, route, name=None, by=rule.by)
        due = {"anybody": rule.good, "token": 401, "session": 401 if rule.keeps_form else 303}[rule.by]
        if answer.status_code != due or (due == 303 and "/sign-in" not in answer.location):
            wrong.append((method, route, answer.status_code))
        if due == 401 and rule.by == "token":
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")

    assert [] == wrong


def test_tokens_open_no_page_and_cookies_no_api(world: World) -> None:
    """
    Each door takes its own key only: a stolen cookie calls no API, a token signs nobody in.
    """
    for (method, route), rule in MATRIX.items():
        if rule.by == "anybody":
            continue
        other = "session" if rule.by == "token" else "token"
        answer = world.ask(method, route, name="administrator own", by=other)

        due = 401 if rule.by == "token" or rule.keeps_form else 303
        assert answer.status_code == due, (method, route)


def test_what_is_not_theirs_looks_like_what_is_not_there(world: World) -> None:
    """
    The same bytes and headers for another's paper as for an id that nobody ever had, for every role that may ask.
    """

    def shown(answer: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
        # What differs is the visitor's own: form tokens, the address of the page in the other language, what is left of
        # their requests.
        body = re.sub(rb'(value="[^"]{60,}"|[0-9a-f-]{36})', b"", answer.data)
        own = {"X-Request-Id", "Set-Cookie", "RateLimit"}
        return answer.status_code, body, [pair for pair in answer.headers if pair[0] not in own]

    for (method, route), rule in MATRIX.items():
        if not rule.reaches or rule.reaches == "body":
            continue
        nowhere = re.sub(r"<uuid:[^>]+>", str(uuid.uuid4()), route).replace("<step>", "delegates")
        nowhere = re.sub("<int:[^>]+>", "0", nowhere)
        if route in OF_ORGANISATION:
            nowhere = world.address(route).replace(world.organisation_id, str(uuid.uuid4()))
        # Whoever may not use the route at all is answered before anything is looked for.
        may = [role for role in ROLES if expected(rule, role, "own") != 403]
        for name in (f"{role} {place}" for role in may for place in ("beside", "below")):
            foreign = world.ask(method, route, name=name, by=rule.by)
            missing = world.ask(method, route, name=name, by=rule.by, address=nowhere)

            assert (404, shown(missing)) == (foreign.status_code, shown(foreign)), (route, name)


ACTION: dict[str, str] = {
    "only_senders": "submit", "only_signers": "sign", "only_managers": "manage", "only_auditors": "audit",
}  # fmt: skip
"""What of the policy a row of the matrix asks for; reading, where it asks for nothing more."""


@pytest.mark.slow
def test_a_token_for_one_action_opens_no_other_route(world: World) -> None:
    """
    Every route of the API by a token for each action: what the action is not for is 403, as for a role that may not.
    """
    tokens = {
        action: world.services.access.new_token("administrator own", label=action, actions=(action,))
        for action in ACTIONS
    }
    wrong = []
    for (method, route), rule in MATRIX.items():
        if rule.by != "token":
            continue
        needs = next((action for flag, action in ACTION.items() if getattr(rule, flag)), "read")
        for action, token in tokens.items():
            world.secrets["administrator own", "token"] = token
            answer = world.ask(method, route, name="administrator own", by="token")
            if answer.status_code != (rule.good if action == needs else 403):
                wrong.append((method, route, action, answer.status_code))

    assert [] == wrong


def test_what_was_taken_away_opens_nothing(world: World) -> None:
    """
    A disabled account is a stranger by its session and by its token; so is a revoked token, and one that has expired.
    """
    access, people = world.services.access, world.services.people
    by = access.account_named("administrator own")
    held = access.account_named("official own")
    expired = access.new_token(by.name, label="expired", lasts=dt.timedelta(seconds=-1))
    revoked = access.new_token(by.name, label="revoked")
    for token in people.account(by.id, by=by).tokens:
        people.revoke_token(by.id, token.id, by=by)
    secrets = {way: world.secret(held.name, way) for way in ("token", "session")}
    before = [
        world.ask("GET", route, name=held.name, by=way).status_code
        for route, way in (("/api/v1/terms", "token"), ("/archive", "session"))
    ]
    people.disable(held.id, by=by)
    after = [
        world.ask("GET", route, name=held.name, by=way).status_code
        for route, way in (("/api/v1/terms", "token"), ("/archive", "session"))
    ]
    bare = world.app.test_client()
    dead = [
        bare.get("/api/v1/terms", headers={"Authorization": f"Bearer {token}"}).status_code
        for token in (expired, revoked, secrets["token"])
    ]

    assert ([200, 200], [401, 303], [401] * 3) == (before, after, dead)


def test_lists_hold_only_what_is_theirs(world: World) -> None:
    """
    Terms, search and recent sets of a sibling are empty.
    """
    for route in ("/api/v1/terms", "/api/v1/documents"):
        assert [] == world.ask("GET", route, name="official beside", by="token").get_json()["items"]
        assert [] != world.ask("GET", route, name="official above", by="token").get_json()["items"]
    for route in ("/", "/archive", "/archive/papers"):
        assert OWN not in world.ask("GET", route, name="official beside", by="session").text


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic cXVhbi10cmk6eA==",
        "Bearer x",
        "bearer\t",
        "Bearer " + "x" * 10_000,
        "Bearer é",
        "Token {}",
    ],
)
def test_bad_tokens_are_401(client: FlaskClient, token: str, header: str) -> None:
    """
    Whatever is no valid token is answered alike.
    """
    answer = client.get("/api/v1/terms", headers={"Authorization": header.format(token)})

    assert (401, "not_signed_in") == (answer.status_code, answer.get_json()["code"])
