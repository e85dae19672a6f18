"""How many requests programs may send, over all web processes together, and what their answers tell of it."""

from __future__ import annotations

import os
import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from email.message import Message
from itertools import cycle, islice
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.bootstrap import Services, build
from service.catalog import Catalog
from service.client import Problem
from service.client.transport import Transport
from service.config import Settings
from service.web import create_app
from service.web.rates import LOTS, MINUTE, Rate, Told
from service.web.refusals import TooManyRequests
from tests.running import free_port
from workers.processes import Child

LIMIT = 20
ROOT = Path(__file__).parents[2]
TOLD = re.compile(r'"account";r=(\d+);t=(\d+)')


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def catalog(catalog_url: str) -> Iterator[Catalog]:
    held = Catalog.open(catalog_url)
    held.migrate()
    yield held
    held.close()


def spend(rate: Rate, times: int) -> list[Told]:
    told = []
    for _ in range(times):
        try:
            told.append(rate.spend("a"))
        except TooManyRequests:
            break
    return told


def test_two_processes_share_the_requests_of_a_minute(catalog: Catalog) -> None:
    """
    Between them they let through the limit and no more, at the same time too; another account has its own.
    """
    # Less than a hundred are taken one by one, so none is lost in a lot.
    processes = [Rate(catalog=catalog, limit=LIMIT) for _ in range(2)]
    _stay_in_this_minute(catalog)
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda rate: spend(rate, LIMIT), islice(cycle(processes), 8)))

    assert LIMIT == sum(map(len, told))
    assert LIMIT - 1 == processes[0].spend("b").remaining


def test_lots_never_let_more_through(catalog: Catalog) -> None:
    """
    One row is written for each lot of requests; a process that holds the rest of a lot leaves the other one short.
    """
    limit = 10 * LOTS
    processes = [Rate(catalog=catalog, limit=limit) for _ in range(2)]
    _stay_in_this_minute(catalog)
    first = spend(processes[0], 1)
    others = spend(processes[1], 2 * limit)

    assert (limit - 1, limit - 10) == (first[0].remaining, len(others))
    assert [9] == [len(spend(processes[0], limit))]


def test_the_next_minute_begins_anew(catalog: Catalog) -> None:
    """
    Whoever was refused and waits as long as was told is let through.
    """
    clock = Clock()
    rate = Rate(catalog=catalog, limit=1, clock=clock)
    _stay_in_this_minute(catalog)
    rate.spend("a")
    with pytest.raises(TooManyRequests) as refused:
        rate.spend("a")
    assert 0 < refused.value.seconds <= MINUTE
    with catalog.begin() as work:  # as if a minute ago
        work.rates.take("a", minute=int(work.now().timestamp() // MINUTE) - 1, count=1)
        work.commit()
    clock.now += refused.value.seconds

    assert 0 == rate.spend("a").remaining


def test_answers_tell_what_is_left(services: Services, token: str) -> None:
    """
    Programs read it from every answer, from refusals too; whoever has no account is told nothing.
    """
    limited = replace(services, settings=replace(services.settings, requests_per_minute=2))
    client = create_app(limited).test_client()
    _stay_in_this_minute(services.catalog)
    asked = [_ask(client, token) for _ in range(3)]
    stranger = _ask(client, "nobody")

    assert [200, 200, 429, 401] == [one.status_code for one in (*asked, stranger)]
    assert {'"account";q=2;w=60'} == {one.headers["RateLimit-Policy"] for one in asked}
    left = [TOLD.fullmatch(one.headers["RateLimit"]) for one in asked]
    assert ["1", "0", "0"] == [one[1] for one in left if one]
    assert "rate.exceeded" == asked[2].get_json()["code"]
    assert left[2] is not None
    assert left[2][2] == asked[2].headers["Retry-After"]
    assert "RateLimit" not in stranger.headers


def test_no_limit_tells_nothing(services: Services, token: str) -> None:
    """
    0 is no limit, and nothing is counted.
    """
    free = replace(services, settings=replace(services.settings, requests_per_minute=0))

    assert "RateLimit" not in _ask(create_app(free).test_client(), token).headers


@pytest.mark.slow
def test_two_web_processes_keep_one_limit(tmp_path: Path) -> None:
    """
    Real processes over one database; the client of programs waits as long as it is told to, a request that must not be
    repeated included.
    """
    services = build(Settings(var=tmp_path / "var"), migrate=True)
    administrator = services.access.ensure_administrator("Tổng Liên đoàn")
    token = services.access.new_token(administrator.name, label="rates")
    with ExitStack() as stack:
        stack.callback(services.close)
        addresses = [_start(stack, tmp_path, number) for number in range(2)]
        _stay_in_this_minute(services.catalog, seconds=30)
        statuses = [_status(f"{one}/api/v1/terms", token) for one in islice(cycle(addresses), LIMIT + 4)]
        waited: list[float] = []

        class Woken(Exception):
            pass

        def pause(seconds: float) -> None:
            waited.append(seconds)
            if len(waited) == 2:
                raise Woken

        _stay_in_this_minute(services.catalog, seconds=20)
        while _status(f"{addresses[0]}/api/v1/terms", token)[0] != 429:
            continue
        transport = Transport(address=addresses[0], token=token, pause=pause)
        with pytest.raises(Woken):
            transport(
                "POST",
                "/api/v1/documents/00000000-0000-4000-8000-00000000000a/number/void",
                is_repeatable=False,
            )
        with pytest.raises(Problem) as refused:
            Transport(address=addresses[1], token=token, pause=lambda _: None)("GET", "/api/v1/terms")

    assert [200] * LIMIT + [429] * 4 == [status for status, _ in statuses]
    told = int(statuses[-1][1]["Retry-After"])
    assert 0 < told <= MINUTE
    assert all(0 < seconds <= MINUTE for seconds in waited)
    assert 2 == len(waited)
    assert "rate.exceeded" == refused.value.code


def _start(stack: ExitStack, folder: Path, number: int) -> str:
    port = free_port()
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "VANKIEN_VAR": str(folder / "var"),
        "VANKIEN_PORT": str(port),
        "VANKIEN_REQUESTS_PER_MINUTE": str(LIMIT),
    }
    child = Child(
        f"web{number}",
        [sys.executable, "-m", "service.cli", "serve"],
        log=folder / f"web{number}.log",
        env=env,
    )
    stack.callback(child.stop)
    address = f"http://127.0.0.1:{port}"
    ends = time.monotonic() + 60
    while _status(f"{address}/health/ready", "")[0] != 200:
        assert time.monotonic() < ends, child.last_words()
        time.sleep(0.05)
    return address


def _status(url: str, token: str) -> tuple[int, Message]:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 -- our own
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 -- our own
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers
    except OSError:
        return 0, Message()


def _ask(client: FlaskClient, token: str) -> TestResponse:
    return client.get("/api/v1/terms", headers={"Authorization": f"Bearer {token}"})


def _stay_in_this_minute(catalog: Catalog, *, seconds: float = 5) -> None:
    """Wait for the next minute when this one is nearly over: what is counted here is one minute's."""
    while True:
        with catalog.read() as work:
            left = MINUTE - work.now().timestamp() % MINUTE
        if left > seconds:
            return
        time.sleep(left)
