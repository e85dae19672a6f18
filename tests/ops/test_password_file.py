"""The database's password comes from a file that its address names."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from service.catalog import Catalog, CatalogUnavailable
from tests.ops.composition import composition

PASSWORD = "một mật khẩu: dài \\ lạ"


def await_refusal(address: str, within: float = 10.0) -> None:
    """Return once the server asks for a password: it reads its rules anew some time after it was told to."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            psycopg.connect(address, passfile="/nonexistent").close()
        except psycopg.OperationalError:
            return
    pytest.fail("the server never asked for a password")


@pytest.fixture
def clerk(postgresql_server: str, postgresql_url: str) -> Iterator[str]:
    """A database role of which the server asks a password."""
    name = f"clerk{uuid.uuid4().hex}"
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
        database = connection.info.dbname
        connection.execute(f"GRANT ALL ON DATABASE {database} TO {name}")
        connection.execute(f"GRANT ALL ON SCHEMA public TO {name}")
        rules = Path(connection.execute("SHOW hba_file").fetchone()[0])  # type: ignore[index]  # there is one
        before = rules.read_text()
        rules.write_text(f"local all {name} scram-sha-256\n{before}")
        connection.execute("SELECT pg_reload_conf()")
        await_refusal(postgresql_url.replace("vankien@", f"{name}@"))
        yield name
        rules.write_text(before)
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"DROP OWNED BY {name} CASCADE")
        connection.execute(f"DROP ROLE {name}")


@pytest.fixture
def address(clerk: str, postgresql_url: str, tmp_path: Path) -> str:
    """The address in the form of the compose file, for the role and with an empty password file."""
    form = composition()["services"]["web"]["environment"]["VANKIEN_CATALOG_URL"]
    assert re.fullmatch(r"postgresql://vankien@postgres:5432/vankien\?passfile=/run/secrets/pgpass", form)
    (tmp_path / "pgpass").touch(mode=0o600)
    return f"{postgresql_url.replace('vankien@', f'{clerk}@')}&passfile={tmp_path / 'pgpass'}"


def test_the_password_in_the_file_opens_the_database(address: str, tmp_path: Path) -> None:
    """The password need not be in the address, in the environment or in a log."""
    escaped = PASSWORD.replace("\\", "\\\\").replace(":", "\\:")
    (tmp_path / "pgpass").write_text(f"*:*:*:*:{escaped}\n")

    catalog = Catalog.open(address)
    catalog.migrate()
    catalog.require_current()
    catalog.close()


@pytest.mark.parametrize("line", ["", "*:*:*:*:wrong\n"])
def test_without_the_password_nothing_opens(address: str, tmp_path: Path, line: str) -> None:
    """The server does ask: the test above does not succeed for another reason."""
    (tmp_path / "pgpass").write_text(line)

    with pytest.raises(CatalogUnavailable, match="password"):
        Catalog.open(address)


def test_a_password_file_that_others_may_read_is_not_used(address: str, tmp_path: Path) -> None:
    """Why the head of the compose file gives its secrets to one owner each."""
    (tmp_path / "pgpass").write_text(f"*:*:*:*:{PASSWORD}\n")
    (tmp_path / "pgpass").chmod(0o644)

    with pytest.raises(CatalogUnavailable, match="password"):
        Catalog.open(address)
