"""
Catching up: the catalog learns of versions that stand in the archive and that nobody recorded.

A version is decided by one file in the archive, and the catalog hears of it afterwards. Whoever writes may die in between,
or freeze so long that the set is given up meanwhile. What stands in the archive is true all the same, and later versions come
after it: so a set that was given up is sealed after all once its version is found.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.archive.putting_back import place_on_shelf
from service.archive.sealed import FIELDS, FORMAT, MANIFEST, is_sealed, papers_of
from service.catalog import Catalog, CongressRecord, DocumentRecord, RenderedRecord, SetRecord, Work
from service.storage import Inventory, OcflRoot


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A set that a version of the archive brought, and of which the catalog does not say so yet."""

    set_id: str
    version: int
    at: dt.datetime
    rendered: tuple[RenderedRecord, ...]

    def record(self, work: Work, record: SetRecord) -> None:
        """The set stands in the archive; what its papers are like may be told there alone, if their makers died."""
        # Before anything is written, as at a seal: two who had both begun would wait for each other.
        work.shelf.make_room(_congress(work, record).term)
        if work.sets.lacks_digests(record.id):
            work.sets.rendered(self.rendered)
        record_sealed(work, record, version=self.version, at=self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUp:
    """Records sets that were given up, or are being given up, and whose version stands; safe to run at any time."""

    catalog: Catalog
    archive: OcflRoot

    def __call__(self, congress_id: str) -> bool:
        """Whether a set that was given up is sealed now. Raises `StorageError`, `CatalogUnavailable`."""
        recorded = [self._record(congress_id, one) for one in self.found(congress_id)]
        return any(recorded)

    def found(self, congress_id: str) -> list[Found]:
        """
        The sets in the versions behind the newest that the catalog knows, in order; a decided version is finished first.

        A version that only files what was entered is left to whoever files it. Raises as the call does.
        """
        with self.catalog.read() as work:
            congress = work.congresses.find(congress_id)
            known = work.sets.newest_version(congress_id)
        head = self.archive.settle(congress.object_id) if congress else None
        if head is None:
            return []
        found = []
        for number in range(known + 1, head.head + 1):
            if not is_sealed(head, number):
                break
            found.append(self._found_at(head, number))
        return found

    def _found_at(self, head: Inventory, number: int) -> Found:
        manifest = json.loads(self.archive.read_of(head, number, MANIFEST))
        papers: tuple[DocumentRecord, ...] = ()
        # Papers of the format before were always recorded before their seal.
        if manifest["format"] == FORMAT:
            printed = self.archive.read_of(head, number, FIELDS)
            papers = papers_of(manifest["set"], manifest["papers"], printed)
        return Found(
            set_id=manifest["set"],
            version=number,
            at=dt.datetime.fromisoformat(manifest["sealed_at"]),
            rendered=tuple(map(_rendered, papers)),
        )

    def of_set(self, set_id: str) -> Found | None:
        """The same for one set, which may still be in hand."""
        with self.catalog.read() as work:
            record = work.sets.find(set_id)
        found = self.found(record.congress_id) if record else []
        return next((one for one in found if one.set_id == set_id), None)

    def _record(self, congress_id: str, found: Found) -> bool:
        with self.catalog.begin() as work:
            work.congresses.lock(congress_id)
            record = work.sets.find(found.set_id)
            if record is None or record.state != "failed":
                return False
            found.record(work, work.sets.lock(record.id))
            work.commit()
        return True


def _rendered(paper: DocumentRecord) -> RenderedRecord:
    """What rendering a paper of the archive gave, but for the time it took."""
    return RenderedRecord(
        document_id=paper.id,
        sha256=paper.sha256 or "",
        fields_sha256=paper.fields_sha256 or "",
        size=paper.size or 0,
        milliseconds=0,
        head=paper.head or "",
        accented=paper.accented or "",
        body=paper.body or "",
    )


def record_sealed(
    work: Work,
    record: SetRecord,
    *,
    version: int,
    at: dt.datetime,
    just_rendered: Sequence[RenderedRecord] = (),
) -> None:
    """
    The set stands in the archive: it is sealed, its papers are found, and its numbers are to be filed.

    The words of papers `just_rendered` are told here; those of others stand in their rows.
    """
    congress = _congress(work, record)
    work.sets.sealed(record, version=version, at=at)
    documents = work.sets.documents(record.id)
    if just_rendered:
        said = {one.document_id: one for one in just_rendered}
        documents = [_with_words(one, said[one.id]) for one in documents]
    place_on_shelf(work, record, congress, documents)
    now = work.now()
    if work.register_log.unfiled(congress.id):
        # Numbers that came with the data are entered; their papers stand in the archive from now on.
        work.outbox.promise("file", record.id, at=now)
    work.audit.note("set_sealed", subject=record.id, at=now)
    told: dict[str, str | int] = {"set": record.id, "congress": congress.id, "organisation": congress.organisation.id,
            "term": congress.term, "version": version}  # fmt: skip
    work.webhooks.announce("set.sealed", told, lineage=congress.organisation.lineage, at=now)


def _congress(work: Work, record: SetRecord) -> CongressRecord:
    found = work.congresses.find(record.congress_id)
    assert found is not None  # noqa: S101 -- a foreign key says so
    return found


def _with_words(document: DocumentRecord, said: RenderedRecord) -> DocumentRecord:
    return replace(document, head=said.head, accented=said.accented, body=said.body)
