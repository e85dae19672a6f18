"""
How many requests programs may send in a minute in the name of one account, over all web processes together.

A process takes requests from the catalog in small lots and counts them off by itself: one row is written for each lot, not for
each request. What is left of a lot at the end of the minute is lost, so with many processes an account may be told to wait a
little early, and never gets more than the limit. Answers tell it in `RateLimit` and `RateLimit-Policy`
(draft-ietf-httpapi-ratelimit-headers).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Response, g

from service.catalog import Catalog
from service.web.refusals import TooManyRequests

MINUTE = 60
LOTS = 100
"""Into how many lots the requests of a minute are parted."""

_MOST_KEPT = 10_000


@dataclass(slots=True)
class Share:
    """
    What this process holds of the minute of one account.

    `left` requests of its lot, and `unclaimed` that no process had taken when it looked; until `ends` of the clock.
    """

    ends: float
    left: int
    unclaimed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an answer says: `remaining` requests of `limit`, and seconds until they are full again."""

    limit: int
    remaining: int
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The requests of each account in the minute in hand; `limit` 0 for no limit."""

    catalog: Catalog
    limit: int
    clock: Callable[[], float] = time.monotonic
    _shares: dict[str, Share] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, account_id: str) -> Told:
        """One more request. Raises `TooManyRequests`, `CatalogUnavailable`."""
        with self._lock:
            share = self._shares.get(account_id)
            now = self.clock()
            if share is None or now >= share.ends or (not share.left and share.unclaimed):
                share = self._take(account_id)
            is_refused = not share.left
            share.left -= not is_refused
            # Whole seconds, upwards: whoever waits them finds the next minute begun.
            seconds = max(1, int(share.ends - now) + 1)
            told = Told(limit=self.limit, remaining=share.left + share.unclaimed, seconds=seconds)
        if is_refused:
            raise TooManyRequests(told.seconds)
        return told

    def _take(self, account_id: str) -> Share:
        lot = max(1, self.limit // LOTS)
        with self.catalog.begin() as work:
            now = work.now().timestamp()
            before = work.rates.take(account_id, minute=int(now // MINUTE), count=lot)
            work.commit()
        free = max(0, self.limit - before)
        if len(self._shares) >= _MOST_KEPT:
            self._shares.clear()
        left = min(lot, free)
        share = Share(ends=self.clock() + MINUTE - now % MINUTE, left=left, unclaimed=free - left)
        self._shares[account_id] = share
        return share

    def check(self) -> None:
        """Count this request of the account in hand. Raises as `spend` does."""
        if not self.limit:
            return
        try:
            g.told_rate = self.spend(g.account.id)
        except TooManyRequests as refused:
            g.told_rate = Told(limit=self.limit, remaining=0, seconds=refused.seconds)
            raise

    def tell(self, response: Response) -> Response:
        """Say in the headers what is left."""
        told: Told | None = g.get("told_rate")
        if told is not None:
            response.headers["RateLimit-Policy"] = f'"account";q={told.limit};w={MINUTE}'
            response.headers["RateLimit"] = f'"account";r={told.remaining};t={told.seconds}'
        return response
