"""What the programme prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from service.congress.gathering import ProgrammeItem
from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.fact import Fact, series
from service.documents.facts.readers import rows_under, said
from service.documents.facts.reading import LONG_DAY, day, long_day
from service.documents.paper import PlannedPaper


def programme_facts(_paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Iterator[Fact]:
    """Every point with its time, and the day of every session that has points."""
    sittings = list(_sittings(congress))
    points = [f"{_time(item.starts_at)}: {item.title}" for _, items in sittings for item in items]
    names = ("giờ và nội dung chương trình", "times and points of the programme")
    yield series("/programme", names, points, rows_under(None, ("thoi gian",), ("noi dung",)))
    days = [day(held) for held, _ in sittings if held]
    names = ("ngày của các phiên họp", "days of the sessions")
    read = said(rf"^Phiên (?:trù bị|chính thức), {LONG_DAY}$", long_day)
    yield series("/programme/sessions", names, days, read)


def _sittings(congress: Congress) -> Iterator[tuple[dt.date | None, list[ProgrammeItem]]]:
    """The points of each session, with its day; those of no session first."""
    if len(congress.sessions) == 1:
        yield congress.sessions[0].held_on, list(congress.programme)
        return
    for number in (None, *sorted({item.session for item in congress.programme if item.session})):
        items = [item for item in congress.programme if item.session == number]
        known = number is not None and number <= len(congress.sessions)
        if items:
            yield congress.sessions[number - 1].held_on if known and number else None, items


def _time(value: dt.time | None) -> str:
    return f"{value.hour:02d}h{value.minute:02d}" if value else ""
