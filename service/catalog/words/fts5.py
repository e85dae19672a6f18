"""
Words on SQLite: an FTS5 table of tokens without content, whose row numbers are the shelf's.

FTS5 gives rows in the order of their numbers without sorting, so "newest first" costs nothing. With `detail=none` it keeps
neither places nor columns: the tokens say those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    UnaryExpression,
    column,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.sql import operators, visitors

from service.catalog.asked import SearchWord, ShelfScope, Tier
from service.catalog.scopes import below_root, bounds, within
from service.catalog.tables import shelf
from service.catalog.words.placed import PlacedText
from service.catalog.words.question import All, Asked, Question, question_of
from service.catalog.words.tokens import tokens_of_body, tokens_of_head

_FTS = table("shelf_fts", column("rowid"), column("tokens"))
_ROW, _WORDS = insert(shelf), insert(_FTS)
_PLAIN = re.compile("[a-z0-9._-]{1,60}")
"""What the index takes for one token; no kind, term or organisation is anything else."""


class Fts5Words:
    """The words of the shelf on SQLite."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def place(self, rows: Sequence[Mapping[str, Any]], texts: Iterable[PlacedText]) -> None:
        """Put rows on the shelf and index their texts; the tokens stand in the index alone."""
        self._connection.execute(_ROW, [{**row, "tokens": ""} for row in rows])
        values = [{"rowid": one.sid, "tokens": " ".join(_tokens_of_row(one))} for one in texts]
        self._connection.execute(_WORDS, values)

    def take_in(self) -> None:
        """Nothing to do: what is placed is in the index."""

    def reseat(self, below_root: Mapping[int, Sequence[str]]) -> None:
        """
        Let rows belong to other organisations: by number, those from the first below the root to its own.

        What an index without content holds of a row must be said to take it out: one walk through the index tells it.
        """
        if not below_root:
            return
        say = self._connection.exec_driver_sql
        say("CREATE VIRTUAL TABLE temp.shelf_said USING fts5vocab(main, shelf_fts, instance)")
        say("CREATE TEMP TABLE shelf_moved (sid INTEGER PRIMARY KEY)")
        say("INSERT INTO temp.shelf_moved VALUES (?)", [(sid,) for sid in below_root])
        held = say(
            "SELECT doc, group_concat(term, ' ') FROM temp.shelf_said WHERE doc IN (SELECT sid FROM temp.shelf_moved)"
            " GROUP BY doc"
        ).all()
        say("DROP TABLE temp.shelf_moved")
        say("DROP TABLE temp.shelf_said")
        say(
            "INSERT INTO shelf_fts (shelf_fts, rowid, tokens) VALUES ('delete', ?, ?)",
            [tuple(row) for row in held],
        )
        values = [
            {"rowid": sid, "tokens": " ".join(_reseated(tokens.split(), below_root[sid]))}
            for sid, tokens in held
        ]
        self._connection.execute(_WORDS, values)

    def lay_aside(self) -> None:
        """Nothing to do: a row costs the same, whenever it is indexed."""

    def make(self) -> None:
        """Nothing to do: see `lay_aside`."""

    def make_of(self, _term: str) -> None:
        """Nothing to do: see `lay_aside`."""

    def tells(self, scope: ShelfScope) -> bool:
        """Whether the index knows anything of a scope."""
        return any(_tokens_of_scope(scope))

    def found(
        self,
        words: Sequence[SearchWord],
        tier: Tier,
        columns: Sequence[ColumnElement[Any]],
        *,
        scope: ShelfScope,
        before: int | None,
        limit: int,
    ) -> Sequence[Row[Any]]:
        """
        Columns of the newest rows below number `before` whose words match at exactly this tier.

        At most `limit`, newest first.
        """
        question = question_of(words, tier)
        if question is None:
            return []
        conditions = [*within(scope), *bounds(scope), *question.checks]
        found = (
            select(*columns)
            .select_from(_FTS.join(shelf, shelf.c.sid == _FTS.c.rowid))
            .where(text("shelf_fts MATCH :asked").bindparams(asked=_written(question, scope)))
            .where(*map(_off_the_index, conditions))
        )
        if before is not None:
            found = found.where(_FTS.c.rowid < before)
        return self._connection.execute(found.order_by(_FTS.c.rowid.desc()).limit(limit)).all()


def _tokens_of_row(row: PlacedText) -> set[str]:
    found = tokens_of_head(head=row.head, accented=row.accented).union(tokens_of_body(row.body))
    belongs = (f"@t{row.term}", f"@k{row.kind}", *(f"@o{one}" for one in row.below_root))
    return found.union(one for one in belongs if _PLAIN.fullmatch(one, 2))


def _reseated(tokens: Iterable[str], below_root: Iterable[str]) -> set[str]:
    kept = {one for one in tokens if not one.startswith("@o")}
    return kept.union(f"@o{one}" for one in below_root)


def _tokens_of_scope(scope: ShelfScope) -> Iterator[str]:
    asked = (("@t", scope.term), ("@k", scope.kind), *(("@o", one) for one in below_root(scope)[-1:]))
    return (f"{sign}{one}" for sign, one in asked if one is not None and _PLAIN.fullmatch(one))


def _written(question: Question, scope: ShelfScope) -> str:
    """The question in FTS5's language."""
    tokens = list(_tokens_of_scope(scope))
    if below_root(scope) and question.wanted != All(()):
        # FTS5 walks the list of every token; few papers of a subtree have the words, and their rows tell the rest.
        tokens = tokens[-1:]
    wanted = _said(All((*tokens, question.wanted)))
    return wanted if question.unwanted is None else f"{wanted} NOT {_said(question.unwanted)}"


def _said(asked: Asked) -> str:
    if isinstance(asked, str):
        return f'"{asked}"'
    joint = " AND " if isinstance(asked, All) else " OR "
    return f"({joint.join(filter(None, map(_said, asked.parts)))})" if asked.parts else ""


def _off_the_index(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """
    `condition` with a plus before each column of the shelf, which keeps SQLite from walking an index of the shelf by it.

    It would then ask FTS5 about each row of the scope, one by one.
    """

    def with_plus(element: Any, **_: Any) -> Any:
        is_ours = isinstance(element, Column) and element.table is shelf
        return UnaryExpression(element, operator=operators.custom_op("+")) if is_ours else None

    return visitors.replacement_traverse(condition, {}, with_plus)
