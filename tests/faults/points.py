"""
Every crash point of one set: the fault at the first place, the second, the third ..., until a run goes through unharmed.

Ways of counting: *steps* are the calls of our own code (`steps.py`), *syscalls* are what the kernel sees, SQLite's own writes
and syncs and what is sent to PostgreSQL among them (there the fault is injected from outside by `strace`), *sizes* are those
beyond which no file may grow, *leases* are steps at which a worker sleeps until another has done its work.
"""

from __future__ import annotations

import errno
import os
import re
import resource
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import make_url

from service.catalog import engine
from service.storage import folder
from tests.faults.actors import TROUBLE
from tests.faults.killing import in_a_child
from tests.faults.one_set import Line, counted, first_set, lived, one_set, steps_of, strace_log, visit
from tests.faults.steps import CALLS, REQUESTED, SHORT
from tests.faults.world import LEASE, Ground, World, time_passed

_ERRORS: Final = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}
SYSCALLS: Final = ("write", "pwrite64", "fsync", "fdatasync", "link", "linkat", "mkdir", "rename", "unlink", "rmdir",
                   "fchmod", "ftruncate", "sendto")  # fmt: skip
_NEVER_FULL: Final = frozenset({"unlink", "rmdir", "fchmod"})
_ONLY_KILLED: Final = frozenset({"sendto"})
"""Where sending fails the connection is dead, and reading from it says so; strace does the one without the other."""
_BETWEEN_SIZES: Final = 1_500
"""Bytes: every page of SQLite's log (4 KB) is cut off at its head, within, and between two."""
FAULTS: Final = ("KILL", *_ERRORS, SHORT)
SLEEP: Final = "sleep"
_PATIENCE_MS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A fault at the n-th place of a kind; `place` is its name, where it is known beforehand."""

    fault: str
    n: int
    place: str = ""

    def __str__(self) -> str:
        return f"{self.fault} at {self.place or 'step'} {self.n}"


def every_step(
    ground: Ground,
    *,
    stride: int = 1,
    at: str = "",
    faults: Sequence[str] = FAULTS,
    told: Callable[[str], None] = lambda _: None,
) -> Counter[str]:
    """
    Strike at each step, or each `stride`-th; how many points of each of the `faults` were visited. Raises `Broken`.

    `at` is a pattern of places to kill at, and only to kill: `commit`, `link after commit`.
    """
    visited: Counter[str] = Counter()
    with ground.world() as before:
        in_a_child(lambda: first_set(before))
        places = steps_of(ground, before)
        for fault in ("KILL",) if at else faults:
            points = [
                Point(fault=fault, n=n, place=place)
                for n, (last, place) in enumerate(pairwise(("", *places)), 1)
                if _fits(fault, place) and re.search(at, f"{place} after {last}")
            ]
            for point in points[::stride]:
                visit(ground, before, point, partial(_struck, point=point))
                visited[fault] += 1
            told(f"{fault}: {visited[fault]} of {len(points)} steps")
    return visited


def every_syscall(
    ground: Ground,
    *,
    stride: int = 1,
    faults: Sequence[str] = FAULTS,
    told: Callable[[str], None] = lambda _: None,
) -> Counter[str]:
    """The same at each system call that changes something, injected by strace, which cuts no write short. Raises `Broken`."""
    assert shutil.which("strace"), "strace is not installed"
    visited: Counter[str] = Counter()
    with ground.world() as before:
        in_a_child(lambda: first_set(before))
        calls = _syscalls_of(ground, before)
        for fault in (one for one in faults if one != SHORT):
            points = [
                Point(fault=fault, n=n, place=name)
                for name in SYSCALLS
                if fault == "KILL" or _can_fail(fault, name)
                for n in range(1, calls[name] + 1)
            ]
            for point in points[::stride]:
                inject = "signal=KILL" if fault == "KILL" else f"error={fault}"
                struck = visit(
                    ground, before, point, one_set, f"inject={point.place}:{inject}:when={point.n}"
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
        in_a_child(lambda: first_set(before))
        sizes = range(_BETWEEN_SIZES // 3, _largest(ground, before), _BETWEEN_SIZES)
        for size in sizes[::stride]:
            point = Point(fault=SHORT, n=size, place="byte")
            visit(ground, before, point, partial(_held_to, size=size))
            visited[SHORT] += 1
        told(f"{SHORT}: {visited[SHORT]} of {len(sizes)} sizes")
    return visited


def every_lease(
    ground: Ground, *, stride: int = 1, told: Callable[[str], None] = lambda _: None
) -> Counter[str]:
    """
    Sleep at each step past the lease, while another process does all the work; wake, not know it, and go on.

    Raises `Broken`.
    """
    visited: Counter[str] = Counter()
    with ground.world() as before:
        in_a_child(lambda: first_set(before))
        places = list(enumerate(steps_of(ground, before), 1))
        for n, place in places[::stride]:
            point = Point(fault=SLEEP, n=n, place=place)
            done: list[int] = []
            visit(
                ground,
                before,
                point,
                partial(_struck, point=point),
                asleep=lambda world, done=done: done.append(
                    in_a_child(lambda: _work_meanwhile(world))["sent"]
                ),
            )
            visited["overtaken" if any(done) else SLEEP] += 1
        told(
            f"{len(places[::stride])} of {len(places)} steps, at {visited['overtaken']} of them work was done meanwhile"
        )
    return visited


def _work_meanwhile(world: World) -> dict[str, Any]:
    """All work whose lease has ended by then, but for what the sleeper has locked: nobody waits for it for long."""
    engine._SQLITE_PRAGMAS["busy_timeout"] = _PATIENCE_MS
    folder._PATIENCE_SECONDS = _PATIENCE_MS / 1000  # type: ignore[misc]  # of this process alone
    url = make_url(world.settings.catalog_url)
    if url.get_backend_name() == "postgresql":
        url = url.update_query_dict({"options": f"-c lock_timeout={_PATIENCE_MS}"})
    settings = replace(world.settings, catalog_url=url.render_as_string(hide_password=False))
    sent = 0
    with time_passed(2 * LEASE), suppress(*TROUBLE):
        services = replace(world, settings=settings).services()
        while ids := services.relay(services.work_on):
            sent += ids
    return {"sent": sent}


def _held_to(world: World, line: Line, size: int) -> None:
    one_set(
        world, line, ready=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    )


def _largest(ground: Ground, before: World) -> int:
    """How large the largest file is while a set is made; the log of SQLite grows until everybody has gone."""
    sizes: list[int] = []

    def walk(world: World, line: Line) -> None:
        one_set(world, line)
        line.say(size=max(one.stat().st_size for one in world.folder.rglob("*") if one.is_file()))

    with ground.copy(before) as world:
        sizes += [one["size"] for one in lived(world, walk) if "size" in one]
    return sizes[0]


def _fits(fault: str, place: str) -> bool:
    if fault == "KILL":
        return True
    if fault == SHORT:
        return place == "write"
    if place in REQUESTED:
        return (
            fault == "EIO"
        )  # a store that has no room does not answer otherwise than one that is out of reach
    return place in CALLS and _can_fail(fault, place)


def _can_fail(fault: str, call: str) -> bool:
    return call not in _ONLY_KILLED and not (fault == "ENOSPC" and call in _NEVER_FULL)


def _struck(world: World, line: Line, point: Point) -> None:
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
        if point.fault == SLEEP:
            line.sleep()
            return None
        raise OSError(_ERRORS[point.fault], os.strerror(_ERRORS[point.fault]))

    counted(world, line, reached)


def _syscalls_of(ground: Ground, before: World) -> Counter[str]:
    with ground.copy(before) as world:
        lived(world, one_set, f"trace={','.join(SYSCALLS)}")
        return Counter(re.findall(r"(\w+)\([^\n]*= ", strace_log(world).read_text(errors="replace")))
