"""Looking for sealed papers: what stands on the shelf, newest first. Nothing here writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, bindparam, func, select

from service.catalog.among import among
from service.catalog.asked import SearchWord, ShelfQuery, ShelfScope, Tier
from service.catalog.calendar import Calendar
from service.catalog.facets import Counted, Facets
from service.catalog.scopes import bounds, own_id, within
from service.catalog.shelved import SHELVED, Shelved, shelved_record
from service.catalog.tables import document, shelf
from service.catalog.timelimit import time_limit
from service.catalog.words import word_index
from service.catalog.words.vocabulary import Vocabulary

_READ_THROUGH = 50_000
"""A scope with no more papers than this is read through for days."""


class Match(NamedTuple):
    """Where on the shelf a paper stands that matches, and what counts are divided by."""

    sid: int
    term: str
    kind: str


_MATCH = (shelf.c.sid, shelf.c.term, shelf.c.kind)


_OF_ITS_OWN = (
    select(shelf.c.term, shelf.c.kind, func.count())
    .where(shelf.c.organisation_id == bindparam("own"), shelf.c.superseded.is_(False))
    .group_by(shelf.c.term, shelf.c.kind)
)
NEWEST = select(func.max(shelf.c.sid))
"""The highest place on the shelf."""
_SPAN = select(func.min(shelf.c.sid), func.max(shelf.c.sid)).where(shelf.c.term == bindparam("term"))
_HEADS = select(shelf.c.sid, shelf.c.head, shelf.c.accented)


class ShelfView:
    """Sealed papers by term, kind, words and number, within one subtree."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._facets = Facets(connection)
        self._vocabulary = Vocabulary(connection)
        self._words = word_index(connection, self._facets, self.span)
        self._calendar = Calendar(connection)
        self._spans: dict[str | None, tuple[int, int]] = {}

    def terms(self, *, lineage: str) -> list[Counted]:
        """`(term, kind, count)` of current papers, newest term first."""
        own = lineage.strip("/").split("/")[-1]
        of_its_own = self._connection.execute(_OF_ITS_OWN, {"own": own})
        counted: Counter[tuple[str, str]] = Counter()
        for term, kind, n in (*self._facets.below(own), *of_its_own):
            counted[term, kind] += n
        newest_first = sorted(counted.items(), key=lambda one: one[0][1])
        newest_first.sort(key=lambda one: one[0][0], reverse=True)
        return [(term, kind, n) for (term, kind), n in newest_first]

    def newest(self) -> int:
        """The highest place on the shelf."""
        return self.span(None)[1]

    def span(self, term: str | None) -> tuple[int, int]:
        """The lowest and the highest place of a term's papers, or of all there are; read once."""
        if term not in self._spans:
            self._spans[term] = self._found_span(term)
        return self._spans[term]

    def _found_span(self, term: str | None) -> tuple[int, int]:
        if term is None:
            return 1, self._connection.execute(NEWEST).scalar_one() or 0
        lowest, highest = self._connection.execute(_SPAN, {"term": term}).one()
        return lowest or 1, highest or 0

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """Everything looked up in the block is stopped when it takes longer; raises `LookTooLong`."""
        with time_limit(self._connection, seconds):
            yield

    def written_out(self, words: Sequence[SearchWord]) -> tuple[SearchWord, ...]:
        """The words with prefixes as what they stand for; a word without forms is on no paper."""
        return tuple(map(self._vocabulary.expanded, words))

    def matching(
        self, query: ShelfQuery, tier: Tier, *, before: int | None = None, limit: int
    ) -> Sequence[Match]:
        """
        The newest papers that match at exactly this tier, at most `limit`, below place `before`.

        Words are `written_out` first. Without words and number every paper of the scope matches, at any tier.
        """
        if query.words and not all(word.forms for word in query.words):
            return []
        found = (
            self._words.found(query.words, tier, _MATCH, scope=query.scope, before=before, limit=limit)
            if query.words or self._is_told_by_tokens(query)
            else self._listed(query, before, limit)
        )
        # Rows have these names; making a thousand anew takes as long as finding them.
        return cast("Sequence[Match]", found)

    def _is_told_by_tokens(self, query: ShelfQuery) -> bool:
        """Whether the index of words lists the scope best: it knows subtrees and kinds, but no days."""
        scope = query.scope
        if query.number_key is not None or not self._words.tells(scope):
            return False
        if scope.since is None and scope.until is None:
            return True
        return self._facets.total(own_id(scope), term=scope.term, kind=scope.kind) <= _READ_THROUGH

    def _listed(self, query: ShelfQuery, before: int | None, limit: int) -> Sequence[Any]:
        number = [] if query.number_key is None else [shelf.c.number_key == query.number_key]
        below = [] if before is None else [shelf.c.sid < before]
        conditions = [*within(query.scope), *bounds(query.scope), *number, *below]
        newest = select(*_MATCH).order_by(shelf.c.sid.desc())
        has_days = query.scope.since is not None or query.scope.until is not None
        if has_days and query.number_key is None:
            return self._calendar.newest(query.scope, _MATCH, before=before, limit=limit)
        return self._connection.execute(newest.where(*conditions).limit(limit)).all()

    def counted(self, query: ShelfQuery) -> list[Counted] | None:
        """`(term, kind, count)` of what a query finds, if counters know it."""
        scope = query.scope
        if query.words or query.number_key or scope.superseded or scope.since or scope.until:
            return None
        return [
            (term, kind, n)
            for term, kind, n in self.terms(lineage=scope.lineage)
            if scope.term in {None, term} and scope.kind in {None, kind}
        ]

    def heads(self, sids: Sequence[int]) -> dict[int, tuple[str, str]]:
        """The head of each place, folded and with its accents."""
        rows = self._connection.execute(among(self._connection, _HEADS, shelf.c.sid), {"among": sids}).all()
        return {sid: (head, accented) for sid, head, accented in rows}

    def papers(self, sids: Sequence[int]) -> list[Shelved]:
        """The papers at these places, in this order."""
        # All at once: row by row costs as much again as the rows.
        rows = self._connection.execute(among(self._connection, SHELVED, shelf.c.sid), {"among": sids}).all()
        held = {one.sid: one for one in map(shelved_record, rows)}
        return [held[sid] for sid in sids]

    def document(self, document_id: str, *, lineage: str) -> Shelved | None:
        """The sealed paper with that id, if it lies in the subtree of `lineage`."""
        own = ShelfScope(lineage=lineage, superseded=True)
        row = self._connection.execute(SHELVED.where(document.c.id == document_id, *within(own))).first()
        return shelved_record(row) if row else None

    def of_set(self, set_id: str, *, lineage: str) -> list[Shelved]:
        """The sealed papers of one set, in their order."""
        own = ShelfScope(lineage=lineage, superseded=True)
        rows = self._connection.execute(
            SHELVED.where(document.c.set_id == set_id, *within(own)).order_by(document.c.position)
        )
        return [shelved_record(row) for row in rows]
