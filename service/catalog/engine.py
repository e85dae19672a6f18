"""Opening the database with the settings that durability rests on, and proving that they hold."""

from __future__ import annotations

import select
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidatePoolError, OperationalError

from service.catalog.errors import CatalogMisconfigured, CatalogUnavailable

WRITES = "vankien_writes"
"""Execution option of a connection: whether its transaction will write."""

# WAL with synchronous=NORMAL lost every acknowledged commit at a power cut; FULL lost none.
_TURN_MS = 8
_SQLITE_PRAGMAS: dict[str, Any] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 10_000,
}
# Keys are random: an index is written all over, and a small cache reads the same pages again and again.
_SQLITE_ROOM = {"cache_size": -65_536, "wal_autocheckpoint": 8_000, "temp_store": 2}
# A host that vanishes says no goodbye. Untold, either side waits for the other for two hours, and a set that was locked is not
# free until then; within 25 seconds a task of another host still has time to go on with it (ADR 23).
_IDLE, _BETWEEN, _PROBES = 10, 5, 3
_SILENCE_ENDS = {
    "tcp_keepalives_idle": _IDLE,
    "tcp_keepalives_interval": _BETWEEN,
    "tcp_keepalives_count": _PROBES,
    "tcp_user_timeout": 1000 * (_IDLE + _BETWEEN * _PROBES),
}
_SILENCE_ENDS_HERE = {
    "keepalives_idle": _IDLE,
    "keepalives_interval": _BETWEEN,
    "keepalives_count": _PROBES,
    "tcp_user_timeout": 1000 * (_IDLE + _BETWEEN * _PROBES),
    "connect_timeout": 10,
}
_POSTGRESQL_SETTINGS = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def open_engine(address: str) -> Engine:
    """
    An engine for `sqlite:///path` or `postgresql://...`, checked to keep what it commits.

    Raises `CatalogMisconfigured` for an unknown address or an unsafe server, `CatalogUnavailable` when
    nothing answers.
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise CatalogMisconfigured(
            "VANKIEN_CATALOG_URL is not an address of a database: sqlite:///file or postgresql://user@host/name"
        ) from error
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(address, url.database)
    if url.get_backend_name() == "postgresql":
        return _open_postgresql(
            url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        )
    raise CatalogMisconfigured("VANKIEN_CATALOG_URL must begin with sqlite:// or postgresql://")


def _open_sqlite(address: str, file: str | None) -> Engine:
    if not file or file == ":memory:":
        raise CatalogMisconfigured("VANKIEN_CATALOG_URL needs a file: several processes share the catalog")
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={"timeout": 10}, pool_size=20)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        with engine.connect() as connection:
            held = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in _SQLITE_PRAGMAS}
    except (OSError, OperationalError) as error:
        raise CatalogUnavailable(f"the catalog {file} cannot be opened: {reason(error)}") from error
    if held != _SQLITE_PRAGMAS:
        raise CatalogMisconfigured(f"SQLite refuses a safe setting at {file}: {held}")
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    for name, value in (_SQLITE_PRAGMAS | _SQLITE_ROOM).items():
        connection.execute(f"PRAGMA {name}={value}")
    # A LIKE that minds the case can walk an index.
    connection.execute("PRAGMA case_sensitive_like=1")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns into a writer fails at once when another writes; IMMEDIATE waits.
    if not connection.get_execution_options().get(WRITES, False):
        connection.exec_driver_sql("BEGIN")
        return
    patience_ms = _SQLITE_PRAGMAS["busy_timeout"]
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA busy_timeout={_TURN_MS}")
    try:
        if not _has_begun_to_write(driver, until=time.monotonic() + patience_ms / 1000):
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # raises what is the matter
    finally:
        driver.execute(f"PRAGMA busy_timeout={patience_ms}")


def _has_begun_to_write(connection: Any, *, until: float) -> bool:
    """
    Wait for the one writer before us.

    Left to itself SQLite sleeps longer each time, up to a tenth of a second, and who came later goes first: told to begin anew, it asks
    after 1, 2 and 5 ms again and again.
    """
    while time.monotonic() < until:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                return False
        else:
            return True
    return False


def _open_postgresql(address: str) -> Engine:
    said = make_url(address).query
    unsaid = {name: value for name, value in _SILENCE_ENDS_HERE.items() if name not in said}
    engine = create_engine(address, pool_size=10, max_overflow=10, connect_args=unsaid)
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "checkout", _require_alive)
    try:
        with engine.connect() as connection:
            held = {name: connection.execute(text(f"SHOW {name}")).scalar() for name in _POSTGRESQL_SETTINGS}
    except DBAPIError as error:
        raise CatalogUnavailable(f"PostgreSQL does not answer: {reason(error)}") from error
    if held != _POSTGRESQL_SETTINGS:
        raise CatalogMisconfigured(f"PostgreSQL could lose commits: {held} should be {_POSTGRESQL_SETTINGS}")
    return engine


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    # Everything asked here is answered in a few milliseconds; starting helpers or a compiler takes thirty.
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SET jit = off")
        for name, value in _SILENCE_ENDS.items():
            cursor.execute(f"SET {name} = {value}")
    connection.commit()


def _require_alive(connection: Any, _record: Any, _fairy: Any) -> None:
    """
    Hand out no connection whose server went away; the pool opens another.

    A server that ends, or closes a connection, says so, and what it said waits to be read: looking costs a microsecond. To ask it
    each time (`pool_pre_ping`) costs a way there and back, of which a look at a set has a dozen.
    """
    waiting = select.poll()
    if not connection.closed:
        waiting.register(connection.fileno(), select.POLLIN)
    if connection.closed or waiting.poll(0):
        raise InvalidatePoolError


def execution_options(engine: Engine, *, writes: bool) -> dict[str, Any]:
    """
    The execution options of a connection that writes, or only looks.

    On PostgreSQL, who only looks needs no transaction: each statement sees what was committed before it either way, BEGIN and ROLLBACK
    are two ways there and back, and a look that waits for something else holds nothing up.
    """
    if writes or engine.dialect.name != "postgresql":
        return {WRITES: writes}
    return {WRITES: False, "isolation_level": "AUTOCOMMIT"}


def refuse_to_write(
    connection: Connection, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool
) -> None:
    """Raise for a statement that writes where it was said that one only looks: there nothing undoes it, and nothing commits it."""
    if (context.isinsert or context.isupdate or context.isdelete) and (
        connection.get_execution_options().get(WRITES) is False
    ):
        raise RuntimeError("a look does not write: Catalog.begin")


def reason(error: Exception) -> str:
    """The first line of what the database or the system said, without the statement and its values."""
    said = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return str(said).strip().splitlines()[0] if str(said).strip() else type(said).__name__
