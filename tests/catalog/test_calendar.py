"""Lists of papers by their days, against reading every paper."""

from __future__ import annotations

import datetime as dt
import random
from itertools import pairwise
from typing import cast

import pytest

from service.archive import Archive, SearchRequest
from service.catalog import Catalog
from service.storage import OcflRoot
from tests.archive.corpus import Held, Paper, plant

DICE = random.Random(7)  # noqa: S311 -- dice, no secrets
FIRST = dt.date(2018, 1, 1)
DAYS = [FIRST + dt.timedelta(days=DICE.randrange(2_000) if number % 3 else 400) for number in range(60)]
CONGRESSES = tuple(
    Held(
        chain=("Liên đoàn Lao động tỉnh Gia Lai", f"Công đoàn ngành {number}"),
        term="2018-2023" if number % 2 else "2023-2028",
        papers=tuple(
            Paper(
                name=f"p{place}",
                kind="minutes" if place % 4 else "resolution",
                title="Biên bản",
                issued_on=DAYS[place],
            )
            for place in range(10 * number, 10 * number + 10)
        ),
    )
    for number in range(6)
)


def asked_and_expected(days: list[dt.date]) -> list[tuple[SearchRequest, list[str]]]:
    """Spans wide and narrow, open and closed, with and without other conditions; best first."""
    every: list[tuple[SearchRequest, list[str]]] = []
    borders: list[dt.date | None] = [None, *sorted(DICE.sample(DAYS, 5)), None]
    spans = [*pairwise(borders), *((since, until) for since in borders[:3] for until in borders[-3:])]
    for since, until in spans:
        for term, kind in ((None, None), ("2018-2023", None), (None, "minutes"), ("2023-2028", "resolution")):
            request = SearchRequest(since=since, until=until, term=term, kind=kind, limit=100)
            found = [
                place
                for place, day in enumerate(days)
                if (since or day) <= day <= (until or day)
                and term in {None, CONGRESSES[place // 10].term}
                and kind in {None, "minutes" if place % 4 else "resolution"}
            ]
            every.append((request, [f"p{place}" for place in reversed(found)]))
    return every


def found(archive: Archive, request: SearchRequest) -> list[str]:
    with archive.catalog.read() as work:
        account = work.accounts.named("quan-tri")
    assert account is not None
    return [paper.document.id for paper in archive.search(request, account=account).papers]


@pytest.mark.parametrize("dearest", [0, 1_000])
def test_spans_of_days_list_the_newest_first(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch, dearest: int
) -> None:
    """
    Read in blocks or found by the index of days, and after a paper got another day: the same as by reading all.
    """
    monkeypatch.setattr("service.catalog.calendar._DEAREST", dearest)
    monkeypatch.setattr("service.catalog.shelf_view._READ_THROUGH", -1)
    for module in ("calendar", "shelf"):
        monkeypatch.setattr(f"service.catalog.{module}.BLOCK_BITS", 1)
    catalog = Catalog.open(migrated_url)
    plant(catalog, CONGRESSES)
    archive = Archive(catalog=catalog, root=cast("OcflRoot", None))
    moved = [*DAYS[:5], FIRST, *DAYS[6:]]

    for request, expected in asked_and_expected(DAYS):
        assert expected == found(archive, request), request
    with catalog.begin() as work:
        work.shelf.number("p5", None, day=FIRST)
        work.commit()
    for request, expected in asked_and_expected(moved):
        assert expected == found(archive, request), request
    catalog.close()
