"""Real parts for every test: a private PostgreSQL server, and the catalog on both databases."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from service.bootstrap import Services, build
from service.catalog import AccountRecord, Catalog
from service.config import Settings

EXAMPLES = Path(__file__).parents[1] / "examples"


def _postgresql_binaries() -> Path | None:
    """The newest PostgreSQL server of this machine."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def _as_server_user(command: list[str], owned: Path) -> list[str]:
    """PostgreSQL refuses to run as root: hand the folder and the command to an unprivileged user."""
    if os.geteuid() != 0:
        return command
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(owned, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *command]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a private server on a unix socket, without a database name at its end."""
    binaries = _postgresql_binaries()
    if binaries is None:
        message = "PostgreSQL IS NOT TESTED: install the server binaries (Debian: apt-get install postgresql)"
        warnings.warn(message, stacklevel=1)
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    folder = Path(tempfile.mkdtemp(prefix="vankien-pg-", dir="/tmp"))
    control = str(binaries / "pg_ctl")
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(_as_server_user(list(command), folder), check=True, stdout=subprocess.DEVNULL, cwd="/")

    try:
        run(
            str(binaries / "initdb"),
            "-D",
            str(data),
            "-U",
            "vankien",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=200"
        run(control, "start", "-w", "-D", str(data), "-o", options, "-l", str(folder / "log"))
        yield f"postgresql://vankien@/{{}}?host={folder}"
    finally:
        if (data / "postmaster.pid").exists():
            run(control, "stop", "-m", "immediate", "-D", str(data))
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """The address of an empty database of its own."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(postgresql_server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]  # the name is ours
        yield postgresql_server.format(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]  # the same


@pytest.fixture(params=["sqlite", "postgresql"])
def catalog_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalog.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
def catalog(catalog_url: str) -> Iterator[Catalog]:
    """A migrated catalog, once on each database."""
    opened = Catalog.open(catalog_url)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def services(catalog_url: str, tmp_path: Path) -> Iterator[Services]:
    """Everything put together over an empty catalog and folder, once on each database."""
    built = build(Settings(var=tmp_path / "var", catalog_url=catalog_url), migrate=True)
    built.access.ensure_administrator("Tổng Liên đoàn Lao động Việt Nam")
    yield built
    built.close()


@pytest.fixture
def administrator(services: Services) -> AccountRecord:
    """The account of the first start, above every organisation."""
    return services.access.ensure_administrator("")


@pytest.fixture(scope="session")
def published() -> bytes:
    """The example that holds only what was published; no paper can be made of it."""
    return (EXAMPLES / "so-cong-thuong-2023.json").read_bytes()


@pytest.fixture(scope="session")
def complete() -> bytes:
    """The example with invented figures; every paper can be made of it."""
    return (EXAMPLES / "so-cong-thuong-2023-day-du.json").read_bytes()
