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
from functools import lru_cache
from typing import Any, Final

import structlog
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)

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


Size = tuple[int, int | None]
"""Papers of a set, from the one to the other; no end where that is None."""

FARTHEST: Final = dt.timedelta(minutes=5)
"""No lease and no delay reaches so far ahead: what does was written by a clock that has been set back since."""


def _request_in_hand() -> str | None:
    """The id of the request that is being answered, or whose work is being done: what its lines in the log bear."""
    found: str | None = structlog.contextvars.get_contextvars().get("request_id")
    return found


def _is_past(moment: ColumnElement[dt.datetime]) -> ColumnElement[bool]:
    return or_(moment <= _AT, moment > _TOO_FAR)


_AT = bindparam("now", type_=outbox.c.due_at.type)
_TOO_FAR = bindparam("too_far", type_=outbox.c.due_at.type)
_FREE = or_(outbox.c.lease_until.is_(None), _is_past(outbox.c.lease_until))
_NEW = insert(outbox).returning(outbox.c.id)
# Positions count from 0, so the index that keeps them apart answers from its last entry.
_LAST = select(func.max(document.c.position)).where(document.c.set_id == outbox.c.set_id)
_PAPERS = func.coalesce(_LAST.scalar_subquery(), -1) + 1
_POSTPONED = (
    update(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True))).values(due_at=bindparam("until"))
)
_CLAIMED = (
    update(outbox)
    .where(outbox.c.id == bindparam("message_id"), _FREE)
    .values(
        starts=outbox.c.starts + 1,
        fence=bindparam("new_fence"),
        lease_until=bindparam("until"),
        begun_at=func.coalesce(outbox.c.begun_at, _AT),
    )
    .returning(*_MESSAGE)
)
_FINISHED = delete(outbox).where(
    outbox.c.id == bindparam("message_id"), outbox.c.fence == bindparam("held_fence")
)


@lru_cache(maxsize=16)
def _due(sizes: tuple[Size, ...]) -> Select[Any] | CompoundSelect[Any]:
    """One statement for all: who sends asks whenever somebody commits."""
    looks = [
        select(literal(place).label("place"), outbox.c.due_at, outbox.c.id)
        .where(_is_past(outbox.c.due_at), _FREE, *_of_size(*size))
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(bindparam("limit"))
        for place, size in enumerate(sizes)
    ]
    return union_all(*(select(look.subquery()) for look in looks))


def _of_size(fewest: int, most: int | None) -> list[ColumnElement[bool]]:
    return ([_PAPERS >= fewest] if fewest else []) + ([] if most is None else [_PAPERS <= most])


def _moments(at: dt.datetime) -> dict[str, dt.datetime]:
    return {"now": at, "too_far": at + FARTHEST}


class Outbox:
    """Work to be done; `claim` and `finish` are fenced, so a frozen worker that wakes late changes nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_promised = False

    def add(self, task: Task, set_id: str, *, chunk: int = 0, at: dt.datetime) -> int:
        """Promise work; the id that messages carry."""
        self._is_promised = True
        new: int = self._connection.execute(_NEW, _row(task, set_id, chunk, at)).scalar_one()
        return new

    def promise(self, task: Task, set_id: str, *, at: dt.datetime) -> None:
        """Promise work unless it is promised already: it takes in whatever there is when it is done."""
        self._is_promised = True
        insert_or_keep(self._connection, outbox, _row(task, set_id, 0, at))

    def settle(self) -> None:
        """Ring the bell for what was promised, once; heard when all of it is committed, and not at all where it is undone."""
        if self._is_promised and self._connection.dialect.name == "postgresql":
            self._connection.exec_driver_sql(f"NOTIFY {CHANNEL}")
        self._is_promised = False

    def due(self, *, at: dt.datetime, limit: int = 100) -> list[int]:
        """Ids of work that is to be sent now, oldest first, at most `limit`."""
        (found,) = self.due_by_size(((0, None),), at=at, limit=limit)
        return found

    def due_by_size(self, sizes: tuple[Size, ...], *, at: dt.datetime, limit: int = 100) -> list[list[int]]:
        """For each of the sizes of sets, ids of work that is to be sent now, oldest first, at most `limit`."""
        found: list[list[int]] = [[] for _ in sizes]
        rows = self._connection.execute(_due(sizes), {**_moments(at), "limit": limit})
        for place, _, message_id in sorted(tuple(row) for row in rows):
            found[place].append(message_id)
        return found

    def postpone(self, ids: Sequence[int], *, until: dt.datetime) -> None:
        """Do not send these before `until`; unless they are finished then, they are sent again."""
        self._connection.execute(_POSTPONED, {"ids": list(ids), "until": until})

    def claim(self, message_id: int, *, at: dt.datetime, lease: dt.timedelta) -> Message | None:
        """Take the work unless it is done or somebody holds it; `starts` counts this claim."""
        taken = {"message_id": message_id, "new_fence": str(uuid.uuid4()), "until": at + lease}
        row = self._connection.execute(_CLAIMED, {**_moments(at), **taken}).first()
        return Message(**row._mapping) if row else None  # noqa: SLF001 -- SQLAlchemy's public mapping view

    def of_set(self, set_id: str, task: Task) -> int | None:
        """The id of the work of that kind for the set."""
        return self._connection.execute(
            select(outbox.c.id).where(outbox.c.set_id == set_id, outbox.c.task == task)
        ).scalar_one_or_none()

    def finish(self, message: Message) -> bool:
        """Forget the work; false when the claim was lost meanwhile, and then nothing may be committed."""
        held = {"message_id": message.id, "held_fence": message.fence}
        return self._connection.execute(_FINISHED, held).rowcount == 1

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


def _row(task: Task, set_id: str, chunk: int, at: dt.datetime) -> dict[str, object]:
    return {
        "task": task,
        "set_id": set_id,
        "chunk": chunk,
        "due_at": at,
        "created_at": at,
        "request_id": _request_in_hand(),
        "traceparent": traces.in_hand(),
    }
