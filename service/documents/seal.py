"""Sealing: the papers of a set, with everything they were made from, become one version of the congress's file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from service.catalog import Catalog, CongressRecord, DocumentRecord, EditionRecord, Message, SetRecord
from service.congress.rules import load_rule_set
from service.congress.text import number_key
from service.documents.produce import staging_key, staging_of
from service.docx import ENGINE_VERSION
from service.storage import Damaged, OcflRoot, Storage

FORMAT = "vankien/set/1"
"""The format of `manifest.json`; readers of later versions still read this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sealing:
    """What the catalog says about the set to be sealed."""

    record: SetRecord
    congress: CongressRecord
    edition: EditionRecord
    documents: list[DocumentRecord]
    templates: dict[str, bytes]
    head: int
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealSet:
    """Make a rendered set appear in the archive, all of it at once; safe to run twice."""

    catalog: Catalog
    storage: Storage
    archive: OcflRoot

    def __call__(self, message: Message) -> bool:
        """
        Seal the set of a claimed message; false when an earlier edition's set is still in hand.

        Raises `StorageError`, `CatalogUnavailable`.
        """
        with self.catalog.read() as work:
            record = work.sets.find(message.set_id)
            if record is None or record.state != "accepted":
                return True
            if work.sets.earlier_in_hand(record):
                return False
            edition = work.congresses.edition(record.edition_id)
            congress = work.congresses.find(record.congress_id)
            documents = work.sets.documents(record.id)
            account = work.accounts.find(edition.received_by)
            assert congress is not None  # noqa: S101 -- a foreign key says so
            sealing = _Sealing(
                record=record,
                congress=congress,
                edition=edition,
                documents=documents,
                templates={one.template_sha256: work.sets.template(one.template_sha256) for one in documents},
                head=work.sets.newest_version(record.congress_id),
                account=account.name if account else edition.received_by,
            )
        # Every input is frozen in the catalog, the time too: a second run writes the same version.
        version = self.archive.add_version(
            congress.object_id,
            files=self._files(sealing),
            created=edition.received_at,
            message=f"Chốt bộ văn kiện {record.id}, lần nhập {edition.serial}",
            user=sealing.account,
            expected_head=sealing.head,
        )
        if self._record(message, sealing, version.number):
            self.storage.discard(staging_of(record.id))
        return True

    def _files(self, sealing: _Sealing) -> dict[str, bytes]:
        rule_set = load_rule_set(sealing.edition.rule_set)
        files = {paper_path(one): self._staged(one) for one in sealing.documents}
        files |= {
            f"templates/{one.template}.docx": sealing.templates[one.template_sha256]
            for one in sealing.documents
        }
        return files | {
            "edition/received.json": sealing.edition.received,
            "edition/congress.json": sealing.edition.canonical,
            f"rules/{rule_set.key.lower()}.toml": rule_set.source,
            "findings.json": sealing.edition.findings.encode(),
            "manifest.json": _manifest(sealing, rule_set.sha256),
        }

    def _staged(self, document: DocumentRecord) -> bytes:
        content = self.storage.read(staging_key(document))
        if hashlib.sha256(content).hexdigest() != document.sha256:
            raise Damaged(staging_key(document))
        return content

    def _record(self, message: Message, sealing: _Sealing, version: int) -> bool:
        """Whether the claim still held; if not, somebody else seals and still needs the staged papers."""
        congress, record = sealing.congress, sealing.record
        with self.catalog.begin() as work:
            work.sets.lock(record.id)
            if not work.outbox.finish(message):
                return False
            now = work.now()
            work.sets.sealed(record, version=version, at=now)
            work.shelf.place(
                sealing.documents,
                congress_id=congress.id,
                organisation_id=congress.organisation.id,
                lineage=congress.organisation.lineage,
                term=congress.term,
                day=record.accepted_at.date(),
                number_keys=[number_key(one.number) if one.number else None for one in sealing.documents],
            )
            work.audit.note("set_sealed", subject=record.id, at=now)
            work.commit()
        return True


def paper_path(document: DocumentRecord) -> str:
    """The logical path of a paper in its version."""
    return f"papers/{document.file_name}"


def _manifest(sealing: _Sealing, rule_set_sha256: str) -> bytes:
    """What ties every paper to its template, fields, rule set and engine."""
    edition = sealing.edition
    value = {
        "format": FORMAT,
        "set": sealing.record.id,
        "congress": sealing.congress.id,
        "organisation": sealing.congress.organisation.name,
        "term": sealing.congress.term,
        "edition": {
            "id": edition.id,
            "serial": edition.serial,
            "sha256": edition.sha256,
            "received_at": edition.received_at.isoformat(),
        },
        "rule_set": {"key": edition.rule_set, "sha256": rule_set_sha256},
        "engine": ENGINE_VERSION,
        "papers": [_paper(one) for one in sealing.documents],
    }
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def _paper(document: DocumentRecord) -> dict[str, Any]:
    return {
        "id": document.id,
        "path": paper_path(document),
        "kind": document.kind,
        "subject": document.subject,
        "title": document.title,
        "number": document.number,
        "issued_on": document.issued_on.isoformat() if document.issued_on else None,
        "template": document.template,
        "template_sha256": document.template_sha256,
        "fields_sha256": document.fields_sha256,
        "sha256": document.sha256,
        "size": document.size,
    }
