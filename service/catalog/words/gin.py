"""
Words on PostgreSQL: GIN indexes over expressions of the shelf's own columns.

The planner cannot know whether the newest rows hold a word often or never, so it is not asked: the newest rows of the
scope are looked at one by one first, and only what is rarer than that goes through the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    func,
    literal,
    not_,
    or_,
    select,
    text,
    true,
)

from service.catalog.asked import Phrase, SearchWord, Tier
from service.catalog.tables import shelf
from service.catalog.words.placed import PlacedText

_PROBED = {Tier.ACCENTED: 8_000, Tier.HEAD: 8_000, Tier.TEXT: 1_500}
"""How many of the newest rows are looked at before the index is asked; bodies are long."""

_SIMPLE = text("'simple'")
HEAD: ColumnElement[Any] = func.to_tsvector(
    _SIMPLE, shelf.c.head + text("' '") + shelf.c.accented + text("' '") + shelf.c.pairs
)
BODY: ColumnElement[Any] = func.to_tsvector(_SIMPLE, shelf.c.head + text("' '") + shelf.c.body)
"""The indexed expressions, letter by letter as the migration writes them."""


class GinWords:
    """The words of the shelf on PostgreSQL."""

    # The index is made over the text of the row.
    keeps_body = True

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pairs(self, head: str) -> str:
        """
        Each two neighbours of the head as one token: phrases of frequent words are found at once.

            >>> GinWords(None).pairs("dai hoi cong doan")
            'dai0hoi hoi0cong cong0doan'
        """
        return " ".join(dict.fromkeys(_pair(left, right) for left, right in pairwise(head.split())))

    def place(self, rows: Iterable[PlacedText]) -> None:
        """Nothing to do: the indexes follow the rows."""

    def matching(
        self,
        words: Sequence[SearchWord],
        tier: Tier,
        *,
        within: Sequence[ColumnElement[bool]],
        tokens: Sequence[str],
        before: int | None,
        limit: int,
        rare: bool,
    ) -> Select[tuple[int]]:
        """
        Asks for the newest row numbers below `before` whose words match at exactly this tier, at most `limit`.

        `within` are conditions on the shelf. When some word is `rare`, looking at the newest rows is skipped.
        """
        _ = tokens
        bounds = [*within, *([] if before is None else [shelf.c.sid < before])]
        bounds += [shelf.c.body != ""] if tier is Tier.TEXT else []
        if not rare:
            newest = select(shelf).where(*bounds).order_by(shelf.c.sid.desc()).limit(_PROBED[tier]).subquery()
            seen = (
                select(newest.c.sid)
                .where(_at_tier(newest, words, tier))
                .order_by(newest.c.sid.desc())
                .limit(limit)
            )
            if len(self._connection.execute(seen).all()) == limit:
                return seen
        vector = BODY if tier is Tier.TEXT else HEAD
        indexed = vector.op("@@")(func.to_tsquery(_SIMPLE, _tsquery(words, paired=tier is not Tier.TEXT)))
        matching = (
            select(shelf.c.sid)
            .where(*bounds, indexed, _at_tier(shelf, words, tier))
            .cte("matching")
            .prefix_with("MATERIALIZED")
        )
        return select(matching.c.sid).order_by(matching.c.sid.desc()).limit(limit)

    def anywhere(
        self,
        words: Sequence[SearchWord],
        columns: Sequence[ColumnElement[Any]],
        *,
        within: Sequence[ColumnElement[bool]],
        tokens: Sequence[str],
    ) -> Select[Any]:
        """Asks for columns of the shelf where the words match at any tier, in no order."""
        _ = tokens
        in_head = HEAD.op("@@")(func.to_tsquery(_SIMPLE, _tsquery(words, paired=True)))
        in_text = BODY.op("@@")(func.to_tsquery(_SIMPLE, _tsquery(words, paired=False)))
        indexed = or_(in_head, and_(shelf.c.body != "", in_text))
        return select(*columns).where(*within, indexed, _Read(shelf).anywhere(words))


def _pair(left: str, right: str) -> str:
    # The parser of PostgreSQL splits at every joint but a letter or a digit.
    return f"{left}0{right}"


class _Read:
    """The words as conditions on the text of rows: what the indexes narrow down, they decide."""

    def __init__(self, rows: FromClause) -> None:
        self._head, self._accented, self._body = (
            literal(" ") + rows.c[name] + literal(" ") for name in ("head", "accented", "body")
        )

    def in_head(self, words: Sequence[SearchWord]) -> ColumnElement[bool]:
        return and_(*(and_(self._forms(word, self._head), self._strictly(word)) for word in words))

    def with_accents(self, words: Sequence[SearchWord]) -> ColumnElement[bool]:
        return and_(*(and_(self._forms(word, self._head), self._accents(word)) for word in words))

    def anywhere(self, words: Sequence[SearchWord]) -> ColumnElement[bool]:
        # Accents are kept for heads alone.
        return and_(
            *(
                and_(self._forms(word, self._head), self._accents(word))
                if word.strict
                else self._forms(word, self._head, self._body)
                for word in words
            )
        )

    def _forms(self, word: SearchWord, *texts: ColumnElement[str]) -> ColumnElement[bool]:
        return or_(*(one.like(f"% {' '.join(form)} %") for form in word.forms for one in texts))

    def _accents(self, word: SearchWord) -> ColumnElement[bool]:
        return self._accented.like(f"% {' '.join(word.accented)} %") if word.accented else true()

    def _strictly(self, word: SearchWord) -> ColumnElement[bool]:
        return self._accents(word) if word.strict else true()


def _at_tier(rows: FromClause, words: Sequence[SearchWord], tier: Tier) -> ColumnElement[bool]:
    """The words at a tier and at none before it."""
    read = _Read(rows)
    if tier is Tier.TEXT:
        return and_(read.anywhere(words), not_(read.in_head(words)))
    if tier is Tier.HEAD and any(word.accented for word in words):
        return and_(read.in_head(words), not_(read.with_accents(words)))
    return read.with_accents(words) if tier is Tier.ACCENTED else read.in_head(words)


def _tsquery(words: Sequence[SearchWord], *, paired: bool) -> str:
    """What an index narrows the rows to."""
    return " & ".join(f"({' | '.join(_all(form, paired=paired) for form in word.forms)})" for word in words)


def _all(form: Phrase, *, paired: bool) -> str:
    neighbours = [_pair(left, right) for left, right in pairwise(form)] if paired else []
    return "(" + " & ".join(f"'{one}'" for one in (*form, *neighbours)) + ")"
