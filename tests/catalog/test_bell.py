"""The bell that the relay waits for, on both databases."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from service.bootstrap import Services
from service.catalog import AccountRecord
from service.catalog.bell import Bell

LONG = 30.0
"""No wait that was rung for takes so long."""


@pytest.fixture
def bell(services: Services) -> Iterator[Bell]:
    """A bell that hangs already."""
    hung = services.catalog.bell()
    hung.wait(LONG)
    yield hung
    hung.close()


@pytest.fixture
def promise(services: Services, administrator: AccountRecord, complete: bytes) -> Callable[[str], None]:
    """Accepts a set, which promises work."""
    raw = json.dumps({**json.loads(complete), "delegates": []}).encode()

    def submit(key: str) -> None:
        services.submit(raw, account=administrator, key=key)

    return submit


def waited(bell: Bell, seconds: float) -> float:
    began = time.monotonic()
    bell.wait(seconds)
    return time.monotonic() - began


def test_it_rings_while_one_waits(bell: Bell, promise: Callable[[str], None]) -> None:
    """
    And only once: then the waiting takes as long as was said.
    """
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(waited, bell, LONG)
        promise("one")
        assert waiting.result() < LONG / 2

        pool.submit(bell.wait, 0.1).result()  # the audit log's commits may ring SQLite's once more
        assert pool.submit(waited, bell, 0.2).result() >= 0.19


def test_what_was_promised_between_two_waits_is_heard(bell: Bell, promise: Callable[[str], None]) -> None:
    """
    The relay sends meanwhile, and looks at nothing else.
    """
    promise("one")

    assert waited(bell, LONG) < LONG / 2


def test_what_was_undone_rings_no_bell(
    bell: Bell, services: Services, promise: Callable[[str], None]
) -> None:
    """
    Nothing was promised.
    """
    promise("one")
    bell.wait(LONG)
    bell.wait(0.1)
    with services.catalog.begin() as work:
        (due, *_) = work.outbox.due(at=work.now())
        message = work.outbox.claim(due, at=work.now(), lease=services.work_on.lease)
        assert message is not None
        work.outbox.promise("seal", message.set_id, at=work.now())

    assert waited(bell, 0.2) >= 0.19


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
def test_a_connection_that_was_lost_is_made_anew(
    bell: Bell, promise: Callable[[str], None], migrated_url: str
) -> None:
    """
    Whoever waits is told nothing of it; the first wait after it returns at once, since something may have been missed.
    """
    with psycopg.connect(migrated_url, autocommit=True) as other:
        listening = "FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
        # Told to end is not ended.
        while other.execute(f"SELECT count(pg_terminate_backend(pid)) {listening}").fetchone() != (0,):
            pass
    bell.wait(0.01)

    assert waited(bell, LONG) < LONG / 2
    promise("one")
    assert waited(bell, LONG) < LONG / 2
