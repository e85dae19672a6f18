"""
Real Celery workers on a real broker, killed a thousand times, while messages are lost, doubled and mixed up.

The broker forgets everything (FLUSHALL) or is killed and started again; ids of work, done long ago or not, are sent again in any
order. What was acknowledged is sealed soon after the last fault.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import redis
from sqlalchemy import func, select

from service.catalog.tables import outbox
from tests.faults.killing import Broken
from tests.faults.real import await_rest, judge, not_sealed, real_system
from tests.faults.small import small_meeting
from tests.running import Running
from workers.app import make_app
from workers.relaying import TROUBLE, Sender

SEALED_WITHIN: Final = 60.0
"""Seconds after the last fault."""

_WAITING: Final = 6
"""Pieces of work that nobody has begun: there is always something to interrupt."""
_LONGEST_DELAY: Final = 0.15
"""Seconds from the moment at which somebody begins until the fault: work takes about as long."""
_BEGUN_WITHIN: Final = 120.0


@dataclass(slots=True)
class Harm:
    """What was done to the system, and what it had acknowledged."""

    done: Counter[str] = field(default_factory=Counter)
    sets: list[str] = field(default_factory=list)
    sent_again: int = 0
    sealed_after: float = 0.0

    def line(self) -> str:
        """One line of figures."""
        harm = ", ".join(f"{name} {count}" for name, count in sorted(self.done.items()))
        return f"{harm}; {self.sent_again} messages sent again; {len(self.sets)} sets acknowledged"


def upset(*, kills: int, flushes: int, restarts: int, seed: int, told: Callable[[str], None]) -> Harm:
    """Do so much harm in an order drawn from `seed`; raises `Broken`."""
    chance = random.Random(seed)  # noqa: S311 -- an order, not a secret
    faults = ["kill"] * kills + ["flush"] * flushes + ["restart"] * restarts
    chance.shuffle(faults)
    harm = Harm()
    with real_system("worker", "relay", patient=True) as system:
        sender = Sender(app=make_app(system.broker.url))
        seen: set[str] = set()
        for number, fault in enumerate(faults):
            seen = _begun(system, harm, seen)
            _send_again(system, sender, harm, chance)
            time.sleep(chance.uniform(0.0, _LONGEST_DELAY))
            harm.done[_do(system, fault, chance)] += 1
            if number % 50 == 49:
                told(harm.line())
        harm.sealed_after = await_rest(system, told, within=SEALED_WITHIN)
        judge(system, harm.sets)
        if left := not_sealed(system, harm.sets):
            raise Broken(f"I7: {len(left)} sets are not sealed, {left[0]} among them")
    return harm


def _begun(system: Running, harm: Harm, seen: set[str]) -> set[str]:
    """Wait until somebody has begun something since the claims that were `seen`; all claims that are held now."""
    account = system.services.access.ensure_administrator("Root")
    until = time.monotonic() + _BEGUN_WITHIN
    while time.monotonic() < until:
        with system.services.catalog._engine.connect() as connection:
            held = set(connection.scalars(select(outbox.c.fence).where(outbox.c.fence.is_not(None))))
            free = connection.scalar(select(func.count()).where(outbox.c.fence.is_(None))) or 0
        for _ in range(_WAITING - free):
            number = len(harm.sets)
            raw = small_meeting(f"Body {number % 200}", edition=2 + number)
            harm.sets.append(system.services.submit(raw, account=account, key=str(number)).set_id)
        if held - seen:
            return held
        if not system.children["worker"].running:
            # Whose pool dies while it starts ends by itself (Celery), and is started again, as by systemd and Docker.
            system.kill("worker")
            harm.done["worker ended by itself"] += 1
        time.sleep(0.005)
    log = (system.folder / "worker.log").read_text(errors="replace")[-2000:]
    raise Broken(f"nobody has begun anything for {_BEGUN_WITHIN:.0f} s; the worker said {log}")


def _send_again(system: Running, sender: Sender, harm: Harm, chance: random.Random) -> None:
    """Ids that are due, and ids of work that is done, some of them more than once, in any order."""
    with system.services.catalog.read() as work:
        held = work.outbox.due(at=work.now().replace(year=9000), limit=20)
    ids = [one - chance.randrange(40) for one in held for _ in range(chance.randrange(3))]
    chance.shuffle(ids)
    with suppress(*TROUBLE):
        for one in ids[:10]:
            sender(one)
            harm.sent_again += 1


def _do(system: Running, fault: str, chance: random.Random) -> str:
    """The harm; what it was called."""
    if fault == "flush":
        with redis.Redis(unix_socket_path=system.broker.url.partition("://")[2]) as client:
            client.flushall()
        return "FLUSHALL"
    if fault == "restart":
        system.stop_broker()
        system.start_broker()
        return "broker killed"
    dice = chance.random()
    if dice < 0.04:
        system.kill("relay")
        return "relay killed"
    if dice < 0.12:
        system.kill("worker")
        return "worker killed"
    with suppress(ProcessLookupError, IndexError):
        os.kill(chance.choice(_pool(system)), signal.SIGKILL)
        return "process of the pool killed"
    return "nobody there to be killed"


def _pool(system: Running) -> list[int]:
    """The processes that do the work."""
    parent = system.children["worker"].pid
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    return []
