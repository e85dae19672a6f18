"""Numbers on each database: 1 to N, each once, whoever asks at the same time and whatever is undone."""

from __future__ import annotations

import threading
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.catalog import Catalog, Series


def organisation(catalog: Catalog) -> str:
    """An organisation whose series nobody has numbered yet."""
    name = str(uuid.uuid4())
    with catalog.begin() as work:
        root = work.organisations.root() or work.organisations.plant_root(name="Tổng", name_key="tong")
        made = work.organisations.under(root, name=name, name_key=name, level="grassroots")
        work.commit()
    return made.id


def give_many(catalog: Catalog, writers: list[Series], times: int, undo: list[bool]) -> list[list[int]]:
    """What each writer, a thread of its own, was given; an undone transaction gives nothing."""
    given_to: list[list[int]] = [[] for _ in writers]
    failures: list[BaseException] = []

    def write(place: int) -> None:
        try:
            for turn in range(times):
                with catalog.begin() as work:
                    number = work.register.next_number(writers[place])
                    if not undo[(place + turn) % len(undo)]:
                        work.commit()
                        given_to[place].append(number)
        except BaseException as error:  # noqa: BLE001 -- handed to the test
            failures.append(error)

    threads = [threading.Thread(target=write, args=(place,)) for place in range(len(writers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return given_to


def series_with_gaps(writers: list[Series], given_to: list[list[int]]) -> list[str]:
    """The symbols whose numbers are not exactly 1 to N."""
    numbers: dict[str, list[int]] = {}
    for series, given_one in zip(writers, given_to, strict=True):
        numbers.setdefault(series.symbol, []).extend(given_one)
    return [symbol for symbol, held in numbers.items() if sorted(held) != list(range(1, len(held) + 1))]


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(undo=st.lists(st.booleans(), min_size=1, max_size=4))
def test_numbers_have_no_gap_whatever_is_undone(catalog: Catalog, undo: list[bool]) -> None:
    """
    Four writers on two series, some of whose transactions are undone.
    """
    owner = organisation(catalog)
    writers = [Series(organisation_id=owner, symbol=symbol, year=2023) for symbol in ("NQ-ĐH", "BB-ĐH")] * 2

    assert [] == series_with_gaps(writers, give_many(catalog, writers, 3, undo))


def test_every_year_begins_with_one(catalog: Catalog) -> None:
    """
    1 January opens a new series (Điều 15, NĐ 30/2020); so do another symbol and another organisation.
    """
    owner, other = organisation(catalog), organisation(catalog)
    series = Series(organisation_id=owner, symbol="NQ-ĐH", year=2023)
    with catalog.begin() as work:
        numbers = [
            work.register.next_number(one)
            for one in (
                series,
                series,
                Series(organisation_id=owner, symbol="NQ-ĐH", year=2024),
                Series(organisation_id=owner, symbol="BB-ĐH", year=2023),
                Series(organisation_id=other, symbol="NQ-ĐH", year=2023),
            )
        ]

    assert [1, 2, 1, 1, 1] == numbers


def test_a_number_given_elsewhere_is_not_given_again(catalog: Catalog) -> None:
    """
    The next one is higher than any that was reserved; a lower one changes nothing.
    """
    series = Series(organisation_id=organisation(catalog), symbol="NQ-ĐH", year=2023)
    with catalog.begin() as work:
        work.register.reserve(series, 7)
        work.register.reserve(series, 3)

        assert 8 == work.register.next_number(series)


@pytest.mark.slow
def test_sixty_four_writers_get_each_number_once(catalog: Catalog) -> None:
    """
    64 writers, 7 series, a tenth of all transactions undone.
    """
    owner = organisation(catalog)
    writers = [Series(organisation_id=owner, symbol=f"S{place % 7}", year=2023) for place in range(64)]
    undo = [False] * 9 + [True]

    assert [] == series_with_gaps(writers, give_many(catalog, writers, 40, undo))
