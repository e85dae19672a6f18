"""
Requests that may wait: `Prefer: wait=10` (RFC 7240) asks to be answered when there is something to say, in ten seconds at the latest.

Who asks again and again instead hears of it later, and keeps the server busier than making the papers does.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from werkzeug.http import parse_dict_header

from service.web.events import LASTS

LONGEST: Final = LASTS
"""Seconds, as of a stream: a server that stops waits no longer than that."""

EVERY: Final = 0.02
"""Seconds between two looks, each one short query."""


def preferred_wait(said: str) -> int | None:
    """
    How many seconds a `Prefer` header gives, `LONGEST` at most; nothing when it does not speak of them.

        >>> preferred_wait("respond-async, wait=10")
        10
    """
    wanted = parse_dict_header(said).get("wait") or ""
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 10):
        return None
    return min(LONGEST, int(wanted))


class Waits:
    """At most `most` requests wait at a time: each holds a thread, and the others must go on answering."""

    def __init__(self, most: int) -> None:
        self._free = threading.BoundedSemaphore(most)

    def until(self, is_done: Callable[[], bool], *, seconds: float) -> bool:
        """Return when it is done, or after so many seconds; false, and at once, when there is no room to wait."""
        if not self._free.acquire(blocking=False):
            return False
        try:
            ends = time.monotonic() + seconds
            while not is_done() and (left := ends - time.monotonic()) > 0:
                time.sleep(min(EVERY, left))
        finally:
            self._free.release()
        return True
