"""
Working days (ngày làm việc), and the last day of a time limit counted in them.

The day on which a limit begins is not counted, and a limit that ends on a day off ends on the next working day (Bộ luật Dân
sự 2015, Điều 147, 148). Days off are data, year by year; a year that is not there is never guessed:

* UnknownYear    nobody has entered the days off of that year
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import Field

from service.congress.rules.provisions import Data, Evidence, Words

_SURE: tuple[Evidence, ...] = ("V", "D", "S", "P", "M")
"""From surest to least sure."""
_DAY = dt.timedelta(days=1)
_SATURDAY = 5


class UnknownYear(LookupError):
    """The calendar does not have the days off of `year`."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the days off of {year} are not known")
        self.year = year


class _Fixed(Data):
    day: Annotated[str, Field(pattern=r"^\d\d-\d\d$")]
    since: int = 0
    name: Words


class _Off(Data):
    first: Annotated[dt.date, Field(alias="from")]
    last: Annotated[dt.date, Field(alias="to")]
    name: Words

    @property
    def days(self) -> Iterator[dt.date]:
        return (self.first + n * _DAY for n in range((self.last - self.first).days + 1))


class Year(Data):
    """The days off of one year beside those of every year, where they were read, and how sure they are."""

    year: int
    evidence: Evidence
    source: str
    off: tuple[_Off, ...]
    working: tuple[dt.date, ...] = ()


class _File(Data):
    fixed: tuple[_Fixed, ...]
    year: tuple[Year, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The years whose days off are known: each with its days off and the Saturdays worked in exchange."""

    years: Mapping[int, Year]
    off: Mapping[dt.date, Words]
    worked: frozenset[dt.date]

    def is_working_day(self, day: dt.date) -> bool:
        """Whether offices work on that day. Raises UnknownYear."""
        self.evidence(day.year)
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def evidence(self, *years: int) -> Evidence:
        """How sure the days off of these years are, all together. Raises UnknownYear."""
        for year in years:
            if year not in self.years:
                raise UnknownYear(year)
        return max((self.years[year].evidence for year in years), key=_SURE.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDay:
    """The last day of a time limit, and how sure the calendar is of the days on the way to it."""

    day: dt.date
    evidence: Evidence


def working_days_after(start: dt.date, count: int, calendar: Calendar) -> LastDay:
    """
    The last of `count` working days after `start`, which is not counted; `count` is at least 1. Raises UnknownYear.

        >>> working_days_after(dt.date(2023, 4, 28), 1, the_calendar()).day
        datetime.date(2023, 5, 4)
    """
    if count < 1:
        raise ValueError(f"a limit of {count} days")
    day, left = start, count
    while left:
        day += _DAY
        left -= calendar.is_working_day(day)
    return LastDay(day=day, evidence=calendar.evidence(*range(start.year, day.year + 1)))


def days_after(start: dt.date, count: int, calendar: Calendar) -> LastDay:
    """The last of `count` days after `start`, days off counted; moved on to a working day. Raises UnknownYear."""
    day = start + count * _DAY
    while not calendar.is_working_day(day):
        day += _DAY
    return LastDay(day=day, evidence=calendar.evidence(day.year))


def off_between(start: dt.date, last: dt.date, calendar: Calendar) -> Iterator[Words]:
    """
    The names of the days off after `start` up to `last` that are no weekend, each once.

        >>> [name.vi for name in off_between(dt.date(2025, 8, 26), dt.date(2025, 9, 10), the_calendar())]
        ['Quốc khánh']
    """
    days = (start + n * _DAY for n in range(1, (last - start).days + 1))
    names = (calendar.off[day] for day in days if day.weekday() < _SATURDAY and day in calendar.off)
    return iter({name.vi: name for name in names}.values())


@cache
def the_calendar() -> Calendar:
    """The calendar of Vietnam, as `service/congress/holidays.toml` has it."""
    return read_calendar((files("service.congress") / "holidays.toml").read_text(encoding="utf-8"))


def read_calendar(text: str) -> Calendar:
    """The calendar that a TOML file holds; ValueError when it is not as asked."""
    held = _File.model_validate(tomllib.loads(text))
    off: dict[dt.date, Words] = {}
    for year in held.year:
        off |= {
            dt.date.fromisoformat(f"{year.year}-{fixed.day}"): fixed.name
            for fixed in held.fixed
            if fixed.since <= year.year
        }
        off |= {day: block.name for block in year.off for day in block.days}
    worked = frozenset(day for year in held.year for day in year.working)
    return Calendar(years={year.year: year for year in held.year}, off=off, worked=worked)
