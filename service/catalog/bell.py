"""
A bell for whoever sends what is promised: it rings when something was committed, so nobody need ask all the time.

SQLite counts the commits of other connections, which costs a look into memory; PostgreSQL tells who listens (`Outbox.settle`).
What is due by the clock alone rings no bell: whoever waits looks again after a while.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any, Final, Protocol

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneLeft

CHANNEL: Final = "vankien_outbox"
"""What PostgreSQL's `NOTIFY` and `LISTEN` name."""

_LOOK_EVERY: Final = 0.01
"""Seconds; the look costs three microseconds, the sleep a hundred."""
_TROUBLE: Final = (DBAPIError, NoneLeft, sqlite3.Error, psycopg.Error)


class _Ringing(Protocol):
    def wait(self, seconds: float) -> None: ...


class Bell:
    """Of one thread. Until the first `wait` it holds no connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: Any = None
        self._ringing: _Ringing | None = None

    def wait(self, seconds: float) -> None:
        """
        Return when work may have been promised since the last call, at the latest after `seconds`; the first call at once.

        A database that does not answer is nothing to be told here: whoever asks it next will be.
        """
        try:
            if self._ringing is None:
                self._ringing = self._hung()
                return
            self._ringing.wait(seconds)
        except _TROUBLE:
            self.close()
            time.sleep(seconds)

    def close(self) -> None:
        """Let go of the connection."""
        held, self._held, self._ringing = self._held, None, None
        if held is not None:
            held.close()

    def _hung(self) -> _Ringing:
        pooled = self._engine.raw_connection()
        self._held = pooled.driver_connection
        pooled.detach()
        return _Counting(self._held) if isinstance(self._held, sqlite3.Connection) else _Listening(self._held)


class _Counting:
    """Looks at SQLite's count of the commits of other connections."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._seen = self._count()

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (count := self._count()) == self._seen and time.monotonic() < until:
            time.sleep(_LOOK_EVERY)
        self._seen = count

    def _count(self) -> int:
        count: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return count


class _Listening:
    """Is told by PostgreSQL."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        connection.autocommit = True
        connection.execute(f"LISTEN {CHANNEL}")
        self._connection = connection

    def wait(self, seconds: float) -> None:
        for _ in self._connection.notifies(timeout=seconds, stop_after=1):
            pass
