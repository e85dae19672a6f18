"""Fixity: everything in the archive is read back, and every injury is named."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from service.catalog import Catalog, FixityPass
from service.storage import Checked, OcflRoot

MOST_NAMED = 1000
"""Files of each class that a report names: whoever finds so many does not count on."""

_SAVED_EVERY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FixityReport:
    """
    What a pass found, in the classes of `service.storage.Checked`; no more than `MOST_NAMED` of each are kept.

    `share` is how much of the archive was read, 1 being all of it.
    """

    share: float
    objects: int = 0
    files: int = 0
    size: int = 0
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    untracked: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether all that was read is as it was stored."""
        return not (self.changed or self.missing or self.untracked)

    def with_object(self, found: Checked) -> FixityReport:
        """The report with one object more."""
        return FixityReport(
            share=self.share,
            objects=self.objects + bool(found.object_id),
            files=self.files + found.files,
            size=self.size + found.size,
            changed=(*self.changed, *found.changed)[:MOST_NAMED],
            missing=(*self.missing, *found.missing)[:MOST_NAMED],
            untracked=(*self.untracked, *found.untracked)[:MOST_NAMED],
            unfinished=(*self.unfinished, *found.unfinished)[:MOST_NAMED],
        )

    def encode(self) -> str:
        """The report as JSON."""
        return json.dumps({one.name: getattr(self, one.name) for one in fields(self)})


def decode(text: str) -> FixityReport:
    """The report that `encode` wrote."""
    told: dict[str, Any] = json.loads(text)
    values: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in told.items()
    }
    return FixityReport(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFixity:
    """
    Reads the archive back, and keeps what it found.

    The catalog's word is taken for what must be there, the files' digests for how. Nothing is repaired.
    """

    catalog: Catalog
    root: OcflRoot

    def __call__(self, *, share: float = 1.0, chance: random.Random | None = None) -> FixityReport:
        """
        A pass over the whole archive, or over a random share of its objects.

        Raises `StorageUnavailable`, `CatalogUnavailable`.
        """
        with self.catalog.begin() as work:
            begun = work.fixity.begin(
                at=work.now(), is_whole=share >= 1, report=FixityReport(share=share).encode()
            )
            work.commit()
        chosen = chance or random.SystemRandom()
        report = self._walk(begun, wanted=lambda: share >= 1 or chosen.random() < share, stop=lambda: False)
        assert report is not None  # noqa: S101 -- nothing stops it
        return report

    def go_on(self, *, every: dt.timedelta, stop: Callable[[], bool]) -> FixityReport | None:
        """
        The pass over the whole archive that is due, or the rest of one that was stopped.

        Nothing when none is due, somebody else is at it, or `stop` came true; the next call goes on there.
        """
        with self.catalog.begin() as work:
            due = work.fixity.due(at=work.now(), every=every, report=FixityReport(share=1.0).encode())
            work.commit()
        return self._walk(due, wanted=lambda: True, stop=stop) if due else None

    def last_whole(self) -> tuple[dt.datetime, FixityReport] | None:
        """When the whole archive was last read back, and what was found."""
        with self.catalog.read() as work:
            last = work.fixity.last_whole()
        return (last.ended_at, decode(last.report)) if last and last.ended_at else None

    def _walk(
        self, begun: FixityPass, *, wanted: Callable[[], bool], stop: Callable[[], bool]
    ) -> FixityReport | None:
        report = decode(begun.report)
        for looked_at, found in enumerate(self._checked(after=begun.cursor, wanted=wanted), 1):
            report = report.with_object(found)
            stops = stop()
            if stops or looked_at % _SAVED_EVERY == 0:
                with self.catalog.begin() as work:
                    work.fixity.save(
                        begun, cursor=found.object_id, report=report.encode(), at=work.now(), rests=stops
                    )
                    work.commit()
            if stops:
                return None
        with self.catalog.begin() as work:
            work.fixity.finish(begun, report=report.encode(), is_sound=report.is_sound, at=work.now())
            work.commit()
        return report

    def _checked(self, *, after: str, wanted: Callable[[], bool]) -> Iterator[Checked]:
        objects, around = self.root.survey()
        if not after:
            yield around
        # The files first, then the rows: what is sealed between the two looks is not missed.
        with self.catalog.read() as work:
            sealed = work.fixity.versions_sealed()
        for object_id in sorted({*objects, *sealed}):
            if object_id > after and wanted():
                yield self.root.check(object_id, at_least=sealed.get(object_id, 0))
