"""Working days and time limits: by the days off that were announced, and never by a guess."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.congress.rules.dossier import last_day
from service.congress.rules.provisions import TimeLimit
from service.congress.rules.working_days import (
    UnknownYear,
    days_after,
    read_calendar,
    the_calendar,
    working_days_after,
)

CALENDAR = the_calendar()
DAY = dt.timedelta(days=1)
DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 1))


@given(start=DAYS, count=st.integers(1, 15))
def test_a_limit_ends_on_a_working_day_with_so_many_of_them_on_the_way(start: dt.date, count: int) -> None:
    """
    The day on which it begins is not counted (BLDS 2015, Điều 147).
    """
    last = working_days_after(start, count, CALENDAR).day
    way = [start + n * DAY for n in range(1, (last - start).days + 1)]

    assert CALENDAR.is_working_day(last)
    assert count == sum(map(CALENDAR.is_working_day, way))


@given(start=DAYS, count=st.integers(1, 14))
def test_one_day_more_never_ends_earlier(start: dt.date, count: int) -> None:
    """
    Nor does a limit that begins a day later.
    """
    last = working_days_after(start, count, CALENDAR).day

    assert last < working_days_after(start, count + 1, CALENDAR).day
    assert last <= working_days_after(start + DAY, count, CALENDAR).day


@given(start=DAYS, count=st.integers(1, 25))
def test_days_of_the_calendar_are_moved_only_off_days_off(start: dt.date, count: int) -> None:
    """
    A limit that ends on a day off ends on the next working day (BLDS 2015, Điều 148).
    """
    end, last = start + count * DAY, days_after(start, count, CALENDAR).day
    skipped = [end + n * DAY for n in range((last - end).days)]

    assert CALENDAR.is_working_day(last)
    assert [] == [day for day in skipped if CALENDAR.is_working_day(day)]


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2023-02-15", 10, "2023-03-01"),
        ("2023-01-19", 1, "2023-01-27"),
        ("2023-04-28", 2, "2023-05-05"),
        ("2023-08-31", 1, "2023-09-05"),
        ("2024-02-07", 1, "2024-02-15"),
        ("2024-05-02", 2, "2024-05-04"),
        ("2025-04-25", 1, "2025-04-26"),
        ("2025-04-29", 1, "2025-05-05"),
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-04-24", 1, "2026-04-28"),
        ("2026-11-23", 1, "2026-11-25"),
    ],
)
def test_tet_and_the_other_days_off_are_passed_over(start: str, count: int, last: str) -> None:
    """
    By the announcements of 2023 to 2026: days off, days in lieu, Saturdays worked in exchange.
    """
    found = working_days_after(dt.date.fromisoformat(start), count, CALENDAR)

    assert last == found.day.isoformat()


def test_a_year_without_data_is_never_guessed() -> None:
    """
    Not at the start of a limit, nor when it runs into such a year.
    """
    for start, year in ((dt.date(2022, 5, 4), 2022), (dt.date(2026, 12, 30), 2027)):
        with pytest.raises(UnknownYear) as error:
            working_days_after(start, 10, CALENDAR)

        assert year == error.value.year


def test_how_sure_the_calendar_is_comes_with_the_day() -> None:
    """
    Over a turn of the year the less sure of the two counts.
    """
    found = [working_days_after(dt.date(2025, month, 20), 10, CALENDAR) for month in (6, 12)]

    assert ["S", "M"] == [last.evidence for last in found]


@pytest.mark.parametrize("year", sorted(CALENDAR.years))
def test_the_fixed_days_are_off_and_exchanged_saturdays_are_weekends(year: int) -> None:
    """
    Four days a year (Bộ luật Lao động 2019, Điều 112), and nobody works on a Sunday.
    """
    fixed = [dt.date(year, *day) for day in ((1, 1), (4, 30), (5, 1), (9, 2))]

    assert [] == [day for day in fixed if CALENDAR.is_working_day(day)]
    assert {5} >= {day.weekday() for day in CALENDAR.years[year].working}
    assert CALENDAR.years[year].source


def test_adding_a_year_is_adding_a_table() -> None:
    """
    Nothing but the file says which years are known.
    """
    text = 'fixed = []\n[[year]]\nyear = 2031\nevidence = "M"\nsource = "?"\noff = []\n'

    assert read_calendar(text).is_working_day(dt.date(2031, 1, 1))


@pytest.mark.parametrize(
    ("counted", "last"), [("working_days", dt.date(2023, 3, 1)), ("days", dt.date(2023, 2, 27))]
)
def test_the_rule_set_says_how_days_are_counted(counted: str, last: dt.date) -> None:
    """
    Ten working days after Wednesday the 15th, or ten days that end on a Saturday and are moved.
    """
    limit = TimeLimit.model_validate(
        {"days": 10, "counted": counted, "article": "Điều 1", "evidence": "M", "severity": "warning"}
    )

    assert last == last_day(dt.date(2023, 2, 15), limit).day
