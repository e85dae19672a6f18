"""Real processes, really killed, at moments nobody chose."""

from __future__ import annotations

import random
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from service.storage import FolderStorage, OcflRoot

KILLS = 30
WRITE = """
import hashlib, sys
from datetime import UTC, datetime
from pathlib import Path
from service.storage import FolderStorage, OcflRoot

root = OcflRoot(FolderStorage(Path(sys.argv[1])))
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


@pytest.mark.slow
def test_killed_writers_lose_nothing_they_acknowledged(
    tmp_path: Path, start: Callable[..., subprocess.Popen[str]], faults: Callable[[Path], list[str]]
) -> None:
    """
    Thirty kill -9: each acknowledged version is there, the next writer goes on, the archive is valid.
    """
    moments = random.Random(20260101)  # noqa: S311 - moments to kill at, nothing secret
    place = tmp_path / "store"
    begun, promised = 1, 0
    for _ in range(KILLS):
        acknowledged = killed(start(WRITE, str(place), str(begun)), after=moments.uniform(0.0, 0.12))
        promised += len(acknowledged)
        root = OcflRoot(FolderStorage(place))
        heads = {name: getattr(root.head(f"vankien:2023-2028/{name}"), "head", 0) for name in NAMES}
        for name, number in acknowledged:
            assert heads[name] >= number
        root.settle_all()

        assert faults(place / "archive") == []
        begun = max(1, min(heads.values()))

    assert promised >= KILLS, "each writer is killed after its first word"


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
