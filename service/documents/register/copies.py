"""Signed copies: the scan, or the digitally signed file, that came back joins its paper."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

from service.archive.registered import staged_copy
from service.catalog import AccountRecord, Catalog, CopyRecord, DocumentRecord, Shelved
from service.congress.text import printable
from service.documents.register.entries import copy_attached, encode
from service.documents.register.pdf import look_into
from service.documents.register.refusals import CopyRefused
from service.storage import Damaged, OcflRoot, Storage

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """The copy that is kept; not `new` when the same bytes were attached to the paper before."""

    copy: CopyRecord
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyDesk:
    """Signed copies, within the subtree of whoever asks."""

    catalog: Catalog
    storage: Storage
    archive: OcflRoot
    most_bytes: int

    def attach(
        self, document_id: str, content: bytes, *, name: str, account: AccountRecord
    ) -> Attached | None:
        """
        Keep the PDF `content` with the paper, as it is; nothing when the paper is not theirs to see.

        It goes with the number and day that the paper bears now. `name` is what the sender called the file, and only
        shown. Raises `CopyRefused`, `StorageError`, `CatalogUnavailable`; then nothing is kept.
        """
        if len(content) > self.most_bytes:
            raise CopyRefused(("too_large",))
        sha256 = hashlib.sha256(content).hexdigest()
        copy_id = str(uuid.uuid5(uuid.UUID(document_id), sha256))
        with self.catalog.read() as work:
            paper = work.shelf.document(document_id, lineage=account.organisation.lineage)
            held = work.register.copy(copy_id)
            now = work.now()
        if paper is None:
            return None
        if held is not None:
            return Attached(copy=held, new=False)
        pdf = look_into(content)
        staged = staged_copy(copy_id, now)
        # Durable before any row says so.
        self.storage.put(staged, content)
        with self.catalog.begin() as work:
            work.congresses.lock(paper.congress_id)
            held = work.register.copy(copy_id)
            if held is not None:
                return Attached(copy=held, new=False)
            document = work.sets.document(document_id)
            record = CopyRecord(
                id=copy_id,
                document_id=document_id,
                path=path_of(document, sha256),
                staged=staged,
                sha256=sha256,
                size=len(content),
                pages=pdf.pages,
                signatures=pdf.signatures,
                name=shown_name(name),
                number=document.number,
                issued_on=document.issued_on,
                attached_at=now,
                attached_by=account.name,
            )
            work.register.attach(record)
            work.register_log.enter(
                paper.congress_id, entry_id=copy_id, content=encode(copy_id, copy_attached(record, document))
            )
            work.outbox.promise("file", document.set_id, at=record.attached_at)
            told = {"document": document_id, "set": document.set_id, "copy": copy_id}
            congress = work.congresses.find(paper.congress_id)
            assert congress is not None  # noqa: S101 -- a foreign key says so
            work.webhooks.announce("paper.signed", told, lineage=congress.organisation.lineage, at=now)
            work.audit.note(
                "copy_attached", subject=document_id, at=record.attached_at, account_id=account.id
            )
            work.commit()
        return Attached(copy=record, new=True)

    def copies_of(self, document_id: str) -> list[CopyRecord]:
        """The copies of a paper, oldest first; whoever asks has seen the paper already."""
        with self.catalog.read() as work:
            return work.register.copies(document_id)

    def content(self, paper: Shelved, copy: CopyRecord) -> bytes:
        """The bytes of a copy, checked against its digest. Raises `Damaged`, `StorageError`."""
        head = self.archive.head(paper.object_id)
        if head is not None and copy.path in head.versions[-1].files:
            content = self.archive.read_of(head, head.head, copy.path)
        else:
            content = self.storage.read(copy.staged)
        if hashlib.sha256(content).hexdigest() != copy.sha256:
            raise Damaged(f"{copy.id} is not the copy that was attached")
        return content


def path_of(document: DocumentRecord, sha256: str) -> str:
    """Where the copy lies in the archive: `signed/resolution/nghi-quyet-dai-hoi.1a2b3c4d5e6f.pdf`."""
    return f"signed/{document.file_name.removesuffix('.docx')}.{sha256[:12]}.pdf"


def shown_name(name: str) -> str:
    """The sender's name of the file, fit to be shown: no folders, nothing unprintable."""
    kept = printable(name.replace("\\", "/").rpartition("/")[2])
    return kept[:_LONGEST_NAME] or "ban-da-ky.pdf"
