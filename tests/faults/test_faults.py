"""A part of each big run (`make faults`), a tenth of the kills: the same commands, fewer of everything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.clocks_of_processes import NOT_INSTALLED, library

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


@pytest.mark.alone
@pytest.mark.parametrize(
    ("kills", "database", "storage"),
    [(1000, "sqlite", "folder"), (1000, "postgresql", "folder"), (100, "sqlite", "seaweedfs")],
)
def test_random_kills_break_nothing(kills: int, database: str, storage: str) -> None:
    """Nothing accepted is lost, no number is doubled or skipped, no file is torn, none is an orphan."""
    said = faults("kill", f"--kills={kills}", f"--database={database}", f"--storage={storage}")

    assert "Nothing is broken" in said


def test_no_crash_point_of_a_set_breaks_anything() -> None:
    """Every fortieth of the steps of one set: killed, EIO, ENOSPC, half a write."""
    assert "nothing is broken" in faults("points", "--stride=40")


def test_no_crash_point_of_a_set_on_s3_breaks_anything() -> None:
    """Every sixtieth of the steps, requests to the store among them: killed, or refused."""
    assert "nothing is broken" in faults("points", "--storage=moto", "--stride=60")


def test_no_write_that_is_cut_off_breaks_anything() -> None:
    """No file may grow beyond a size: SQLite's own writes end in the middle of a page."""
    assert "nothing is broken" in faults("points", "--by=sizes", "--stride=40")


@pytest.mark.alone
def test_no_jump_of_the_clock_breaks_anything() -> None:
    """By hours and years, forwards and back, while processes are killed."""
    assert "Nothing is broken" in faults("kill", "--kills=60", "--clocks")


@pytest.mark.alone
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_no_jump_of_the_clocks_of_real_processes_breaks_anything(database: str) -> None:
    """All together and each by itself; what was accepted is sealed within a minute, and nobody stays locked out."""
    if library() is None:
        pytest.skip(NOT_INSTALLED)
    assert "nothing is broken" in faults("clocks", "--jumps=6", "--apart=6", f"--database={database}")


@pytest.mark.alone
def test_real_workers_killed_and_messages_lost_and_doubled_break_nothing() -> None:
    """All that was accepted is sealed within a minute after the last fault."""
    assert "nothing is broken" in faults("messages", "--kills=100", "--flushes=2", "--restarts=2")


def test_nobody_who_sleeps_past_a_lease_breaks_anything() -> None:
    """At every fifteenth step of one set another process does the work meanwhile, and the sleeper goes on."""
    said = faults("points", "--by=leases", "--stride=15")

    assert "nothing is broken" in said
    assert "at 0 of them" not in said


def test_no_system_call_of_a_set_breaks_anything() -> None:
    """Every hundredth of what the kernel sees of one set, SQLite's own calls among it: killed, EIO, ENOSPC."""
    assert "nothing is broken" in faults("points", "--by=syscalls", "--stride=100")


def test_no_power_cut_breaks_anything() -> None:
    """States that a disk may be in after a cut at any moment of two seals."""
    assert "nothing is broken" in faults("power", "--states=2000")


@pytest.mark.alone
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_sixty_four_writers_draw_each_number_once(database: str) -> None:
    """A seventh of the transactions is undone, and no number is skipped."""
    assert "exactly 1..500" in faults("numbers", "--numbers=500", f"--database={database}")


@pytest.mark.parametrize("name", ["a file is not synced", "folders are not synced", "SQLite does not wait"])
def test_known_mistakes_are_caught(name: str) -> None:
    """The quick ones; `make faults ARGS=mutants` tries all."""
    assert "SURVIVED" not in faults("mutants", f"--only={name}")


@pytest.mark.alone
def test_a_full_volume_refuses_in_words_and_goes_on() -> None:
    """Archive, catalog, temporary files and broker on small volumes; only root may mount them."""
    if os.geteuid() != 0:
        pytest.skip("a small volume cannot be mounted: root can")
    assert "nothing is broken" in faults("full", "--cycles=4")


@pytest.mark.alone
def test_under_load_nothing_is_lost() -> None:
    """The real processes, half a minute; the figures are those of a busy machine and are not judged."""
    assert "none lost" in faults("load", "--seconds=25", "--rate=3", "--loose")
