"""The fields of the programme (chương trình đại hội)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from service.congress.gathering import ProgrammeItem
from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped, long_date
from service.documents.fields.letterhead import (
    Fields,
    date_line,
    full_name,
    known,
    letterhead,
)
from service.documents.offices import outgoing_committee
from service.documents.paper import PlannedPaper

More = Callable[[ProgrammeItem], Fields]
"""What a paper prints of a point beyond the programme."""

_SITTINGS = {"preparatory": "Phiên trù bị", "official": "Phiên chính thức"}


def _nothing_more(_item: ProgrammeItem) -> Fields:
    return {}


def programme_fields(paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Fields:
    """The words of the programme. Raises NotReady when its data is not complete."""
    return {
        **letterhead(paper, congress),
        "date_line": date_line(paper, congress),
        "subject": full_name(congress, spaced=True),
        "venue": known(congress.venue),
        "sittings": sittings(congress),
        "closing": f"Chương trình này do {outgoing_committee(congress)} dự kiến, trình Đại hội xem xét, thông qua",
        "planner_caps": outgoing_committee(congress).upper(),
    }


def sittings(congress: Congress, more: More = _nothing_more) -> list[Fields]:
    """The points by session; one heading for each, those of no session first without one. `more` is added to each point."""
    sessions = dict(enumerate(congress.sessions, 1))
    if len(sessions) == 1:
        return [{"title": _title(congress, 1), "points": _points(congress.programme, more)}]
    found: list[Fields] = []
    for number in (None, *sorted({item.session for item in congress.programme if item.session})):
        items = [item for item in congress.programme if item.session == number]
        if items:
            title = (
                _title(congress, number)
                if number in sessions
                else f"Phiên {grouped(number)}"
                if number
                else ""
            )
            found.append({"title": title, "points": _points(items, more)})
    return found


def _title(congress: Congress, number: int | None) -> str:
    session = congress.sessions[known(number) - 1]
    return f"{_SITTINGS[session.kind]}, {long_date(session.held_on)}"


def _points(items: Iterable[ProgrammeItem], more: More) -> list[Fields]:
    return [
        {
            "number": str(number),
            "time": f"{item.starts_at.hour:02d}h{item.starts_at.minute:02d}" if item.starts_at else "",
            "title": item.title,
            "in_charge": item.in_charge or "",
            **more(item),
        }
        for number, item in enumerate(items, 1)
    ]
