"""Producing: render the papers of one chunk, read them back, and put them, durably, where they wait for the seal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from service import traces
from service.archive.proof import Signer
from service.catalog import Catalog, DocumentRecord, EditionRecord, Message, RenderedRecord
from service.documents.agreement import Disagreement
from service.documents.failure import killed_its_process, papers_disagree
from service.documents.packs import Packs
from service.documents.parsed import congress_of
from service.documents.press import CannotProduce, MadePaper, Press
from service.documents.probing import ends_its_process
from service.storage import Storage

MOST_STARTS = 3
"""Claims that ended neither in a result nor in an orderly return, before the set is given up; the last finds out whose fault it is."""


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
class MadeChunk:
    """The papers of one chunk, rendered and read back, and what they were made of; `is_whole`: the set has no others."""

    edition: EditionRecord
    templates: Mapping[str, bytes]
    papers: list[MadePaper]
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProduceDocuments:
    """Render one chunk of a set; safe to run twice, since the same inputs give the same bytes."""

    catalog: Catalog
    storage: Storage
    packs: Packs
    signer: Signer

    def make(self, message: Message) -> MadeChunk | None:
        """
        The papers of a claimed message; nothing when their set is gone.

        Raises `CannotProduce`, `StorageError`, `CatalogUnavailable`.
        """
        with self.catalog.read() as work:
            documents = work.sets.documents(message.set_id, chunk=message.chunk)
            record = work.sets.find(message.set_id)
            if record is None:
                return None
            is_whole = not work.sets.has_other_chunks(message.set_id, message.chunk)
            edition = work.congresses.edition(record.edition_id)
            templates = work.sets.templates(one.template_sha256 for one in documents)
        press = Press.of(edition, congress_of(edition), self.packs, templates, self.signer)
        beside = self._beside(message.set_id, documents, press)
        if message.starts == MOST_STARTS:
            _require_harmless(documents, press, beside)
        with traces.span("render", papers=len(documents)):
            papers = [press.make(document, beside) for document in documents]
        # I9: no row speaks of a paper that does not print what it is said to print.
        with traces.span("read back", papers=len(documents)):
            if press.disagreements(papers):
                raise CannotProduce(papers_disagree(self._all_wrong(message.set_id, press)))
        return MadeChunk(edition=edition, templates=templates, papers=papers, is_whole=is_whole)

    def keep(self, message: Message, made: MadeChunk) -> int | None:
        """
        Put the papers where they wait for the others of their set; the id of the seal when these were the last.

        Raises `StorageError`, `CatalogUnavailable`.
        """
        # I3: durable before any row says so. One file for all, since a disk takes as long for one as for another.
        papers = b"".join(one.content for one in made.papers)
        printed = b"".join(one.printed for one in made.papers)
        of = message.set_id, message.chunk
        with traces.span("store", files=2, bytes=len(printed) + len(papers)):
            self.storage.put_all({papers_key(*of): papers, fields_key(*of): printed})
        return self._record(message, [one.record for one in made.papers])

    def _beside(
        self, set_id: str, documents: list[DocumentRecord], press: Press
    ) -> tuple[DocumentRecord, ...]:
        """Every document of the set, when one of these copies or lists the others."""
        if not any(map(press.looks_beside, documents)):
            return ()
        with self.catalog.read() as work:
            return tuple(work.sets.documents(set_id))

    def _all_wrong(self, set_id: str, press: Press) -> tuple[Disagreement, ...]:
        """Everything in the papers of the set that is not as the data have it, those of other chunks among them."""
        with self.catalog.read() as work:
            documents = work.sets.documents(set_id)
            held = work.sets.templates(one.template_sha256 for one in documents)
        whole = replace(press, templates=held)
        return whole.disagreements([whole.make(one, documents) for one in documents])

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


def _require_harmless(
    documents: Iterable[DocumentRecord], press: Press, beside: tuple[DocumentRecord, ...]
) -> None:
    """Raises `CannotProduce` naming the first paper that ends the process which makes it and reads it back."""
    for one in documents:
        if ends_its_process(partial(_make_and_read_back, press, one, beside)):
            raise CannotProduce(killed_its_process(one.id, one.title, one.title_en))


def _make_and_read_back(press: Press, document: DocumentRecord, beside: tuple[DocumentRecord, ...]) -> None:
    press.disagreements([press.make(document, beside)])
