"""A house with everything in it: sets in every state, two terms, a number, a signed copy, a draft; and the way to each page."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.desk import with_delegates
from service.archive import SearchRequest
from service.bootstrap import Services
from service.catalog import AccountRecord
from service.documents.failure import POISON
from service.intake.drafts.beginning import from_file
from service.intake.drafts.steps import STEPS
from tests.examining import examining_here
from tests.intake.test_tree import with_rows
from tests.pdfs import blank_pdf
from tests.web.browsing import Visit
from tests.web.test_access_matrix import add_account
from tests.web.test_history import term_before
from tests.word_files import with_words
from tests.working import work_off

EXAMPLES = Path(__file__).parents[2] / "examples"
DRAFT = "70e22459-bb6c-4e63-be52-f907118fc39c"
LONG = "1f0c7a52-9d5e-4f0b-8a3e-6f2f6f7f9a11"
"""A draft with a list of delegates that goes over a page by three."""


def whole(services: Services) -> Services:
    """The same in a house with a mail server and a provider of identities; neither is asked anything."""
    secret = services.settings.var / "oidc-secret"
    secret.write_text("bí mật\n", "utf-8")
    settings = replace(
        services.settings,
        oidc_issuer="https://danh-tinh.congdoan.example",
        oidc_client_id="vankien",
        oidc_client_secret_file=secret,
        oidc_name="Danh tính Liên đoàn",
    )
    return replace(services, settings=settings, reminders=replace(services.reminders, is_offered=True))


def short(value: Any) -> Any:
    """Data with two rows in every list: what holds for two rows on a page holds for thirty."""
    if isinstance(value, dict):
        return {name: short(one) for name, one in value.items()}
    return [short(one) for one in value[:2]] if isinstance(value, list) else value


_UNFOLD = """async (one) => {
    one.open = true;
    await Promise.all(document.getAnimations().map((turning) => turning.finished));
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What has happened there, and `paths`: the name and the address of every page that can be asked for."""

    account: AccountRecord
    paths: dict[str, str]
    waiting: str
    """The session of somebody whose password was right and whose code is asked for: the page `code` is theirs."""

    def open(self, visit: Visit, name: str, language: str = "vi") -> None:
        """Open the page of that name, as who may see it."""
        page, path = visit.page, self.paths[name]
        mine = page.context.cookies()
        if name == "code":
            page.context.add_cookies([{"name": "vankien", "value": self.waiting, "url": visit.address}])
        visit.go(f"{path}{'&' if '?' in path else '?'}language={language}")
        if name == "paste-box":
            page.locator("details.box").first.evaluate(_UNFOLD)
        if name == "code":
            page.context.clear_cookies()
            page.context.add_cookies(
                [{"name": one["name"], "value": one["value"], "url": visit.address} for one in mine]
            )


def furnish(services: Services) -> House:
    """Let everything happen that a page can show."""
    account = services.access.ensure_administrator("")
    complete = (EXAMPLES / "so-cong-thuong-2023-day-du.json").read_text("utf-8")

    def send(data: str, key: str) -> str:
        return services.submit(data.encode(), account=account, key=key).set_id

    def elsewhere(data: str, name: str) -> str:
        return data.replace("Sở Công thương", f"Sở {name}")

    webhook = told(services, account)
    send(term_before(complete.encode()).decode(), "before")
    old = send(complete, "first")
    work_off(services)
    (paper,) = services.archive.search(
        SearchRequest(kind="resolution", term="2023-2028"), account=account
    ).papers
    services.register.give(paper.document.id, issued_on=dt.date(2023, 2, 15), account=account)
    services.copies.attach(paper.document.id, blank_pdf(), name="bản ký.pdf", account=account)
    corrected = json.dumps(json.loads(complete) | {"reason": "Sửa địa điểm", "venue": "Hội trường B"})
    new = send(corrected, "corrected")
    work_off(services)
    failed = send(elsewhere(complete, "Xây dựng"), "failed")
    with services.catalog.begin() as work:
        work.outbox.drop(failed)
        work.sets.failed(failed, failure=POISON.encode())
        work.commit()
    facts = (EXAMPLES / "so-cong-thuong-2023.json").read_text("utf-8")
    lacking = send(elsewhere(facts, "Y tế"), "lacking")
    running = send(elsewhere(complete, "Tư pháp"), "running")
    blank = json.dumps(short(json.loads(complete)), ensure_ascii=False).encode()
    services.drafts.begin_with(DRAFT, from_file(blank), account=account)
    services.drafts.begin_with(LONG, with_delegates(103), account=account)
    with services.catalog.begin() as work:
        for number in range(103):
            work.accounts.add(
                name=f"van-thu-{number:03}",
                role="official",
                organisation=account.organisation,
                password_hash=None,
                at=work.now(),
            )
        work.commit()
    shipped = services.book["resolution"].source
    desk = examining_here(services).templates
    faulty, good = (
        desk.bring(
            "resolution", with_words(shipped, (before, after)), name=f"nghị quyết {after}.docx", by=account
        )
        for before, after in (("{{ subject }}", "{{ subjekt }}"), ("ĐOÀN CHỦ TỊCH", "ĐOÀN CHỦ TỊCH ĐẠI HỘI"))
    )
    desk.choose(good.id, by=account)
    settle(services, webhook, account)
    services.reminders.ask("van-phong@congdoan.example", language="vi", account=account)
    row = [("C1", "CĐCS Một", "", "", "")]
    tree = services.tree.look_at(
        with_rows(services.tree.workbook(by=account), row, first=5), file_name="cây.xlsx", by=account
    )
    terms = {
        congress.term: congress
        for record, congress in services.sets.recent(account=account)
        if record.state == "sealed"
    }
    later, earlier = terms["2023-2028"], terms["2018-2023"]
    root = services.access.ensure_administrator("").organisation
    paths = {
        "link": "/sign-in/link/abc",
        "sign-in": "/sign-in",
        "code": "/sign-in/code",
        "password": "/password",
        "home": "/",
        "new": "/drafts/new",
        **{f"step-{step.key}": f"/drafts/{DRAFT}/{step.key}" for step in STEPS},
        "long-list": f"/drafts/{LONG}/delegates?at=delegates.102",
        "paste-box": f"/drafts/{DRAFT}/delegates",
        "count": f"/drafts/{DRAFT}/count/0/0",
        "discard": f"/drafts/{DRAFT}/discard",
        "set": f"/sets/{new}",
        "set-superseded": f"/sets/{old}",
        "set-failed": f"/sets/{failed}",
        "set-lacking": f"/sets/{lacking}",
        "set-running": f"/sets/{running}",
        "archive": "/archive",
        "found": "/archive/papers?q=nghi+quyet&superseded=true",
        "nothing-found": "/archive/papers?q=zzzz",
        "paper": f"/documents/{paper.document.id}",
        "look": f"/documents/{paper.document.id}/look",
        "root": f"/organisations/{root.id}",
        "organisation": f"/organisations/{later.organisation.id}",
        "change": f"/organisations/{later.organisation.id}/change",
        "import": "/organisations/import",
        "import-looked": f"/organisations/import/{tree.import_id}",
        "congress": f"/congresses/{later.id}",
        "beside": f"/congresses/{later.id}/beside/{earlier.id}",
        "to-do": "/to-do",
        "calendar": "/calendar",
        "reminders": "/reminders",
        "confirm": "/reminders/confirm/abc",
        "second-factor": "/second-factor",
        "provider": "/provider",
        "register": "/register",
        "people": "/people",
        "people-after": "/people?page=2",
        "account": f"/people/{account.id}",
        "keys": "/keys",
        "audit": "/audit",
        "templates": "/templates",
        "template": "/templates/resolution",
        "template-none": "/templates/minutes",
        "template-faulty": f"/templates/versions/{faulty.id}",
        "template-good": f"/templates/versions/{good.id}",
        "webhooks": "/webhooks",
        "webhook": f"/webhooks/{webhook}",
        "not-found": "/nothing",
        "refused": "/archive/papers?cursor=x",
    }
    return House(account=account, paths=paths, waiting=waiting(services))


def told(services: Services, account: AccountRecord) -> str:
    """The id of an address that is told what is sealed from now on."""
    with services.catalog.begin() as work:
        own_id = work.webhooks.add(
            organisation_id=account.organisation.id,
            url="https://van-thu.congdoan.example/vankien?co-quan=so-cong-thuong",
            account_id=account.id,
            at=work.now(),
        )
        work.commit()
    return own_id


def settle(services: Services, webhook: str, account: AccountRecord) -> None:
    """Of what the address was to be told one was taken, one was given up, the rest waits."""
    found = services.webhooks.deliveries(webhook, by=account)
    assert found
    taken, given_up, *_ = found[1]
    with services.catalog.begin() as work:
        work.webhooks.settle(taken, state="delivered", outcome="204")
        work.webhooks.settle(given_up, state="dead", outcome="unreachable")
        work.commit()


def waiting(services: Services) -> str:
    """A session that waits for a code."""
    own = add_account(services, "co-ma", "official")
    with services.catalog.begin() as work:
        work.second_factors.begin(own.id, "sealed")
        work.second_factors.use_step(own.id, 1, confirmed_at=work.now())
        work.commit()
    return services.access.sign_in_by_link(services.access.new_link(own.name)) or ""
