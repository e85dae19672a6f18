"""Accepting congress data: edition, set, documents and outbox, in one transaction."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service import traces
from service.catalog import (
    AccountRecord,
    Catalog,
    CongressRecord,
    DocumentRecord,
    EditionRecord,
    SetRecord,
    Work,
)
from service.catalog.records import MediaType
from service.congress.finding import Finding
from service.congress.model import Congress, Mark
from service.documents.decided import decided
from service.documents.marks import mark_of
from service.documents.packs import Packs
from service.documents.paper import PlannedPaper
from service.documents.papers import Types, file_name
from service.documents.papers.ballot import BALLOT
from service.documents.papers.conference_ballot import CONFERENCE_BALLOT
from service.documents.plan import Plan
from service.documents.register.marks import RecordMarks
from service.documents.templates import TemplateBook
from service.intake.belonging import congress_of, known_congress
from service.intake.correcting import reason_missing
from service.intake.read import Reading
from service.intake.received import read_received
from service.intake.refused import DataRefused, KeyReused, NotGivenUp, NotYours

CHUNK = 25
"""Documents a task renders, at least: one that is wanted at once never waits behind more than a few of these."""
_MANY = 16 * CHUNK
_OF_MANY = 2 * CHUNK


def chunk_size(papers: int) -> int:
    """How many documents of a set of so many one task renders: each waits for the disk three times, whatever it renders."""
    return _OF_MANY if papers > _MANY else CHUNK


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the data would make, and what is wrong or missing; nothing is stored."""

    reading: Reading
    plan: Plan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """The set that an accepted submission makes; not `new` when the same was sent before."""

    set_id: str
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitCongress:
    """Record an edition of a congress, plan its papers, and promise each that can be made now."""

    catalog: Catalog
    packs: Packs
    new_id: Callable[[], str] = lambda: str(uuid.uuid4())

    def preview(
        self, raw: bytes, media_type: MediaType | None = None, *, account: AccountRecord | None = None
    ) -> Preview:
        """
        Read and plan without storing anything; without a `media_type` the bytes say what they are.

        For an `account` it also says what a correction of papers that stand already lacks.
        """
        return self.look_over(read_received(raw, media_type, packs=self.packs.rule_sets), account=account)

    def look_over(self, reading: Reading, *, account: AccountRecord | None = None) -> Preview:
        """The same of data that were read already."""
        congress = reading.congress
        if congress is None:
            return Preview(reading=reading, plan=None)
        if account is not None:
            reading = reading.with_findings(self._of_correction(reading, congress, account))
        pack = self.packs.of(congress)
        return Preview(reading=reading, plan=pack.plan(congress, reading.findings, reading.rule_set))

    def __call__(
        self, raw: bytes, *, account: AccountRecord, key: str, media_type: MediaType | None = None
    ) -> Submitted:
        """
        Accept the data in `raw` once for each `key` of the account; without a `media_type` the bytes say what they are.

        The data of the set that stands already, under another key, change nothing and lead to that set. Other data for
        the same congress are a correction, and must say why.

        Raises `DataRefused`, `KeyReused`, `NotYours`, or `CatalogUnavailable`; then nothing is stored, and the
        same call may be made again.
        """
        body_sha256 = hashlib.sha256(raw).hexdigest()
        with self.catalog.read() as work:
            answered = work.idempotency.find(account_id=account.id, key=key)
        if answered is not None:
            return self._same(answered.body_sha256, answered.set_id, body_sha256)
        with traces.span("read and check", bytes=len(raw)):
            reading = read_received(raw, media_type, packs=self.packs.rule_sets)
        if reading.congress is None or not reading.is_acceptable:
            raise DataRefused(reading.findings)
        pack = self.packs.of(reading.congress)
        with traces.span("plan"):
            planned = pack.plan(reading.congress, reading.findings, reading.rule_set)
        return self._record(raw, body_sha256, reading, reading.congress, planned, account=account, key=key)

    def again(self, set_id: str, *, account: AccountRecord) -> Submitted:
        """
        Send the data of a set that was given up once more, as a new edition under the templates of today.

        However often it is asked, one new set comes of it. Raises `NotGivenUp` and what sending raises.
        """
        with self.catalog.read() as work:
            record = work.sets.find(set_id, lineage=account.organisation.lineage)
            if record is None or record.state != "failed":
                raise NotGivenUp
            edition = work.congresses.edition(record.edition_id)
        return self(edition.received, account=account, key=f"again/{set_id}", media_type=edition.media_type)

    def _of_correction(
        self, reading: Reading, congress: Congress, account: AccountRecord
    ) -> Iterator[Finding]:
        try:
            with self.catalog.read() as work:
                held_id = known_congress(work, congress, account.organisation)
                standing = work.sets.standing(held_id) if held_id else None
        except NotYours:  # said when it is sent
            return
        if standing is not None and standing[1].sha256 == _digest(reading.canonical):
            return
        if (missing := reason_missing(congress, standing)) is not None:
            yield missing

    def _same(self, held_sha256: str, set_id: str, body_sha256: str) -> Submitted:
        if held_sha256 != body_sha256:
            raise KeyReused
        return Submitted(set_id=set_id, new=False)

    def _record(
        self,
        raw: bytes,
        body_sha256: str,
        reading: Reading,
        congress: Congress,
        planned: Plan,
        *,
        account: AccountRecord,
        key: str,
    ) -> Submitted:
        with traces.span("promise"), self.catalog.begin() as work:
            now = work.now()
            held = congress_of(work, congress, account.organisation)
            standing = work.sets.standing(held.id)
            sent_again = (
                standing[0].id if standing and standing[1].sha256 == _digest(reading.canonical) else None
            )
            set_id = sent_again or self.new_id()
            taken = work.idempotency.claim(
                account_id=account.id, key=key, body_sha256=body_sha256, set_id=set_id, at=now
            )
            if taken is not None:
                return self._same(taken.body_sha256, taken.set_id, body_sha256)
            if sent_again is not None:
                work.commit()
                return Submitted(set_id=set_id, new=False)
            edition = EditionRecord(
                id=self.new_id(),
                congress_id=held.id,
                serial=work.congresses.next_serial(held.id),
                received=raw,
                media_type=reading.media_type,
                canonical=reading.canonical,
                sha256=_digest(reading.canonical),
                rule_set=reading.rule_set.key,
                findings=json.dumps([_as_json(found) for found in reading.findings], ensure_ascii=False),
                received_at=now,
                received_by=account.id,
            )
            work.congresses.add_edition(edition)
            ready = [paper for paper in planned.papers if paper.state == "ready"]
            documents = self._promise(work, set_id, edition, held, congress, ready)
            marked = [(one, mark_of(paper, congress)) for one, paper in zip(documents, ready, strict=True)]
            record_marks = RecordMarks(
                work=work,
                held=held,
                congress=congress,
                pack=self.packs.of(congress),
                by=account.name,
                at=now,
                new_id=self.new_id,
            )
            missing = reason_missing(congress, standing)
            if faults := [*([missing] if missing else []), *record_marks(marked)]:
                raise DataRefused(reading.with_findings(faults).findings)
            # I1, I6: data, promise of work and log entry are durable together, before anybody is told.
            work.audit.note("set_accepted", subject=set_id, at=now, account_id=account.id)
            for ballots in _ballots_to_print(set_id, ready):
                work.audit.note("ballots_to_print", subject=ballots, at=now, account_id=account.id)
            work.commit()
        return Submitted(set_id=set_id, new=True)

    def _promise(
        self,
        work: Work,
        set_id: str,
        edition: EditionRecord,
        held: CongressRecord,
        congress: Congress,
        ready: list[PlannedPaper],
    ) -> list[DocumentRecord]:
        pack = self.packs.of(congress)
        wanted = {paper.template for paper in ready}
        # Whatever is chosen after this moment, the set is made with these files.
        book = decided(work, pack.book, held.organisation.lineage, wanted=wanted)
        work.sets.keep_templates({book[template].sha256: book[template].source for template in wanted})
        size = chunk_size(len(ready))
        documents = [
            self._document(set_id, position, size, paper, mark_of(paper, congress), book, pack.types)
            for position, paper in enumerate(ready)
        ]
        work.sets.add(
            SetRecord(
                id=set_id,
                congress_id=edition.congress_id,
                edition_id=edition.id,
                state="accepted" if ready else "incomplete",
                accepted_at=edition.received_at,
            ),
            documents,
        )
        for chunk in sorted({document.chunk for document in documents}):
            work.outbox.add("produce", set_id, chunk=chunk, at=edition.received_at)
        return documents

    def _document(
        self,
        set_id: str,
        position: int,
        size: int,
        paper: PlannedPaper,
        mark: Mark | None,
        book: TemplateBook,
        types: Types,
    ) -> DocumentRecord:
        return DocumentRecord(
            # The same paper of the same set has the same id, however often it is planned.
            id=str(uuid.uuid5(uuid.UUID(set_id), f"{paper.template}/{paper.subject}")),
            set_id=set_id,
            position=position,
            chunk=position // size,
            template=paper.template,
            template_sha256=book[paper.template].sha256,
            kind=paper.kind,
            subject=paper.subject,
            title=paper.title,
            title_en=paper.title_en,
            source=paper.source,
            symbol=paper.symbol,
            originals=paper.originals,
            file_name=file_name(paper, types),
            number=f"{mark.number:02d}/{paper.symbol}" if mark and mark.number else None,
            issued_on=mark.issued_on if mark else None,
        )


_BALLOTS = (BALLOT.template, CONFERENCE_BALLOT.template)


def _ballots_to_print(set_id: str, ready: list[PlannedPaper]) -> Iterator[str]:
    """What the audit log keeps of each ballot paper: the set, the vote, and how many are printed in all."""
    for paper in ready:
        if paper.template in _BALLOTS:
            yield f"{set_id} {paper.subject} {paper.originals}"


def _digest(canonical: bytes) -> str:
    return hashlib.sha256(canonical).hexdigest()


def _as_json(found: Finding) -> dict[str, object]:
    return {**dataclasses.asdict(found), "figures": dict(found.figures)}
