"""
Backups in one folder, each in a folder of its own that is named for the moment at which it was begun: the newest are kept.

Each builds on the one before, so most of its files are linked and not read; every so many is whole, and finds what happened to
the bytes that the others share. An older one goes only after a newer one stands, and takes nothing from it.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from service.archive.backups import BackedUp, BackupRefused, read_about
from service.archive.bag import BagRefused, check_bag

_FORM: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(r"\d{8}T\d{6}Z")

AHEAD: Final = dt.timedelta(hours=1)
"""A name that tells a moment so far ahead was given by a clock that has been set back since."""


def name_at(moment: dt.datetime) -> str:
    """
    The name of a backup begun at that moment.

        >>> name_at(dt.datetime(2026, 11, 26, 19, 0, tzinfo=dt.UTC))
        '20261126T190000Z'
    """
    return moment.astimezone(dt.UTC).strftime(_FORM)


def begun_at(name: str) -> dt.datetime:
    """The moment that a name tells."""
    return dt.datetime.strptime(name, _FORM).replace(tzinfo=dt.UTC)


def names_in(folder: Path) -> list[str]:
    """The backups in `folder` that were ended, oldest first; what bears another name is nobody's business here."""
    return sorted(one.name for one in folder.glob("*") if _NAME.fullmatch(one.name) and one.is_dir())


def oldest_first(names: Sequence[str], *, now: dt.datetime) -> list[str]:
    """
    The names, oldest first. Those of moments that have not come stand before all others: when they were taken nobody knows.

        >>> now = dt.datetime(2026, 11, 26, 19, 0, tzinfo=dt.UTC)
        >>> oldest_first(["20261125T190000Z", "20261126T190000Z", "20360101T190000Z"], now=now)
        ['20360101T190000Z', '20261125T190000Z', '20261126T190000Z']
    """
    latest = name_at(now + AHEAD)
    return sorted(names, key=lambda name: (name <= latest, name))


def too_many(names: Sequence[str], *, keep: int) -> list[str]:
    """
    Of names, oldest first, those before the newest `keep`.

        >>> too_many(["20261124T190000Z", "20261125T190000Z", "20261126T190000Z"], keep=2)
        ['20261124T190000Z']
    """
    return list(names[: max(0, len(names) - keep)])


def newest_in(folder: Path, *, now: dt.datetime) -> dt.datetime | None:
    """When the newest backup in `folder` was begun; none where there is none but of moments that have not come."""
    return next(map(begun_at, _come(folder, now)), None)


def newest_whole_in(folder: Path, *, now: dt.datetime) -> dt.datetime | None:
    """When the newest of them in which nothing is linked was begun."""
    whole = (name for name in _come(folder, now) if following(folder / name) == 0)
    return next(map(begun_at, whole), None)


def _come(folder: Path, now: dt.datetime) -> list[str]:
    """Those whose moment has come, newest first."""
    return [name for name in reversed(names_in(folder)) if name <= name_at(now + AHEAD)]


def following(backup: Path) -> int | None:
    """How many backups, up to this one, were taken since a whole one: 0 when it is whole itself; None when it does not say."""
    try:
        return int(read_about(backup).get("following", 0))
    except BackupRefused:
        return None


def due_since(now: dt.datetime, *, at: dt.time) -> dt.datetime:
    """
    The last moment, not after `now`, at which a daily backup was due; `at` is a time of UTC.

        >>> due_since(dt.datetime(2026, 11, 26, 8, 0, tzinfo=dt.UTC), at=dt.time(19, 0)).isoformat()
        '2026-11-25T19:00:00+00:00'
    """
    today = dt.datetime.combine(now.astimezone(dt.UTC).date(), at, dt.UTC)
    return today if today <= now else today - dt.timedelta(days=1)


class Taker(Protocol):
    """Writes a backup into a new folder, building on the one at `onto`."""

    def __call__(self, folder: Path, *, onto: Path | None) -> BackedUp: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepBackups:
    """
    Takes a backup into `folder`, building on the newest there, and lets go of the oldest.

    One of `whole_every` is whole; with it the last of those that were linked is read through, and what is injured in it is said.
    """

    back_up: Taker
    folder: Path
    keep: int
    whole_every: int = 7

    def __call__(self, now: dt.datetime) -> tuple[Path, BackedUp, list[str]]:
        """
        The new backup, what it holds, and the names of those that were removed: none while the new one lacks something.

        Raises `BackupRefused` while another process takes one into the same folder, and as `BackUp` does.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with _alone(self.folder):
            for left in self.folder.glob("*.partial"):
                if _NAME.fullmatch(left.stem):
                    shutil.rmtree(left)
            made = self.folder / name_at(now)
            done = self._take(made, oldest_first(names_in(self.folder), now=now))
            names = oldest_first(names_in(self.folder), now=now)
            removed = [] if done.lacking else too_many(names, keep=self.keep)
            for name in removed:
                # Under another name first: half of a backup must not be taken for one.
                going = (self.folder / name).rename(self.folder / f"{name}.partial")
                shutil.rmtree(going)
        return made, done, removed

    def _take(self, made: Path, names: Sequence[str]) -> BackedUp:
        newest = self.folder / names[-1] if names else None
        since = following(newest) if newest else None
        # Nobody read the linked ones since: they share their bytes, so the last one answers for all.
        is_doubtful = bool(since)
        if since is not None and since + 1 < self.whole_every:
            try:
                return self.back_up(made, onto=newest)
            except BagRefused:  # it shares what is injured, and so would every one after it
                shutil.rmtree(made.with_name(f"{made.name}.partial"))
                is_doubtful = True
        done = self.back_up(made, onto=None)
        return replace(done, injured=(*done.injured, *_injured(newest))) if newest and is_doubtful else done


def _injured(backup: Path) -> list[str]:
    try:
        check_bag(backup)
    except BagRefused as error:
        return [f"{backup}: {fault}" for fault in error.faults]
    return []


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder`; it goes with the process."""
    lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupRefused(f"another process takes a backup into {folder} at this moment") from None
    else:
        yield
    finally:
        os.close(lock)
