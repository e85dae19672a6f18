"""
Sealing: the papers of a set, with everything they were made from, become one version of the congress's file.

Each was read back when it was made; here it must have the digest it had then.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from service import traces
from service.archive.sealed import (
    CANONICAL,
    FIELDS,
    FINDINGS,
    FORMAT,
    MANIFEST,
    RECEIVED,
    encode,
    lineage_of,
    manifest_paper,
    paper_path,
    read_printed,
)
from service.catalog import (
    Catalog,
    CongressRecord,
    DocumentRecord,
    EditionRecord,
    Message,
    OrganisationRecord,
    RenderedRecord,
    SetRecord,
    Work,
)
from service.documents.catching_up import CatchUp, record_sealed
from service.documents.packs import Packs
from service.documents.parsed import congress_of
from service.documents.produce import MadeChunk, fields_key, papers_key, staging_of
from service.documents.register.filing import carried
from service.docx import ENGINE_VERSION
from service.storage import Damaged, OcflRoot, Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """A set that is to be sealed, as the catalog has it."""

    record: SetRecord
    congress: CongressRecord
    edition: EditionRecord
    never_sealed: list[EditionRecord]
    documents: list[DocumentRecord]
    templates: Mapping[str, bytes]
    organisations: list[OrganisationRecord]
    before: SetRecord | None
    head: int
    account: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SealSet:
    """Make a rendered set appear in the archive, all of it at once; safe to run twice."""

    catalog: Catalog
    storage: Storage
    archive: OcflRoot
    packs: Packs
    catch_up: CatchUp

    def __call__(self, message: Message, made: MadeChunk | None = None) -> bool:
        """
        Seal the set of a claimed message: of papers that were just `made`, all of them, or of those that wait in staging.

        False when an earlier edition's set is still in hand. Whoever dies over papers just made leaves a claim that runs out; the
        next one makes the same again. Raises `StorageError` (`VersionTaken` when the archive is ahead of the catalog),
        `CatalogUnavailable`.
        """
        with self.catalog.read() as work:
            record = work.sets.find(message.set_id)
            if record is None or record.state != "accepted":
                return True
            if work.sets.earlier_in_hand(record):
                return False
            sealing = self.look(work, message, record, made)
        self.write(message, sealing, made)
        return True

    def look(self, work: Work, message: Message, record: SetRecord, made: MadeChunk | None = None) -> Sealing:
        """Everything that is to be sealed, as the catalog has it now, or as it was just made."""
        congress = work.congresses.find(record.congress_id)
        assert congress is not None  # noqa: S101 -- a foreign key says so
        if made is None:
            edition = work.congresses.edition(record.edition_id)
            documents = work.sets.documents(record.id)
            templates: Mapping[str, bytes] = work.sets.templates(one.template_sha256 for one in documents)
        else:
            edition, templates = made.edition, made.templates
            documents = [_rendered(one.document, one.record) for one in made.papers]
        return Sealing(
            record=record,
            congress=congress,
            edition=edition,
            never_sealed=work.congresses.never_sealed(edition),
            documents=documents,
            templates=templates,
            organisations=work.organisations.ancestors(congress.organisation),
            before=(before := work.sets.newest_sealed(record.congress_id)),
            head=work.sets.newest_version(congress.id),
            account=work.accounts.name_of(edition.received_by),
            at=_sealed_at(message, before),
        )

    def write(self, message: Message, sealing: Sealing, made: MadeChunk | None = None) -> None:
        """Put the version into the archive, then tell the catalog."""
        with traces.span("gather", papers=len(sealing.documents)):
            papers = [(one.document, one.content) for one in made.papers] if made else self._staged(sealing)
            printed = b"".join(one.printed for one in made.papers) if made else self._printed(sealing)
            files = self._files(sealing, papers, printed)
        # Every input is frozen in the catalog, the time too: a second run writes the same version.
        with traces.span("archive", files=len(files)):
            version = self.archive.add_version(
                sealing.congress.object_id,
                files={**files, **carried(self.archive, sealing.congress.object_id, sealing.head)},
                created=sealing.at,
                message=f"Chốt bộ văn kiện {sealing.record.id}, lần nhập {sealing.edition.serial}",
                user=sealing.account,
                expected_head=sealing.head,
            )
        if self._record(
            message, sealing, version.number, [one.record for one in made.papers] if made else []
        ):
            self.storage.discard(staging_of(sealing.record.id))
        else:
            # The claim was lost. Whoever took it over may have given the set up; but its version stands now.
            self.catch_up(sealing.congress.id)

    def _files(
        self, sealing: Sealing, papers: Iterable[tuple[DocumentRecord, bytes]], printed: bytes
    ) -> dict[str, bytes]:
        rule_set = self.packs.rule_set(sealing.edition.rule_set)
        files = {paper_path(one): content for one, content in papers}
        files |= {
            f"templates/{one.template}.docx": sealing.templates[one.template_sha256]
            for one in sealing.documents
        }
        return files | {
            RECEIVED[sealing.edition.media_type]: sealing.edition.received,
            CANONICAL: sealing.edition.canonical,
            f"rules/{rule_set.key.lower()}.toml": rule_set.source,
            FINDINGS: sealing.edition.findings.encode(),
            FIELDS: printed,
            MANIFEST: _manifest(sealing, rule_set.sha256),
        }

    def _staged(self, sealing: Sealing) -> Iterator[tuple[DocumentRecord, bytes]]:
        """Every paper with its bytes, which are the ones that were read back (I9)."""
        for chunk, documents in groupby(sealing.documents, key=lambda one: one.chunk):
            key = papers_key(sealing.record.id, chunk)
            papers, begin = self.storage.read(key), 0
            for one in documents:
                content = papers[begin : begin + (one.size or 0)]
                if hashlib.sha256(content).hexdigest() != one.sha256:
                    raise Damaged(key)
                yield one, content
                begin += len(content)

    def _printed(self, sealing: Sealing) -> bytes:
        """What the papers printed, in their order."""
        set_id = sealing.record.id
        chunks = sorted({one.chunk for one in sealing.documents})
        lines = b"".join(self.storage.read(fields_key(set_id, chunk)) for chunk in chunks)
        wanted = [(one.id, one.fields_sha256) for one in sealing.documents]
        if [(one.paper, one.sha256) for one in read_printed(lines)] != wanted:
            raise Damaged(staging_of(set_id))
        return lines

    def _record(
        self, message: Message, sealing: Sealing, version: int, rendered: list[RenderedRecord]
    ) -> bool:
        """Whether the claim still held; if not, somebody else seals and still needs the staged papers."""
        record = sealing.record
        with traces.span("record", version=version), self.catalog.begin() as work:
            work.sets.lock(record.id)
            # I6: whoever lost the claim says nothing; the one who holds it says it once.
            if not work.outbox.finish(message):
                return False
            work.shelf.make_room(sealing.congress.term)
            if rendered:
                work.sets.rendered(rendered, sealed=True)
            record_sealed(work, record, version=version, at=sealing.at, just_rendered=rendered)
            work.commit()
        return True


def _rendered(document: DocumentRecord, record: RenderedRecord) -> DocumentRecord:
    """The document with what rendering it gave."""
    return replace(
        document, sha256=record.sha256, fields_sha256=record.fields_sha256, size=record.size, state="rendered"
    )


def _sealed_at(message: Message, before: SetRecord | None) -> dt.datetime:
    """
    When the seal was promised, or its papers were first begun: either is found again by a second run.

    Never before the set it supersedes.
    """
    began = message.begun_at if message.task == "produce" and message.begun_at else message.created_at
    if before is None or before.sealed_at is None:
        return began
    return max(began, before.sealed_at)


def _manifest(sealing: Sealing, rule_set_sha256: str) -> bytes:
    """What the set is, where it stands, and what ties every paper to its template, fields, rule set and engine."""
    edition = sealing.edition
    return encode(
        {
            "format": FORMAT,
            "set": sealing.record.id,
            "accepted_at": sealing.record.accepted_at.isoformat(),
            "sealed_at": sealing.at.isoformat(),
            "supersedes": sealing.before.id if sealing.before else None,
            "reason": congress_of(edition).reason,
            "congress": sealing.congress.id,
            "organisation": sealing.congress.organisation.name,
            "organisations": lineage_of(sealing.organisations),
            "term": sealing.congress.term,
            "edition": {
                "id": edition.id,
                "serial": edition.serial,
                "sha256": edition.sha256,
                "media_type": edition.media_type,
                "received_at": edition.received_at.isoformat(),
                "received_by": {"id": edition.received_by, "name": sealing.account},
            },
            "never_sealed": [
                {"serial": one.serial, "sha256": one.sha256, "received_at": one.received_at.isoformat()}
                for one in sealing.never_sealed
            ],
            "rule_set": {"key": edition.rule_set, "sha256": rule_set_sha256},
            "engine": ENGINE_VERSION,
            "papers": [manifest_paper(one) for one in sealing.documents],
        }
    )
