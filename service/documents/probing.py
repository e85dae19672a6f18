"""Which paper ends the process that makes it: before the last try each is made in a process of its own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

SECONDS: Final = 15.0
"""How long one paper may take there; a task that takes 40 is killed."""

_LOOK_EVERY: Final = 0.005


def ends_its_process(make: Callable[[], object], *, seconds: float = SECONDS) -> bool:
    """
    Whether `make` ends the process that calls it, or does not come back in so many `seconds`.

    An error that it raises is none of that: whoever calls it next is told. Only on systems that fork, as workers do.
    """
    child = os.fork()
    if not child:
        with suppress(BaseException):
            make()
        # No connection of the parent is said goodbye to, and nothing of it is written twice.
        os._exit(0)
    until = time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status != 0
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return True
        time.sleep(_LOOK_EVERY)
