"""
Papers by their days, newest on the shelf first, however wide the span.

The index of days gives papers in the order of days, and lists show the newest sealed first: a span of years would have to be
sorted whole. The shelf is cut into blocks of places, and a counter says how many papers of each month lie in each: so the
newest blocks that hold papers of the span are known, and only those are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, func, select

from service.catalog.asked import ShelfScope
from service.catalog.scopes import bounds, of_days, within
from service.catalog.tables import shelf, shelf_month
from service.catalog.upsert import add_counts

BLOCK_BITS: Final = 12
"""A block is of 4,096 places: read in a few milliseconds. The migration writes the same."""

_AT_FIRST = 2
"""Blocks that are read first; twice as many each time when they do not hold enough."""

_DEAREST = 2
"""Papers that are read in blocks for each paper of the span, before the index of days is asked after all."""


def month_of(day: dt.date) -> int:
    """The months since the year nought, as counters have them."""
    return 12 * day.year + day.month - 1


class Calendar:
    """How many papers of each term and month lie in each block of places; superseded ones too."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, counted: Mapping[tuple[str, int, int], int]) -> None:
        """Add to counters by term, month and block; counts may be negative."""
        rows = [
            ({"term": term, "month": month, "block": block}, n) for (term, month, block), n in counted.items()
        ]
        add_counts(self._connection, shelf_month, rows)

    def newest(
        self, scope: ShelfScope, columns: Sequence[ColumnElement[Any]], *, before: int | None, limit: int
    ) -> list[Row[Any]]:
        """Columns of the newest papers of the scope's days below place `before`, at most `limit`."""
        blocks = self._blocks(scope, before)
        dearest = _DEAREST * sum(n for _, n in blocks) >> BLOCK_BITS
        found: list[Row[Any]] = []
        looked = 0
        waiting, size = iter(blocks), _AT_FIRST
        while len(found) < limit and (some := [block for block, _ in islice(waiting, size)]):
            if looked + len(some) > dearest:
                return found + self._by_day(
                    scope, columns, before=_behind(some[0], before), limit=limit - len(found)
                )
            for first, last in _runs(some):
                if len(found) < limit:
                    found += self._within(
                        scope,
                        columns,
                        first=first << BLOCK_BITS,
                        before=_behind(last, before),
                        limit=limit - len(found),
                    )
            looked, size = looked + len(some), 2 * size
        return found

    def _blocks(self, scope: ShelfScope, before: int | None) -> list[tuple[int, int]]:
        """The blocks that may hold papers of these days, newest first, and how many."""
        asked = select(shelf_month.c.block, func.sum(shelf_month.c.n)).where(shelf_month.c.n > 0)
        if scope.term is not None:
            asked = asked.where(shelf_month.c.term == scope.term)
        if scope.since is not None:
            asked = asked.where(shelf_month.c.month >= month_of(scope.since))
        if scope.until is not None:
            asked = asked.where(shelf_month.c.month <= month_of(scope.until))
        if before is not None:
            asked = asked.where(shelf_month.c.block <= before >> BLOCK_BITS)
        rows = self._connection.execute(
            asked.group_by(shelf_month.c.block).order_by(shelf_month.c.block.desc())
        )
        return [(block, n) for block, n in rows]

    def _within(
        self, scope: ShelfScope, columns: Sequence[ColumnElement[Any]], *, first: int, before: int, limit: int
    ) -> Sequence[Row[Any]]:
        """The newest from place `first` to below `before`; no other index than that of places is for these."""
        anywhen = replace(scope, since=None, until=None)
        hidden = func.coalesce(shelf.c.day, shelf.c.day)
        return self._connection.execute(
            select(*columns)
            .where(shelf.c.sid >= first, shelf.c.sid < before)
            .where(*within(anywhen), *bounds(anywhen), *of_days(scope, hidden))
            .order_by(shelf.c.sid.desc())
            .limit(limit)
        ).all()

    def _by_day(
        self, scope: ShelfScope, columns: Sequence[ColumnElement[Any]], *, before: int, limit: int
    ) -> list[Row[Any]]:
        """The same, all of a few papers found by their days and sorted."""
        every = (
            select(*columns)
            .where(*within(scope), *bounds(scope), shelf.c.sid < before)
            .cte("every")
            .prefix_with("MATERIALIZED")
        )
        return list(self._connection.execute(select(every).order_by(every.c.sid.desc()).limit(limit)).all())


def _behind(block: int, before: int | None) -> int:
    """The place behind a block, or `before` where that comes first."""
    behind = (block + 1) << BLOCK_BITS
    return behind if before is None else min(behind, before)


def _runs(blocks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """
    Neighbours together: the first and last block of each run, newest first.

        >>> list(_runs([9, 8, 7, 4, 2, 1]))
        [(7, 9), (4, 4), (1, 2)]
    """
    last = first = blocks[0]
    for block in blocks[1:]:
        if block != first - 1:
            yield first, last
            last = block
        first = block
    yield first, last
