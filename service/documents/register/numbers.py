"""Giving numbers at signing, voiding them, and reading the register."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from service.archive.registered import REGISTER, read_register
from service.catalog import (
    AccountRecord,
    Catalog,
    DocumentRecord,
    NumberRecord,
    RegisterOrder,
    RegisterRow,
    Series,
    Shelved,
    Work,
)
from service.congress.model import Congress
from service.congress.text import number_key
from service.congress.zone import HERE
from service.documents.packs import Packs
from service.documents.register.entries import (
    encode,
    number_given,
    number_voided,
    receivers_of,
    signers_of,
)
from service.documents.register.refusals import (
    DateRefused,
    HasNoNumber,
    NeverNumbered,
    PaperSuperseded,
    RegisterBehind,
)
from service.storage import OcflRoot

MOST_LINES = 5_000
"""Lines that are given out at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The number a paper bears; not `new` when it had it before."""

    number: NumberRecord
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDesk:
    """The register, within the subtree of whoever asks."""

    catalog: Catalog
    archive: OcflRoot
    packs: Packs
    new_id: Callable[[], str] = lambda: str(uuid.uuid4())

    def give(self, document_id: str, *, issued_on: dt.date, account: AccountRecord) -> Given | None:
        """
        Give the paper the next number of its organisation, symbol and year; nothing when it is not theirs to see.

        Numbers run from 01 on 1 January to 31 December (NĐ 30/2020, Điều 15) by the year of `issued_on`. A paper that
        has a number keeps it. Raises `RegisterRefused`, `CatalogUnavailable`, `StorageError`.
        """
        entered = self._entered_in_archive(document_id, account.organisation.lineage)
        with self.catalog.begin() as work:
            paper = work.shelf.document(document_id, lineage=account.organisation.lineage)
            if paper is None:
                return None
            # Two requests for one paper must not both find it without a number.
            work.congresses.lock(paper.congress_id)
            held = work.register.of_document(document_id)
            if held is not None:
                return Given(number=held, new=False)
            data = self._data_of(work, paper)
            _require_numberable(paper, data, issued_on, today=work.now().astimezone(HERE).date())
            # I12: a catalog that lacks what the archive knows gives no number.
            if not work.register_log.knows(entered):
                raise RegisterBehind(paper.object_id)
            congress = work.congresses.find(paper.congress_id)
            assert congress is not None  # noqa: S101 -- a foreign key says so
            series = Series(
                organisation_id=congress.organisation.id,
                symbol=paper.document.symbol,
                year=issued_on.year,
            )
            record = NumberRecord(
                id=self.new_id(),
                organisation_id=series.organisation_id,
                symbol=series.symbol,
                year=series.year,
                number=work.register.next_number(series),
                congress_id=congress.id,
                document_id=document_id,
                state="given",
                issued_on=issued_on,
                signers=signers_of(paper.document, data, self.packs.of(data).types),
                given_at=work.now(),
                given_by=account.name,
                receivers=receivers_of(paper.document, data, self.packs.of(data)),
            )
            work.register.add(record)
            self._bear(work, paper.document, record)
            work.audit.note("number_given", subject=document_id, at=record.given_at, account_id=account.id)
            work.commit()
        return Given(number=record, new=True)

    def void(self, document_id: str, *, reason: str, account: AccountRecord) -> NumberRecord | None:
        """
        Void the paper's number; it stays in the register with the reason, and nobody gets it again.

        Nothing when the paper is not theirs to see. Raises `HasNoNumber`, `CatalogUnavailable`.
        """
        with self.catalog.begin() as work:
            paper = work.shelf.document(document_id, lineage=account.organisation.lineage)
            if paper is None:
                return None
            work.congresses.lock(paper.congress_id)
            held = work.register.of_document(document_id)
            if held is None:
                raise HasNoNumber(document_id)
            now = work.now()
            record = replace(held, state="voided", voided_at=now, voided_by=account.name, reason=reason)
            work.register.change(record)
            work.sets.mark(document_id, number=None, issued_on=None)
            work.shelf.number(document_id, None)
            entry_id = self.new_id()
            content = encode(entry_id, number_voided(record, paper.document))
            work.register_log.enter(record.congress_id, entry_id=entry_id, content=content)
            work.outbox.promise("file", paper.document.set_id, at=now)
            work.audit.note("number_voided", subject=document_id, at=now, account_id=account.id)
            work.commit()
        return record

    def numbers(
        self,
        *,
        account: AccountRecord,
        organisation_id: str | None = None,
        year: int | None = None,
        symbol: str | None = None,
        order: RegisterOrder = "symbol",
        over: int = 0,
        most: int = MOST_LINES,
    ) -> list[RegisterRow]:
        """
        Lines of the register: newest year first, then by symbol, organisation and number, or by organisation first.

        The first `over` are passed over, and at most `most` given.
        """
        with self.catalog.read() as work:
            return work.register.rows(
                lineage=account.organisation.lineage,
                organisation_id=organisation_id,
                year=year,
                symbol=symbol,
                order=order,
                over=over,
                most=most,
            )

    def count(
        self,
        *,
        account: AccountRecord,
        organisation_id: str | None = None,
        year: int | None = None,
        symbol: str | None = None,
    ) -> int:
        """How many lines `numbers` gives in all."""
        with self.catalog.read() as work:
            return work.register.count(
                lineage=account.organisation.lineage,
                organisation_id=organisation_id,
                year=year,
                symbol=symbol,
            )

    def years(self, *, account: AccountRecord) -> list[int]:
        """The years that have numbers, newest first."""
        with self.catalog.read() as work:
            return work.register.years(lineage=account.organisation.lineage)

    def number_of(self, document_id: str) -> NumberRecord | None:
        """The number that a paper bears; whoever asks has seen the paper already."""
        with self.catalog.read() as work:
            return work.register.of_document(document_id)

    def _data_of(self, work: Work, paper: Shelved) -> Congress:
        record = work.sets.find(paper.document.set_id)
        assert record is not None  # noqa: S101 -- a foreign key says so
        return Congress.model_validate_json(work.congresses.edition(record.edition_id).canonical)

    def _entered_in_archive(self, document_id: str, lineage: str) -> list[str]:
        """
        The entries that the archive knows of the paper's organisation.

        A catalog put back from an old copy lacks some of them, and must not give out their numbers again.
        """
        with self.catalog.read() as work:
            paper = work.shelf.document(document_id, lineage=lineage)
            congress = work.congresses.find(paper.congress_id) if paper else None
            objects = work.congresses.objects_of(congress.organisation.id) if congress else []
        entered: list[str] = []
        for object_id in objects:
            head = self.archive.head(object_id)
            if head is not None and REGISTER in head.versions[-1].files:
                entries = read_register(self.archive.read(object_id, head.head, REGISTER))
                entered += [one["id"] for one in entries]
        return entered

    def _bear(self, work: Work, document: DocumentRecord, record: NumberRecord) -> None:
        """The paper bears the number from now on, is found by it, and the archive is to learn of it."""
        work.sets.mark(document.id, number=record.written, issued_on=record.issued_on)
        work.shelf.number(document.id, number_key(record.written), day=record.issued_on)
        entry_id = self.new_id()
        work.register_log.enter(
            record.congress_id, entry_id=entry_id, content=encode(entry_id, number_given(record, document))
        )
        work.outbox.promise("file", document.set_id, at=record.given_at)


def _require_numberable(paper: Shelved, congress: Congress, issued_on: dt.date, *, today: dt.date) -> None:
    if not paper.document.symbol:
        raise NeverNumbered(paper.document.template)
    if paper.superseded:
        raise PaperSuperseded(paper.document.id)
    if issued_on > today or (congress.opened_on and issued_on < congress.opened_on):
        raise DateRefused(earliest=congress.opened_on, latest=today)
