"""Tidying up: what crashes left behind is finished or cleared away. Run at start-up and now and then."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from service.archive.registered import STAGED_COPIES
from service.catalog import Catalog
from service.documents.produce import staging_of
from service.storage import OcflRoot, Storage

_NO_WRITER_IS_SO_SLOW = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TidyUp:
    """Safe to run at any time, beside any number of workers."""

    catalog: Catalog
    storage: Storage
    archive: OcflRoot
    elapsed: Callable[[], float] = time.monotonic
    """Seconds, whatever the clock says."""
    _first_seen: dict[str, float] = field(default_factory=dict, init=False)

    def __call__(self) -> None:
        """Finish decided versions, drop staged papers that nobody waits for, sweep old drafts."""
        self.archive.settle_all()
        # Look at the files first: a set that is accepted after that look keeps its papers.
        staged = {key.split("/")[2] for key in self.storage.keys("staging/sets")}
        with self.catalog.read() as work:
            now = work.now()
            waited_for = {
                one for one in staged if (found := work.sets.find(one)) and found.state == "accepted"
            }
        for set_id in sorted(staged - waited_for):
            self.storage.discard(staging_of(set_id))
        self._tidy_copies(now)
        self.storage.sweep_drafts(made_before=now - _NO_WRITER_IS_SO_SLOW)

    def _tidy_copies(self, now: dt.datetime) -> None:
        """
        Drop signed copies of past days that no row speaks of; one of today may be on its way into a row.

        Days alone would not do: when the clock jumps, one that was laid down this minute is of a past day. So it must
        have lain there for an hour of this process too.
        """
        yesterday = now - dt.timedelta(days=1)
        past = [one for one in self.storage.keys(STAGED_COPIES) if _day_of(one) < f"{yesterday:%Y-%m-%d}"]
        moment = self.elapsed()
        first_seen = {key: self._first_seen.get(key, moment) for key in past}
        self._first_seen.clear()
        self._first_seen.update(first_seen)
        for key in past:
            if moment - first_seen[key] < _NO_WRITER_IS_SO_SLOW.total_seconds():
                continue
            with self.catalog.read() as work:
                known = work.register.copy(key.rpartition("/")[2].removesuffix(".pdf"))
            if known is None:
                self.storage.discard(key)


def _day_of(key: str) -> str:
    return key.removeprefix(f"{STAGED_COPIES}/").partition("/")[0]
