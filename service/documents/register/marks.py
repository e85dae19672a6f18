"""Numbers that come with the data: the register takes note of them, and says where the two do not agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from service.catalog import CongressRecord, DocumentRecord, NumberRecord, Series, Work
from service.congress.finding import Finding
from service.congress.model import Congress, Mark
from service.documents.packs import Pack
from service.documents.register.entries import encode, number_given, receivers_of, signers_of

_TAKEN = (
    "Số {written} năm {year} đã cấp cho văn kiện khác: {title}. Xem lại số này, hoặc để trống để cấp số khi ký.",
    "Number {written} of {year} was given to another paper: {title}. Look at the number, or leave it out and have one"
    " given at signing.",
)
_VOIDED = (
    "Số {written} năm {year} đã hủy nên không dùng lại được. Xem lại số này, hoặc để trống để cấp số khi ký.",
    "Number {written} of {year} was voided and cannot be used again. Look at the number, or leave it out and have one"
    " given at signing.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMarks:
    """Enter the numbers of an edition's data, inside the transaction that accepts the edition."""

    work: Work
    held: CongressRecord
    congress: Congress
    pack: Pack
    by: str
    at: dt.datetime
    new_id: Callable[[], str]

    def __call__(self, papers: Sequence[tuple[DocumentRecord, Mark | None]]) -> tuple[Finding, ...]:
        """
        What stands against the numbers, all of it; nothing may be committed when there is anything.

        The same number for the same paper of an earlier edition agrees: the newer document bears it from now on.
        """
        return tuple(
            fault
            for document, mark in papers
            if mark is not None and mark.number is not None
            for fault in self._record(document, mark, mark.number)
        )

    def _record(self, document: DocumentRecord, mark: Mark, number: int) -> Iterator[Finding]:
        found = self.holder(document, mark, number)
        if found is None:
            self.enter(document, mark, number)
        elif found.state == "voided":
            yield self._fault("marks.number_voided", _VOIDED, mark, found)
        elif self.is_of(found, document):
            self._move(found, document, mark)
        else:
            yield self._fault("marks.number_taken", _TAKEN, mark, found)

    def _year_of(self, mark: Mark) -> int:
        """The year in which the number was given; that of the congress while the paper has no day."""
        day = mark.issued_on or self.congress.closed_on or self.congress.opened_on
        return day.year if day else self.congress.term.start

    def _series(self, document: DocumentRecord, mark: Mark) -> Series:
        return Series(
            organisation_id=self.held.organisation.id, symbol=document.symbol, year=self._year_of(mark)
        )

    def holder(self, document: DocumentRecord, mark: Mark, number: int) -> NumberRecord | None:
        """Who has, or had, the number of the document's series."""
        return self.work.register.find(self._series(document, mark), number)

    def is_of(self, found: NumberRecord, document: DocumentRecord) -> bool:
        """Whether the number was given to this paper, in whichever edition."""
        other = self.work.sets.document(found.document_id)
        same = (other.template, other.subject) == (document.template, document.subject)
        return same and found.congress_id == self.held.id

    def enter(self, document: DocumentRecord, mark: Mark, number: int) -> None:
        """Enter a number that nobody has: the document bears it, and the next one given is higher."""
        series = self._series(document, mark)
        self.work.register.reserve(series, number)
        record = NumberRecord(
            id=self.new_id(),
            organisation_id=series.organisation_id,
            symbol=series.symbol,
            year=series.year,
            number=number,
            congress_id=self.held.id,
            document_id=document.id,
            state="given",
            issued_on=mark.issued_on,
            signers=signers_of(document, self.congress, self.pack.types),
            given_at=self.at,
            given_by=self.by,
            receivers=receivers_of(document, self.congress, self.pack),
        )
        self.work.register.add(record)
        self._note(record, document)

    def _move(self, found: NumberRecord, document: DocumentRecord, mark: Mark) -> None:
        record = replace(found, document_id=document.id, issued_on=mark.issued_on or found.issued_on)
        self.work.register.change(record)
        self._note(record, document)

    def _note(self, record: NumberRecord, document: DocumentRecord) -> None:
        entry_id = self.new_id()
        self.work.register_log.enter(
            self.held.id, entry_id=entry_id, content=encode(entry_id, number_given(record, document))
        )

    def _fault(self, code: str, sentences: tuple[str, str], mark: Mark, found: NumberRecord) -> Finding:
        other = self.work.sets.document(found.document_id)
        vi, en = sentences
        return Finding(
            code=code,
            pointer=f"/marks/{self.congress.marks.index(mark)}/number",
            severity="error",
            figures={"number": found.number, "year": found.year},
            article="Điều 15, Nghị định 30/2020/NĐ-CP",
            vi=vi.format(written=found.written, year=found.year, title=other.title),
            en=en.format(written=found.written, year=found.year, title=other.title_en),
        )
