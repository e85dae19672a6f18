"""What is left to do once papers are in the archive: sign and number them, bring the signed copies back, keep the time limits."""

from __future__ import annotations

import json
from dataclasses import dataclass

from service.archive import LOOK_SECONDS
from service.catalog import AccountRecord, Catalog, CongressRecord, Shelved, Work
from service.congress.model import UNION, Congress
from service.documents.deadlines import Note, deadline_notes
from service.documents.packs import Packs

MOST_PAPERS = 100
MOST_LIMITS = 30
"""Congresses whose time limits are looked at, newest first: each is read and counted anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A time limit that runs, in words, and whose."""

    congress: CongressRecord
    set_id: str
    note: Note


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
    """Looks through what holds now, within the subtree of whoever looks."""

    catalog: Catalog
    packs: Packs

    def __call__(self, *, account: AccountRecord) -> ToDo:
        """The list of today. Raises `LookTooLong` where the subtree is too large to be looked through."""
        lineage = account.organisation.lineage
        with self.catalog.read() as work, work.shelf.limited(LOOK_SECONDS):
            papers = work.unsigned.papers(lineage=lineage, limit=MOST_PAPERS + 1)
            reminders = [
                reminder
                for set_id in work.unsigned.sets(lineage=lineage, limit=MOST_LIMITS)
                for reminder in self._reminders(work, set_id)
            ]
        # Newest sets first, the papers of each in the order of the set.
        shown = sorted(
            papers[:MOST_PAPERS], key=lambda one: (one.sealed_at, -one.document.position), reverse=True
        )
        return ToDo(
            to_sign=tuple(one for one in shown if one.document.number is None),
            to_return=tuple(one for one in shown if one.document.number is not None),
            has_more=len(papers) > MOST_PAPERS,
            reminders=tuple(reminders),
        )

    def _reminders(self, work: Work, set_id: str) -> list[Reminder]:
        record = work.sets.find(set_id)
        assert record is not None  # noqa: S101 -- it was read in this transaction
        edition = work.congresses.edition(record.edition_id)
        # Most congresses have no dossier yet, or are long done: the whole model is read only where one could run.
        if json.loads(edition.canonical).get("first_conference") is None:
            return []
        data = Congress.model_validate_json(edition.canonical)
        congress = work.congresses.find(record.congress_id)
        assert congress is not None  # noqa: S101 -- a foreign key says so
        if data.pack != UNION:
            return []
        notes = deadline_notes(data, self.packs.rule_set(edition.rule_set))
        return [Reminder(congress=congress, set_id=set_id, note=note) for note in notes]
