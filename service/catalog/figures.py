"""Counts and times of sets and work, for those who watch the system; no names, no texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from service.catalog.tables import document_set, outbox


@dataclass(frozen=True, slots=True)
class Waiting:
    """Unfinished work of one task: how much, since when the oldest was promised, how often work was begun again."""

    count: int
    oldest: dt.datetime
    repeats: int


class Figures:
    """What is counted anew whenever it is asked; each question is answered from an index or from the few open rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sets_by_state(self) -> Mapping[str, int]:
        """How many sets are in each state; one that no set is in is left out."""
        rows = self._connection.execute(
            select(document_set.c.state, func.count()).group_by(document_set.c.state)
        )
        return {state: int(count) for state, count in rows}

    def seal_seconds(self, *, since: dt.datetime) -> list[float]:
        """Seconds from accepted to sealed of each set that was sealed since then, shortest first."""
        rows = self._connection.execute(
            select(document_set.c.accepted_at, document_set.c.sealed_at).where(
                document_set.c.state == "sealed", document_set.c.sealed_at >= since
            )
        )
        return sorted((sealed - accepted) / dt.timedelta(seconds=1) for accepted, sealed in rows)

    def waiting(self) -> Mapping[str, Waiting]:
        """The unfinished work of each task that has any."""
        rows = self._connection.execute(
            select(
                outbox.c.task,
                func.count(),
                func.min(outbox.c.created_at),
                func.sum(case((outbox.c.starts > 1, outbox.c.starts - 1), else_=0)),
            ).group_by(outbox.c.task)
        )
        return {task: Waiting(count, oldest, int(repeats)) for task, count, oldest, repeats in rows}
