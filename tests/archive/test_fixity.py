"""Passes over the archive: what the catalog and the files say of each other, when, and how far."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from random import Random

import pytest

from service.archive import FixityReport
from service.bootstrap import Services
from service.catalog import AccountRecord
from service.storage.layout import BESIDE
from tests.faults.world import time_passed

WEEK = dt.timedelta(days=7)


@pytest.fixture
def storage(services: Services, administrator: AccountRecord, complete: bytes) -> Path:
    """The folder of an archive with three objects."""
    data = json.loads(complete)
    data.pop("delegates")
    for number in range(3):
        data["organisation"] = {**data["organisation"], "name": f"Công đoàn cơ sở {number}"}
        services.submit(json.dumps(data).encode(), account=administrator, key=str(number))
    while services.relay(services.work_on):
        pass
    return services.settings.var / "storage"


def objects(storage: Path) -> list[Path]:
    return sorted(path.parent for path in storage.glob("archive/*/*/inventory.json"))


def test_a_pass_is_kept(services: Services, storage: Path) -> None:
    """
    When, how much, and that all is as it was.
    """
    assert services.fixity.last_whole() is None

    report = services.fixity()

    last = services.fixity.last_whole()
    assert last is not None
    assert report == last[1]
    # What helps to verify papers lies beside the terms and belongs to no inventory.
    beside = {path for path in (storage / "archive").iterdir() if BESIDE.fullmatch(path.name)}
    files = [path for path in (storage / "archive").rglob("*") if path.is_file() and path not in beside]
    assert (3, len(files), sum(path.stat().st_size for path in files)) == (
        report.objects,
        report.files,
        report.size,
    )
    assert report.is_sound


def test_an_object_that_is_gone_is_missed(services: Services, storage: Path) -> None:
    """
    No file tells that a whole folder is gone; the catalog does.
    """
    gone = objects(storage)[1]
    gone.rename(storage / "elsewhere")

    report = services.fixity()

    assert (f"archive/{gone.parent.name}/{gone.name}/v1",) == report.missing
    assert not report.is_sound


def test_a_share_is_no_whole_pass(services: Services, storage: Path) -> None:
    """
    A random half is read; the page and the timetable still wait for a pass over everything.
    """
    report = services.fixity(share=0.5, chance=Random(3))  # noqa: S311 - nothing secret

    assert 0 < report.objects < 3
    assert services.fixity.last_whole() is None


def test_a_pass_that_is_due_goes_on_where_it_stopped(services: Services, storage: Path) -> None:
    """
    Stopped after each object it sees every object once, keeps what it found, and is done until the next week.
    """
    for path in storage.glob("archive/*/*/0=ocfl_object_1.1"):
        path.unlink()
    stopped = [services.fixity.go_on(every=WEEK, stop=lambda: True) for _ in range(4)]

    report = services.fixity.go_on(every=WEEK, stop=lambda: False)

    assert [None] * 4 == stopped
    assert report is not None
    assert (3, 3) == (report.objects, len(report.missing))
    assert services.fixity.go_on(every=WEEK, stop=lambda: False) is None
    assert services.fixity.go_on(every=dt.timedelta(0), stop=lambda: False) is not None


def test_a_clock_that_is_set_back_stops_no_timetable(services: Services, storage: Path) -> None:
    """
    A pass that ended years ahead, or broke off there, is followed by one of now, once.
    """
    with time_passed(500 * WEEK):
        services.fixity()
        with services.catalog.begin() as work:
            work.fixity.begin(at=work.now(), is_whole=True, report=FixityReport(share=1.0).encode())
            work.commit()
    done = [services.fixity.go_on(every=WEEK, stop=lambda: False) is not None for _ in range(2)]
    with time_passed(500 * WEEK):
        services.fixity()
    after = [services.fixity.go_on(every=WEEK, stop=lambda: False) is not None for _ in range(2)]

    assert [True, False] == done == after


def test_two_relays_do_not_do_it_twice(services: Services, storage: Path) -> None:
    """
    Who comes while somebody is at it does nothing.
    """
    seen: list[object] = []

    def look() -> bool:
        seen.append(services.fixity.go_on(every=WEEK, stop=lambda: False))
        return False

    assert services.fixity.go_on(every=WEEK, stop=look) is not None
    assert {None} == set(seen)
