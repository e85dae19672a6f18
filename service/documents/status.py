"""How far a set is: its papers, what the others lack, and what was found in the data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from service.catalog import (
    AccountRecord,
    Catalog,
    CongressRecord,
    DocumentRecord,
    EditionRecord,
    SetRecord,
    Work,
)
from service.congress.finding import Finding
from service.congress.model import Congress
from service.documents.failure import Failure, decode
from service.documents.packs import Packs
from service.documents.paper import PlannedPaper
from service.documents.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatus:
    """
    A set as people see it. `held_back` are the papers that could not be made from its edition, each saying
    what it lacks or waits for; `progress` counts documents by state. `reason` is why its edition corrects an earlier
    one, `superseded_reason` why a later one took its place.
    """

    record: SetRecord
    congress: CongressRecord
    serial: int
    documents: tuple[DocumentRecord, ...]
    progress: Mapping[str, int]
    held_back: tuple[PlannedPaper, ...]
    findings: tuple[Finding, ...]
    reason: str | None
    superseded_reason: str | None
    failure: Failure | None
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.record.state != "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDesk:
    """Looks at sets, within the subtree of whoever looks."""

    catalog: Catalog
    packs: Packs

    def status(self, set_id: str, *, account: AccountRecord) -> SetStatus | None:
        """The set, or nothing when it does not exist or is not theirs to see."""
        with self.catalog.read() as work:
            record = work.sets.find(set_id, lineage=account.organisation.lineage)
            if record is None:
                return None
            congress = work.congresses.find(record.congress_id)
            edition = work.congresses.edition(record.edition_id)
            documents = tuple(work.sets.documents(set_id))
            progress = work.sets.progress(set_id)
            superseded_reason = _reason_of(work, record.superseded_by) if record.superseded_by else None
        assert congress is not None  # noqa: S101 -- a foreign key says so
        made = {(one.template, one.subject) for one in documents}
        planned = _planned(
            _Planned(edition.id, edition.sha256, edition.findings, id(self.packs), edition, self.packs)
        )
        return SetStatus(
            record=record,
            congress=congress,
            serial=edition.serial,
            documents=documents,
            progress=progress,
            held_back=tuple(one for one in planned.plan.papers if (one.template, one.subject) not in made),
            findings=planned.findings,
            reason=planned.reason,
            superseded_reason=superseded_reason,
            failure=decode(record.failure) if record.failure else None,
            notes=planned.plan.notes,
        )

    def progress(self, set_id: str, *, account: AccountRecord) -> Mapping[str, int] | None:
        """How many documents of a set in hand are in each state; nothing when no more will happen, or it is not theirs."""
        with self.catalog.read() as work:
            return work.sets.progress(set_id) if _is_in_hand(work, set_id, account) else None

    def is_in_hand(self, set_id: str, *, account: AccountRecord) -> bool:
        """Whether papers of a set that is theirs to see are still being made."""
        with self.catalog.read() as work:
            return _is_in_hand(work, set_id, account)

    def recent(self, *, account: AccountRecord, limit: int = 20) -> list[tuple[SetRecord, CongressRecord]]:
        """The newest sets, each with its congress."""
        with self.catalog.read() as work:
            found = []
            for record in work.sets.recent(lineage=account.organisation.lineage, limit=limit):
                congress = work.congresses.find(record.congress_id)
                assert congress is not None  # noqa: S101 -- a foreign key says so
                found.append((record, congress))
            return found


def _is_in_hand(work: Work, set_id: str, account: AccountRecord) -> bool:
    record = work.sets.find(set_id, lineage=account.organisation.lineage)
    return record is not None and record.state == "accepted"


@dataclass(frozen=True, slots=True)
class _Planned:
    """An edition as pages ask about it again and again while its papers are made; nothing of it ever changes."""

    id: str
    sha256: str
    said: str
    of_packs: int
    edition: EditionRecord = field(compare=False, repr=False)
    packs: Packs = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owed:
    findings: tuple[Finding, ...]
    plan: Plan
    reason: str | None


@lru_cache(maxsize=16)  # the data of each are held with it
def _planned(asked: _Planned) -> _Owed:
    edition, packs = asked.edition, asked.packs
    findings = tuple(Finding(**one) for one in json.loads(edition.findings))
    data = Congress.model_validate_json(edition.canonical)
    plan = packs.of(data).plan(data, findings, packs.rule_set(edition.rule_set))
    return _Owed(findings=findings, plan=plan, reason=data.reason)


def _reason_of(work: Work, set_id: str) -> str | None:
    record = work.sets.find(set_id)
    assert record is not None  # noqa: S101 -- a foreign key says so
    reason: str | None = json.loads(work.congresses.edition(record.edition_id).canonical).get("reason")
    return reason
