"""
Every crash point of one set: the fault at the first place, the second, the third ..., until a run goes through unharmed.

Two ways of counting: *steps* are the calls of our own code (`steps.py`), *syscalls* are what the kernel sees, SQLite's own writes
and syncs and what is sent to PostgreSQL among them; there the fault is injected from outside by `strace`.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import errno
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NoReturn

from service.archive import SearchRequest
from service.storage import durable
from tests.faults.actors import TROUBLE
from tests.faults.killing import Broken, in_a_child, said_of
from tests.faults.small import small_meeting
from tests.faults.steps import CALLS, SHORT, count_steps
from tests.faults.world import Ground, World

_ERRORS: Final = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}
SYSCALLS: Final = ("write", "pwrite64", "fsync", "fdatasync", "link", "linkat", "mkdir", "rename", "unlink", "rmdir",
                   "fchmod", "ftruncate", "sendto")  # fmt: skip
_NEVER_FULL: Final = frozenset({"unlink", "rmdir", "fchmod", "sendto"})
_BETWEEN_SIZES: Final = 1_500
"""Bytes: every page of SQLite's log (4 KB) is cut off at its head, within, and between two."""
_PR_SET_PTRACER: Final = 0x59616D61


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A fault at the n-th place of a kind; `place` is its name, where it is known beforehand."""

    fault: str
    n: int
    place: str = ""

    def __str__(self) -> str:
        return f"{self.fault} at {self.place or 'step'} {self.n}"


def every_step(
    ground: Ground, *, stride: int = 1, at: str = "", told: Callable[[str], None] = lambda _: None
) -> Counter[str]:
    """
    Strike at each step, or each `stride`-th; how many points of each fault were visited. Raises `Broken`.

    `at` is a pattern of places to kill at, and only to kill: `commit`, `link after commit`.
    """
    visited: Counter[str] = Counter()
    with ground.world() as before:
        in_a_child(lambda: _first_set(before))
        places = _steps_of(ground, before)
        for fault in ("KILL",) if at else ("KILL", *_ERRORS, SHORT):
            points = [
                Point(fault=fault, n=n, place=place)
                for n, (last, place) in enumerate(pairwise(("", *places)), 1)
                if _fits(fault, place) and re.search(at, f"{place} after {last}")
            ]
            for point in points[::stride]:
                _visit(ground, before, point, lambda world, say, at=point: _struck(world, say, at))
                visited[fault] += 1
            told(f"{fault}: {visited[fault]} of {len(points)} steps")
    return visited


def every_syscall(
    ground: Ground, *, stride: int = 1, told: Callable[[str], None] = lambda _: None
) -> Counter[str]:
    """The same at each system call that changes something, injected by strace. Raises `Broken`."""
    assert shutil.which("strace"), "strace is not installed"
    visited: Counter[str] = Counter()
    with ground.world() as before:
        in_a_child(lambda: _first_set(before))
        calls = _syscalls_of(ground, before)
        for fault in ("KILL", *_ERRORS):
            points = [
                Point(fault=fault, n=n, place=name)
                for name in SYSCALLS
                if fault != "ENOSPC" or name not in _NEVER_FULL
                for n in range(1, calls[name] + 1)
            ]
            for point in points[::stride]:
                inject = "signal=KILL" if fault == "KILL" else f"error={fault}"
                struck = _visit(
                    ground, before, point, _one_set, f"inject={point.place}:{inject}:when={point.n}"
                )
                visited[fault if struck else "missed"] += 1
            told(f"{fault}: {visited[fault]} of {len(points)} system calls")
    return visited


def every_size(
    ground: Ground, *, stride: int = 1, told: Callable[[str], None] = lambda _: None
) -> Counter[str]:
    """
    Let no file grow beyond so many bytes: the write that would is cut off there, SQLite's own among them.

    Raises `Broken`.
    """
    visited: Counter[str] = Counter()
    with ground.world() as before:
        in_a_child(lambda: _first_set(before))
        sizes = range(_BETWEEN_SIZES // 3, _largest(ground, before), _BETWEEN_SIZES)
        for size in sizes[::stride]:
            point = Point(fault=SHORT, n=size, place="byte")
            _visit(ground, before, point, lambda world, say, at=size: _held_to(world, say, at))
            visited[SHORT] += 1
        told(f"{SHORT}: {visited[SHORT]} of {len(sizes)} sizes")
    return visited


def _held_to(world: World, say: Callable[..., None], size: int) -> None:
    def tell(**said: object) -> None:
        say(**said)
        if "ready" in said:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    _one_set(world, tell)


def _largest(ground: Ground, before: World) -> int:
    """How large the largest file is while a set is made; the log of SQLite grows until everybody has gone."""
    sizes: list[int] = []

    def walk(world: World, say: Callable[..., None]) -> None:
        _one_set(world, say)
        say(size=max(one.stat().st_size for one in world.folder.rglob("*") if one.is_file()))

    with ground.copy(before) as world:
        sizes += [one["size"] for one in _lived(world, walk) if "size" in one]
    return sizes[0]


def _fits(fault: str, place: str) -> bool:
    if fault == "KILL":
        return True
    if fault == SHORT:
        return place == "write"
    return place in CALLS and not (fault == "ENOSPC" and place in _NEVER_FULL)


def _first_set(world: World) -> dict[str, Any]:
    """An earlier set stands already: the one that is struck is the second version of its object."""
    services = world.services()
    account = services.access.ensure_administrator("Root")
    services.submit(small_meeting("Alder"), account=account, key="first")
    services.close()
    world.come_to_rest()
    return {}


def _one_set(world: World, say: Callable[..., None]) -> None:
    """The whole way of one set: accepted, rendered, sealed, numbered, filed."""
    try:
        services = world.services()
    except TROUBLE as trouble:
        say(refused=str(trouble))
        return
    say(ready=True)
    account = services.access.ensure_administrator("Root")
    with suppress(*TROUBLE):
        done = services.submit(small_meeting("Alder", edition=2), account=account, key="struck")
        say(accepted=done.set_id)
    with suppress(*TROUBLE):
        while services.relay(services.work_on):
            pass
    with suppress(*TROUBLE):
        for paper in services.archive.search(SearchRequest(kind="resolution"), account=account).papers:
            if not paper.superseded:
                given = services.register.give(
                    paper.document.id, issued_on=dt.date(2024, 3, 20), account=account
                )
                say(number=given.number.written if given else "", document=paper.document.id)
    with suppress(*TROUBLE):
        while services.relay(services.work_on):
            pass


def _struck(world: World, say: Callable[..., None], point: Point) -> None:
    struck = False

    def reached(n: int, place: str) -> object:
        nonlocal struck
        # A run may be a step longer than the one before: the fault waits for a place of its kind.
        if struck or n < point.n or place != point.place:
            return None
        struck = True
        if point.fault == "KILL":
            os.kill(os.getpid(), signal.SIGKILL)
        if point.fault == SHORT:
            return SHORT
        raise OSError(_ERRORS[point.fault], os.strerror(_ERRORS[point.fault]))

    _after_ready(world, say, reached)


def _after_ready(world: World, say: Callable[..., None], reached: Callable[[int, str], object]) -> None:
    """Count from the moment at which everything is open."""

    def tell(**said: object) -> None:
        say(**said)
        if "ready" in said:
            count_steps(reached)

    _one_set(world, tell)


def _steps_of(ground: Ground, before: World) -> list[str]:
    places: list[str] = []

    def walk(world: World, say: Callable[..., None]) -> None:
        _after_ready(world, say, lambda _, place: places.append(place))
        say(places=places)

    with ground.copy(before) as world:
        return next(one["places"] for one in _lived(world, walk) if "places" in one)


def _syscalls_of(ground: Ground, before: World) -> Counter[str]:
    with ground.copy(before) as world:
        list(_lived(world, _one_set, f"trace={','.join(SYSCALLS)}"))
        return Counter(re.findall(r"(\w+)\([^\n]*= ", _log(world).read_text(errors="replace")))


def _log(world: World) -> Path:
    return world.folder / "strace.log"


def _visit(
    ground: Ground,
    before: World,
    point: Point,
    act: Callable[[World, Callable[..., None]], None],
    *strace: str,
) -> bool:
    """Whether the fault came; one that breaks something raises `Broken`."""
    with ground.copy(before) as world:
        said = list(_lived(world, act, *strace))
        log = _log(world).read_text(errors="replace") if strace else "INJECTED"
        broke = [one["broke"] for one in said if "broke" in one]
        acknowledged = {one["accepted"] for one in said if "accepted" in one}
        numbers = {one["document"]: one["number"] for one in said if "number" in one}
        outcome = in_a_child(lambda: _afterwards(world, acknowledged, numbers))
        faults = broke + outcome["broken"]
        if faults:
            raise Broken(f"{point}: {'; '.join(faults[:3])}")
        return "INJECTED" in log or "killed by SIGKILL" in log


def _afterwards(world: World, acknowledged: set[str], numbers: dict[str, str]) -> dict[str, Any]:
    """The client asks again with the same key, everything comes to rest, and the set stands."""
    broken = said_of(world.check(at_rest=False, acknowledged=acknowledged, numbers=numbers))
    services = world.services()
    account = services.access.ensure_administrator("Root")
    again = services.submit(small_meeting("Alder", edition=2), account=account, key="struck").set_id
    world.come_to_rest()
    broken += said_of(world.check(at_rest=True, acknowledged={again, *acknowledged}, numbers=numbers))
    if acknowledged - {again}:
        broken.append(f"I1: the same key led to {again} and {acknowledged}")
    status = services.sets.status(again, account=account)
    if status is None or status.record.state != "sealed":
        broken.append(f"I7: the set is {status.record if status else 'gone'}")
    services.close()
    return {"broken": broken, "done": True}


def _lived(
    world: World, act: Callable[[World, Callable[..., None]], None], *strace: str
) -> Iterator[dict[str, Any]]:
    """What a child that does `act` said until its end, under strace where it is told how."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if not pid:
        ours.close()
        _live(world, act, theirs)
    theirs.close()
    tracer = _attach(pid, strace, _log(world)) if strace else None
    ours.sendall(b"go\n")
    with ours.makefile("rb") as lines:
        said = [json.loads(line) for line in lines if line.endswith(b"\n")]
    ours.close()
    os.waitpid(pid, 0)
    if tracer is not None:
        tracer.wait()
    return iter(said)


def _live(world: World, act: Callable[[World, Callable[..., None]], None], line: socket.socket) -> NoReturn:
    # Where the kernel lets only parents trace: whoever may see us may.
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)

    def say(**said: object) -> None:
        line.sendmsg([json.dumps(said).encode() + b"\n"])

    # One after another: the n-th call is the same in each run, and of the thread that strace counts.
    durable.AT_ONCE = 1
    try:
        line.recv(3)
        act(world, say)
    except BaseException:  # noqa: BLE001 -- told to the parent, who fails
        say(broke=traceback.format_exc()[-1500:])
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
