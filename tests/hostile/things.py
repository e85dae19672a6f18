"""Things of every kind that an address can name, made by the same use cases as everything else."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from service.access.secret import digest, new_secret
from service.bootstrap import Services
from service.catalog import AccountRecord
from service.intake.drafts.steps import STEPS
from service.intake.tree.desk import NoSuchImport
from tests.examining import examining_here
from tests.pdfs import blank_pdf
from tests.web.test_history import term_before
from tests.working import work_off

_STATIC = Path(__file__).parents[2] / "service/web/static"
_SECRETS = {
    "/calendar/": "calendar secret",
    "/reminders/confirm/": "confirmation secret",
    "/sign-in/link/": "link secret",
}
"""What a secret opens is told by the address before it."""


@dataclass(frozen=True, kw_only=True)
class Things:
    """The ids of what is there, by the name of the variable that a route has for them; the first of each belong together."""

    services: Services
    account: AccountRecord
    set_id: str
    document_id: str
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, rule: str, variable: str) -> tuple[str, ...]:
        """Every id that can stand in that place of that rule; none when nobody made such a thing."""
        if variable == "secret":
            variable = next((kind for way, kind in _SECRETS.items() if rule.startswith(way)), variable)
        return self.known.get(variable, ())

    def renew(self) -> None:
        """Make anew what requests use up, end or take away."""
        self.known.update(self._person())
        self._bring_draft()
        self._bring_webhook()
        self._bring_list()

    def _person(self) -> Mapping[str, tuple[str, ...]]:
        services, by = self.services, self.account
        person, link = services.people.add(
            name=f"người {uuid.uuid4()}", role="official", organisation_id=None, by=by
        )
        services.people.add_token(person.id, label="hostile", days=9, only=None, by=by)
        (token,) = services.people.account(person.id, by=by).tokens
        services.reminders.ask(f"{person.id}@congdoan.example", language="vi", account=person)
        confirmation = new_secret()
        with services.catalog.begin() as work:
            # As the sender of links does, without a server that takes the mail.
            now = work.now()
            for wish in work.reminders.claim_links(at=now, until=now + dt.timedelta(hours=1), limit=99):
                if wish.account_id == person.id:
                    work.reminders.set_link(wish, digest(confirmation), until=now + dt.timedelta(days=1))
            work.commit()
        return {
            "account_id": (person.id, by.id),
            "token_id": (token.id,),
            "link secret": (link,),
            "calendar secret": (services.calendars.make(person),),
            "confirmation secret": (confirmation,),
        }

    def _bring_draft(self) -> None:
        draft_id = str(uuid.uuid4())
        self.services.drafts.begin_from(draft_id, self.set_id, account=self.account)
        self.known["draft_id"] = (draft_id,)

    def _bring_webhook(self) -> None:
        services, by = self.services, self.account
        for former in self.known.get("webhook_id", ()):
            services.webhooks.remove(former, by=by)
        # An address that no name has to be looked up for; nothing is sent there, as no relay for it runs.
        webhook_id = services.webhooks.add("https://93.184.216.34/", by=by)
        with services.catalog.begin() as work:
            work.webhooks.announce("set.sealed", {}, lineage=by.organisation.lineage, at=work.now())
            work.commit()
        found = services.webhooks.deliveries(webhook_id, by=by)
        assert found
        self.known.update(webhook_id=(webhook_id,), delivery_id=tuple(str(one.id) for one in found[1]))

    def _bring_list(self) -> None:
        tree, by = self.services.tree, self.account
        try:
            # Reading a list takes a process of its own: not while the one that waits is there.
            tree.look_again(self.known.get("import_id", ("",))[0], by=by)
        except NoSuchImport:
            looked = tree.look_at(tree.workbook(by=by), file_name="cây.xlsx", by=by)
            assert looked.import_id
            self.known["import_id"] = (looked.import_id,)


def things(services: Services, account: AccountRecord, complete: bytes) -> Things:
    """Two terms of one union with their papers, a number, a signed copy, a version of a template, and what `renew` makes."""
    earlier = services.submit(term_before(complete), account=account, key="hostile-before").set_id
    set_id = services.submit(complete, account=account, key="hostile").set_id
    work_off(services)
    before, status = (services.sets.status(one, account=account) for one in (earlier, set_id))
    assert before
    assert status
    paper, other = (one.documents[0].id for one in (status, before))
    services.register.give(paper, issued_on=dt.date(2023, 2, 27), account=account)
    attached = services.copies.attach(paper, blank_pdf(), name="bản ký.pdf", account=account)
    assert attached
    version = examining_here(services).templates.bring(
        "minutes", services.book["minutes"].source, name="biên bản.docx", by=account
    )
    keys = services.keys.keys()
    found = Things(services=services, account=account, set_id=set_id, document_id=paper)
    found.known.update(
        set_id=(set_id, earlier),
        document_id=(paper, other),
        copy_id=(attached.copy.id,),
        congress_id=(status.congress.id, before.congress.id),
        other_id=(before.congress.id, status.congress.id),
        organisation_id=(status.congress.organisation.id, account.organisation.id),
        version_id=(version.id,),
        template_id=("minutes", *sorted(set(services.book.templates) - {"minutes"})),
        key_id=tuple(key.id for key in keys),
        step=("delegates", *(step.key for step in STEPS)),
        election=("0", "1"),
        round_=("0", "1"),
        filename=("site.css", *sorted(one.name for one in _STATIC.iterdir() if one.is_file())),
    )
    found.renew()
    return found
