"""Tables that are queues: which rows are due, and keeping what a try to send one came to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, update


def is_due(moment: ColumnElement[Any], at: dt.datetime, *, farthest: dt.timedelta) -> ColumnElement[bool]:
    """
    Whether `moment` has come, or lies further ahead than anything is put off.

    What does was put there by a clock that has been set back since, and would wait for the wrong time.
    """
    return or_(moment <= at, moment > at + farthest)


def settle(
    connection: Connection,
    table: Table,
    key: Mapping[str, Any],
    *,
    attempts: int,
    state: str,
    outcome: str,
    due_at: dt.datetime | None = None,
) -> None:
    """
    Keep what the try that was the `attempts`th came to, unless somebody else tried meanwhile.

    The table has the columns `state` (`waiting` until it is settled), `attempts`, `outcome` and `due_at`, which stays
    as it was without a new one.
    """
    values: dict[str, object] = {"state": state, "outcome": outcome[:60]}
    if due_at is not None:
        values["due_at"] = due_at
    same_try = (table.c.state == "waiting", table.c.attempts == attempts)
    connection.execute(
        update(table)
        .where(*(table.c[name] == value for name, value in key.items()), *same_try)
        .values(values)
    )
