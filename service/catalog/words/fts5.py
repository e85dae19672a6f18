"""
Words on SQLite: an FTS5 table without content, whose row numbers are the shelf's.

FTS5 gives rows in the order of their numbers without sorting, so "newest first" costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    UnaryExpression,
    column,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.sql import operators, visitors

from service.catalog.asked import SearchWord, Tier
from service.catalog.tables import shelf
from service.catalog.words.placed import PlacedText

_FTS = table("shelf_fts", *(column(name) for name in ("rowid", "head", "accented", "body", "scope")))


class Fts5Words:
    """The words of the shelf on SQLite."""

    # The text of a paper is in the index and nowhere else.
    keeps_body = False

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pairs(self, _head: str) -> str:
        """FTS5 finds phrases by itself."""
        return ""

    def place(self, rows: Iterable[PlacedText]) -> None:
        """Index new rows of the shelf."""
        values = [
            {
                "rowid": row.sid,
                "head": row.head,
                "accented": row.accented,
                "body": row.body,
                "scope": row.scope,
            }
            for row in rows
        ]
        self._connection.execute(insert(_FTS), values)

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

        `within` are conditions on the shelf, `tokens` those of them that the index knows too. FTS5 needs no hint that
        some word is `rare`.
        """
        _ = rare
        found = self._matching(_at_tier(words, tier), [shelf.c.sid], within, tokens)
        if before is not None:
            found = found.where(_FTS.c.rowid < before)
        return found.order_by(_FTS.c.rowid.desc()).limit(limit)

    def anywhere(
        self,
        words: Sequence[SearchWord],
        columns: Sequence[ColumnElement[Any]],
        *,
        within: Sequence[ColumnElement[bool]],
        tokens: Sequence[str],
    ) -> Select[Any]:
        """Asks for columns of the shelf where the words match at any tier, in no order."""
        return self._matching(" AND ".join(map(_anywhere, words)), columns, within, tokens)

    def _matching(
        self,
        asked: str,
        columns: Sequence[ColumnElement[Any]],
        within: Sequence[ColumnElement[bool]],
        tokens: Sequence[str],
    ) -> Select[Any]:
        if tokens:
            asked = f"(scope : ({_all(tokens)})) AND ({asked})"
        return (
            select(*columns)
            .select_from(_FTS.join(shelf, shelf.c.sid == _FTS.c.rowid))
            .where(text("shelf_fts MATCH :asked").bindparams(asked=asked), *map(_off_the_index, within))
        )


def _off_the_index(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """
    `condition` with a plus before each column of the shelf, which keeps SQLite from walking an index of the shelf by it.

    It would then ask FTS5 about each row of the scope, one by one.
    """

    def with_plus(element: Any, **_: Any) -> Any:
        is_ours = isinstance(element, Column) and element.table is shelf
        return UnaryExpression(element, operator=operators.custom_op("+")) if is_ours else None

    return visitors.replacement_traverse(condition, {}, with_plus)


def _at_tier(words: Sequence[SearchWord], tier: Tier) -> str:
    """The words at a tier and at none before it, in FTS5's language."""
    if tier is Tier.TEXT:
        anywhere = " AND ".join(map(_anywhere, words))
        return f"({anywhere}) NOT ({_in_head(words)})"
    if tier is Tier.HEAD and _has_accents(words):
        return f"({_in_head(words)}) NOT ({_with_accents(words)})"
    return _with_accents(words) if tier is Tier.ACCENTED else _in_head(words)


def _has_accents(words: Sequence[SearchWord]) -> bool:
    return any(word.accented for word in words)


def _in_head(words: Sequence[SearchWord]) -> str:
    return " AND ".join(f"({_forms(word, 'head')}){_strictly(word)}" for word in words)


def _with_accents(words: Sequence[SearchWord]) -> str:
    return " AND ".join(f"({_forms(word, 'head')}){_accents(word)}" for word in words)


def _anywhere(word: SearchWord) -> str:
    # Accents are kept for heads alone.
    return f"({_forms(word, 'head')}){_strictly(word)}" if word.strict else f"({_forms(word, '{head body}')})"


def _strictly(word: SearchWord) -> str:
    return _accents(word) if word.strict else ""


def _accents(word: SearchWord) -> str:
    return f" AND (accented : {_quoted(' '.join(word.accented))})" if word.accented else ""


def _forms(word: SearchWord, where: str) -> str:
    return f"{where} : ({' OR '.join(_quoted(' '.join(form)) for form in word.forms)})"


def _all(tokens: Sequence[str]) -> str:
    return " AND ".join(map(_quoted, tokens))


def _quoted(tokens: str) -> str:
    return f'"{tokens}"'
