"""Whether a process gets on is told by what it did, not by its being there."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from workers.progress import NoProgress, Progress, require_progress


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    return Progress(tmp_path / "not made yet", "worker")


def last_done(progress: Progress, seconds_ago: float) -> None:
    """As if something had been done so long ago."""
    progress.note()
    at = time.time() - seconds_ago
    os.utime(progress.file, (at, at))


def test_a_process_that_was_never_there_is_named(progress: Progress) -> None:
    """
    With the file that is looked for: the folder may be another one.
    """
    with pytest.raises(NoProgress, match=str(progress.file)):
        require_progress(progress, waiting=lambda: 0)


@pytest.mark.parametrize(("pause", "waiting"), [(0, 7), (59, 7), (3600, 0)])
def test_one_that_did_something_or_has_nothing_to_do_gets_on(
    progress: Progress, pause: float, waiting: int
) -> None:
    """
    A quiet night is no trouble.
    """
    last_done(progress, pause)

    require_progress(progress, waiting=lambda: waiting)


@pytest.mark.parametrize(("ago", "said"), [(90, "9"), (-95, "9")])
def test_one_that_leaves_work_lying_is_stuck(progress: Progress, ago: float, said: str) -> None:
    """
    The sentence says for how long, and how much waits; that the clock was set back meanwhile hides nothing.
    """
    last_done(progress, ago)

    with pytest.raises(NoProgress, match=rf"nothing for {said}\d seconds, and 7 wait for it"):
        require_progress(progress, waiting=lambda: 7)


def test_a_sign_that_cannot_be_left_stops_no_work(tmp_path: Path) -> None:
    """
    The disk may be full or the folder a file; its absence is noticed by those who look.
    """
    (tmp_path / "file").write_bytes(b"")
    unable = Progress(tmp_path / "file", "relay")

    unable.note()

    assert unable.pause() is None
