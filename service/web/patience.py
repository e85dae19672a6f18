"""Guessing passwords is slowed down: whoever fails often waits, and nobody is ever locked out by a stranger."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

FREE = 5
"""Failures before the first wait: a tired person mistypes."""

LONGEST = 60.0
"""Seconds."""

_MOST_KEPT = 10_000


@dataclass(slots=True, kw_only=True)
class Patience:
    """
    Counts failures by name and address, in this process.

    A stranger elsewhere only makes themselves wait; and a sign-in link works at any time.
    """

    clock: Callable[[], float] = time.monotonic
    _failed: OrderedDict[tuple[str, str], tuple[int, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, name: str, address: str) -> float:
        """Seconds until the next try is looked at; 0 when it is now."""
        with self._lock:
            count, at = self._failed.get((name, address), (0, 0.0))
        due = min(2.0 ** (count - FREE), LONGEST) if count >= FREE else 0.0
        return max(0.0, at + due - self.clock())

    def failed(self, name: str, address: str) -> None:
        """One more failure; doubles the wait once there were `FREE`."""
        with self._lock:
            count, _ = self._failed.pop((name, address), (0, 0.0))
            self._failed[name, address] = (min(count + 1, 64), self.clock())
            if len(self._failed) > _MOST_KEPT:
                self._failed.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures."""
        with self._lock:
            self._failed.pop((name, address), None)
