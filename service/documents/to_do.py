"""What is left to do once papers are in the archive: sign and number them, bring the signed copies back, keep the time limits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache

from service.archive import LOOK_SECONDS
from service.catalog import AccountRecord, Catalog, CongressRecord, Shelved, Work
from service.congress.model import UNION, Congress
from service.documents.deadlines import Deadline, Note, deadlines
from service.documents.packs import Packs

MOST_PAPERS = 100
MOST_LIMITS = 30
"""Congresses whose time limits are looked at, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """
    A time limit that runs, in words, and whose; `last` is its last day, where that is known.

    `key` tells the limits of one congress apart.
    """

    congress: CongressRecord
    set_id: str
    note: Note
    must: Note
    key: str
    last: dt.date | None

    def days_left(self, today: dt.date) -> int | None:
        """Days until the last one: 0 on that day, below 0 once it is past."""
        return (self.last - today).days if self.last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """
    Papers without a number, and those with one whose signed copy has not come back; the newest `MOST_PAPERS` of both together,
    and `has_more` beyond them. `reminders` are the limits that run.
    """

    to_sign: tuple[Shelved, ...]
    to_return: tuple[Shelved, ...]
    has_more: bool
    reminders: tuple[Reminder, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDoDesk:
    """
    Looks through what holds now, within the subtree of whoever looks.

    A time limit is forgotten so long after its last day, and once the organisation has held a later congress: nobody will keep it any
    more, and what is always there is not read.
    """

    catalog: Catalog
    packs: Packs
    forgotten_after: dt.timedelta = dt.timedelta(days=180)

    def __call__(self, *, account: AccountRecord) -> ToDo:
        """The list of today. Raises `LookTooLong` where the subtree is too large to be looked through."""
        lineage = account.organisation.lineage
        with self.catalog.read() as work, work.shelf.limited(LOOK_SECONDS):
            papers = work.unsigned.papers(lineage=lineage, limit=MOST_PAPERS + 1)
            reminders = self._reminders(work, account)
        # Newest sets first, the papers of each in the order of the set.
        shown = sorted(
            papers[:MOST_PAPERS], key=lambda one: (one.sealed_at, -one.document.position), reverse=True
        )
        return ToDo(
            to_sign=tuple(one for one in shown if one.document.number is None),
            to_return=tuple(one for one in shown if one.document.number is not None),
            has_more=len(papers) > MOST_PAPERS,
            reminders=reminders,
        )

    def reminders(self, *, account: AccountRecord, seconds: float = LOOK_SECONDS) -> tuple[Reminder, ...]:
        """The limits that run. Raises `LookTooLong` when finding the sets takes longer than that."""
        with self.catalog.read() as work, work.shelf.limited(seconds):
            return self._reminders(work, account)

    def _reminders(self, work: Work, account: AccountRecord) -> tuple[Reminder, ...]:
        newest = work.unsigned.sets(lineage=account.organisation.lineage, limit=MOST_LIMITS)
        since = work.now().date() - self.forgotten_after
        return tuple(
            one
            for set_id in newest
            for one in self._of_set(work, set_id)
            if one.last is None or one.last >= since
        )

    def _of_set(self, work: Work, set_id: str) -> list[Reminder]:
        record = work.sets.find(set_id)
        assert record is not None  # noqa: S101 -- it was read in this transaction
        edition = work.congresses.edition(record.edition_id)
        running = _running(_Held(edition.sha256, edition.rule_set, edition.canonical, self.packs))
        if not running:
            return []
        congress = work.congresses.find(record.congress_id)
        assert congress is not None  # noqa: S101 -- a foreign key says so
        held = work.congresses.of_organisation(congress.organisation.id)
        if any(other.term > congress.term for other in held):
            return []
        return [
            Reminder(
                congress=congress, set_id=set_id, note=one.note, must=one.must, key=one.key, last=one.last
            )
            for one in running
        ]


@dataclass(frozen=True, slots=True)
class _Held:
    """An edition, told from others by its digest and rule set: what runs in it never changes."""

    sha256: str
    rule_set: str
    canonical: bytes = field(compare=False, repr=False)
    packs: Packs = field(compare=False, repr=False)


@lru_cache(maxsize=64)  # the data of each are held with it
def _running(held: _Held) -> tuple[Deadline, ...]:
    data = Congress.model_validate_json(held.canonical)
    return tuple(deadlines(data, held.packs.rule_set(held.rule_set))) if data.pack == UNION else ()
