"""Real parts for every test: a private PostgreSQL server, and the catalog on both databases."""

from __future__ import annotations

import json
import os
import shutil
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest

from service.archive import SearchRequest
from service.bootstrap import Services, build
from service.catalog import AccountRecord, Catalog, Shelved
from service.config import Settings
from tests import s3
from tests.overheard import Overheard
from tests.postgresql import MISSING, binaries, private_server
from tests.working import work_off

# A busy machine is slow, not wrong. CI tries the same examples for the same code: chance finds faults on developers' machines.
hypothesis.settings.register_profile("vankien", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("vankien")

EXAMPLES = Path(__file__).parents[1] / "examples"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--audit", action="store_true", help="let a validator read every paper that a test renders"
    )
    parser.addoption("--pictures", help="folder for the pictures of pages that the documents show")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--audit"):
        from tests.audited import PaperAudit, shared_folder

        config.pluginmanager.register(PaperAudit(shared_folder()))
    if not hasattr(config, "workerinput"):  # reports of other processes come here too
        config.pluginmanager.register(Overheard())


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a private server on a unix socket, with `{}` in the place of a database's name."""
    server = binaries()
    if server is None:
        warnings.warn(MISSING, stacklevel=1)
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with private_server(server) as address:
        yield address


def _in_postgresql(server: str, command: str) -> None:
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(command.encode())


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """The address of an empty database of its own."""
    name = f"t{uuid.uuid4().hex}"
    _in_postgresql(postgresql_server, f"CREATE DATABASE {name}")
    yield postgresql_server.format(name)
    _in_postgresql(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def catalog_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalog.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url


def _migrated(url: str) -> str:
    catalog = Catalog.open(url)
    catalog.migrate()
    catalog.close()
    return url


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied: migrating takes longer than most tests."""
    file = tmp_path_factory.mktemp("model") / "catalog.db"
    _migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_model(postgresql_server: str) -> str:
    """The name of a migrated database, to be copied."""
    _in_postgresql(postgresql_server, "CREATE DATABASE model")
    _migrated(postgresql_server.format("model"))
    return "model"


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of its own, once of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_model"), tmp_path / "catalog.db")
        yield f"sqlite:///{tmp_path / 'catalog.db'}"
        return
    server: str = request.getfixturevalue("postgresql_server")
    name = f"t{uuid.uuid4().hex}"
    _in_postgresql(server, f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgresql_model')}")
    yield server.format(name)
    _in_postgresql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def moto_server() -> Iterator[str]:
    """The address of an S3 server inside this process."""
    with s3.moto() as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def seaweed_server() -> Iterator[str]:
    """The address of a real S3 server; for slow tests."""
    with s3.seaweed() as endpoint:
        yield endpoint


@pytest.fixture
def catalog(migrated_url: str) -> Iterator[Catalog]:
    """A migrated catalog, once on each database."""
    opened = Catalog.open(migrated_url)
    yield opened
    opened.close()


@pytest.fixture
def services(migrated_url: str, tmp_path: Path) -> Iterator[Services]:
    """Everything put together over an empty catalog and folder, once on each database."""
    built = build(Settings(var=tmp_path / "var", catalog_url=migrated_url))
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


@pytest.fixture
def paper(services: Services, administrator: AccountRecord, complete: bytes) -> Shelved:
    """A sealed resolution, of the complete example without its cards."""
    raw = json.dumps({**json.loads(complete), "delegates": []}).encode()
    services.submit(raw, account=administrator, key="1")
    work_off(services)
    (found,) = services.archive.search(SearchRequest(kind="resolution"), account=administrator).papers
    return found
