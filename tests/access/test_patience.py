"""Back-off at sign-in: counted in the catalog, for every process and past a restart."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from sqlalchemy import create_engine, text

from service.access import Patience
from service.access.patience import FORGOTTEN_AFTER, FREE, FREE_OF_ADDRESS, FREE_OF_NAME, LONGEST_OF_NAME
from service.bootstrap import Services
from service.catalog import Catalog

KEY = b"k" * 32


class Clock:
    """A clock that stands until it is put forward."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 26, 22, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def patience(catalog: Catalog, clock: Clock) -> Patience:
    return Patience(catalog=catalog, key=KEY, clock=clock)


def test_guessing_is_slowed_down_and_nobody_is_locked_out(patience: Patience, clock: Clock) -> None:
    """
    Five tries are free, then each wait is twice the last, up to a minute; another address waits for nothing.
    """
    waits = []
    while len(waits) < 14:
        waits.append(patience.attempt("an", "here"))
        if waits[-1]:
            clock.forward(waits[-1])
            assert 0 == patience.attempt("an", "here")

    assert [0.0] * 5 + [1, 2, 4, 8, 16, 32, 60, 60, 60] == waits
    assert 0 == patience.attempt("an", "elsewhere") == patience.attempt("binh", "here")


def test_the_right_password_forgets_the_wrong_ones(patience: Patience) -> None:
    """
    Those of that name there; and of the others only that it was counted itself.
    """
    for _ in range(FREE_OF_ADDRESS * 3):
        assert 0 == patience.attempt("an", "here")
        patience.succeeded("an", "here")


def test_many_names_from_one_address_and_one_name_from_many(patience: Patience) -> None:
    """
    Neither way round the count helps; and nobody is kept out for longer than a few seconds by strangers.
    """
    for n in range(FREE_OF_ADDRESS + 3):
        patience.attempt(f"name {n}", "here")
    for n in range(FREE_OF_NAME + 20):
        patience.attempt("an", f"address {n}")

    assert patience.attempt("binh", "here") > 0
    assert 0 < patience.attempt("an", "elsewhere") <= LONGEST_OF_NAME
    assert 0 == patience.attempt("binh", "elsewhere")


def test_a_clock_that_was_set_back_keeps_nobody_waiting_longer(patience: Patience, clock: Clock) -> None:
    """
    A failure of tomorrow is waited for as long as one of this moment.
    """
    for _ in range(FREE):
        patience.attempt("an", "here")
    clock.forward(-86_400)

    assert 1 == patience.attempt("an", "here")


def test_who_failed_while_the_clock_was_ahead_gets_in_once_it_is_right(
    patience: Patience, clock: Clock
) -> None:
    """
    The wait begins anew and ends: it does not last until the wrong time has come.
    """
    for _ in range(FREE):
        patience.attempt("an", "here")
    clock.forward(-365 * 86_400)
    first = patience.attempt("an", "here")
    clock.forward(first)

    assert 0 == patience.attempt("an", "here")


def test_an_hour_later_nothing_is_left(patience: Patience, clock: Clock, migrated_url: str) -> None:
    """
    What is kept are digests, and for an hour: no list of who tried from where.
    """
    for _ in range(FREE + 1):
        patience.attempt("an", "192.0.2.7")
    engine = create_engine(migrated_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        held = str(connection.execute(text("SELECT * FROM sign_in_try")).all())
    clock.forward(FORGOTTEN_AFTER.total_seconds() + 1)
    patience.attempt("binh", "elsewhere")
    with engine.connect() as connection:
        left = connection.execute(text("SELECT count(*) FROM sign_in_try")).scalar_one()
    engine.dispose()

    assert "192.0.2.7" not in held
    assert "'an'" not in held
    assert 3 == left


def test_guesses_that_come_all_at_once_do_not_slip_through(catalog: Catalog) -> None:
    """
    Each is counted before its password is looked at, whoever holds the connection.
    """
    patience = Patience(catalog=catalog, key=KEY)
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda _: patience.attempt("an", "here"), range(40)))

    # A slow machine may have waited out the first second.
    assert FREE <= waits.count(0.0) <= FREE + 2


SERVER = """
import sys
from pathlib import Path
from werkzeug.serving import make_server
from service.bootstrap import build
from service.config import Settings
from service.web import create_app

server = make_server("127.0.0.1", 0, create_app(build(Settings(var=Path(sys.argv[1]), catalog_url=sys.argv[2]))))
print(server.port, flush=True)
server.serve_forever()
"""


@contextmanager
def web_process(services: Services) -> Iterator[str]:
    """The address of a web process of its own over the same catalog."""
    settings = services.settings
    argv = [sys.executable, "-c", SERVER, str(settings.var), settings.catalog_url]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


def guess(address: str) -> int:
    """The answer to a wrong password."""
    browser = requests.Session()
    page = browser.get(f"{address}/sign-in", timeout=60).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    form = {"csrf_token": token[1], "name": "quan-tri", "password": "wrong"}
    return browser.post(f"{address}/sign-in", data=form, timeout=60).status_code


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
def test_two_processes_count_together_and_a_restart_forgets_nothing(
    services: Services, tmp_path: Path
) -> None:
    """
    Guesses go to two web processes in turn: the sixth waits, wherever it comes; a third process, begun then, makes it wait too.
    """
    assert tmp_path
    services.access.set_password(services.access.ensure_administrator("x"), "mat khau dai du dung")
    with web_process(services) as one, web_process(services) as other:
        answers = [guess((one, other)[n % 2]) for n in range(FREE)]
        # Many at once, so that one of them comes within the first wait.
        with ThreadPoolExecutor(8) as pool:
            late = list(pool.map(guess, [one, other] * 4))
    with web_process(services) as third, ThreadPoolExecutor(8) as pool:
        later = list(pool.map(guess, [third] * 8))

    assert [401] * FREE == answers
    assert 429 in late
    assert 429 in later
