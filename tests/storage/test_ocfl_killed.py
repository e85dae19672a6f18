"""Real processes, really killed, at moments nobody chose: on a folder, and on servers that speak S3."""

from __future__ import annotations

import hashlib
import json
import random
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.storage import FolderStorage, OcflRoot, Storage
from service.storage.s3 import S3Storage
from tests import s3

KILLS = {"folder": 30, "moto": 15, "seaweedfs": 15}
WRITE = """
import hashlib, json, sys
from datetime import UTC, datetime
from pathlib import Path
from service.storage import FolderStorage, OcflRoot
from service.storage.s3 import S3Storage

told = json.loads(sys.argv[1])
storage = FolderStorage(Path(told["folder"])) if "folder" in told else S3Storage(
    told["bucket"], told["prefix"], endpoint=told["endpoint"], keys=tuple(told["keys"]))
root = OcflRoot(storage)
root.initialise()
number = int(sys.argv[2])
while True:
    for name in ("a", "b"):
        files = {f"papers/{n}.docx": hashlib.sha256(b"%d" % (number * n)).digest() * 500 for n in range(6)}
        root.add_version(f"vankien:2023-2028/{name}", files=files, created=datetime(2026, 1, 1, tzinfo=UTC),
                         message=str(number), user="writer", expected_head=number - 1)
        print(name, number, flush=True)
    number += 1
"""
NAMES = ("a", "b")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A storage, how a child opens it, how often its writers are killed, and after how long at the latest."""

    storage: Storage
    told: str
    kills: int
    within: float


@pytest.fixture(params=[*KILLS])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    kind: str = request.param
    if kind == "folder":
        folder = tmp_path / "store"
        told = json.dumps({"folder": str(folder)})
        return Place(storage=FolderStorage(folder), told=told, kills=KILLS[kind], within=0.12)
    endpoint = request.getfixturevalue("moto_server" if kind == "moto" else "seaweed_server")
    prefix = s3.new_prefix()
    told = json.dumps({"bucket": s3.BUCKET, "prefix": prefix, "endpoint": endpoint, "keys": s3.KEYS})
    storage = S3Storage(s3.BUCKET, prefix, endpoint=endpoint, keys=s3.KEYS)
    return Place(storage=storage, told=told, kills=KILLS[kind], within=0.6)


@pytest.mark.slow
def test_killed_writers_lose_nothing_they_acknowledged(
    place: Place, start: Callable[..., subprocess.Popen[str]], judged: Callable[[Storage], list[str]]
) -> None:
    """
    After each kill -9 readers see whole versions only, every acknowledged one, the archive is valid, and the next goes on.
    """
    moments = random.Random(20260101)  # noqa: S311 - moments to kill at, nothing secret
    root = OcflRoot(place.storage)
    begun, promised = 1, 0
    for _ in range(place.kills):
        acknowledged = killed(start(WRITE, place.told, str(begun)), after=moments.uniform(0.0, place.within))
        promised += len(acknowledged)
        before = {name: whole_head(root, name) for name in NAMES}
        for name, number in acknowledged:
            assert before[name] >= number
        root.settle_all()
        heads = {name: whole_head(root, name) for name in NAMES}

        assert all(before[name] <= heads[name] <= before[name] + 1 for name in NAMES)
        assert judged(place.storage) == []
        begun = max(1, min(heads.values()))

    assert promised >= place.kills, "each writer is killed after its first word"


def whole_head(root: OcflRoot, name: str) -> int:
    """The version that readers see, every file of which is what its writer put there; 0 before the first."""
    object_id = f"vankien:2023-2028/{name}"
    head = root.head(object_id)
    if head is None:
        return 0
    for number in (1, head.head):
        for n in range(6):
            wanted = hashlib.sha256(b"%d" % (number * n)).digest() * 500
            assert wanted == root.read_of(head, number, f"papers/{n}.docx")
    return head.head


def killed(writer: subprocess.Popen[str], *, after: float) -> list[tuple[str, int]]:
    """What the writer acknowledged until it was killed, `after` seconds past its first word."""
    assert writer.stdout is not None
    assert writer.stderr is not None
    first = writer.stdout.readline()
    try:
        writer.wait(after)
    except subprocess.TimeoutExpired:
        writer.send_signal(signal.SIGKILL)
    rest, complaint = writer.communicate(timeout=60)
    assert writer.returncode == -signal.SIGKILL, complaint
    lines = [first, *rest.splitlines(keepends=True)]
    return [(name, int(number)) for name, number in (line.split() for line in lines if line.endswith("\n"))]
