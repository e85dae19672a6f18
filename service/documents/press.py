"""
The press: the papers of one set, rendered from frozen inputs, and read back before anybody hears of them.

* CannotProduce   a paper cannot be made, or is not as the data have it, however often it is tried
* TookTooMuch     making a paper took more memory than the process may have
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Self

from service.archive.proof import Signer
from service.archive.sealed import Printed, digest_of, read_printed
from service.catalog import DocumentRecord, EditionRecord, RenderedRecord
from service.congress.model import Congress
from service.congress.rules import RuleSet
from service.documents.agreement import Disagreement, PrintedPaper, UnfitPaper, disagreements
from service.documents.compiled import compiled
from service.documents.failure import Failure, paper_refused, render_failed, took_too_much
from service.documents.fields.unbroken import unbroken
from service.documents.packs import Packs
from service.documents.paper import PlannedPaper
from service.documents.papers import Types, fields_for
from service.documents.printed_values import printed_by
from service.documents.qr import FIELD, qr_of
from service.documents.searching import words_said
from service.docx import DocumentProperties, DocxError


class CannotProduce(Exception):
    """A paper cannot be made of this data and template, or is not as the data have it, however often it is tried."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.en)
        self.failure = failure


class TookTooMuch(MemoryError):
    """Making a paper took more memory than the process may have; a fresh one may do better."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.en)
        self.failure = failure


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePaper:
    """A rendered paper, what the archive keeps of the values it printed (a line), and what the catalog keeps of it."""

    document: DocumentRecord
    content: bytes
    printed: bytes
    record: RenderedRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What the papers of a set are made of; `templates` by their digests."""

    congress: Congress
    rule_set: RuleSet
    types: Types
    edition: EditionRecord
    templates: Mapping[str, bytes]
    signer: Signer

    @classmethod
    def of(
        cls,
        edition: EditionRecord,
        congress: Congress,
        packs: Packs,
        templates: Mapping[str, bytes],
        signer: Signer,
    ) -> Self:
        """The press for the papers of `edition`, whose data are `congress`."""
        return cls(
            congress=congress,
            rule_set=packs.rule_set(edition.rule_set),
            types=packs.of(congress).types,
            edition=edition,
            templates=templates,
            signer=signer,
        )

    def looks_beside(self, document: DocumentRecord) -> bool:
        """Whether this paper copies or lists others of its set."""
        return self.types[document.template].looks_beside

    def make(self, document: DocumentRecord, beside: Iterable[DocumentRecord] = ()) -> MadePaper:
        """
        The paper of `document`; `beside` are the documents of its set, which are looked at where it copies or lists others.

        The same bytes for the same arguments, on any machine (I8). Raises `CannotProduce`, `TookTooMuch`.
        """
        began = time.perf_counter()
        # Planning a thousand others for each of a thousand cards would take longer than the cards.
        looked_at = beside if self.looks_beside(document) else ()
        others = tuple(planned_paper(one) for one in looked_at if one.id != document.id)
        paper = replace(planned_paper(document), beside=others)
        fields = unbroken(fields_for(paper, self.congress, self.rule_set, self.types), self.congress)
        content = self._rendered(document, fields)
        said = words_said(paper, self.congress, fields, self.types)
        printed = Printed(paper=document.id, fields=fields, said=said)
        found_by = said.folded()
        record = RenderedRecord(
            document_id=document.id,
            sha256=hashlib.sha256(content).hexdigest(),
            fields_sha256=printed.sha256,
            size=len(content),
            milliseconds=round(1000 * (time.perf_counter() - began)),
            head=found_by.head,
            accented=found_by.accented,
            body=found_by.body,
        )
        return MadePaper(document=document, content=content, printed=printed.line(), record=record)

    def _rendered(self, document: DocumentRecord, fields: Mapping[str, object]) -> bytes:
        template = compiled(document.template_sha256, self.templates[document.template_sha256])
        # Drawing a code takes longer than rendering a card: only where the template has a place for it.
        if FIELD in template.placeholders:
            fields = {**fields, FIELD: qr_of(document, digest_of(fields), self.signer)}
        properties = properties_of(document, self.congress, self.edition.received_at)
        try:
            return template.render(fields, properties=properties)
        except DocxError as error:
            raise CannotProduce(render_failed(document.id, document.title, error)) from error
        except MemoryError as error:
            raise TookTooMuch(took_too_much(document.id, document.title, document.title_en)) from error

    def disagreements(self, made: Iterable[MadePaper]) -> tuple[Disagreement, ...]:
        """Where these papers, read back, are not as the data have it. Raises `CannotProduce` for what no paper may hold."""
        papers = [
            PrintedPaper(
                document_id=one.document.id,
                paper=planned_paper(one.document),
                content=one.content,
                fields=next(read_printed(one.printed)).fields,
                printed=printed_by(
                    one.document.template_sha256, self.templates[one.document.template_sha256]
                ),
            )
            for one in made
        ]
        try:
            return disagreements(papers, self.congress, self.rule_set, self.types)
        except UnfitPaper as unfit:
            of, why = unfit.paper.paper, unfit.__cause__ or unfit
            failure = paper_refused(unfit.paper.document_id, of.title, of.title_en, why)
            raise CannotProduce(failure) from unfit


def read_ahead(packs: Packs) -> None:
    """
    Read the templates of the program, as the first paper of each would: it takes a second for all.

    What is forked from this process has them. One that is broken is no trouble here: who needs it is told.
    """
    for pack in packs.packs.values():
        for file in pack.book.templates.values():
            with suppress(DocxError):
                compiled(file.sha256, file.source)
                printed_by(file.sha256, file.source)


def planned_paper(document: DocumentRecord) -> PlannedPaper:
    """The plan's view of a document that is being made."""
    return PlannedPaper(
        template=document.template,
        kind=document.kind,  # type: ignore[arg-type]  # the plan wrote it
        subject=document.subject,
        source=document.source,
        title=document.title,
        title_en=document.title_en,
        symbol=document.symbol,
        originals=document.originals,
        state="ready",
    )


def properties_of(
    document: DocumentRecord, congress: Congress, received_at: dt.datetime
) -> DocumentProperties:
    """The properties Word shows; the time is the edition's, so that a second rendering gives the same bytes."""
    return DocumentProperties(
        title=document.title,
        subject=congress.organisation.name,
        creator=congress.organisation.name,
        created=received_at,
    )
