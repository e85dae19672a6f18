"""
The shelf: sealed papers as they are searched, newest first.

No engine ever sees raw text: `head`, `body` and the tokens of a query are folded by the same functions
(`service.congress.text`), so SQLite and PostgreSQL find the same papers.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update

from service.catalog.asked import SearchWord, ShelfQuery, ShelfScope, Tier
from service.catalog.facets import Counted, Facets
from service.catalog.records import DocumentRecord
from service.catalog.scopes import bounds, tokens_of_row, tokens_of_scope, within
from service.catalog.sets import document_record
from service.catalog.tables import congress, document, document_set, organisation, shelf
from service.catalog.timelimit import time_limit
from service.catalog.words import word_index
from service.catalog.words.placed import PlacedText
from service.catalog.words.vocabulary import Vocabulary

_DOCUMENT = [document.c[name] for name in document.c.keys() if name not in {"head", "accented", "body"}]  # noqa: SIM118 -- keys of a column collection
_RARE = 2_000
"""A word in fewer papers than this is found by its index at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A sealed paper with what a list shows of it."""

    sid: int
    document: DocumentRecord
    congress_id: str
    object_id: str
    version: int
    term: str
    organisation: str
    sealed_at: dt.datetime
    superseded: bool


class Shelf:
    """Sealed papers by term, kind, words and number, within one subtree."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._facets = Facets(connection)
        self._vocabulary = Vocabulary(connection)
        self._words = word_index(connection)

    def place(
        self,
        documents: Sequence[DocumentRecord],
        *,
        congress_id: str,
        organisation_id: str,
        lineage: str,
        term: str,
        day: dt.date,
        number_keys: Sequence[str | None],
    ) -> None:
        """
        Put the papers of a set on the shelf; what stood there for the congress is superseded.

        `day` stands for the day of issue of papers that have none yet.
        """
        above = lineage.strip("/").split("/")[:-1]
        self._facets.add(above, [(term, kind, -n) for kind, n in self._supersede(congress_id)])
        self._facets.add(
            above, [(term, kind, n) for kind, n in Counter(one.kind for one in documents).items()]
        )
        if not documents:
            return
        levels = [*lineage.strip("/").split("/")[1:3], None, None]
        rows = [
            {
                "document_id": one.id,
                "congress_id": congress_id,
                "organisation_id": organisation_id,
                "first_id": levels[0],
                "second_id": levels[1],
                "term": term,
                "kind": one.kind,
                "day": one.issued_on or day,
                "number_key": number_key,
                "head": one.head or "",
                "accented": one.accented or "",
                "pairs": self._words.pairs(one.head or ""),
                "body": (one.body or "") if self._words.keeps_body else "",
            }
            for one, number_key in zip(documents, number_keys, strict=True)
        ]
        placing = insert(shelf).returning(shelf.c.sid, sort_by_parameter_order=True)
        sids = list(self._connection.execute(placing, rows).scalars())
        self._words.place(
            PlacedText(
                sid=sid,
                head=one.head or "",
                accented=one.accented or "",
                body=one.body or "",
                scope=tokens_of_row(term=term, kind=one.kind, lineage=lineage),
            )
            for sid, one in zip(sids, documents, strict=True)
        )
        self._vocabulary.count(f"{one.head or ''} {one.body or ''}".split() for one in documents)
        self._connection.execute(
            update(document)
            .where(document.c.set_id == documents[0].set_id)
            .values(head=None, accented=None, body=None)
        )

    def number(self, document_id: str, number_key: str | None, *, day: dt.date | None = None) -> None:
        """The paper is found by that number and day from now on; by no number when it has lost its own."""
        values: dict[str, object] = {"number_key": number_key} | ({"day": day} if day else {})
        self._connection.execute(update(shelf).where(shelf.c.document_id == document_id).values(**values))

    def _supersede(self, congress_id: str) -> list[tuple[str, int]]:
        """Every paper of a congress so far; how many of each kind."""
        current = (shelf.c.congress_id == congress_id, shelf.c.superseded.is_(False))
        counted = self._connection.execute(
            select(shelf.c.kind, func.count()).where(*current).group_by(shelf.c.kind)
        )
        held = [(kind, n) for kind, n in counted]
        self._connection.execute(update(shelf).where(*current).values(superseded=True))
        return held

    def terms(self, *, lineage: str) -> list[Counted]:
        """`(term, kind, count)` of current papers, newest term first."""
        own = lineage.strip("/").split("/")[-1]
        of_its_own = self._connection.execute(
            select(shelf.c.term, shelf.c.kind, func.count())
            .where(shelf.c.organisation_id == own, shelf.c.superseded.is_(False))
            .group_by(shelf.c.term, shelf.c.kind)
        )
        counted: Counter[tuple[str, str]] = Counter()
        for term, kind, n in (*self._facets.below(own), *of_its_own):
            counted[term, kind] += n
        newest_first = sorted(counted.items(), key=lambda one: one[0][1])
        newest_first.sort(key=lambda one: one[0][0], reverse=True)
        return [(term, kind, n) for (term, kind), n in newest_first]

    def newest(self) -> int:
        """The highest place on the shelf."""
        found: int | None = self._connection.execute(select(func.max(shelf.c.sid))).scalar_one()
        return found or 0

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """Everything looked up in the block is stopped when it takes longer; raises `LookTooLong`."""
        with time_limit(self._connection, seconds):
            yield

    def written_out(self, words: Sequence[SearchWord]) -> tuple[SearchWord, ...]:
        """The words with prefixes as what they stand for; a word without forms is on no paper."""
        return tuple(map(self._vocabulary.expanded, words))

    def sids(self, query: ShelfQuery, tier: Tier, *, before: int | None = None, limit: int) -> list[int]:
        """
        The newest places that match at exactly this tier, at most `limit`, below `before`.

        Words are `written_out` first. Without words and number every paper of the scope matches, at any tier.
        """
        if not query.words:
            conditions = [*_conditions(query), *([] if before is None else [shelf.c.sid < before])]
            found = select(shelf.c.sid).where(*conditions).order_by(shelf.c.sid.desc()).limit(limit)
        elif not all(word.forms for word in query.words):
            return []
        else:
            rarest = min(max(map(self._vocabulary.frequency, word.forms)) for word in query.words)
            found = self._words.matching(
                query.words,
                tier,
                within=_conditions(query),
                tokens=tokens_of_scope(query.scope),
                before=before,
                limit=limit,
                rare=rarest < _RARE,
            )
        return list(self._connection.execute(found).scalars())

    def counted(self, query: ShelfQuery, *, most: int) -> list[Counted]:
        """`(term, kind, count)` of what matches at any tier; of some `most` papers when there are more."""
        if query == ShelfQuery(scope=ShelfScope(lineage=query.scope.lineage)):
            return self.terms(lineage=query.scope.lineage)
        columns = (shelf.c.term, shelf.c.kind)
        if not query.words:
            some = select(*columns).where(*_conditions(query))
        elif not all(word.forms for word in query.words):
            return []
        else:
            some = self._words.anywhere(
                query.words, columns, within=_conditions(query), tokens=tokens_of_scope(query.scope)
            )
        counting = some.limit(most).subquery()
        rows = self._connection.execute(
            select(counting.c.term, counting.c.kind, func.count()).group_by(counting.c.term, counting.c.kind)
        )
        return sorted((term, kind, n) for term, kind, n in rows)

    def heads(self, sids: Sequence[int]) -> dict[int, tuple[str, str]]:
        """The head of each place, folded and with its accents."""
        rows = self._connection.execute(
            select(shelf.c.sid, shelf.c.head, shelf.c.accented).where(shelf.c.sid.in_(sids))
        )
        return {sid: (head, accented) for sid, head, accented in rows}

    def papers(self, sids: Sequence[int]) -> list[Shelved]:
        """The papers at these places, in this order."""
        rows = self._connection.execute(_SHELVED.where(shelf.c.sid.in_(sids)))
        held = {one.sid: one for one in map(_shelved_record, rows)}
        return [held[sid] for sid in sids]

    def document(self, document_id: str, *, lineage: str) -> Shelved | None:
        """The sealed paper with that id, if it lies in the subtree of `lineage`."""
        own = ShelfScope(lineage=lineage, superseded=True)
        row = self._connection.execute(_SHELVED.where(document.c.id == document_id, *within(own))).first()
        return _shelved_record(row) if row else None

    def of_set(self, set_id: str, *, lineage: str) -> list[Shelved]:
        """The sealed papers of one set, in their order."""
        own = ShelfScope(lineage=lineage, superseded=True)
        rows = self._connection.execute(
            _SHELVED.where(document.c.set_id == set_id, *within(own)).order_by(document.c.position)
        )
        return [_shelved_record(row) for row in rows]


_SHELVED: Select[Any] = (
    select(
        *_DOCUMENT,
        shelf.c.sid,
        shelf.c.congress_id,
        shelf.c.term,
        shelf.c.superseded,
        congress.c.object_id,
        document_set.c.version,
        document_set.c.sealed_at,
        organisation.c.name.label("organisation"),
    )
    .select_from(shelf)
    .join(document, document.c.id == shelf.c.document_id)
    .join(document_set, document_set.c.id == document.c.set_id)
    .join(congress, congress.c.id == shelf.c.congress_id)
    .join(organisation, organisation.c.id == shelf.c.organisation_id)
)


def _conditions(query: ShelfQuery) -> list[ColumnElement[bool]]:
    number = [] if query.number_key is None else [shelf.c.number_key == query.number_key]
    return [*within(query.scope), *bounds(query.scope), *number]


def _shelved_record(row: Row[Any]) -> Shelved:
    held = row._mapping  # noqa: SLF001 -- SQLAlchemy's public mapping view
    own = ("sid", "congress_id", "object_id", "version", "term", "organisation", "sealed_at", "superseded")
    return Shelved(document=document_record(row), **{name: held[name] for name in own})
