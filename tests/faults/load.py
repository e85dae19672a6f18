"""
Load with everything going wrong: the real processes, over HTTP, while workers are killed, the broker is away and PostgreSQL restarts.

What is asked at a fixed rate does not wait for what was asked before. A client that got no answer, or "try again", asks again with the same key.
"""

from __future__ import annotations

import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.faults.killing import Broken
from tests.faults.real import await_rest, judge, real_system
from tests.faults.small import small_meeting
from tests.postgresql import restart_at_once
from tests.running import Running, direct

KILL_EVERY: Final = 10.0
PATIENCE: Final = 120.0
P99: Final = 0.300
GROWTH: Final = 1.05


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


def put_under_load(
    *, seconds: float, rate: float, fresh: float, seed: int, told: Callable[[str], None]
) -> Measured:
    """
    Ask so often for so long, a share of it `fresh` data and the rest what was sent before under another key.

    A worker is killed every ten seconds; the broker is away for a tenth of the time, PostgreSQL restarts at the middle. Raises `Broken`.
    """
    measured = Measured()
    with real_system("serve", "worker", "relay") as system:
        services = system.services
        token = services.access.new_token(services.access.ensure_administrator("Root").name, label="load")
        stop = threading.Event()
        harm = threading.Thread(target=_harm, args=(system, measured, seconds, stop, told))
        began = time.monotonic()
        harm.start()
        _ask(
            system.address,
            token,
            measured,
            seconds=seconds,
            rate=rate,
            fresh=fresh,
            chance=random.Random(seed),  # noqa: S311 -- an order, not a secret
        )
        stop.set()
        harm.join()
        told(
            f"{len(measured.seconds)} answers in {time.monotonic() - began:.0f} s; waiting for {len(measured.sets)} sets"
        )
        measured.settled_after = await_rest(system, told, within=3600)
        judge(system, measured.sets)
    return measured


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
        first = time.monotonic()
        while True:
            set_id = _post(address, token, f"load-{number}", raw)
            if set_id:
                with lock:
                    measured.seconds.append(time.monotonic() - first)
                    measured.sets.add(set_id)
                return
            with lock:
                measured.asked_again += 1
            if time.monotonic() > first + PATIENCE:
                raise Broken(f"intake did not take load-{number} within {PATIENCE:g} s")
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


def submit(address: str, token: str, key: str, raw: bytes) -> str:
    """The id of the set that the data led to; raises as `urllib` does."""
    request = urllib.request.Request(  # noqa: S310 -- our own server
        f"{address}/api/v1/congresses",
        data=raw,
        headers={
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        },
    )
    with direct.open(request, timeout=30) as answer:
        return str(answer.headers["Location"]).rpartition("/")[2]


def _post(address: str, token: str, key: str, raw: bytes) -> str:
    """The id of the set, or nothing when it is to be asked again."""
    try:
        return submit(address, token, key, raw)
    except urllib.error.HTTPError as error:
        if error.code != 503:
            raise Broken(f"intake answered {error.code}: {error.read()[:300]!r}") from None
    except OSError:
        pass
    return ""


def _harm(
    system: Running,
    measured: Measured,
    seconds: float,
    stop: threading.Event,
    told: Callable[[str], None],
) -> None:
    began = time.monotonic()
    away_at, back_at, restart_at = began + 0.25 * seconds, began + 0.35 * seconds, began + 0.5 * seconds
    killed_at = began
    is_away = is_restarted = False
    while not stop.wait(0.5):
        now = time.monotonic()
        _weigh(system, measured)
        if now - killed_at >= KILL_EVERY:
            system.kill("worker")
            measured.kills += 1
            killed_at = now
        if away_at <= now < back_at and not is_away:
            system.stop_broker()
            is_away = True
            told("the broker is away")
        if now >= back_at and is_away:
            system.start_broker()
            is_away, away_at = False, float("inf")
            told("the broker is back")
        if now >= restart_at and not is_restarted:
            restart_at_once(system.settings.catalog_url)
            is_restarted = True
            told("PostgreSQL was restarted at once")
    if is_away:
        system.start_broker()


def _weigh(system: Running, measured: Measured) -> None:
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
