"""
Load with everything going wrong: the real processes, over HTTP, while workers are killed, the broker is away and PostgreSQL restarts.

What is asked at a fixed rate does not wait for what was asked before. A client that got no answer, or "try again", asks again with the same key.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from service.bootstrap import Services, build
from service.config import Settings
from tests.faults.killing import Broken, said_of
from tests.faults.small import small_meeting
from tests.faults.world import scratch
from tests.postgresql import binaries, private_server, restart_at_once
from workers.embedded_broker import EmbeddedBroker, broker_url_for, start_broker
from workers.processes import Child, await_ready

KILL_EVERY: Final = 10.0
PATIENCE: Final = 120.0
P99: Final = 0.300
GROWTH: Final = 1.05

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(slots=True)
class Measured:
    """What clients saw, and how large the processes were."""

    seconds: list[float] = field(default_factory=list)
    sets: set[str] = field(default_factory=set)
    asked_again: int = 0
    kills: int = 0
    memory: dict[str, list[int]] = field(default_factory=dict)
    settled_after: float = 0.0

    def at(self, share: float) -> float:
        """The time below which that share of the answers lies, in seconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def growth(self, name: str) -> float:
        """How much larger a process is in its last quarter than in its second."""
        held = self.memory[name]
        quarter = max(1, len(held) // 4)
        early, late = held[quarter : 2 * quarter] or held, held[-quarter:]
        return max(late) / max(early)


@dataclass(slots=True, kw_only=True)
class _System:
    settings: Settings
    broker: EmbeddedBroker
    children: dict[str, Child]
    env: dict[str, str]
    folder: Path

    def start(self, role: str) -> None:
        argv = [sys.executable, "-m", "service.cli", role]
        log = self.folder / f"{role}.log"
        self.children[role] = Child(role, argv, log=log, env=self.env)

    def kill_worker(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.children["worker"].pid, signal.SIGKILL)
        self.children["worker"].stop()
        self.start("worker")


def put_under_load(
    *, seconds: float, rate: float, fresh: float, seed: int, told: Callable[[str], None]
) -> Measured:
    """
    Ask so often for so long, a share of it `fresh` data and the rest what was sent before under another key.

    A worker is killed every ten seconds; the broker is away for a tenth of the time, PostgreSQL restarts at the middle. Raises `Broken`.
    """
    measured = Measured()
    with _system() as (system, services, address):
        token = services.access.new_token(services.access.ensure_administrator("Root").name, label="load")
        stop = threading.Event()
        harm = threading.Thread(
            target=_harm, args=(system, measured, seconds, stop, told, str(services.settings.catalog_url))
        )
        began = time.monotonic()
        harm.start()
        _ask(address, token, measured, seconds=seconds, rate=rate, fresh=fresh, chance=random.Random(seed))  # noqa: S311
        stop.set()
        harm.join()
        told(
            f"{len(measured.seconds)} answers in {time.monotonic() - began:.0f} s; waiting for {len(measured.sets)} sets"
        )
        _await_rest(services, measured, told)
        services.close()
        from service.archive.invariants import CheckInvariants
        from service.storage import open_to_read

        check = CheckInvariants(
            storage=open_to_read(system.settings.storage_url), catalog_url=system.settings.catalog_url
        )
        if broken := said_of(check(at_rest=True, acknowledged=measured.sets)):
            raise Broken("; ".join(broken[:5]))
    return measured


@contextmanager
def _system() -> Iterator[tuple[_System, Services, str]]:
    server = binaries()
    if server is None:
        raise Broken("PostgreSQL is not installed")
    with ExitStack() as stack:
        folder = scratch()
        url = stack.enter_context(private_server(server)).format("postgres")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        broker = start_broker(folder / "broker")
        settings = Settings(var=folder, catalog_url=url, office="off", broker_url=broker.url, port=port)
        services = build(settings, migrate=True)
        services.access.ensure_administrator("Root")
        env = {**os.environ, "VANKIEN_VAR": str(folder), "VANKIEN_CATALOG_URL": url, "VANKIEN_OFFICE": "off",
               "VANKIEN_BROKER_URL": broker_url_for(folder / "broker"), "VANKIEN_PORT": str(port)}  # fmt: skip
        system = _System(settings=settings, broker=broker, children={}, env=env, folder=folder)
        try:
            for role in ("serve", "worker", "relay"):
                system.start(role)
            await_ready(system.children["serve"], lambda: _is_alive(port), within=60)
            yield system, services, f"http://127.0.0.1:{port}"
        finally:
            for child in system.children.values():
                child.stop()
            system.broker.stop()


def _is_alive(port: int) -> bool:
    try:
        _direct.open(f"http://127.0.0.1:{port}/health/live", timeout=5).close()
    except OSError:
        return False
    return True


def _ask(
    address: str,
    token: str,
    measured: Measured,
    *,
    seconds: float,
    rate: float,
    fresh: float,
    chance: random.Random,
) -> None:
    sent: list[bytes] = []
    began = time.monotonic()
    lock = threading.Lock()

    def one(number: int, raw: bytes) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            at = time.monotonic()
            set_id = _post(address, token, f"load-{number}", raw)
            if set_id:
                with lock:
                    measured.seconds.append(time.monotonic() - at)
                    measured.sets.add(set_id)
                return
            with lock:
                measured.asked_again += 1
            if time.monotonic() > until:
                return
            time.sleep(0.2)

    with ThreadPoolExecutor(64) as pool:
        waiting = []
        for number in range(int(seconds * rate)):
            time.sleep(max(0.0, began + number / rate - time.monotonic()))
            if not sent or chance.random() < fresh:
                sent.append(small_meeting(f"Body {number}"))
                raw = sent[-1]
            else:
                raw = chance.choice(sent)
            waiting.append(pool.submit(one, number, raw))
        for done in waiting:
            done.result()


def _post(address: str, token: str, key: str, raw: bytes) -> str:
    """The id of the set, or nothing when it is to be asked again."""
    request = urllib.request.Request(  # noqa: S310 -- our own server
        f"{address}/api/v1/congresses",
        data=raw,
        headers={
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        },
    )
    try:
        with _direct.open(request, timeout=30) as answer:
            return str(answer.headers["Location"]).rpartition("/")[2]
    except urllib.error.HTTPError as error:
        if error.code != 503:
            raise Broken(f"intake answered {error.code}: {error.read()[:300]!r}") from None
    except OSError:
        pass
    return ""


def _harm(
    system: _System,
    measured: Measured,
    seconds: float,
    stop: threading.Event,
    told: Callable[[str], None],
    url: str,
) -> None:
    began = time.monotonic()
    away_at, back_at, restart_at = began + 0.25 * seconds, began + 0.35 * seconds, began + 0.5 * seconds
    killed_at = began
    is_away = is_restarted = False
    while not stop.wait(0.5):
        now = time.monotonic()
        _weigh(system, measured)
        if now - killed_at >= KILL_EVERY:
            system.kill_worker()
            measured.kills += 1
            killed_at = now
        if away_at <= now < back_at and not is_away:
            system.broker.stop()
            is_away = True
            told("the broker is away")
        if now >= back_at and is_away:
            system.broker = start_broker(system.folder / "broker")
            is_away, away_at = False, float("inf")
            told("the broker is back")
        if now >= restart_at and not is_restarted:
            restart_at_once(url)
            is_restarted = True
            told("PostgreSQL was restarted at once")
    if is_away:
        system.broker = start_broker(system.folder / "broker")


def _weigh(system: _System, measured: Measured) -> None:
    """How much memory the web and the relay hold, all their processes together."""
    for role in ("serve", "relay"):
        group = system.children[role].pid
        held = 0
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError, ValueError):
                fields = status.read_text().rpartition(")")[2].split()
                if int(fields[2]) == group:
                    held += int(fields[21]) * 4096
        if held:
            measured.memory.setdefault(role, []).append(held)


def _await_rest(services: Services, measured: Measured, told: Callable[[str], None]) -> None:
    began = said = time.monotonic()
    while True:
        with services.catalog.read() as work:
            oldest = work.outbox.oldest()
            now = work.now()
        if oldest is None:
            measured.settled_after = time.monotonic() - began
            return
        if time.monotonic() - began > 3600:
            raise Broken(f"I7: after an hour work is left that was promised {now - oldest} ago")
        if time.monotonic() - said > 30:
            said = time.monotonic()
            told(f"the oldest promise is {now - oldest} old")
        time.sleep(0.5)


def report(measured: Measured) -> list[str]:
    """The figures, a line each."""
    return [
        f"{len(measured.seconds)} answers, {measured.asked_again} times asked again, {measured.kills} workers killed",
        f"intake: half within {1000 * measured.at(0.5):.0f} ms, 99 % within {1000 * measured.at(0.99):.0f} ms",
        f"{len(measured.sets)} sets acknowledged, all settled {measured.settled_after:.0f} s after the last request; none lost",
        *(
            f"{name}: memory grew by the factor {measured.growth(name):.3f}"
            for name in sorted(measured.memory)
        ),
    ]


def faults_of(measured: Measured) -> list[str]:
    """What is not as it should be on a quiet machine of two cores."""
    told: list[Any] = []
    if measured.at(0.99) > P99:
        told.append(f"99 % of the answers took {1000 * measured.at(0.99):.0f} ms, not {1000 * P99:.0f}")
    told += [
        f"{name} grew by {measured.growth(name):.3f}"
        for name in measured.memory
        if measured.growth(name) > GROWTH
    ]
    return told
