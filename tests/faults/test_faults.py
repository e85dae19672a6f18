"""A small part of each big run (`make faults`): the same commands, fewer of everything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[2]


def faults(*arguments: str) -> str:
    """What the run said; it fails when anything broke. In a process of its own: it forks, and must have no threads."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


@pytest.mark.parametrize(
    ("kills", "database", "storage"),
    [(80, "sqlite", "folder"), (40, "postgresql", "folder"), (20, "sqlite", "seaweedfs")],
)
def test_random_kills_break_nothing(kills: int, database: str, storage: str) -> None:
    """Nothing accepted is lost, no number is doubled or skipped, no file is torn, none is an orphan."""
    said = faults("kill", f"--kills={kills}", f"--database={database}", f"--storage={storage}")

    assert "Nothing is broken" in said


def test_no_crash_point_of_a_set_breaks_anything() -> None:
    """Every fortieth of the steps of one set: killed, EIO, ENOSPC, half a write."""
    assert "nothing is broken" in faults("points", "--stride=40")
