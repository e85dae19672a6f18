"""Searching the archive, and taking papers out of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from service.archive.asking import words_of
from service.archive.cursor import Behind, Cursor, InWindow, read_cursor
from service.archive.ranking import MOST_COUNTED, WINDOW, Place, ordered, places
from service.catalog import AccountRecord, Catalog, Counted, ShelfQuery, ShelfScope, Shelved, Tier, Work
from service.congress.personal import withheld_templates
from service.congress.text import number_key, slug
from service.storage import Damaged, OcflRoot

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the same set gives the same zip, whenever it is taken
MOST_ZIPPED = 1000
"""Papers of one download; a term of a province is taken out by `vankien archive export`."""

_PAGE = 200
_LONGEST_FOLDER = 80
LOOK_SECONDS = 2.0
"""How long one search may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What somebody looks for; every part may be left out. `person` is a name, wanted as it stands."""

    term: str | None = None
    kind: str | None = None
    organisation: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    person: str = ""
    words: str = ""
    cursor: str | None = None
    superseded: bool = False
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """
    One page of what was found, best first; `cursor` leads to the next one.

    The first page says how many there are in all, `MOST_COUNTED` and one more meaning "more than that", and how they divide
    by term and kind (of those counted).
    """

    papers: tuple[Shelved, ...] = ()
    cursor: str | None = None
    total: int | None = None
    facets: tuple[tuple[str, str, int], ...] = ()


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
        Papers that hold every word (`asking` says how words are meant), best first.

        An organisation is given by id and stands for its subtree. Words that are a number and symbol (`01/NQ-ĐH`) find
        that number, and are words when there is none. Raises `BadCursor`, and `LookTooLong` at the time limit.
        """
        cursor = read_cursor(request.cursor)
        with self.catalog.read() as work, work.shelf.limited(LOOK_SECONDS):
            lineage = self._lineage(work, request, account)
            if lineage is None:
                return Page(total=0)
            query = _query(work, request, lineage)
            return _page(work, query, cursor, request.limit) if query else Page(total=0)

    def _lineage(self, work: Work, request: SearchRequest, account: AccountRecord) -> str | None:
        own = account.organisation.lineage
        if request.organisation is None:
            return own
        below = work.organisations.find(request.organisation)
        return below.lineage if below is not None and below.lineage.startswith(own) else None

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
        return self._zipped(papers, account) if papers else None

    def zip_of_papers(self, ids: Sequence[str], *, account: AccountRecord) -> Iterator[bytes] | None:
        """These papers as one zip, by term and organisation; nothing when one of them is not there to see."""
        with self.catalog.read() as work:
            lineage = account.organisation.lineage
            found = [work.shelf.document(one, lineage=lineage) for one in dict.fromkeys(ids)]
        papers = [one for one in found if one is not None]
        return self._zipped(papers, account, _placed) if len(papers) == len(found) else None

    def zip_of_found(self, request: SearchRequest, *, account: AccountRecord) -> Iterator[bytes]:
        """The best `MOST_ZIPPED` of the papers that a search finds, as one zip. Raises what searching raises."""
        papers: list[Shelved] = []
        asked: SearchRequest | None = dataclasses.replace(request, cursor=None, limit=_PAGE)
        while asked is not None and len(papers) < MOST_ZIPPED:
            page = self.search(asked, account=account)
            papers += page.papers
            asked = dataclasses.replace(asked, cursor=page.cursor) if page.cursor else None
        return self._zipped(papers[:MOST_ZIPPED], account, _placed)

    def _zipped(
        self,
        papers: list[Shelved],
        account: AccountRecord,
        name_of: Callable[[Shelved], str] = lambda paper: paper.document.file_name,
    ) -> Iterator[bytes]:
        sink, taken, left_out = _Sink(), set(), list[str]()
        with zipfile.ZipFile(sink, "w") as packed:
            for paper in papers:
                if not is_readable(paper, account):
                    left_out.append(name_of(paper))
                    continue
                name = name_of(paper)
                if name in taken:
                    name = f"{name.removesuffix('.docx')}.{paper.document.id}.docx"
                taken.add(name)
                # A .docx is deflated already.
                packed.writestr(zipfile.ZipInfo(name, _ZIP_TIME), self.content(paper))
                yield sink.taken()
            if left_out:
                packed.writestr(zipfile.ZipInfo(LEFT_OUT, _ZIP_TIME), _LEFT_OUT_SAID + "\n".join(left_out))
        yield sink.taken()


LEFT_OUT = "KHONG-CO-O-DAY.txt"
"""Names what a zip does not hold because its taker's role does not read it."""

_LEFT_OUT_SAID = (
    "Những văn kiện sau có dữ liệu cá nhân nhạy cảm mà vai trò của bạn không được đọc:\n"
    "The following papers hold sensitive personal data that your role does not read:\n\n"
)


def is_readable(paper: Shelved, account: AccountRecord) -> bool:
    """Whether the role of somebody who may see that there is this paper may read it too."""
    return paper.document.template not in withheld_templates(account.role)


def _placed(paper: Shelved) -> str:
    return f"{paper.term}/{slug(paper.organisation)[:_LONGEST_FOLDER]}/{paper.document.file_name}"


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


def _query(work: Work, request: SearchRequest, lineage: str) -> ShelfQuery | None:
    """What to ask the shelf; nothing when the words leave nothing to look for."""
    scope = ShelfScope(
        lineage=lineage,
        term=request.term,
        kind=request.kind,
        since=request.since,
        until=request.until,
        superseded=request.superseded,
    )
    named = words_of(f'"{request.person}"') if request.person.strip() else ()
    typed = words_of(request.words)
    if (request.words.strip() and not typed) or (request.person.strip() and not named):
        return None
    number = number_key(request.words) if request.words and not named else None
    if number is not None:
        by_number = ShelfQuery(scope=scope, number_key=number)
        if work.shelf.matching(by_number, Tier.NUMBER, limit=1):
            return by_number
    return ShelfQuery(scope=scope, words=work.shelf.written_out((*named, *typed)))


def _page(work: Work, query: ShelfQuery, cursor: Cursor, limit: int) -> Page:
    is_first = cursor == InWindow()
    counters = work.shelf.counted(query) if is_first else None
    # What is found is counted too, unless counters know.
    wanted = MOST_COUNTED + 1 if is_first and counters is None else 0
    following: Cursor | None
    if isinstance(cursor, Behind) or not query.words:
        after = cursor.place if isinstance(cursor, Behind) else None
        found = places(work, query, after=after, limit=max(limit + 1, wanted))
        shown: Sequence[Place] = found[:limit]
        following = Behind(place=shown[-1]) if len(found) > limit else None
    else:
        bound = work.shelf.newest() if cursor.bound is None else cursor.bound
        size = max(WINDOW, limit)
        found = places(work, query, up_to=bound, limit=max(size + 1, wanted))
        shown = ordered(work, found[:size], query.words)[cursor.offset :][:limit]
        following = _following(found[: size + 1], bound, cursor.offset + limit, size)
    return Page(
        papers=tuple(work.shelf.papers([place.sid for place in shown])),
        cursor=str(following) if following else None,
        **(_counted(found, counters) if is_first else {}),
    )


def _following(begun: Sequence[Place], bound: int, offset: int, size: int) -> Cursor | None:
    """
    The page after one of the window that ends at `offset`.

    The window has `size` places; `begun` holds one more when there is one.
    """
    if offset < min(len(begun), size):
        return InWindow(bound=bound, offset=offset)
    return Behind(place=begun[size - 1]) if len(begun) > size else None


def _counted(found: Sequence[Place], counters: Sequence[Counted] | None) -> dict[str, Any]:
    if counters is None:
        divided = Counter((one.term, one.kind) for one in found[: MOST_COUNTED + 1])
        counters = sorted((term, kind, n) for (term, kind), n in divided.items())
    return {"total": min(sum(n for _, _, n in counters), MOST_COUNTED + 1), "facets": tuple(counters)}
