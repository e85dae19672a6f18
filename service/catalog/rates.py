"""How often somebody asked in the minute in hand, counted for all web processes at once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, case
from sqlalchemy.dialects import postgresql, sqlite

from service.catalog.tables import request_count


class Rates:
    """One row for each account: the minute, and how many requests of it were taken by the processes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, account_id: str, *, minute: int, count: int) -> int:
        """Take `count` requests of the `minute` (since 1970); how many had been taken of it before."""
        row = {"account_id": account_id, "minute": minute, "taken": count}
        dialect: Any = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        taking = dialect.insert(request_count).values(row)
        held = request_count.c
        taken: int = self._connection.execute(
            taking.on_conflict_do_update(
                index_elements=[held.account_id],
                set_={
                    "taken": case((held.minute == minute, held.taken + count), else_=count),
                    "minute": minute,
                },
            ).returning(held.taken)
        ).scalar_one()
        return taken - count
