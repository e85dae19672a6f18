"""The web door over real parts: SQLite, a folder, the templates of the project."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from werkzeug.serving import make_server

from service.bootstrap import Services
from service.web import create_app
from tests import working
from tests.answering import answering
from tests.web import browsing
from tests.web.browsing import Visit

EXAMPLES = Path(__file__).parents[2] / "examples"


def pytest_configure(config: pytest.Config) -> None:
    """Take the pictures that the documents show, where a folder for them is named."""
    if folder := config.getoption("--pictures"):
        browsing.pictures = Path(folder)


@pytest.fixture
def services(
    request: pytest.FixtureRequest, sqlite_model: Path, tmp_path: Path, cheap_hasher: PasswordHasher
) -> Iterator[Services]:
    """The whole service in a folder of its own, with its administrator; tests that ask for `sealed` get it with that set."""
    model = sqlite_model
    if "sealed" in request.fixturenames:
        var, _ = request.getfixturevalue("sealed_model")
        shutil.copytree(var, tmp_path / "var")
        model = var / "catalog.db"
    with working.services_in(tmp_path / "var", model) as built:
        yield replace(built, access=replace(built.access, hasher=cheap_hasher))


@pytest.fixture(scope="session")
def cheap_hasher() -> PasswordHasher:
    """The cheapest hash: what is tried here is the door, not the strength of argon2."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def sealed_model(
    sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory, cheap_hasher: PasswordHasher
) -> tuple[Path, str]:
    """A folder in which the papers of one set are all in the archive, to be copied, and the id of that set."""
    var = tmp_path_factory.mktemp("sealed") / "var"
    with working.services_in(var, sqlite_model) as built:
        access = replace(built.access, hasher=cheap_hasher)
        account = access.ensure_administrator(working.ROOT)
        set_id = built.submit(
            (EXAMPLES / "so-cong-thuong-2023-day-du.json").read_bytes(), account=account, key="sealed"
        ).set_id
        working.work_off(built)
    return var, set_id


class _KeptByteCode(BytecodeCache):
    """Page templates are compiled once a test process, not once an app."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._held:
            bucket.bytecode_from_string(self._held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._held[bucket.key] = bucket.bytecode_to_string()


_KEPT = _KeptByteCode()


@pytest.fixture
def app(services: Services) -> Flask:
    """The Flask app."""
    made = create_app(services)
    made.jinja_env.bytecode_cache = _KEPT
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client that nobody is signed in to."""
    return app.test_client()


@pytest.fixture
def complete() -> bytes:
    """Congress data from which every paper can be made."""
    return (EXAMPLES / "so-cong-thuong-2023-day-du.json").read_bytes()


@pytest.fixture
def accepted(services: Services, complete: bytes) -> str:
    """The id of a set that nobody has begun to make."""
    account = services.access.ensure_administrator("")
    return services.submit(complete, account=account, key="accepted").set_id


@pytest.fixture
def token(services: Services) -> str:
    """A token of the administrator."""
    return services.access.new_token("quan-tri", label="test")


@pytest.fixture
def bearer(token: str) -> dict[str, str]:
    """The header that carries the administrator's token."""
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def work_off(services: Services) -> Callable[[], None]:
    """Does all promised work in this process, as the workers would."""

    def work() -> None:
        until = time.monotonic() + 120  # busy machines are slow, not stuck
        while services.relay(services.work_on):
            assert time.monotonic() < until

    return work


@pytest.fixture
def sealed(sealed_model: tuple[Path, str]) -> str:
    """The id of a set whose papers are all in the archive of `services`."""
    _, set_id = sealed_model
    return set_id


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the app on a port of its own, while the block runs."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    with answering(server):
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The address of the app on a port of its own."""
    with served(app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; its absence is a failure, since nothing else tries the pages as people meet them."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("install chromium (Debian: apt-get install chromium)")
    expect.set_options(timeout=browsing.PATIENT)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without cookies, set to Vietnamese."""
    opened = browser.new_context(locale="vi-VN", accept_downloads=True)
    yield opened
    opened.close()


@pytest.fixture
def visit(context: BrowserContext, address: str) -> Visit:
    """A page in that browser."""
    return Visit(page=context.new_page(), address=address)
