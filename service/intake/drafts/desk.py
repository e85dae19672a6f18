"""The desk: drafts are begun, left, resumed, saved by several people, looked at, and handed in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce

from service.catalog import AccountRecord, Catalog, DraftRecord, OrganisationRecord, Work
from service.congress.model import UNION
from service.congress.text import clean
from service.documents.packs import Packs
from service.intake.drafts.answers import Clashed, DraftMoved, Look, NoSuchDraft, OpenDraft, Saved, Sent
from service.intake.drafts.beginning import blank, from_edition
from service.intake.drafts.chain import Json
from service.intake.drafts.merging import merge
from service.intake.drafts.parts import Step
from service.intake.drafts.pasted import paste
from service.intake.drafts.written import Written, write
from service.intake.read import Reading, read_value
from service.intake.received import JSON
from service.intake.submit import SubmitCongress, Submitted
from service.intake.workbook.layout import Form

_READINGS_KEPT = 8
_RACES = 5
"""Savings in one moment that are tried again before somebody is told that the desk is busy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDesk:
    """Keeps drafts within the subtree of whoever works at them; beginning twice with one id begins one draft."""

    catalog: Catalog
    packs: Packs
    submit: SubmitCongress
    _latest: list[tuple[str, Reading]] = field(default_factory=list, repr=False, compare=False)

    def begin_blank(
        self,
        draft_id: str,
        *,
        account: AccountRecord,
        form: Form | None,
        start: int | None,
        end: int | None,
        pack: str = UNION,
    ) -> None:
        """A new draft for the account's own organisation, by the rules and papers of that pack."""
        with self.catalog.begin() as work:
            line = work.organisations.ancestors(account.organisation)
            document = blank(line, form=form, start=start, end=end, pack=pack)
            self._begin(work, draft_id, document, account.organisation, account)

    def begin_with(self, draft_id: str, document: Json, *, account: AccountRecord) -> None:
        """A new draft that says `document`."""
        with self.catalog.begin() as work:
            self._begin(work, draft_id, document, account.organisation, account)

    def begin_from(self, draft_id: str, set_id: str, *, account: AccountRecord) -> None:
        """A new draft that begins as the edition of a set, to correct it. Raises NoSuchDraft when there is no such set."""
        with self.catalog.begin() as work:
            record = work.sets.find(set_id, lineage=account.organisation.lineage)
            congress = work.congresses.find(record.congress_id) if record else None
            if record is None or congress is None:
                raise NoSuchDraft(set_id)
            document = from_edition(work.congresses.edition(record.edition_id))
            self._begin(work, draft_id, document, congress.organisation, account, begun_from=set_id)

    def recent(self, *, account: AccountRecord, limit: int = 20) -> list[DraftRecord]:
        """The drafts that were changed last."""
        with self.catalog.read() as work:
            return work.drafts.recent(lineage=account.organisation.lineage, limit=limit)

    def open(self, draft_id: str, *, account: AccountRecord) -> OpenDraft:
        """The draft as it is now. Raises NoSuchDraft."""
        with self.catalog.read() as work:
            return _opened(work, draft_id, account)

    def write(
        self, draft_id: str, step: Step, sent: Sent, *, account: AccountRecord
    ) -> tuple[OpenDraft, Written]:
        """The draft with what a page says written over what that page showed; nothing is kept. Raises NoSuchDraft."""
        with self.catalog.read() as work:
            held = _opened(work, draft_id, account)
            base = _version(work, held, sent.on)
        return held, write(base, step, sent.fields)

    def save(self, draft_id: str, step: Step, sent: Sent, *, account: AccountRecord) -> Saved | Clashed:
        """
        Keep what a page says, together with what others saved since that page was shown.

        Saving the same twice changes nothing the second time. Raises NoSuchDraft, DraftMoved when many save at once.
        """
        return self._keep(
            draft_id,
            sent,
            lambda base: _written(base, step, sent),
            account,
        )

    def fill(
        self, draft_id: str, step: Step, document: Json, *, on: int, account: AccountRecord
    ) -> Saved | Clashed:
        """Take the sections of a page from `document`, where it has them. Raises NoSuchDraft, DraftMoved."""
        taken = {name: value for name, value in document.items() if name in step.sections_of_data}
        sent = Sent(fields={}, on=on, choices={})
        return self._keep(draft_id, sent, lambda base: {**base, **taken}, account)

    def look(self, document: Json, *, account: AccountRecord) -> Look:
        """What would be said of `document` if the account handed it in, and the plan of what is sound in it."""
        reading = self._reading(document)
        seen = self.submit.look_over(reading, account=account)
        reading, plan, sound = seen.reading, seen.plan, reading.sound
        if plan is None and sound is not None:
            plan = self.packs.of(sound).plan(sound, reading.findings, reading.rule_set)
        return Look(
            findings=reading.findings,
            plan=plan,
            congress=sound,
            rule_set=reading.rule_set,
            is_acceptable=reading.is_acceptable,
        )

    def _reading(self, document: Json) -> Reading:
        """The reading of `document`; a page and the paper drawn in it ask for the same one after the other."""
        key = to_text(document)
        found = next((reading for text, reading in tuple(self._latest) if text == key), None)
        if found is None:
            found = read_value(document, packs=self.packs.rule_sets)
            # Threads may forget one another's reading here; nobody is given a wrong one.
            self._latest[:] = [(key, found), *self._latest][:_READINGS_KEPT]
        return found

    def hand_in(self, draft_id: str, *, version: int, account: AccountRecord) -> Submitted:
        """
        Make an edition of that version of the draft, once however often it is asked for.

        Raises NoSuchDraft, DraftMoved when somebody saved in between, and whatever `SubmitCongress` raises.
        """
        with self.catalog.read() as work:
            held = _opened(work, draft_id, account)
        if held.record.sent_version == version and held.record.sent_as:
            return Submitted(set_id=held.record.sent_as, new=False)
        if held.record.version != version:
            raise DraftMoved(draft_id)
        submitted = self.submit(
            to_text(held.document).encode(),
            account=account,
            key=f"draft-{draft_id}.{version}",
            media_type=JSON,
        )
        # A crash before this leaves a set that the draft does not know of; handing in again finds it by its key.
        with self.catalog.begin() as work:
            work.drafts.sent(draft_id, version=version, set_id=submitted.set_id)
            work.commit()
        return submitted

    def discard(self, draft_id: str, *, account: AccountRecord) -> None:
        """Forget the draft. Raises NoSuchDraft."""
        with self.catalog.begin() as work:
            _opened(work, draft_id, account)
            work.drafts.discard(draft_id)
            work.audit.note("draft_discarded", subject=draft_id, at=work.now(), account_id=account.id)
            work.commit()

    def _begin(
        self,
        work: Work,
        draft_id: str,
        document: Json,
        organisation: OrganisationRecord,
        account: AccountRecord,
        *,
        begun_from: str | None = None,
    ) -> None:
        now, name, term = work.now(), *_title(document)
        record = DraftRecord(
            id=draft_id,
            organisation=organisation,
            name=name,
            term=term,
            version=1,
            begun_at=now,
            begun_by=account.name,
            changed_at=now,
            changed_by=account.name,
            begun_from=begun_from,
        )
        work.drafts.begin(record, to_text(document), account_id=account.id)
        work.audit.note("draft_begun", subject=record.id, at=now, account_id=account.id)
        work.commit()

    def _keep(
        self, draft_id: str, sent: Sent, change: Callable[[Json], Json], account: AccountRecord
    ) -> Saved | Clashed:
        for _ in range(_RACES):
            with self.catalog.begin() as work:
                held = _opened(work, draft_id, account)
                base = _version(work, held, sent.on)
                choices = sent.choices if sent.seen == held.record.version else {}
                merged = merge(base, change(base), held.document, choices)
                if merged.clashes:
                    return Clashed(record=held.record, clashes=merged.clashes)
                if _sorted(merged.document) == _sorted(held.document):
                    return Saved(record=held.record, changed=False)
                if _save(work, held.record, merged.document, account, work.now()):
                    work.commit()
                    return Saved(record=_opened(work, draft_id, account).record, changed=True)
        raise DraftMoved(draft_id)


def _written(base: Json, step: Step, sent: Sent) -> Json:
    written = write(base, step, sent.fields, add=sent.add, remove=sent.remove)
    return reduce(paste, sent.pasted, written).document


def to_text(document: Json) -> str:
    """A draft as it is kept and handed in; halves of broken characters, which no database takes, are written out."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text if text.isprintable() else json.dumps(document, separators=(",", ":"))


def _sorted(document: Json) -> str:
    """The same text for the same data, in whatever order it was typed; true is not 1."""
    return json.dumps(document, sort_keys=True)


def _opened(work: Work, draft_id: str, account: AccountRecord) -> OpenDraft:
    record = work.drafts.find(draft_id, lineage=account.organisation.lineage)
    document = work.drafts.document(draft_id, record.version) if record else None
    if record is None or document is None:
        raise NoSuchDraft(draft_id)
    return OpenDraft(record=record, document=json.loads(document))


def _version(work: Work, held: OpenDraft, version: int) -> Json:
    """What a page showed; nothing, when that is so long ago that it is not kept."""
    if version == held.record.version:
        return held.document
    text = work.drafts.document(held.record.id, version)
    value: Json = json.loads(text) if text is not None else {}
    return value


def _save(work: Work, record: DraftRecord, document: Json, account: AccountRecord, at: dt.datetime) -> bool:
    name, term = _title(document)
    return work.drafts.save(
        record.id,
        to_text(document),
        on=record.version,
        name=name,
        term=term,
        account_id=account.id,
        at=at,
    )


def _title(document: Json) -> tuple[str, str]:
    """What a list of drafts calls it: the union and the term, as far as they are typed."""
    own, term = document.get("organisation"), document.get("term")
    name = own.get("name") if isinstance(own, dict) else None
    years = (
        [str(term[one])[:6] for one in ("start", "end") if term.get(one)] if isinstance(term, dict) else []
    )
    shown = "".join(sign for sign in name if sign.isprintable()) if isinstance(name, str) else ""
    return clean(shown)[:200], "-".join(years)
