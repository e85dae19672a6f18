"""A limit on how long one look may take, so that nothing that can be asked takes the service down."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from service.catalog.errors import LookTooLong

_STEPS = 20_000
"""Instructions of SQLite between two looks at the clock: a few milliseconds."""


@contextmanager
def time_limit(connection: Connection, seconds: float) -> Iterator[None]:
    """Stop every statement in the block that runs longer than this; raises `LookTooLong`."""
    try:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL statement_timeout = {round(1000 * seconds)}"))
            yield
        else:
            with _interrupted(connection, seconds):
                yield
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == "57014" or "interrupted" in str(error.orig):
            raise LookTooLong(f"stopped after {seconds:g} s") from error
        raise


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
