"""Tidying up: what crashes left behind is finished or cleared away. Run at start-up and now and then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

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
        """Drop signed copies of past days that no row speaks of; one of today may be on its way into a row."""
        yesterday = now - dt.timedelta(days=1)
        for key in list(self.storage.keys(STAGED_COPIES)):
            day, _, name = key.removeprefix(f"{STAGED_COPIES}/").partition("/")
            if day >= f"{yesterday:%Y-%m-%d}":
                continue
            with self.catalog.read() as work:
                known = work.register.copy(name.removesuffix(".pdf"))
            if known is None:
                self.storage.discard(key)
