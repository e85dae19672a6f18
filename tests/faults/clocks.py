"""
The clocks of the real processes jump: by hours, days and years, forwards and back, all at once or each by itself.

Web, relay, two Celery workers and, with PostgreSQL, the database live by clocks that libfaketime makes wrong; the broker and
whoever asks live by the true one. Meanwhile data are sent and pages looked at. When the clocks are right again, everything
that was acknowledged is sealed within a minute, nobody stays locked out, and every webhook is told soon.
"""

from __future__ import annotations

import random
import sys
import time
import urllib.error
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import psycopg
from sqlalchemy import func, select

from service.catalog.tables import outbox
from tests.faults.clocks_of_processes import Clocks, clocks
from tests.faults.killing import Broken
from tests.faults.load import submit
from tests.faults.locked_out import Ahead, Before, receiver
from tests.faults.real import await_rest, judge, not_sealed, real_system
from tests.faults.small import small_meeting
from tests.faults.world import Database
from tests.running import Running

SETTLED_WITHIN: Final = 60.0
"""Seconds after the last jump."""

TOLD_WITHIN: Final = 150.0
"""Seconds until every message is told: one that a killed relay had in hand is nobody else's for two minutes."""

_SECOND_WORKER: Final = "second worker"
_ROLES: Final = {"serve": "serve", "relay": "relay", "worker": "worker", _SECOND_WORKER: "worker"}
_DATABASE: Final = "postgresql"
_HOUR, _DAY, _YEAR = 3600.0, 86_400.0, 365 * 86_400.0
_REACHES: Final = ((_HOUR, 23.0), (_DAY, 300.0), (_YEAR, 20.0))
_PAUSES: Final = (0.1, 1.5)
"""Seconds from one jump to the next: work takes about as long."""
_WAITING: Final = 6
_RELAYS: Final = 0.1
"""Of the jumps: behind so many of them the relay is killed and begun anew."""
_AGAIN: Final = 0.2
"""Of what was sent: so much is sent again, with the same key."""


@dataclass(slots=True)
class Told:
    """What was done, and what clients were told."""

    jumps: int = 0
    apart: int = 0
    relays: int = 0
    farthest: float = 0.0
    sets: dict[str, str] = field(default_factory=dict)
    again: int = 0
    looks: int = 0
    deliveries: int = 0
    settled_after: float = 0.0

    def line(self) -> str:
        """One line of figures."""
        return (
            f"{self.jumps} jumps of all clocks and {self.apart} of one alone, up to {self.farthest / _YEAR:.1f} years, {self.relays} relays begun;"
            f" {len(self.sets)} sets acknowledged, {self.again} times sent again, {self.looks} pages looked at,"
            f" {self.deliveries} messages told"
        )


def jump(*, jumps: int, apart: int, seed: int, database: Database, told: Callable[[str], None]) -> Told:
    """Let all clocks jump together so often, then each by itself so often; raises `Broken`."""
    chance = random.Random(seed)  # noqa: S311 -- an order, not a secret
    done = Told()
    with clocks() as held, receiver() as hears, _system(held, database) as system:
        _require_server(held, system)
        before = Before.of(system, hears)
        done.jumps = _phase(system, held, before, done, chance, jumps, ())
        done.apart = _phase(system, held, before, done, chance, apart, tuple(held.ahead))
        told(done.line())
        held.set(_YEAR)
        ahead = Ahead.of(system, before, hears, _YEAR, lambda: _send(system, before, done, chance))
        held.set(0.0)
        done.jumps += 2
        began = time.monotonic()
        _send(system, before, done, chance, token=before.token)
        await_rest(system, told, within=SETTLED_WITHIN - (time.monotonic() - began))
        ahead.require_in(system, before, until=began + SETTLED_WITHIN)
        done.deliveries = hears.await_all(system, until=began + TOLD_WITHIN)
        done.settled_after = time.monotonic() - began
        judge(system, done.sets.values())
        if left := not_sealed(system, done.sets.values()):
            raise Broken(f"I7: {len(left)} sets are not sealed, {left[0]} among them")
    return done


@contextmanager
def _system(held: Clocks, database: Database) -> Iterator[Running]:
    """Each process with a clock of its own."""
    programs = {
        name: held.program(name, [sys.executable, "-P", "-m", "tests.faults.under_clock", command])
        for name, command in _ROLES.items()
    }
    server = held.env(_DATABASE) if database == "postgresql" else None
    with real_system(
        "serve", "relay", "worker",
        database=database, programs=programs, server_env=server, WEBHOOK_NETWORKS="127.0.0.0/8",
    ) as system:  # fmt: skip
        system.start("worker", name=_SECOND_WORKER)
        yield system


def _require_server(held: Clocks, system: Running) -> None:
    """The clock of PostgreSQL is one that can be set."""
    if _DATABASE not in held.ahead:
        return
    held.set(_DAY, _DATABASE)
    with psycopg.connect(system.settings.catalog_url) as connection:
        said = connection.execute("SELECT extract(epoch FROM clock_timestamp())").fetchone()
    held.set(0.0, _DATABASE)
    if said is None or abs(float(said[0]) - time.time() - _DAY) > _HOUR:
        raise Broken(f"PostgreSQL knows the true time: {said}")


def _phase(
    system: Running,
    held: Clocks,
    before: Before,
    done: Told,
    chance: random.Random,
    jumps: int,
    names: tuple[str, ...],
) -> int:
    """Send and look while clocks jump so often, one of `names` each time, or all; how often they did."""
    script = random.Random(chance.random())  # noqa: S311 -- an order, not a secret
    with ThreadPoolExecutor(1) as pool:
        jumping = pool.submit(_jump_on, system, held, done, script, jumps, names)
        while not jumping.done():
            if _promised(system) < _WAITING:
                _send(system, before, done, chance)
            before.visitor.get("/")
            done.looks += 1
            time.sleep(0.05)
        jumping.result()
    return jumps


def _jump_on(
    system: Running, held: Clocks, done: Told, script: random.Random, jumps: int, names: tuple[str, ...]
) -> None:
    for _ in range(jumps):
        unit, most = script.choice(_REACHES)
        ahead = script.choice((-1, 1)) * unit * script.uniform(1, most)
        done.farthest = max(done.farthest, abs(ahead))
        # Now and then it is right again for a moment.
        held.set(ahead if script.random() < 0.8 else 0.0, *((script.choice(names),) if names else ()))
        if script.random() < _RELAYS:
            # A new one tidies, and looks at what is due by the day, as it does each hour.
            system.kill("relay")
            done.relays += 1
        time.sleep(script.uniform(*_PAUSES))


def _promised(system: Running) -> int:
    with system.services.catalog._engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(outbox)) or 0


def _send(system: Running, before: Before, done: Told, chance: random.Random, *, token: str = "") -> None:
    """Send data that are new, and now and then what was sent before; whatever the clocks say, both are taken."""
    number = len(done.sets)
    numbers = [number]
    if number and chance.random() < _AGAIN:
        numbers.append(chance.randrange(number))
        done.again += 1
    for one in numbers:
        raw = small_meeting(f"Body {one % 40}", edition=2 + one)
        try:
            set_id = submit(system.address, token or before.lasting_token, f"clock-{one}", raw)
        except urllib.error.HTTPError as error:
            raise Broken(f"intake answered {error.code}: {error.read()[:300]!r}") from None
        if done.sets.setdefault(f"clock-{one}", set_id) != set_id:
            raise Broken(f"I1: key clock-{one} led to {done.sets[f'clock-{one}']} and to {set_id}")
