"""Searching the archive, and taking papers out of it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from service.catalog import AccountRecord, Catalog, ShelfQuery, Shelved
from service.congress.text import fold, number_key
from service.storage import Damaged, OcflRoot

_MOST_WORDS = 20
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the same set gives the same zip, whenever it is taken


class BadCursor(Exception):
    """The cursor is not one that a page gave out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What somebody looks for; every part may be left out."""

    term: str | None = None
    kind: str | None = None
    organisation: str | None = None
    words: str = ""
    cursor: str | None = None
    superseded: bool = False
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of what was found, newest first; `cursor` leads to the next one."""

    papers: tuple[Shelved, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The archive as one account may see it."""

    catalog: Catalog
    root: OcflRoot

    def terms(self, *, account: AccountRecord) -> list[tuple[str, str, int]]:
        """`(term, kind, count)`, newest term first."""
        with self.catalog.read() as work:
            return work.shelf.terms(lineage=account.organisation.lineage)

    def search(self, request: SearchRequest, *, account: AccountRecord) -> Page:
        """
        Papers that hold every word (accents and case do not matter), newest first.

        An organisation is given by id and stands for its subtree. Words that are a number and symbol
        (`01/NQ-ĐH`) find that number. Raises `BadCursor`.
        """
        before = _from_cursor(request.cursor)
        with self.catalog.read() as work:
            lineage = account.organisation.lineage
            if request.organisation is not None:
                below = work.organisations.find(request.organisation)
                if below is None or not below.lineage.startswith(lineage):
                    return Page(papers=(), cursor=None)
                lineage = below.lineage
            number = number_key(request.words) if request.words else None
            words = tuple(dict.fromkeys(fold(request.words).split()))[:_MOST_WORDS]
            if request.words.strip() and not words:
                return Page(papers=(), cursor=None)
            query = ShelfQuery(
                lineage=lineage,
                term=request.term,
                kind=request.kind,
                tokens=() if number else words,
                number_key=number,
                before=before,
                superseded=request.superseded,
                limit=request.limit + 1,
            )
            found = work.shelf.find(query)
        more = len(found) > request.limit
        papers = tuple(found[: request.limit])
        return Page(papers=papers, cursor=str(papers[-1].sid) if more else None)

    def paper(self, document_id: str, *, account: AccountRecord) -> Shelved | None:
        """The sealed paper, or nothing when there is none or it is not theirs to see."""
        with self.catalog.read() as work:
            return work.shelf.document(document_id, lineage=account.organisation.lineage)

    def content(self, paper: Shelved) -> bytes:
        """The bytes of the paper, checked against the catalog's digest. Raises `Damaged`, `StorageError`."""
        content = self.root.read(paper.object_id, paper.version, f"papers/{paper.document.file_name}")
        if hashlib.sha256(content).hexdigest() != paper.document.sha256:
            raise Damaged(f"{paper.document.id} is not the paper that was sealed")
        return content

    def zip_of(self, set_id: str, *, account: AccountRecord) -> Iterator[bytes] | None:
        """All papers of a sealed set as one zip, in pieces; nothing when there is no such set to see."""
        with self.catalog.read() as work:
            papers = work.shelf.of_set(set_id, lineage=account.organisation.lineage)
        return self._zipped(papers) if papers else None

    def _zipped(self, papers: list[Shelved]) -> Iterator[bytes]:
        sink = _Sink()
        with zipfile.ZipFile(sink, "w") as packed:
            for paper in papers:
                # A .docx is deflated already.
                packed.writestr(zipfile.ZipInfo(paper.document.file_name, _ZIP_TIME), self.content(paper))
                yield sink.taken()
        yield sink.taken()


class _Sink(io.RawIOBase):
    """Takes what the zip writer writes, to be handed on piece by piece."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]  # the zip writer hands over bytes
        self._held.append(bytes(content))
        return len(content)

    def taken(self) -> bytes:
        """What came since the last time."""
        held, self._held = b"".join(self._held), []
        return held


def _from_cursor(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not cursor.isascii() or not cursor.isdecimal() or len(cursor) > 18:
        raise BadCursor
    return int(cursor)
