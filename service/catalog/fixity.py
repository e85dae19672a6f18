"""Passes over the archive that read everything back: when, how far, and what was found."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, func, insert, or_, select, update

from service.catalog.records import FixityPass
from service.catalog.tables import congress, document_set, filing, fixity_pass

_ALONE_FOR = dt.timedelta(minutes=15)
"""
A pass that said nothing for so long has nobody at it any more; nor has one that spoke so far ahead, by a clock that was set
back since: whoever is at it speaks again soon.
"""


class Fixity:
    """A pass is begun, saved now and then, and finished; an unfinished one can be gone on with."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, *, at: dt.datetime, is_whole: bool, report: str) -> FixityPass:
        """A new pass."""
        row = self._connection.execute(
            insert(fixity_pass)
            .values(is_whole=is_whole, begun_at=at, seen_at=at, cursor="", report=report)
            .returning(*fixity_pass.c)
        ).one()
        return FixityPass(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public mapping view

    def due(self, *, at: dt.datetime, every: dt.timedelta, report: str) -> FixityPass | None:
        """The whole pass to work on now: one that nobody is at, or a new one when the last is old enough."""
        row = self._connection.execute(
            select(fixity_pass)
            .where(fixity_pass.c.is_whole, fixity_pass.c.ended_at.is_(None))
            .order_by(fixity_pass.c.id.desc())
            .limit(1)
            .with_for_update()
        ).first()
        if row is None:
            last = self.last_whole()
            is_due = (
                last is None or last.ended_at is None or not at - every < last.ended_at <= at + _ALONE_FOR
            )
            return self.begin(at=at, is_whole=True, report=report) if is_due else None
        taken = self._connection.execute(
            update(fixity_pass)
            .where(
                fixity_pass.c.id == row.id,
                or_(
                    fixity_pass.c.seen_at.is_(None),
                    fixity_pass.c.seen_at <= at - _ALONE_FOR,
                    fixity_pass.c.seen_at > at + _ALONE_FOR,
                ),
            )
            .values(seen_at=at)
        )
        return FixityPass(**row._mapping) if taken.rowcount else None  # noqa: SLF001 -- public mapping view

    def save(self, begun: FixityPass, *, cursor: str, report: str, at: dt.datetime, rests: bool) -> None:
        """How far the pass is; one that `rests` may be gone on with by anybody at once."""
        self._connection.execute(
            update(fixity_pass)
            .where(fixity_pass.c.id == begun.id)
            .values(cursor=cursor, report=report, seen_at=None if rests else at)
        )

    def finish(self, begun: FixityPass, *, report: str, is_sound: bool, at: dt.datetime) -> None:
        """All of it was looked at."""
        self._connection.execute(
            update(fixity_pass)
            .where(fixity_pass.c.id == begun.id)
            .values(report=report, is_sound=is_sound, seen_at=at, ended_at=at)
        )

    def last_whole(self) -> FixityPass | None:
        """The newest finished pass over the whole archive."""
        return next(iter(self.finished(limit=1, whole_only=True)), None)

    def finished(self, *, limit: int, whole_only: bool = False) -> list[FixityPass]:
        """Finished passes, that which was begun last first: by their order, since the clock may have been wrong."""
        query = select(fixity_pass).where(fixity_pass.c.ended_at.is_not(None))
        if whole_only:
            query = query.where(fixity_pass.c.is_whole)
        rows = self._connection.execute(query.order_by(fixity_pass.c.id.desc()).limit(limit))
        return [FixityPass(**row._mapping) for row in rows]  # noqa: SLF001 -- public mapping view

    def versions_sealed(self) -> dict[str, int]:
        """The newest version of every object that a sealed set or a filed register stands in."""
        known: dict[str, int] = {}
        for table in (document_set, filing):
            rows = self._connection.execute(
                select(congress.c.object_id, func.max(table.c.version))
                .join(congress, congress.c.id == table.c.congress_id)
                .where(table.c.version.is_not(None))
                .group_by(congress.c.object_id)
            )
            for object_id, version in rows:
                known[object_id] = max(version, known.get(object_id, 0))
        return known
