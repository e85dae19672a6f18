"""A house with everything in it: sets in every state, two terms, a number, a signed copy, a draft; and the way to each page."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.archive import SearchRequest
from service.bootstrap import Services
from service.catalog import AccountRecord
from service.documents.failure import POISON
from service.intake.drafts.beginning import from_file
from service.intake.drafts.steps import STEPS
from tests.examining import examining_here
from tests.pdfs import blank_pdf
from tests.web.test_history import term_before
from tests.word_files import with_words
from tests.working import work_off

EXAMPLES = Path(__file__).parents[2] / "examples"
DRAFT = "70e22459-bb6c-4e63-be52-f907118fc39c"


def short(value: Any) -> Any:
    """Data with two rows in every list: what holds for two rows on a page holds for thirty."""
    if isinstance(value, dict):
        return {name: short(one) for name, one in value.items()}
    return [short(one) for one in value[:2]] if isinstance(value, list) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What has happened there, and `paths`: the name and the address of every page that can be asked for."""

    account: AccountRecord
    paths: dict[str, str]


def furnish(services: Services) -> House:
    """Let everything happen that a page can show."""
    account = services.access.ensure_administrator("")
    complete = (EXAMPLES / "so-cong-thuong-2023-day-du.json").read_text("utf-8")

    def send(data: str, key: str) -> str:
        return services.submit(data.encode(), account=account, key=key).set_id

    def elsewhere(data: str, name: str) -> str:
        return data.replace("Sở Công thương", f"Sở {name}")

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
    shipped = services.book["resolution"].source
    desk = examining_here(services).templates
    faulty, good = (
        desk.bring(
            "resolution", with_words(shipped, (before, after)), name=f"nghị quyết {after}.docx", by=account
        )
        for before, after in (("{{ subject }}", "{{ subjekt }}"), ("ĐOÀN CHỦ TỊCH", "ĐOÀN CHỦ TỊCH ĐẠI HỘI"))
    )
    desk.choose(good.id, by=account)
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
        "password": "/password",
        "home": "/",
        "new": "/drafts/new",
        **{f"step-{step.key}": f"/drafts/{DRAFT}/{step.key}" for step in STEPS},
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
        "congress": f"/congresses/{later.id}",
        "beside": f"/congresses/{later.id}/beside/{earlier.id}",
        "to-do": "/to-do",
        "calendar": "/calendar",
        "reminders": "/reminders",
        "second-factor": "/second-factor",
        "register": "/register",
        "people": "/people",
        "account": f"/people/{account.id}",
        "keys": "/keys",
        "audit": "/audit",
        "templates": "/templates",
        "template": "/templates/resolution",
        "template-none": "/templates/minutes",
        "template-faulty": f"/templates/versions/{faulty.id}",
        "template-good": f"/templates/versions/{good.id}",
        "webhooks": "/webhooks",
        "not-found": "/nothing",
        "refused": "/archive/papers?cursor=x",
    }
    return House(account=account, paths=paths)
