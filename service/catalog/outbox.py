"""
The outbox: work that is promised, as rows.

The row is the truth and the broker's message a hint, since Celery on Redis can lose a message between pop
and hand-over (celery#7950). A row is sent again whenever it is due and nobody holds it, until the work is
finished and the row is gone.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

import structlog
from sqlalchemy import ColumnElement, Connection, delete, func, insert, literal, or_, select, update

from service import traces
from service.catalog.bell import CHANNEL
from service.catalog.records import Message, Task
from service.catalog.tables import document, outbox
from service.catalog.upsert import insert_or_keep

_MESSAGE = (
    outbox.c.id,
    outbox.c.task,
    outbox.c.set_id,
    outbox.c.chunk,
    outbox.c.starts,
    outbox.c.fence,
    outbox.c.created_at,
    outbox.c.begun_at,
    outbox.c.request_id,
    outbox.c.traceparent,
)


FARTHEST: Final = dt.timedelta(hours=2)
"""No lease and no delay reaches so far ahead: what does was written by a clock that has been set back since."""


def _request_in_hand() -> str | None:
    """The id of the request that is being answered, or whose work is being done: what its lines in the log bear."""
    found: str | None = structlog.contextvars.get_contextvars().get("request_id")
    return found


def _free(at: dt.datetime) -> ColumnElement[bool]:
    return or_(outbox.c.lease_until.is_(None), _is_past(outbox.c.lease_until, at))


def _is_past(moment: ColumnElement[dt.datetime], at: dt.datetime) -> ColumnElement[bool]:
    return or_(moment <= at, moment > at + FARTHEST)


class Outbox:
    """Work to be done; `claim` and `finish` are fenced, so a frozen worker that wakes late changes nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_promised = False

    def add(self, task: Task, set_id: str, *, chunk: int = 0, at: dt.datetime) -> int:
        """Promise work; the id that messages carry."""
        self._is_promised = True
        new: int = self._connection.execute(
            insert(outbox)
            .values(
                task=task,
                set_id=set_id,
                chunk=chunk,
                due_at=at,
                created_at=at,
                request_id=_request_in_hand(),
                traceparent=traces.in_hand(),
            )
            .returning(outbox.c.id)
        ).scalar_one()
        return new

    def promise(self, task: Task, set_id: str, *, at: dt.datetime) -> None:
        """Promise work unless it is promised already: it takes in whatever there is when it is done."""
        self._is_promised = True
        insert_or_keep(
            self._connection,
            outbox,
            {
                "task": task,
                "set_id": set_id,
                "chunk": 0,
                "due_at": at,
                "created_at": at,
                "request_id": _request_in_hand(),
                "traceparent": traces.in_hand(),
            },
        )

    def settle(self) -> None:
        """Ring the bell for what was promised, once; heard when all of it is committed, and not at all where it is undone."""
        if self._is_promised and self._connection.dialect.name == "postgresql":
            self._connection.exec_driver_sql(f"NOTIFY {CHANNEL}")
        self._is_promised = False

    def due(
        self, *, at: dt.datetime, limit: int = 100, fewest: int = 0, most: int | None = None
    ) -> list[int]:
        """Ids of work that is to be sent now, oldest first; only of sets of `fewest` to `most` papers."""
        query = select(outbox.c.id).where(_is_past(outbox.c.due_at, at), _free(at))
        if fewest or most is not None:
            # Positions count from 0, so the index that keeps them apart answers from its last entry.
            last = select(func.max(document.c.position)).where(document.c.set_id == outbox.c.set_id)
            papers = func.coalesce(last.scalar_subquery(), -1) + 1
            query = query.where(papers >= fewest)
            query = query if most is None else query.where(papers <= most)
        return list(
            self._connection.execute(query.order_by(outbox.c.due_at, outbox.c.id).limit(limit)).scalars()
        )

    def postpone(self, ids: Sequence[int], *, until: dt.datetime) -> None:
        """Do not send these before `until`; unless they are finished then, they are sent again."""
        self._connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(due_at=until))

    def claim(self, message_id: int, *, at: dt.datetime, lease: dt.timedelta) -> Message | None:
        """Take the work unless it is done or somebody holds it; `starts` counts this claim."""
        row = self._connection.execute(
            update(outbox)
            .where(outbox.c.id == message_id, _free(at))
            .values(
                starts=outbox.c.starts + 1,
                fence=str(uuid.uuid4()),
                lease_until=at + lease,
                begun_at=func.coalesce(outbox.c.begun_at, literal(at, outbox.c.begun_at.type)),
            )
            .returning(*_MESSAGE)
        ).first()
        return Message(**row._mapping) if row else None  # noqa: SLF001 -- SQLAlchemy's public mapping view

    def of_set(self, set_id: str, task: Task) -> int | None:
        """The id of the work of that kind for the set."""
        return self._connection.execute(
            select(outbox.c.id).where(outbox.c.set_id == set_id, outbox.c.task == task)
        ).scalar_one_or_none()

    def finish(self, message: Message) -> bool:
        """Forget the work; false when the claim was lost meanwhile, and then nothing may be committed."""
        done = self._connection.execute(
            delete(outbox).where(outbox.c.id == message.id, outbox.c.fence == message.fence)
        )
        return done.rowcount == 1

    def release(self, message: Message, *, until: dt.datetime, started: bool = True) -> bool:
        """
        Give the claim back, to be sent again at `until`; false when it was lost meanwhile.

        `started=False` takes the start back: the work was only waiting for something else.
        """
        values: dict[str, object] = {"lease_until": None, "fence": None, "due_at": until}
        if not started:
            values["starts"] = outbox.c.starts - 1
        done = self._connection.execute(
            update(outbox).where(outbox.c.id == message.id, outbox.c.fence == message.fence).values(**values)
        )
        return done.rowcount == 1

    def drop(self, set_id: str) -> None:
        """Forget all work of a set that is given up."""
        self._connection.execute(delete(outbox).where(outbox.c.set_id == set_id))

    def oldest(self) -> dt.datetime | None:
        """When the oldest unfinished work was promised: the one sign that workers make progress."""
        found: dt.datetime | None = self._connection.execute(
            select(func.min(outbox.c.created_at))
        ).scalar_one()
        return found
