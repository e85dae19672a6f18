"""
Full disks: the volume of the archive or of the catalog has room for a little, then for nothing, then room again.

What cannot be done is refused in words, what was promised waits, and all goes on without a restart once there is room.
"""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

from service.archive import SearchRequest
from service.bootstrap import Services
from tests.faults.actors import DAY, TROUBLE
from tests.faults.killing import Broken, in_a_child, said_of
from tests.faults.small import small_meeting
from tests.faults.world import Ground, World, time_passed_by

VOLUMES: Final = ("storage", "catalog")
_SIZE: Final = "64m"
_MOST_LEFT: Final = {"storage": 60_000, "catalog": 300_000}


@contextmanager
def small_volume(at: Path) -> Iterator[None]:
    """A file system of its own at `at`, in memory; for root. Raises `Broken` where none can be mounted."""
    at.mkdir(exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(at)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Broken(f"no volume can be mounted here (as root it can): {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


def fill_up(ground: Ground, *, cycles: int, seed: int, told: Callable[[str], None]) -> int:
    """Fill and free each volume so often; how many submissions or steps were refused in words. Raises `Broken`."""
    refused = 0
    for volume in VOLUMES:
        with ground.world() as world:
            at = world.folder / "storage" if volume == "storage" else world.folder
            kept = world.settings.catalog_url.removeprefix("sqlite:///")
            model = Path(kept).read_bytes()
            with small_volume(at):
                if volume == "catalog":
                    Path(kept).write_bytes(model)
                outcome = in_a_child(partial(_cycles, world, at, cycles, seed, _MOST_LEFT[volume]))
            if outcome["broken"]:
                raise Broken(f"seed {seed}, {volume}: {'; '.join(outcome['broken'][:5])}")
            refused += outcome["refused"]
            told(
                f"{volume}: {cycles} times full, {outcome['refused']} refusals, {outcome['sets']} sets sealed"
            )
    return refused


def _cycles(world: World, volume: Path, cycles: int, seed: int, most: int) -> dict[str, Any]:
    chance = random.Random(seed)  # noqa: S311 -- sizes, nothing secret
    services = world.services()
    services.access.ensure_administrator("Root")
    told: dict[str, str] = {}
    refused = 0
    ballast = volume / "ballast"
    for number in range(cycles):
        _leave(volume, ballast, chance.randint(0, most))
        refused += _act(services, number, told)
        broken = said_of(world.check(at_rest=False, acknowledged=told.values()))
        ballast.unlink()
        # The same process goes on, as it is.
        with time_passed_by(hours=number + 1):
            _act(services, number, told)
        if broken:
            return {
                "broken": [f"full for the {number + 1}th time: {one}" for one in broken],
                "refused": refused,
            }
    services.close()
    world.come_to_rest()
    broken = said_of(world.check(at_rest=True, acknowledged=told.values()))
    if len(told) < cycles:
        broken.append(f"I1: {cycles - len(told)} submissions were refused although there was room again")
    return {"broken": broken, "refused": refused, "sets": len(told)}


def _leave(volume: Path, ballast: Path, left: int) -> None:
    free = os.statvfs(volume)
    room = free.f_bavail * free.f_frsize - left
    with ballast.open("wb") as file, suppress(OSError):
        os.posix_fallocate(file.fileno(), 0, max(1, room))


def _act(services: Services, number: int, told: dict[str, str]) -> int:
    """One set and one number; how often it was refused in words. Anything else is raised."""
    refused = 0
    try:
        account = services.access.ensure_administrator("Root")
        done = services.submit(small_meeting(f"Body {number}"), account=account, key=str(number))
        told[str(number)] = done.set_id
        while services.relay(services.work_on):
            pass
        for paper in services.archive.search(SearchRequest(kind="resolution"), account=account).papers[:1]:
            services.register.give(paper.document.id, issued_on=DAY, account=account)
    except TROUBLE:
        refused += 1
    return refused
