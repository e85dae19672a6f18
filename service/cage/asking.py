"""Starting the process, and believing nothing of it but JSON and bytes."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Literal

MEMORY: Final = 512 * 1024 * 1024
"""Bytes of address space."""
CPU_SECONDS: Final = 15
"""What ends a hostile file."""
SECONDS: float = 45
"""By the clock, for a program that waits: an honest file is to be read on a busy machine too."""

NOT_UNDERSTOOD: Final = 1
"""How Python ends for an exception nobody caught: the libraries raise a dozen kinds for a file they do not understand."""
NO_ROOM: Final = 2
DISK_FULL: Final = 3

How = Literal["not_understood", "memory", "time", "died"]

PATIENCE: float = 30
"""Seconds for which a file waits for those before it."""
AT_WORK = threading.BoundedSemaphore(2)
"""Several large files at the same time wait for each other, so that the memory of all together has a bound too."""
IN_LINE = threading.BoundedSemaphore(10)
"""Those at work and those that wait: each holds a thread of the web, and there must be some left for who sends no file."""


class CageDied(Exception):
    """
    The process ended without an outcome: it did not understand the file, had no room or no time left, or was ended.

    Nothing of the caller was harmed, and the same file would do the same again.
    """

    def __init__(self, how: How) -> None:
        super().__init__(how)
        self.how = how


class CageBusy(Exception):
    """Too many files are being read, and waiting did not help: nothing is said of this one."""

    retryable = True


@contextmanager
def _a_turn() -> Iterator[None]:
    if not IN_LINE.acquire(blocking=False):
        raise CageBusy
    try:
        if not AT_WORK.acquire(timeout=PATIENCE):
            raise CageBusy
        try:
            yield
        finally:
            AT_WORK.release()
    finally:
        IN_LINE.release()


def caged(program: str, task: str, raw: bytes, words: Any = None) -> tuple[Any, bytes]:
    """
    The outcome of `task` of the `program` (its file) on the file `raw`, as JSON values and bytes.

    Raises `CageDied`; `CageBusy`, and `OSError` (ENOSPC) where the temporary files have no room, say nothing of this file.
    `words` are JSON values too. At most two run at the same time in one process; some others wait.
    """
    with _a_turn(), tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(json.dumps(words).encode() + b"\n" + raw)
        given.seek(0)
        try:
            # Files, not pipes: the limit on files then bounds what it can answer.
            ended = subprocess.run(
                [sys.executable, "-I", "-B", program, task],
                stdin=given,
                stdout=said,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                env=_surroundings(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise CageDied("time") from None
        if ended.returncode == DISK_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), tempfile.gettempdir())
        if ended.returncode:
            raise CageDied(_how(ended.returncode))
        said.seek(0)
        line, content = said.readline(), said.read()
    try:
        return json.loads(line), content
    except ValueError:
        raise CageDied("died") from None


def _how(returncode: int) -> How:
    if returncode == NOT_UNDERSTOOD:
        return "not_understood"
    if returncode == NO_ROOM:
        return "memory"
    return "time" if returncode == -signal.SIGXCPU else "died"


def _surroundings() -> dict[str, str]:
    """The environment without our settings: the password of the database is no business of a reader of files."""
    return {name: value for name, value in os.environ.items() if not name.startswith("VANKIEN_")}
