"""Guessing passwords is slowed down: whoever fails often waits, and nobody is ever locked out by a stranger."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from service.catalog import Catalog

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

FORGOTTEN_AFTER = dt.timedelta(hours=1)
"""After the last failure: more than any wait, and no list of who came from where."""

_ANY = "\0"
"""In the place of a name or an address that does not matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """
    Counts failures by name and address, by address and by name, in the catalog: for all processes, and past a restart.

    A stranger elsewhere makes others wait a few seconds at most; and a sign-in link works at any time. What is kept are digests
    by the `key` of the web processes. `clock` is the database's, unless another is given.
    """

    catalog: Catalog
    key: bytes
    clock: Callable[[], dt.datetime] | None = None

    def attempt(self, name: str, address: str) -> float:
        """
        Seconds until the next try is looked at; 0 when it is now, and then it is counted as failed until it has succeeded.

        Counted before the password is looked at: guesses that come all at once do not slip through together. Raises
        `CatalogUnavailable`: nobody signs in past a count that cannot be kept.
        """
        keys = self._keys(name, address)
        with self.catalog.begin() as work:
            held = work.sign_in_tries.hold(keys, at=work.now())
            now = self.clock() if self.clock else work.now()
            seconds = max(_wait(*held[key], free, longest, now) for key, (free, longest) in keys.items())
            if not seconds:
                work.sign_in_tries.failed(keys, at=now, forget_after=FORGOTTEN_AFTER)
            else:
                # Written by a clock that was set back since: their waits begin now, or they would never end.
                work.sign_in_tries.none_after(keys, at=now)
            work.commit()
        return seconds

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of that name there; of those of the address and of the name elsewhere, this one alone."""
        own, *others = self._keys(name, address)
        with self.catalog.begin() as work:
            work.sign_in_tries.take_back(others, at=work.now())
            work.sign_in_tries.forget(own)
            work.commit()

    def _keys(self, name: str, address: str) -> dict[str, tuple[int, float]]:
        """What is counted, each with how many failures are free and how long it waits at most; name and address first."""
        return {
            self._digest(name, address): (FREE, LONGEST),
            self._digest(_ANY, address): (FREE_OF_ADDRESS, LONGEST),
            self._digest(name, _ANY): (FREE_OF_NAME, LONGEST_OF_NAME),
        }

    def _digest(self, name: str, address: str) -> str:
        said = f"{len(name)} {name}{address}".encode(errors="surrogatepass")
        return hmac.new(self.key, b"patience\0" + said, hashlib.sha256).hexdigest()


def _wait(failures: int, at: dt.datetime, free: int, longest: float, now: dt.datetime) -> float:
    if failures < free or at + FORGOTTEN_AFTER < now:
        return 0.0
    due = min(2.0 ** (failures - free), longest)
    # A clock that was set back keeps nobody waiting longer than they would.
    return max(0.0, min(due, due - (now - at).total_seconds()))
