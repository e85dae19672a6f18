"""
The sign of progress that a worker and a relay leave behind: a file that is touched whenever they got something done.

A worker's process may be alive and take nothing any more: after a broker's restart, for one, or frozen. Whether work
waits is asked of the broker, and when this process last did any of this file; from outside, nothing else can be told.

* NoProgress   it is stuck; the message is a sentence that says what waits
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LONGEST_PAUSE = 60.0
"""Seconds without progress, while there is something to do, after which a process counts as stuck."""


class NoProgress(Exception):
    """There is something to do, and the process does nothing."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The sign of one process of that name, in a folder of its machine or container."""

    folder: Path
    name: str

    @property
    def file(self) -> Path:
        """Empty; only its time says anything."""
        return self.folder / f"{self.name}.progress"

    def note(self) -> None:
        """Something was done. A sign that cannot be left never stops work: its absence is what is noticed."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self.file.touch()

    def pause(self) -> float | None:
        """
        Seconds since something was done; none where nothing ever was.

        A sign from a time that has not come is none of now: it was left before the clock was set back.
        """
        try:
            return abs(time.time() - self.file.stat().st_mtime)
        except OSError:
            return None


def require_progress(
    progress: Progress, *, waiting: Callable[[], int], longest: float = LONGEST_PAUSE
) -> None:
    """
    Raise `NoProgress` when the process paused for more than `longest` seconds although something waits for it.

    `waiting` counts what does; it is asked only after a long pause, and raises what the broker raises.
    """
    pause = progress.pause()
    if pause is None:
        raise NoProgress(
            f"{progress.file} is not there: the {progress.name} has not begun, or has another folder"
        )
    if pause > longest and (count := waiting()):
        raise NoProgress(
            f"the {progress.name} has done nothing for {pause:.0f} seconds, and {count} wait for it"
        )
