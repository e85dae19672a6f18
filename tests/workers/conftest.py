"""What tests of real processes share."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import workers
from workers.embedded_broker import start_broker

Eventually = Callable[[Callable[[], object]], None]


def poll_until(condition: Callable[[], object], *, within: float = 20.0) -> None:
    """Return once `condition` holds; fail after `within` seconds."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.02)


def process_is_gone(pid: int) -> bool:
    """Whether `pid` has ended; one that only waits to be reaped by a lazy init has."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return Path("/proc/self").exists()


@pytest.fixture(scope="session")
def eventually() -> Eventually:
    """`eventually(condition)` polls until the condition holds, and fails when it never does."""
    return poll_until


@pytest.fixture(scope="session")
def is_gone() -> Callable[[int], bool]:
    """`is_gone(pid)`: whether that process has ended."""
    return process_is_gone


@pytest.fixture(scope="session")
def project_env() -> dict[str, str]:
    """The environment in which another Python finds this project, whatever the working directory."""
    root = str(Path(workers.__file__).parent.parent)
    return {**os.environ, "PYTHONPATH": root}


@pytest.fixture(scope="session")
def broker_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The url of a real broker that lives as long as the test run."""
    with start_broker(tmp_path_factory.mktemp("broker")) as broker:
        yield broker.url
