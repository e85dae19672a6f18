"""What a process that renders may take: one paper that eats memory must not take the machine from all others."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_ARENA_MAX: Final = -8
"""M_ARENA_MAX of mallopt(3)."""


def limit_memory(most: int) -> int | None:
    """
    Let this process take `most` bytes of address space more than it has; the limit, or nothing where none can be laid.

    What goes beyond is a MemoryError in Python, and an end of the process in code that cannot bear one; both are counted as
    starts of the work at hand. On Linux alone: elsewhere nothing says how much it has.
    """
    if sys.platform != "linux":
        return None
    # The C library reserves 64 MB of addresses for each thread that asks for memory: the threads that store papers would
    # use the limit up without using any memory.
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * os.sysconf("SC_PAGE_SIZE") + most
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    return limit
