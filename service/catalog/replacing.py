"""
A new catalog beside the one in use, and the moment in which it takes its place.

SQLite: the new one is a file beside the old one; a rename puts it there, and the old file stays under
another name. PostgreSQL: the new one is a schema of the same database; one transaction moves the old tables
into a schema of their own and the new ones to their place. Both want the catalog for themselves: what uses
it is to be stopped first, and what was left running is noticed.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, Connection, Engine, Select, inspect, make_url, text
from sqlalchemy.exc import DatabaseError, InterfaceError

from service.catalog.carrying import PEOPLE, UNSEALED, carry, entries_by_congress, sealed_sets
from service.catalog.engine import WRITES, open_engine, reason
from service.catalog.errors import CatalogInUse, CatalogOutdated, CatalogUnavailable
from service.catalog.schema import revision_held, revision_needed
from service.catalog.terms import parts_of
from service.catalog.work import Catalog

_SCHEMA = "vankien_rebuilt"


class Replacement:
    """
    The new catalog for `address`, begun or gone on with.

    What the one in use holds beyond the archive can be carried over, unless it is to be left `alone`.
    Raises CatalogUnavailable, CatalogOutdated.
    """

    def __init__(self, address: str, *, alone: bool = False) -> None:
        url = make_url(address)
        self._place: _Place = _File(url) if url.get_backend_name() == "sqlite" else _Schema(url)
        self._old = None if alone or not self._place.is_taken() else _open_old(address)
        self._new = open_engine(self._place.prepare())
        self.catalog = Catalog(self._new)
        self.catalog.migrate()

    def carry_people(self) -> None:
        """Take over organisations, accounts and their tokens."""
        self._carry(PEOPLE)

    def carry_unsealed(self) -> None:
        """Take over editions and sets that are not sealed, and the work that is promised for them."""
        self._carry(UNSEALED)

    def lost(self) -> list[str]:
        """Sealed sets that the old catalog knows and the new one does not: object and version."""
        if self._old is None:
            return []
        with _transaction(self._old) as old, _transaction(self._new) as new:
            known, found = sealed_sets(old), sealed_sets(new)
        return sorted(f"{known[one][0]} v{known[one][1]}" for one in known.keys() - found.keys())

    def entered(self) -> list[tuple[str, list[str]]]:
        """The entries of the registers in the old catalog: for each congress, oldest first."""
        if self._old is None:
            return []
        with _transaction(self._old) as old:
            return entries_by_congress(old)

    def swap(self, at: dt.datetime) -> str | None:
        """
        Let the new catalog take its place; under which name the old one is kept, if there was one.

        Raises CatalogInUse; then both are as they were.
        """
        self.close()
        return self._place.swap(f"before_{at.astimezone(dt.UTC):%Y%m%d_%H%M%S}")

    def close(self) -> None:
        """Let go of both."""
        self._new.dispose()
        if self._old is not None:
            self._old.dispose()

    def _carry(self, tables: Mapping[str, Select[Any]]) -> None:
        if self._old is None:
            return
        with _transaction(self._old) as old, _transaction(self._new, writes=True) as new:
            carry(old, new, tables)
            new.commit()


class _Place(Protocol):
    """Where the new catalog grows, and how it takes the place of the old one."""

    def is_taken(self) -> bool:
        """Whether a catalog is in use there."""

    def prepare(self) -> str:
        """The address of the new catalog; what an earlier try left there stays."""

    def swap(self, kept_as: str) -> str | None:
        """Put the new one in the place of the old one; where that is kept."""


class _File:
    def __init__(self, url: URL) -> None:
        self._url = url
        self._file = Path(url.database or "").absolute()
        self._new = self._file.with_name(f"{self._file.name}.rebuilt")

    def is_taken(self) -> bool:
        return self._file.exists() and self._file.stat().st_size > 0

    def prepare(self) -> str:
        return self._url.set(database=str(self._new)).render_as_string(hide_password=False)

    def swap(self, kept_as: str) -> str | None:
        _make_one_file(self._new)
        kept = None
        if self._file.exists():
            _make_one_file(self._file)
            kept = self._file.with_name(f"{self._file.stem}.{kept_as}{self._file.suffix}")
            os.link(self._file, kept)
            for log in ("-wal", "-shm"):  # of a file that is no database any more
                if (left := Path(f"{self._file}{log}")).exists():
                    left.rename(f"{kept}{log}")
        self._new.replace(self._file)
        _sync(self._file.parent)
        return str(kept) if kept else None


class _Schema:
    def __init__(self, url: URL) -> None:
        self._url = url

    def is_taken(self) -> bool:
        with closing_engine(self._address()) as engine:
            return revision_held(engine) is not None

    def prepare(self) -> str:
        with closing_engine(self._address()) as engine, _transaction(engine, writes=True) as connection:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA}"))
            connection.commit()
        given = self._url.query.get("options", "")
        options = f"{given} -csearch_path={_SCHEMA}".strip()
        return self._address(self._url.update_query_dict({"options": options}))

    def swap(self, kept_as: str) -> str | None:
        with closing_engine(self._address()) as engine, _transaction(engine, writes=True) as connection:
            self._refuse_company(connection)
            place = connection.execute(text("SELECT current_schema()")).scalar_one()
            new, held = (inspect(connection).get_table_names(schema=one) for one in (_SCHEMA, place))
            # Tables of terms come and go; the others are the same in both.
            old = sorted(({*new} & {*held}) | {*parts_of(connection, place)})
            if old:
                connection.execute(text(f"CREATE SCHEMA {kept_as}"))
            for table in old:
                connection.execute(text(f'ALTER TABLE "{place}"."{table}" SET SCHEMA {kept_as}'))
            if old and _guards(connection, place):
                connection.execute(text(f'ALTER FUNCTION "{place}".audit_stays() SET SCHEMA {kept_as}'))
            for table in new:
                connection.execute(text(f'ALTER TABLE {_SCHEMA}."{table}" SET SCHEMA "{place}"'))
            connection.execute(text(f'ALTER FUNCTION {_SCHEMA}.audit_stays() SET SCHEMA "{place}"'))
            connection.execute(text(f"DROP SCHEMA {_SCHEMA}"))
            connection.commit()
        return f"schema {kept_as}" if old else None

    def _address(self, url: URL | None = None) -> str:
        return (url or self._url).render_as_string(hide_password=False)

    def _refuse_company(self, connection: Connection) -> None:
        others = connection.execute(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
        ).scalar_one()
        if others:
            raise CatalogInUse(
                f"{others} other connections use the database: stop `vankien serve`, `worker` and `relay` first"
            )


def _guards(connection: Connection, schema: str) -> bool:
    """Whether the function that guards the audit log lies in that schema (PostgreSQL)."""
    found = text(
        "SELECT count(*) FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace"
        " WHERE proname = 'audit_stays' AND nspname = :schema"
    )
    return bool(connection.execute(found, {"schema": schema}).scalar_one())


def _open_old(address: str) -> Engine:
    try:
        engine = open_engine(address)
        held = revision_held(engine)
    except DatabaseError as error:
        raise CatalogUnavailable(f"the catalog in use cannot be read: {reason(error)}") from error
    if held != revision_needed():
        raise CatalogOutdated(f"the catalog in use has schema {held or 'none'}: run `vankien migrate`")
    return engine


@contextmanager
def closing_engine(address: str) -> Iterator[Engine]:
    """An engine for a moment: none of its connections is left."""
    engine = open_engine(address)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _transaction(engine: Engine, *, writes: bool = False) -> Iterator[Connection]:
    try:
        with engine.connect().execution_options(**{WRITES: writes}) as connection:
            yield connection
    except (DatabaseError, InterfaceError) as error:
        raise CatalogUnavailable(f"the catalog does not answer: {reason(error)}") from error


def _make_one_file(file: Path) -> None:
    """Fold the log into the database; SQLite allows it only to the one who has it alone."""
    try:
        with closing(sqlite3.connect(file, timeout=0.5)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise CatalogInUse(f"{file} is in use: stop `vankien serve`, `worker` and `relay` first") from error
    except sqlite3.DatabaseError:
        return  # it is no database any more, and is kept as it is


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
