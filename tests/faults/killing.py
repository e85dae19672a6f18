"""
Random kill -9 of everything, and what must hold afterwards.

Time is cut into worlds of some hundred kills. In each, four processes work on one catalog and one archive; each comes to a
place drawn by the seed (its n-th step), and is killed there or within four milliseconds of it, or stopped for longer than its lease
lasts. Then a new one takes its place. A world and its seed tell every body, key, place and delay; the order in which the kernel
lets the processes run is its own.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import service.documents.work_on as working
from service.archive.invariants import Findings
from service.bootstrap import Services
from service.catalog import CatalogUnavailable
from tests.faults.actors import ROLES, Actor, Asked, Line, begin
from tests.faults.world import LEASE, Ground, World

LONGEST: Final = 250
"""Steps after which an actor is struck, at most: a small set takes about as many."""

FROZEN: Final = LEASE.total_seconds() * 1.5
AWAKE: Final = 0.5
FROZEN_SHARE: Final = 0.04
JUMP_SHARE: Final = 0.05
"""Of the kills: before the next process begins the clock jumps, if clocks jump at all."""
JUMPS: Final = (dt.timedelta(0), dt.timedelta(0), dt.timedelta(hours=1.5), dt.timedelta(hours=-7), dt.timedelta(days=3),
                dt.timedelta(days=3 * 365), dt.timedelta(days=-20 * 365))  # fmt: skip
OPENED_ANEW: Final = 0.25
LOOK_EVERY: Final = 150
STUCK: Final = 60.0


class Broken(AssertionError):
    """An invariant does not hold; the message says in which world, and what."""


@dataclass(slots=True)
class Tally:
    """What happened."""

    kills: int = 0
    freezes: int = 0
    jumps: int = 0
    accepted: int = 0
    unknown: int = 0
    numbers: int = 0
    sealed: int = 0
    failed: int = 0
    worlds: int = 0
    looks: int = 0
    by_place: dict[str, int] = field(default_factory=dict)

    def line(self) -> str:
        """One line of figures."""
        return (
            f"{self.kills} kills, {self.freezes} freezes, {self.jumps} jumps of the clock in {self.worlds} worlds; {self.accepted} sets acknowledged,"
            f" {self.unknown} without an answer, {self.numbers} numbers given; {self.sealed} sealed, {self.failed} given up;"
            f" {self.looks} looks at a frozen world; kills by place: "
            + ", ".join(f"{name} {count}" for name, count in sorted(self.by_place.items()))
        )


@dataclass(slots=True)
class Client:
    """All that clients were told: the only one who knows what was promised."""

    sets: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    open: dict[str, Asked] = field(default_factory=dict)

    def hear(self, said: dict[str, Any]) -> None:
        """One line of a web process."""
        if "broke" in said:
            raise Broken(said["broke"])
        if "tries" in said:
            key, body, edition = said["tries"]
            self.open[key] = Asked(key=key, body=body, edition=edition)
        elif "accepted" in said:
            key = said["accepted"]
            if self.sets.setdefault(key, said["set"]) != said["set"]:
                raise Broken(f"I1: key {key} led to {self.sets[key]} and to {said['set']}")
            self.open.pop(key, None)
        elif "refused" in said:
            raise Broken(f"a right submission was refused: {said['why']}")
        elif "number" in said:
            self.numbers[said["document"]] = said["number"]
        elif "voided" in said:
            self.numbers.pop(said["document"], None)


def kill_at_random(
    ground: Ground,
    *,
    kills: int,
    seed: int,
    per_world: int = 500,
    only: int | None = None,
    frozen: float = FROZEN_SHARE,
    clocks: bool = False,
    told: Callable[[str], None] = lambda _: None,
    trouble: Callable[[World, random.Random], None] | None = None,
) -> Tally:
    """
    Kill so often; raises `Broken`.

    `only` is one world of such a run. With `clocks`, who is born after a jump lives by another time than who was born before.
    `trouble` does more harm now and then.
    """
    tally = Tally()
    number = only or 0
    while tally.kills < kills:
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 -- places to kill at, nothing secret
        # In every other world work that was begun three times is given up, as it is in earnest.
        working.MOST_STARTS = 3 if number % 2 else 10**6
        wanted = min(per_world, kills - tally.kills)
        try:
            with ground.world() as world:
                _World(world, chance, tally, wanted, trouble, frozen, clocks).run(patient=not number % 2)
        except Broken as broken:
            raise Broken(f"seed {seed}, world {number}: {broken}") from None
        finally:
            working.MOST_STARTS = 3
        tally.worlds += 1
        number += 1
        told(tally.line())
        if only is not None:
            break
    return tally


class _World:
    def __init__(
        self,
        world: World,
        chance: random.Random,
        tally: Tally,
        kills: int,
        trouble: Callable[[World, random.Random], None] | None,
        frozen: float,
        clocks: bool,
    ) -> None:
        self._world = world
        self._chance = chance
        self._tally = tally
        self._left = kills
        self._trouble = trouble
        self._frozen = frozen
        self._clocks = clocks
        self._ahead = dt.timedelta(0)
        self._client = Client()
        self._actors: dict[str, Actor] = {}
        self._born: dict[str, int] = dict.fromkeys(ROLES, 0)
        self._seed = chance.random()
        self._at_hand: Services | None = None

    def run(self, *, patient: bool) -> None:
        """Kill until enough are dead, let everything come to rest, and judge."""
        if self._world.settings.storage_url.startswith("file:"):
            self._at_hand = self._world.at_hand()
        else:
            in_a_child(self._found)
        with _line() as line:
            try:
                while self._left > 0:
                    self._turn(line)
            finally:
                self._end_all()
        self._tally.accepted += len(self._client.sets)
        self._tally.unknown += len(self._client.open)
        self._tally.numbers += len(self._client.numbers)
        outcome = in_a_child(lambda: self._judge(patient=patient))
        if outcome["broken"]:
            raise Broken("; ".join(outcome["broken"][:5]))
        self._tally.sealed += outcome["sealed"]
        self._tally.failed += outcome["failed"]

    def _found(self) -> dict[str, Any]:
        """The catalog and the root of the archive, made before anybody is killed."""
        services = self._world.services()
        services.access.ensure_administrator("Root")
        services.close()
        return {}

    def _turn(self, line: Line) -> None:
        for role in ROLES:
            if role not in self._actors:
                self._begin(role, line)
        by_pipe = {one.said: one for one in self._actors.values()}
        wakes = [one.woken_at for one in self._actors.values() if one.woken_at is not None]
        patience = max(0.0, min(wakes) - time.monotonic()) if wakes else STUCK
        ready, _, _ = select.select(by_pipe, [], [], patience)
        now = time.monotonic()
        for actor in list(self._actors.values()):
            if actor.woken_at is not None and actor.woken_at <= now:
                if actor.frozen:
                    # It wakes late, does not know it, and goes on with what it was at.
                    os.kill(actor.pid, signal.SIGCONT)
                    actor.frozen, actor.woken_at = False, now + AWAKE
                else:
                    self._strike(actor)
        if not ready and not wakes:
            raise Broken(f"nothing happened for {STUCK} s")
        for pipe in ready:
            actor = by_pipe[pipe]
            if self._actors.get(actor.role) is actor:
                self._listen(actor)

    def _begin(self, role: str, line: Line) -> None:
        self._born[role] += 1
        chance = random.Random(f"{self._seed}/{role}/{self._born[role]}")  # noqa: S311 -- the same
        strike = "freeze" if chance.random() < self._frozen else "kill"
        asked = list(self._client.open.values()) if role == "web" else []
        # Opening everything anew is struck too, but three of four processes find it at hand.
        anew = self._at_hand is None or chance.random() < OPENED_ANEW
        opened = self._world.services if anew else self._taken_over
        self._actors[role] = begin(
            opened, role, chance, line, asked, longest=LONGEST, strike=strike, ahead=self._ahead
        )

    def _taken_over(self) -> Services:
        """What was at hand before the fork, with connections of our own."""
        assert self._at_hand is not None
        self._at_hand.catalog._engine.dispose(close=False)
        return self._at_hand

    def _listen(self, actor: Actor) -> None:
        for said in self._heard(actor):
            if "at" not in said:
                self._client.hear(said)
                continue
            place = f"{actor.role.removeprefix('second ')} {said['at']}"
            self._tally.by_place[place] = self._tally.by_place.get(place, 0) + 1
            if actor.strike == "freeze":
                actor.frozen, actor.woken_at = True, time.monotonic() + FROZEN
                self._tally.freezes += 1
                return
            time.sleep(actor.delay)
            self._strike(actor)
            return

    def _heard(self, actor: Actor) -> Iterator[dict[str, Any]]:
        with suppress(BlockingIOError):
            while part := os.read(actor.said, 65536):
                actor.buffer += part
            if not actor.buffer:
                raise Broken(f"the {actor.role} ended by itself")
        *whole, actor.buffer = actor.buffer.split(b"\n")
        for one in whole:
            yield json.loads(one)

    def _strike(self, actor: Actor) -> None:
        """Kill, and hear what was said before death."""
        os.kill(actor.pid, signal.SIGKILL)
        os.waitpid(actor.pid, 0)
        for said in self._last_words(actor):
            if "at" not in said:
                self._client.hear(said)
        os.close(actor.said)
        del self._actors[actor.role]
        self._tally.kills += 1
        self._left -= 1
        if self._tally.kills % LOOK_EVERY == 0:
            self._look()
        if self._clocks and self._chance.random() < JUMP_SHARE:
            self._ahead = self._chance.choice(JUMPS)
            self._tally.jumps += 1
        if self._trouble is not None:
            self._trouble(self._world, self._chance)

    def _last_words(self, actor: Actor) -> list[dict[str, Any]]:
        os.set_blocking(actor.said, True)
        while part := os.read(actor.said, 65536):
            actor.buffer += part
        return [json.loads(one) for one in actor.buffer.split(b"\n")[:-1]]

    def _look(self) -> None:
        """Everything stands still: what is torn now would be mended by the next try."""
        living = [one for one in self._actors.values() if not one.frozen]
        for actor in living:
            os.kill(actor.pid, signal.SIGSTOP)
        told = sorted(self._client.sets.values())
        outcome = in_a_child(lambda: self._seen(told))
        for actor in living:
            os.kill(actor.pid, signal.SIGCONT)
        self._tally.looks += outcome["looked"]
        if outcome["broken"]:
            raise Broken("; ".join(outcome["broken"][:5]))

    def _seen(self, told: list[str]) -> dict[str, Any]:
        """What is broken in the frozen world; who froze while closing SQLite locks everybody out of it."""
        try:
            return {"broken": said_of(self._world.check(at_rest=False, acknowledged=told)), "looked": 1}
        except CatalogUnavailable as locked:
            return {"broken": [] if "locked" in str(locked) else [str(locked)], "looked": 0}

    def _end_all(self) -> None:
        for actor in self._actors.values():
            with suppress(ProcessLookupError):
                os.kill(actor.pid, signal.SIGKILL)
            os.waitpid(actor.pid, 0)
            with suppress(Broken):
                for said in self._last_words(actor):
                    self._client.hear(said)
            os.close(actor.said)
        self._actors.clear()

    def _judge(self, *, patient: bool) -> dict[str, Any]:
        """What is broken when all is done; a set that nobody gives up on must be sealed."""
        self._world.come_to_rest()
        told = set(self._client.sets.values())
        broken = said_of(self._world.check(at_rest=True, acknowledged=told, numbers=self._client.numbers))
        services = self._world.services()
        account = services.access.ensure_administrator("Root")
        states = {}
        for set_id in told:
            status = services.sets.status(set_id, account=account)
            states[set_id] = (
                (status.record.state, status.failure.code if status.failure else "")
                if status
                else ("lost", "")
            )
        services.close()
        allowed = {("sealed", "")} if patient else {("sealed", ""), ("failed", "work.killed_its_process")}
        broken += [f"I7: set {one} is {state}" for one, state in states.items() if state not in allowed]
        sealed = sum(state == "sealed" for state, _ in states.values())
        return {"broken": broken, "sealed": sealed, "failed": len(states) - sealed}


def said_of(found: Findings) -> list[str]:
    """The breaches as sentences."""
    return [f"{one.invariant}: {one.what}" for one in found.breaches]


def in_a_child(do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `do` returns, done by a fork: this process opens no database and starts no thread."""
    hear, tell = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            answer = do()
        except BaseException as error:  # noqa: BLE001 -- told to the parent
            import traceback

            answer = {"broken": [f"{type(error).__name__}: {error}", traceback.format_exc()]}
        with os.fdopen(tell, "wb") as pipe:
            pipe.write(json.dumps(answer).encode())
        os._exit(0)
    os.close(tell)
    with os.fdopen(hear, "rb") as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    if not said:
        raise Broken("a child died without a word")
    answer = json.loads(said)
    if "broken" in answer and len(answer) == 1 and answer["broken"]:
        raise Broken("; ".join(answer["broken"][:5]))
    return dict(answer)


@contextmanager
def _line() -> Iterator[Line]:
    take, give = os.pipe()
    os.set_blocking(give, False)
    yield Line(take=take, give=give)
    os.close(take)
    os.close(give)
