"""Backups that follow one another: the oldest go, and never before a newer one is whole."""

from __future__ import annotations

import datetime as dt
import fcntl
import itertools
import json
from pathlib import Path

import pytest

from service.archive.backups import FORMAT, BackedUp, BackupRefused
from service.archive.kept_backups import KeepBackups, due_since, name_at, names_in, newest_in
from service.bootstrap import Services, build_backup
from service.catalog import Shelved
from service.cli.kept_backups import AFTER_TROUBLE, LOOKS_EVERY, keep_on
from service.storage import StorageUnavailable
from tests.databases import ON_SQLITE

NIGHT = dt.datetime(2026, 11, 26, 19, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@ON_SQLITE
def test_the_newest_stay_and_what_broke_off_is_cleared_away(
    services: Services, paper: Shelved, tmp_path: Path
) -> None:
    """
    What is no backup of ours, though it lies beside them, is left alone.
    """
    folder = tmp_path / "backups"
    (folder / f"{name_at(NIGHT - DAY)}.partial").mkdir(parents=True)
    (folder / "photos").mkdir()
    keep = KeepBackups(back_up=build_backup(services), folder=folder, keep=2)

    removed = [keep(NIGHT + n * DAY)[2] for n in range(3)]

    assert [[], [], [name_at(NIGHT)]] == removed
    assert [name_at(NIGHT + DAY), name_at(NIGHT + 2 * DAY)] == names_in(folder)
    assert {".lock", "photos", *names_in(folder)} == {one.name for one in folder.iterdir()}
    assert NIGHT + 2 * DAY == newest_in(folder, now=NIGHT + 2 * DAY)


def written(folder: Path, *lacking: str, onto: Path | None = None) -> BackedUp:
    """A backup of nothing."""
    folder.mkdir()
    return BackedUp(objects=0, files=0, size=0, lacking=lacking)


def test_nothing_goes_while_the_new_one_lacks_something(tmp_path: Path) -> None:
    """
    An archive that lost a set is not backed up over the copies that still hold it.
    """

    def lacking(folder: Path, *, onto: Path | None) -> BackedUp:
        return written(folder, "a set", onto=onto)

    keep = KeepBackups(back_up=lacking, folder=tmp_path, keep=1)
    keep(NIGHT)
    _, _, removed = keep(NIGHT + DAY)

    assert [] == removed
    assert 2 == len(names_in(tmp_path))


def test_backups_of_a_clock_that_ran_ahead_take_nobodys_place(tmp_path: Path) -> None:
    """
    Once it is right one is due and they go first; the one just taken never does, and the next builds on it.
    """
    built_on: list[str | None] = []

    def take(folder: Path, *, onto: Path | None) -> BackedUp:
        built_on.append(onto and onto.name)
        done = written(folder)
        (folder / "data").mkdir()
        (folder / "data/backup.json").write_text(json.dumps({"format": FORMAT, "following": 0}))
        return done

    keep = KeepBackups(back_up=take, folder=tmp_path, keep=2)
    for at in (NIGHT - DAY, NIGHT + 3650 * DAY, NIGHT + 3651 * DAY):
        keep(at)
    left = newest_in(tmp_path, now=NIGHT)
    removed = [name for n in range(3) for name in keep(NIGHT + n * DAY)[2]]

    assert left is None
    assert [name_at(NIGHT + 3650 * DAY), name_at(NIGHT + 3651 * DAY), name_at(NIGHT)] == removed
    assert [name_at(NIGHT), name_at(NIGHT + DAY)] == built_on[-2:]
    assert NIGHT + 2 * DAY == newest_in(tmp_path, now=NIGHT + 2 * DAY)


def test_one_at_a_time(tmp_path: Path) -> None:
    """
    Who comes second does not take the first one's unfinished backup for something left behind.
    """
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(BackupRefused, match="another process"):
            KeepBackups(back_up=written, folder=tmp_path, keep=1)(NIGHT)


def test_one_is_due_once_a_day() -> None:
    """
    At the minute itself, and not before.
    """
    minute = dt.timedelta(minutes=1)

    assert NIGHT == due_since(NIGHT, at=NIGHT.time())
    assert NIGHT - DAY == due_since(NIGHT - minute, at=NIGHT.time())


def test_a_night_that_was_missed_is_made_up_and_trouble_is_tried_again(tmp_path: Path) -> None:
    """
    At once where there is none, a quarter of an hour after trouble, then once a night.
    """
    hours = itertools.count()
    waited: list[float] = []
    taken: list[dt.datetime] = []
    troubles = iter([True])

    def take_one(now: dt.datetime) -> int:
        if next(troubles, False):
            raise StorageUnavailable("away")
        written(tmp_path / name_at(now))
        taken.append(now)
        return 0

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keep_on(
            tmp_path, at=NIGHT.time(), take_one=take_one, wait=wait,
            clock=lambda: NIGHT - dt.timedelta(hours=5) + next(hours) * dt.timedelta(hours=1),
        )  # fmt: skip

    assert [NIGHT - dt.timedelta(hours=4), NIGHT, NIGHT + DAY] == taken
    assert [AFTER_TROUBLE, *[LOOKS_EVERY] * 49] == waited
