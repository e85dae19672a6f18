"""A limit on how long one look may take, so that nothing that can be asked takes the service down."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from service.catalog.errors import LookTooLong

_STEPS = 20_000
"""Instructions of SQLite between two looks at the clock: a few milliseconds."""

# Every look walks indexes to few rows. The planner, who cannot know how many rows a question of words has, would sometimes
# rather read a table from end to end.
_BY_INDEX = "".join(
    f", set_config('enable_{way}', 'off', true)" for way in ("seqscan", "hashjoin", "mergejoin")
)
# Its plan depends on what is asked: of some words there are ten papers, of others a million.
_AS_ASKED = ", set_config('plan_cache_mode', 'force_custom_plan', true)"


@contextmanager
def time_limit(connection: Connection, seconds: float) -> Iterator[None]:
    """Stop the statements in the block when they take longer than this together; raises `LookTooLong`."""
    limited = _by_postgresql if connection.dialect.name == "postgresql" else _interrupted
    try:
        with limited(connection, seconds):
            yield
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == "57014" or "interrupted" in str(error.orig):
            raise LookTooLong(f"stopped after {seconds:g} s") from error
        raise


@contextmanager
def _by_postgresql(connection: Connection, seconds: float) -> Iterator[None]:
    """PostgreSQL limits one statement: whoever is late gets less for the next one."""
    until = time.monotonic() + seconds
    allowed = seconds
    held: Any = connection.connection.driver_connection

    def allow_less(_connection: Any, cursor: Any, *_: Any) -> None:
        nonlocal allowed
        left = max(0.001, until - time.monotonic())
        if left < 0.75 * allowed:
            allowed = left
            cursor.execute(f"SELECT {_timeout(left)}")

    # Who only looks has no transaction, and what is set for one alone lasts as long as it does.
    with held.transaction():
        connection.exec_driver_sql(f"SELECT {_timeout(seconds)}{_BY_INDEX}{_AS_ASKED}")
        event.listen(connection, "before_cursor_execute", allow_less)
        try:
            yield
        finally:
            event.remove(connection, "before_cursor_execute", allow_less)


def _timeout(seconds: float) -> str:
    return f"set_config('statement_timeout', '{max(1, round(1000 * seconds))}', true)"


@contextmanager
def _interrupted(connection: Connection, seconds: float) -> Iterator[None]:
    held = connection.connection.dbapi_connection
    assert isinstance(held, sqlite3.Connection)  # noqa: S101 -- the dialect says so
    until = time.monotonic() + seconds
    held.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        yield
    finally:
        held.set_progress_handler(None, 0)
