"""
Numbers that papers bear and no register holds: those of sets that were sealed before there was one.

A manifest has always said which number a paper of it bears; entries came later. What a rebuilt, migrated or importing catalog
finds in papers and not in the register is entered, so that the number is taken, counted on from, listed and filed.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from service.catalog import Catalog, DocumentRecord, SetRecord, Work
from service.congress.model import Congress
from service.documents.marks import mark_of
from service.documents.packs import Packs
from service.documents.press import planned_paper
from service.documents.register.marks import RecordMarks


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """How many numbers were entered; `doubles` are papers whose number another paper bears: it keeps it, and they are named."""

    numbers: int = 0
    doubles: tuple[str, ...] = ()


@dataclass(slots=True)
class _Ids:
    """Ids that are the same whenever the numbers of a set are entered: two runs must not make two entries of one."""

    set_id: str
    given: int = field(default=0)

    def __call__(self) -> str:
        self.given += 1
        return str(uuid.uuid5(uuid.UUID(self.set_id), f"number/{self.given}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterOlderNumbers:
    """Enters what papers say and the register does not; safe to run at any time, and cheap where there is nothing."""

    packs: Packs

    def __call__(self, catalog: Catalog) -> Entered:
        """Enter the numbers of sealed papers, the newest set first: its paper is the one that bears a number from now on."""
        with catalog.read() as work:
            waiting = work.register.sets_with_numbers_not_entered()
        numbers, doubles = 0, list[str]()
        for set_id in waiting:
            with catalog.begin() as work:
                found = list(self._of_set(work, set_id))
                work.commit()
            numbers += sum(one is None for one in found)
            doubles += [one for one in found if one]
        return Entered(numbers=numbers, doubles=tuple(doubles))

    def _of_set(self, work: Work, set_id: str) -> Iterator[str | None]:
        """For each number that was not entered: nothing when it is now, else what stands in its way."""
        record = work.sets.lock(set_id)
        work.congresses.lock(record.congress_id)
        record_marks, congress = self._recording(work, record)
        entered = 0
        for document in work.sets.documents(set_id):
            mark = mark_of(planned_paper(document), congress)
            if not _lacks_entry(work, document) or mark is None or mark.number is None:
                continue
            found = record_marks.holder(document, mark, mark.number)
            if found is None:
                record_marks.enter(document, mark, mark.number)
                entered += 1
                yield None
            elif not record_marks.is_of(found, document):
                yield f"{document.number} {document.title} ({congress.organisation.name})"
        if entered:
            work.outbox.promise("file", set_id, at=work.now())

    def _recording(self, work: Work, record: SetRecord) -> tuple[RecordMarks, Congress]:
        edition = work.congresses.edition(record.edition_id)
        congress = Congress.model_validate_json(edition.canonical)
        held = work.congresses.find(record.congress_id)
        assert held is not None  # noqa: S101 -- a foreign key says so
        recording = RecordMarks(
            work=work,
            held=held,
            congress=congress,
            pack=self.packs.of(congress),
            by=work.accounts.name_of(edition.received_by),
            at=record.accepted_at,
            new_id=_Ids(record.id),
        )
        return recording, congress


def _lacks_entry(work: Work, document: DocumentRecord) -> bool:
    return document.number is not None and work.register.of_document(document.id) is None
