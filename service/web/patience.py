"""Guessing passwords is slowed down: whoever fails often waits, and nobody is ever locked out by a stranger."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

FREE = 5
"""Failures of a name from an address before the first wait: a tired person mistypes."""

FREE_OF_ADDRESS = 30
"""Failures of one address, whatever the names: a whole office may sit behind it."""

FREE_OF_NAME = 50
"""Failures of one name, wherever they come from: many machines guess together."""

LONGEST = 60.0
"""Seconds."""

LONGEST_OF_NAME = 5.0
"""Seconds: strangers may slow somebody down, never keep them out."""

_MOST_KEPT = 10_000
_ANY = "\0"
"""In the place of a name or an address that does not matter."""


@dataclass(slots=True, kw_only=True)
class Patience:
    """
    Counts failures by name and address, by address and by name, in this process.

    A stranger elsewhere makes others wait a few seconds at most; and a sign-in link works at any time.
    """

    clock: Callable[[], float] = time.monotonic
    _failed: OrderedDict[tuple[str, str], tuple[int, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, name: str, address: str) -> float:
        """Seconds until the next try is looked at; 0 when it is now."""
        with self._lock:
            return max(self._wait(key, free, longest) for key, free, longest in _keys(name, address))

    def failed(self, name: str, address: str) -> None:
        """One more failure; doubles the wait once there were enough."""
        with self._lock:
            for key, _, _ in _keys(name, address):
                count, _ = self._failed.pop(key, (0, 0.0))
                self._failed[key] = (min(count + 1, 128), self.clock())
            while len(self._failed) > _MOST_KEPT:
                self._failed.popitem(last=False)

    def _wait(self, key: tuple[str, str], free: int, longest: float) -> float:
        count, at = self._failed.get(key, (0, 0.0))
        due = min(2.0 ** (count - free), longest) if count >= free else 0.0
        return max(0.0, at + due - self.clock())

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of that name there; those of the address and of the name elsewhere stay."""
        with self._lock:
            self._failed.pop((name, address), None)


def _keys(name: str, address: str) -> tuple[tuple[tuple[str, str], int, float], ...]:
    return (
        ((name, address), FREE, LONGEST),
        ((_ANY, address), FREE_OF_ADDRESS, LONGEST),
        ((name, _ANY), FREE_OF_NAME, LONGEST_OF_NAME),
    )
