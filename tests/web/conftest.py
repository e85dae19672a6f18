"""The web door over real parts: SQLite, a folder, the templates of the project."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from werkzeug.serving import make_server

from service.bootstrap import Services
from service.web import create_app
from tests.web import browsing
from tests.web.browsing import Visit
from tests.working import services_in

EXAMPLES = Path(__file__).parents[2] / "examples"


def pytest_configure(config: pytest.Config) -> None:
    """Take the pictures that the documents show, where a folder for them is named."""
    if folder := config.getoption("--pictures"):
        browsing.pictures = Path(folder)


@pytest.fixture
def services(sqlite_model: Path, tmp_path: Path) -> Iterator[Services]:
    """The whole service in a folder of its own, with its administrator."""
    with services_in(tmp_path / "var", sqlite_model) as built:
        # The cheapest hash: what is tried here is the door, not the strength of argon2.
        hasher = type(built.access.hasher)(time_cost=1, memory_cost=8, parallelism=1)
        yield replace(built, access=replace(built.access, hasher=hasher))


@pytest.fixture
def app(services: Services) -> Flask:
    """The Flask app."""
    return create_app(services)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client that nobody is signed in to."""
    return app.test_client()


@pytest.fixture
def complete() -> bytes:
    """Congress data from which every paper can be made."""
    return (EXAMPLES / "so-cong-thuong-2023-day-du.json").read_bytes()


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
def sealed(client: FlaskClient, bearer: dict[str, str], complete: bytes, work_off: Callable[[], None]) -> str:
    """The id of a set whose papers are all in the archive."""
    sent = client.post(
        "/api/v1/congresses",
        data=complete,
        content_type="application/json",
        headers={**bearer, "Idempotency-Key": "sealed-by-fixture"},
    )
    work_off()
    set_id: str = sent.get_json()["set"]
    return set_id


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The address of the app on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; its absence is a failure, since nothing else tries the pages as people meet them."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("install chromium (Debian: apt-get install chromium)")
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
