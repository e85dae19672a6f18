"""What runs in the process: limits first, then the file."""

from __future__ import annotations

import errno
import json
import resource
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final

from service.cage.asking import CPU_SECONDS, DISK_FULL, MEMORY, NO_ROOM
from service.cage.syscalls import deny

_DISK: Final = 256 * 1024 * 1024
"""Bytes of a file: of the answer, and of what openpyxl puts aside for each sheet."""
_OPEN_FILES: Final = 64

Task = Callable[[bytes, Any], tuple[Any, bytes]]
"""The file and what was asked, as JSON values, to JSON values and bytes."""


def serve(tasks: Mapping[str, Task], *, writing: frozenset[str] = frozenset()) -> int:
    """
    Do the task that the command line names, and say its outcome; the exit code for `sys.exit`.

    Those in `writing` may make files of their own.
    """
    task = sys.argv[1]
    _limit(writes=task in writing)
    words, _, raw = sys.stdin.buffer.read().partition(b"\n")
    try:
        done, content = tasks[task](raw, json.loads(words))
        sys.stdout.buffer.write(json.dumps(done).encode() + b"\n" + content)
        sys.stdout.buffer.flush()
    except MemoryError:
        return NO_ROOM
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return DISK_FULL
        raise
    return 0


def _limit(*, writes: bool) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _DISK),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        resource.setrlimit(kind, (most, most))
    deny(writes=writes)
