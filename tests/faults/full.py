"""
Full disks: the volume of the archive, of the catalog (SQLite's file, PostgreSQL's folder), of temporary files or of the broker has room for
a little, then for nothing, then room again.

What cannot be done is refused in words, what was promised waits, and all goes on without a restart once there is room.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import redis

from service.archive import SearchRequest
from service.bootstrap import Services, build
from service.intake.workbook.write import filled_workbook
from service.web import create_app
from service.web.downloads import XLSX
from tests.faults.actors import DAY, TROUBLE
from tests.faults.killing import Broken, in_a_child, said_of
from tests.faults.messages import SEALED_WITHIN
from tests.faults.real import await_rest, judge, real_system
from tests.faults.small import small_meeting
from tests.faults.world import Ground, World, time_passed_by
from tests.postgresql import binaries, private_server, restart_at_once
from tests.running import Running

VOLUMES: Final = ("storage", "catalog")
_MOST_LEFT: Final = {"storage": 60_000, "catalog": 300_000}


@contextmanager
def small_volume(at: Path, size: str = "64m") -> Iterator[Path]:
    """A file system of its own at `at`, which it gives, in memory; for root. Raises `Broken` where none can be mounted."""
    at.mkdir(exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(at)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Broken(f"no volume can be mounted here (as root it can): {done.stderr.strip()}")
    try:
        yield at
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
    with ground.world() as world, small_volume(world.folder / "temporary") as at:
        outcome = in_a_child(partial(_without_temporary_files, world, at, cycles, seed))
    if outcome["broken"]:
        raise Broken(f"seed {seed}, temporary files: {'; '.join(outcome['broken'][:5])}")
    told(f"temporary files: {cycles} times full, {outcome['refused']} workbooks refused")
    refused += outcome["refused"] + _postgresql_filled_up(ground, cycles=cycles, seed=seed, told=told)
    return refused + _broker_filled_up(cycles=max(2, cycles // 5), seed=seed, told=told)


def _postgresql_filled_up(ground: Ground, *, cycles: int, seed: int, told: Callable[[str], None]) -> int:
    """
    How much was refused. PostgreSQL ends itself where it cannot write its log; whoever frees the disk starts it again.

    Raises `Broken`.
    """
    server = binaries()
    if server is None:
        raise Broken("no PostgreSQL server on this machine")
    settings = ("shared_buffers=16MB", "min_wal_size=32MB", "max_wal_size=48MB")
    with ground.world() as world, small_volume(world.folder / "volume", "160m") as at:
        # Its user has to come through to its folder.
        for folder in (world.folder, *world.folder.parents):
            if folder.stat().st_uid == os.geteuid() and folder.is_relative_to(ground.folder):
                folder.chmod(0o711)
        with private_server(server, *settings, kept=at / "pg") as address:
            url = address.format("postgres")
            there = replace(world, settings=replace(world.settings, catalog_url=url))
            build(there.settings, migrate=True).close()
            outcome = in_a_child(
                partial(_cycles, there, at, cycles, seed, 300_000, back=partial(restart_at_once, url))
            )
    if outcome["broken"]:
        raise Broken(f"seed {seed}, PostgreSQL: {'; '.join(outcome['broken'][:5])}")
    told(f"PostgreSQL: {cycles} times full, {outcome['refused']} refusals, {outcome['sets']} sets sealed")
    if not outcome["refused"]:
        raise Broken("PostgreSQL was never without room")
    return int(outcome["refused"])


def _cycles(
    world: World,
    volume: Path,
    cycles: int,
    seed: int,
    most: int,
    *,
    back: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """`back` is what brings the database back once there is room; without it, it never went."""
    chance = random.Random(seed)  # noqa: S311 -- sizes, nothing secret
    services = world.services()
    services.access.ensure_administrator("Root")
    told: dict[str, str] = {}
    refused = 0
    ballast = volume / "ballast"
    for number in range(cycles):
        _leave(volume, ballast, chance.randint(0, most))
        refused += _act(services, number, told)
        if back is not None:
            ballast.unlink()
            back()
        broken = said_of(world.check(at_rest=False, acknowledged=told.values()))
        ballast.unlink(missing_ok=True)
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


def _without_temporary_files(world: World, volume: Path, cycles: int, seed: int) -> dict[str, Any]:
    """Workbooks at the door of the web; the process that opens them reads and answers by way of files."""
    chance = random.Random(seed)  # noqa: S311 -- the same
    services = world.services()
    token = services.access.new_token(services.access.ensure_administrator("Root").name, label="full")
    door = create_app(services).test_client()
    workbook = filled_workbook(json.loads(small_meeting("Body")))
    answers: list[tuple[int, str]] = []
    tempfile.tempdir = str(volume)
    ballast = volume / "ballast"
    for number in range(2 * cycles):
        if number % 2 == 0:
            _leave(volume, ballast, chance.randint(0, 2 * len(workbook)))
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(number)}
        answer = door.post("/api/v1/congresses", data=workbook, content_type=XLSX, headers=headers)
        answers.append((answer.status_code, str((answer.json or {}).get("code", ""))))
        ballast.unlink(missing_ok=True)
    services.close()
    # Without a venue and more, the data of that workbook are refused; read they are all the same.
    with_room = set(answers[1::2])
    refused = sum(one == (503, "storage.full") for one in answers[::2])
    broken = [str(one) for one in answers[::2] if one not in with_room | {(503, "storage.full")}]
    if len(with_room) != 1 or (503, "storage.full") in with_room:
        broken.append(f"with room: {with_room}")
    return {"broken": broken, "refused": refused}


def _broker_filled_up(*, cycles: int, seed: int, told: Callable[[str], None]) -> int:
    """How often the broker could not write; sets are accepted meanwhile, and sealed soon after there is room. Raises `Broken`."""
    chance = random.Random(seed)  # noqa: S311 -- the same
    refused = 0
    sets: list[str] = []
    with real_system("worker", "relay", patient=True) as system, ExitStack() as stack:
        system.stop_broker()
        volume = stack.enter_context(small_volume(system.folder / "broker"))
        system.start_broker()
        account = system.services.access.ensure_administrator("Root")
        for number in range(cycles):
            _leave(volume, volume / "ballast", chance.randint(0, 4_000))
            for one in range(4):
                key = f"{number}-{one}"
                sets.append(
                    system.services.submit(small_meeting(f"Body {key}"), account=account, key=key).set_id
                )
                refused += _refuses(system)
            (volume / "ballast").unlink()
            await_rest(system, told, within=SEALED_WITHIN)
        judge(system, sets)
        system.stop_broker()
    told(f"broker: {cycles} times full, {refused} times it could not write, {len(sets)} sets sealed")
    if not refused:
        raise Broken("the broker was never without room")
    return refused


def _refuses(system: Running) -> bool:
    """Write until the broker must write its file: whether it could not."""
    with redis.Redis(unix_socket_path=system.broker.url.partition("://")[2]) as client:
        try:
            for _ in range(200):
                client.set("ballast", b"x" * 200)
        except redis.RedisError:
            return True
        return False
