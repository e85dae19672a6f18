"""
A copy of the whole database as it was at one moment, taken beside its users, and put back where none is.

SQLite: its own backup interface, into a file that is a database. PostgreSQL: `pg_dump` and `pg_restore` of the machine, in the
custom format; a server is never newer than the programs that speak to it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, inspect, make_url

from service.catalog.engine import open_engine
from service.catalog.errors import CatalogInUse, CatalogMisconfigured, CatalogUnavailable

_PAGES_AT_ONCE = 4096
_LEFT_OUT = ("before_*", "vankien_rebuilt")
"""Schemas of earlier databases that a rebuild kept, and of one that is being made."""


def kind_of(address: str) -> str:
    """`sqlite` or `postgresql`."""
    return make_url(address).get_backend_name()


def snapshot(address: str, to: Path) -> None:
    """
    Write the database at `address` into the new file `to`, as it was at one moment.

    Raises `CatalogUnavailable`, `CatalogMisconfigured` where the programs of PostgreSQL are missing.
    """
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        _copy_sqlite(Path(url.database or ""), to)
        return
    left_out = [f"--exclude-schema={one}" for one in _LEFT_OUT]
    _run("pg_dump", url, ["--format=custom", "--no-owner", "--no-privileges", f"--file={to}", *left_out])


def put_back(address: str, held: Path) -> None:
    """
    Make the database at `address`, which must be empty, what the snapshot `held` is; whole or not at all.

    Raises `CatalogInUse` where something is, `CatalogUnavailable`, `CatalogMisconfigured`.
    """
    require_empty(address)
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "").absolute()
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f"{file.name}.restored")
        beside.unlink(missing_ok=True)
        _copy_sqlite(held, beside)
        beside.replace(file)
        return
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _run("pg_restore", url, [*options, str(held)])


def require_empty(address: str) -> None:
    """Raise `CatalogInUse` when there is a database with tables at `address`, `CatalogUnavailable` when nothing answers."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        if file.exists() and file.stat().st_size:
            raise CatalogInUse(f"there is a database already: {file}")
        return
    engine = open_engine(address)
    try:
        if inspect(engine).get_table_names():
            raise CatalogInUse("there are tables in the database already: give an empty one")
    finally:
        engine.dispose()


def _copy_sqlite(source: Path, to: Path) -> None:
    if not source.is_file():
        raise CatalogUnavailable(f"there is no database at {source}")
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=10)) as held,
            closing(sqlite3.connect(to)) as copy,
        ):
            held.backup(copy, pages=_PAGES_AT_ONCE)
            copy.execute("PRAGMA journal_mode=DELETE")
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise CatalogUnavailable(f"the database {source} cannot be copied: {error}") from error
    if said != "ok":
        raise CatalogUnavailable(f"the database {source} is injured: {said}")
    descriptor = os.open(to, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _run(program: str, url: URL, arguments: Sequence[str]) -> None:
    """Run a program of PostgreSQL; the password is told by the environment, since everybody sees a command line."""
    database = url.set(drivername="postgresql", password=None).render_as_string()
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(
        [_program(program), "--no-password", f"--dbname={database}", *arguments],
        env={**os.environ, **password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        first = next(iter(done.stderr.strip().splitlines()), "it said nothing")
        raise CatalogUnavailable(f"{program} failed: {first}")


def _program(name: str) -> str:
    """The newest program of that name: on the path, or where Debian keeps them."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which(name)
    if not found:
        raise CatalogMisconfigured(
            f"{name} is not on this machine: install the client programs of PostgreSQL"
        )
    return found
