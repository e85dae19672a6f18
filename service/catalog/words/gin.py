"""
Words on PostgreSQL: one GIN index over the tokens of a row.

The index takes the words of the head and the tokens that a row keeps ready-made (`array_to_tsvector`; PostgreSQL's own parser
never sees the text). A GIN index answers with all rows that match, in no order, and nobody wants all: rows carry two tokens more, `@b...` and `@c...`, for the
blocks of numbers they lie in. The newest blocks are asked first, as far as `windows` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    literal_column,
    select,
    text,
)

from service.catalog.asked import SearchWord, ShelfScope, Tier
from service.catalog.bulk import insert_all
from service.catalog.facets import Facets
from service.catalog.scopes import below_root, current, of_days, own_id, subtree
from service.catalog.tables import shelf
from service.catalog.terms import quoted, say_plainly
from service.catalog.words.placed import PlacedText
from service.catalog.words.question import All, Asked, Either, Question, question_of
from service.catalog.words.tokens import tokens_beside_words
from service.catalog.words.vocabulary import Vocabulary
from service.catalog.words.windows import FEW, FREQUENT, Estimate, Looking, Window

WORDS = """array_to_tsvector(array_remove(
        string_to_array(head, ' ')
        || string_to_array(accented, ' ')
        || string_to_array(tokens, ' ')
        || ARRAY[
            '@k' || kind, '@o' || organisation_id, coalesce('@o' || first_id, ''), coalesce('@o' || second_id, ''),
            '@b' || CAST(sid >> 12 AS text), '@c' || CAST(sid >> 15 AS text)],
        ''))"""
"""The indexed expression, as the migration writes it."""

INDEX = "ix_shelf_words"
_TAKE_IN = text(
    "SELECT gin_clean_pending_list(inhrelid) FROM pg_inherits WHERE inhparent = to_regclass(:index)"
)
_ROOM = "SET LOCAL maintenance_work_mem = '512MB'"
"""What the making of an index may hold; with less it writes the same lists again and again."""


_MOST_NAMED = 50
"""Organisations that a question names; where a deep one has more below it, all papers of the upper union are read."""

Span = Callable[[str | None], tuple[int, int]]
"""The lowest and highest place of a term, or of all."""


class GinWords:
    """The words of the shelf on PostgreSQL."""

    def __init__(self, connection: Connection, facets: Facets, span: Span) -> None:
        self._connection = connection
        self._vocabulary = Vocabulary(connection)
        self._facets = facets
        self._span = span
        self._estimates: dict[tuple[ShelfScope, tuple[SearchWord, ...]], Estimate] = {}
        self._owners: dict[str, Asked] = {}

    def place(self, rows: Sequence[Mapping[str, Any]], texts: Iterable[PlacedText]) -> None:
        """Put rows on the shelf with the tokens of their texts, of which the index is made."""
        tokens = (" ".join(tokens_beside_words(head=one.head, body=one.body)) for one in texts)
        insert_all(
            self._connection, shelf, [{**row, "tokens": one} for row, one in zip(rows, tokens, strict=True)]
        )

    def reseat(self, below_root: Mapping[int, Sequence[str]]) -> None:
        """Nothing to do: the index follows the rows."""

    def lay_aside(self) -> None:
        """Do without the index: many rows are to come."""
        say_plainly(self._connection, f"DROP INDEX IF EXISTS {INDEX}")

    def make(self) -> None:
        """Make the index over the rows that are there, unless it is there; what `make_of` made is part of it."""
        say_plainly(self._connection, _ROOM)
        say_plainly(self._connection, f"CREATE INDEX IF NOT EXISTS {INDEX} ON shelf USING gin ({WORDS})")

    def make_of(self, term: str) -> None:
        """Make the part of one term: several may be made at once, each by a process."""
        index, table = quoted(f"{INDEX}_{term}"), quoted(f"shelf_{term}")
        say_plainly(self._connection, _ROOM)
        say_plainly(self._connection, f"CREATE INDEX IF NOT EXISTS {index} ON {table} USING gin ({WORDS})")

    def take_in(self) -> None:
        """Merge into the index what waits beside it, term by term."""
        self._connection.execute(_TAKE_IN, {"index": INDEX})

    def tells(self, scope: ShelfScope) -> bool:
        """Whether the index knows anything of a scope; terms are tables of their own."""
        return scope.kind is not None or bool(below_root(scope))

    def found(
        self,
        words: tuple[SearchWord, ...],
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
        estimate = self._estimate(words, scope)
        top = estimate.newest + 1 if before is None else min(before, estimate.newest + 1)
        looking = Looking(estimate=estimate, top=top, limit=limit)
        found: list[Row[Any]] = []
        while (window := looking.next_window(len(found))) is not None:
            asked = _written(
                question, scope, self._owner(scope), window, kind_is_frequent=estimate.kind_is_frequent
            )
            matching = (
                select(shelf.c.sid, *columns)
                .where(_MATCHES.bindparams(asked=asked), _HIDDEN_SID < window.behind)
                .where(*_beside_the_tokens(scope), *question.checks)
                .cte("matching")
                .prefix_with("MATERIALIZED")
            )
            wanted = [matching.c[one.name] for one in columns]
            newest = select(*wanted).order_by(matching.c.sid.desc()).limit(limit - len(found))
            found += self._connection.execute(newest).all()
        return found

    def _owner(self, scope: ShelfScope) -> Asked:
        """
        What says that a row belongs to the scope's subtree, or to one not far above it.

        A row bears its own organisation and the first two below the root: of what lies deeper every organisation is named.
        """
        if scope.lineage not in self._owners:
            self._owners[scope.lineage] = self._found_owner(scope)
        return self._owners[scope.lineage]

    def _found_owner(self, scope: ShelfScope) -> Asked:
        below = below_root(scope)
        if len(below) <= 2:
            return All(tuple(f"@o{one}" for one in below[-1:]))
        named = self._connection.execute(subtree(scope).limit(_MOST_NAMED + 1)).scalars().all()
        if not named or len(named) > _MOST_NAMED:
            return f"@o{below[1]}"
        return Either(tuple(f"@o{one}" for one in named))

    def _estimate(self, words: tuple[SearchWord, ...], scope: ShelfScope) -> Estimate:
        if (known := self._estimates.get((scope, words))) is None:
            known = self._estimates[scope, words] = self._estimated(words, scope)
        return known

    def _estimated(self, words: tuple[SearchWord, ...], scope: ShelfScope) -> Estimate:
        _, everywhere = self._span(None)
        # A term is closed for good: its papers lie together, the newest of all somewhere else.
        lowest, newest = self._span(scope.term)
        within = max(1, newest - lowest + 1)
        everywhere = max(1, everywhere)
        own = own_id(scope)
        papers = self._facets.total(own, term=scope.term, kind=scope.kind)
        of_any_kind = papers if scope.kind is None else self._facets.total(own, term=scope.term, kind=None)
        counted = self._vocabulary.frequencies(words)
        rarest = min([papers, *counted])
        tokens = [0, *counted, *([papers] if below_root(scope) else [])]
        is_misled = rarest > FEW and max(tokens) > FREQUENT * everywhere
        return Estimate(
            newest=newest,
            rows=everywhere if is_misled else rarest,
            share=papers / within * prod(min(1.0, n / everywhere) for n in counted),
            is_counted=not words,
            kind_is_frequent=bool(words) and papers > FREQUENT * of_any_kind,
        )


_HIDDEN_SID: ColumnElement[int] = shelf.c.sid + literal_column("0")
"""What the planner cannot look up in another index: it would then read the text of each row it finds there."""


_MATCHES = text(f"{WORDS} @@ CAST(:asked AS tsquery)")


def _written(
    question: Question, scope: ShelfScope, owner: Asked, window: Window, *, kind_is_frequent: bool
) -> str:
    """The question in the language of `tsquery`."""
    # No kind is longer, and no token may be.
    kind = [] if scope.kind is None or kind_is_frequent else [f"@k{scope.kind[:100]}"]
    wanted = _said(All((*kind, owner, question.wanted)))
    if window.blocks:
        wanted += f" & ({' | '.join(map(_lexeme, window.blocks))})"
    return wanted if question.unwanted is None else f"{wanted} & !{_said(question.unwanted)}"


def _said(asked: Asked) -> str:
    if isinstance(asked, str):
        return _lexeme(asked)
    joint = " & " if isinstance(asked, All) else " | "
    return f"({joint.join(filter(None, map(_said, asked.parts)))})" if asked.parts else ""


def _lexeme(token: str) -> str:
    doubled = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def _beside_the_tokens(scope: ShelfScope) -> Iterator[ColumnElement[bool]]:
    """The rest of the scope, said so that it leads to no other index; only the term leads to its table."""
    if scope.term is not None:
        yield shelf.c.term == scope.term
    if len(below_root(scope)) > 2:
        yield (shelf.c.organisation_id + "").in_(subtree(scope))
    if scope.kind is not None:
        yield shelf.c.kind + "" == scope.kind
    yield from of_days(scope, shelf.c.day + literal_column("0"))
    yield from current(scope)
