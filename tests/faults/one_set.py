"""
The whole way of one set, walked by a process of its own: accepted, rendered, sealed, numbered, filed; and of its correction.

The papers of the first wait for each other, a task each; those of the correction are sealed by whoever makes them. Whoever strikes
says where; afterwards the client asks again with the same keys, everything comes to rest, and both sets must stand.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import json
import os
import socket
import subprocess
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from service.archive import SearchRequest
from service.bootstrap import Services
from service.catalog import AccountRecord
from service.intake import submit
from service.storage import durable
from tests.faults.actors import TROUBLE
from tests.faults.killing import Broken, in_a_child, said_of
from tests.faults.small import small_meeting
from tests.faults.steps import Reached, count_steps
from tests.faults.world import Ground, World

_PR_SET_PTRACER: Final = 0x59616D61
_GO: Final = b"go\n"


@dataclass(frozen=True, slots=True)
class Line:
    """The walker's end of the line to whoever watches it."""

    end: socket.socket

    def say(self, **said: object) -> None:
        """Tell something."""
        self.end.sendmsg([json.dumps(said).encode() + b"\n"])

    def wait(self) -> None:
        """Stand still until told to go."""
        self.end.recv(len(_GO))

    def sleep(self) -> None:
        """Tell that we stand still, until whoever watches has done what it wants to do meanwhile."""
        self.say(asleep=True)
        self.wait()


Act = Callable[[World, Line], None]


def first_set(world: World) -> dict[str, Any]:
    """An earlier set stands already: the one that is struck is the second version of its object."""
    services = world.services()
    account = services.access.ensure_administrator("Root")
    services.submit(small_meeting("Alder"), account=account, key="first")
    services.close()
    world.come_to_rest()
    return {}


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission: its key, the edition of the data, and how many papers a task makes of it."""

    key: str
    edition: int
    chunk: int


SENT: Final = (Sent("struck", 2, 1), Sent("corrected", 3, submit.CHUNK))


def send(services: Services, account: AccountRecord, one: Sent) -> str:
    """The id of the set that it led to, now or before."""
    submit.CHUNK = one.chunk
    return services.submit(small_meeting("Alder", edition=one.edition), account=account, key=one.key).set_id


def one_set(world: World, line: Line, *, ready: Callable[[], None] = lambda: None) -> None:
    """The way of a set; `ready` is called when everything is open."""
    try:
        services = world.services()
    except TROUBLE as trouble:
        line.say(refused=str(trouble))
        return
    ready()
    account = services.access.ensure_administrator("Root")
    first, correction = SENT
    _work_off(services, account, line, first)
    with suppress(*TROUBLE):
        for paper in services.archive.search(SearchRequest(kind="resolution"), account=account).papers:
            if not paper.superseded:
                given = services.register.give(
                    paper.document.id, issued_on=dt.date(2024, 3, 20), account=account
                )
                line.say(number=given.number.written if given else "", document=paper.document.id)
    _work_off(services, account, line, correction)


def _work_off(services: Services, account: AccountRecord, line: Line, one: Sent) -> None:
    with suppress(*TROUBLE):
        line.say(accepted=send(services, account, one), key=one.key)
    with suppress(*TROUBLE):
        while services.relay(services.work_on):
            pass


def counted(world: World, line: Line, reached: Reached) -> None:
    """The same, its steps counted from the moment at which everything is open."""
    one_set(world, line, ready=lambda: count_steps(reached))


def steps_of(ground: Ground, before: World) -> list[str]:
    """The names of its steps, in order."""
    places: list[str] = []

    def walk(world: World, line: Line) -> None:
        counted(world, line, lambda _, place: places.append(place))
        line.say(places=places)

    with ground.copy(before) as world:
        return next(one["places"] for one in lived(world, walk) if "places" in one)


def visit(
    ground: Ground,
    before: World,
    point: object,
    act: Act,
    *strace: str,
    asleep: Callable[[World], None] = lambda _: None,
) -> bool:
    """Whether the fault that strace was to inject came; one that breaks something raises `Broken`, which names the point."""
    with ground.copy(before) as world:
        said = lived(world, act, *strace, asleep=asleep)
        log = strace_log(world).read_text(errors="replace") if strace else "INJECTED"
        broke = [one["broke"] for one in said if "broke" in one]
        acknowledged = {one["key"]: one["accepted"] for one in said if "accepted" in one}
        numbers = {one["document"]: one["number"] for one in said if "number" in one}
        outcome = in_a_child(lambda: _afterwards(world, acknowledged, numbers))
        faults = broke + outcome["broken"]
        if faults:
            raise Broken(f"{point}: {'; '.join(faults[:3])}")
        return "INJECTED" in log or "killed by SIGKILL" in log


def _afterwards(world: World, acknowledged: dict[str, str], numbers: dict[str, str]) -> dict[str, Any]:
    """The client asks again with the same keys, everything comes to rest, and the sets stand."""
    told = acknowledged.values()
    broken = said_of(world.check(at_rest=False, acknowledged=told, numbers=numbers))
    services = world.services()
    account = services.access.ensure_administrator("Root")
    again = {one.key: send(services, account, one) for one in SENT}
    world.come_to_rest()
    broken += said_of(world.check(at_rest=True, acknowledged={*again.values(), *told}, numbers=numbers))
    broken += [
        f"I1: the same key led to {again[key]} and {set_id}"
        for key, set_id in acknowledged.items()
        if set_id != again[key]
    ]
    for set_id in again.values():
        status = services.sets.status(set_id, account=account)
        if status is None or status.record.state != "sealed":
            broken.append(f"I7: the set is {status.record if status else 'gone'}")
    services.close()
    return {"broken": broken, "done": True}


def strace_log(world: World) -> Path:
    """What strace saw."""
    return world.folder / "strace.log"


def lived(
    world: World, act: Act, *strace: str, asleep: Callable[[World], None] = lambda _: None
) -> list[dict[str, Any]]:
    """
    What a child that does `act` said until its end, under strace where it is told how.

    While it is asleep, `asleep` is called.
    """
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if not pid:
        ours.close()
        _live(world, act, Line(theirs))
    theirs.close()
    tracer = _attach(pid, strace, strace_log(world)) if strace else None
    ours.sendall(_GO)
    heard = []
    with ours.makefile("rb") as lines:
        for one in lines:
            if not one.endswith(b"\n"):
                break
            said = json.loads(one)
            if "asleep" in said:
                asleep(world)
                ours.sendall(_GO)
            heard.append(said)
    ours.close()
    os.waitpid(pid, 0)
    if tracer is not None:
        tracer.wait()
    return heard


def _live(world: World, act: Act, line: Line) -> NoReturn:
    # Where the kernel lets only parents trace: whoever may see us may.
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)
    # One after another: the n-th call is the same in each run, and of the thread that strace counts.
    durable.AT_ONCE = 1
    try:
        line.wait()
        act(world, line)
    except BaseException:  # noqa: BLE001 -- told to the parent, who fails
        line.say(broke=traceback.format_exc()[-1500:])
    os._exit(0)


def _attach(pid: int, expressions: tuple[str, ...], log: Path) -> subprocess.Popen[bytes]:
    arguments = [part for one in expressions for part in ("-e", one)]
    tracer = subprocess.Popen(
        ["strace", "-f", "-p", str(pid), "-o", str(log), *arguments],
        stderr=subprocess.PIPE,
    )
    assert tracer.stderr is not None
    word = tracer.stderr.readline()
    if b"attached" not in word:
        raise Broken(f"strace could not attach: {word.decode()}")
    return tracer
