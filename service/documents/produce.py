"""Producing: render the papers of one chunk and put them, durably, where they wait for the seal."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from dataclasses import dataclass, replace

from service import traces
from service.archive.proof import Signer
from service.archive.sealed import Printed, digest_of
from service.catalog import Catalog, DocumentRecord, EditionRecord, Message, RenderedRecord
from service.congress.model import Congress
from service.congress.rules import RuleSet
from service.documents.compiled import compiled
from service.documents.failure import Failure, render_failed, took_too_much
from service.documents.fields.unbroken import unbroken
from service.documents.packs import Packs
from service.documents.paper import PlannedPaper
from service.documents.papers import Types, fields_for
from service.documents.parsed import congress_of
from service.documents.qr import FIELD, qr_of
from service.documents.searching import words_said
from service.docx import DocumentProperties, DocxError
from service.storage import Storage


class CannotProduce(Exception):
    """A paper cannot be made from this data and template, however often it is tried."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.en)
        self.failure = failure


class TookTooMuch(MemoryError):
    """Making a paper took more memory than the process may have; a fresh one may do better."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.en)
        self.failure = failure


def staging_of(set_id: str) -> str:
    """Where the rendered papers of a set wait for its seal."""
    return f"staging/sets/{set_id}"


def papers_key(set_id: str, chunk: int) -> str:
    """Where the rendered papers of a chunk wait for the set: one after another, each as long as its row says."""
    return f"{staging_of(set_id)}/{chunk}.papers"


def fields_key(set_id: str, chunk: int) -> str:
    """Where the values that the papers of a chunk printed wait for the set."""
    return f"{staging_of(set_id)}/{chunk}.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProduceDocuments:
    """Render one chunk of a set; safe to run twice, since the same inputs give the same bytes."""

    catalog: Catalog
    storage: Storage
    packs: Packs
    signer: Signer

    def __call__(self, message: Message) -> int | None:
        """
        Do the work of a claimed message; the id of the seal when this chunk was the last one.

        Raises `CannotProduce`, `StorageError`, `CatalogUnavailable`.
        """
        with self.catalog.read() as work:
            documents = work.sets.documents(message.set_id, chunk=message.chunk)
            record = work.sets.find(message.set_id)
            if record is None:
                return None
            edition = work.congresses.edition(record.edition_id)
            wanted = {one.template_sha256 for one in documents}
            templates = {sha256: work.sets.template(sha256) for sha256 in wanted}
        congress = congress_of(edition)
        rule_set, types = self.packs.rule_set(edition.rule_set), self.packs.of(congress).types
        beside = self._beside(message.set_id, documents, types)
        with traces.span("render", papers=len(documents)):
            made = [
                make_paper(
                    document,
                    congress,
                    rule_set,
                    types,
                    edition,
                    templates[document.template_sha256],
                    self.signer,
                    beside,
                )
                for document in documents
            ]
        # I3: durable before any row says so. One file for all, since a disk takes as long for one as for another.
        papers = b"".join(made_of.content for made_of in made)
        printed = b"".join(made_of.printed.line() for made_of in made)
        of = message.set_id, message.chunk
        with traces.span("store", files=2, bytes=len(printed) + len(papers)):
            self.storage.put_all({papers_key(*of): papers, fields_key(*of): printed})
        return self._record(message, [made_of.record for made_of in made])

    def _beside(
        self, set_id: str, documents: list[DocumentRecord], types: Types
    ) -> tuple[DocumentRecord, ...]:
        """Every document of the set, when one of these copies or lists the others."""
        if not any(types[one.template].looks_beside for one in documents):
            return ()
        with self.catalog.read() as work:
            return tuple(work.sets.documents(set_id))

    def _record(self, message: Message, results: list[RenderedRecord]) -> int | None:
        with traces.span("record"), self.catalog.begin() as work:
            # Two last chunks that finish together must not both see the other one waiting.
            work.sets.lock(message.set_id)
            if not work.outbox.finish(message):
                return None
            work.sets.rendered(results)
            seal = None
            if work.sets.waiting(message.set_id) == 0:
                seal = work.outbox.add("seal", message.set_id, at=work.now())
            work.commit()
            return seal


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePaper:
    """A rendered paper, what it printed, and what the catalog keeps of it."""

    content: bytes
    printed: Printed
    record: RenderedRecord


def make_paper(  # noqa: PLR0913, PLR0917 -- what a paper is made of
    document: DocumentRecord,
    congress: Congress,
    rule_set: RuleSet,
    types: Types,
    edition: EditionRecord,
    source: bytes,
    signer: Signer,
    beside: tuple[DocumentRecord, ...],
) -> MadePaper:
    """The paper of `document`: the same bytes for the same arguments, on any machine (I8). Raises `CannotProduce`."""
    began = time.perf_counter()
    others = tuple(planned_paper(one) for one in beside if one.id != document.id)
    paper = replace(planned_paper(document), beside=others)
    fields = unbroken(fields_for(paper, congress, rule_set, types), congress)
    template = compiled(document.template_sha256, source)
    # Drawing a code takes longer than rendering a card: only where the template has a place for it.
    proof = {FIELD: qr_of(document, digest_of(fields), signer)} if FIELD in template.placeholders else {}
    try:
        content = template.render(
            {**fields, **proof}, properties=properties_of(document, congress, edition.received_at)
        )
    except DocxError as error:
        raise CannotProduce(render_failed(document.id, document.title, error)) from error
    except MemoryError as error:
        raise TookTooMuch(took_too_much(document.id, document.title, document.title_en)) from error
    said = words_said(paper, congress, fields, types)
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
    return MadePaper(content=content, printed=printed, record=record)


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
