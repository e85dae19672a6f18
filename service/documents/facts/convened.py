"""What a summons and an invitation print: who is called, when."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.fact import Fact, one
from service.documents.facts.readers import said
from service.documents.facts.reading import CLOCK, LONG_DAY, clock_time, day, long_day, time
from service.documents.fields.credential_card import delegate_of
from service.documents.paper import PlannedPaper


def summons_facts(paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Iterator[Fact]:
    """The delegate's number, and when the congress meets first."""
    delegate = delegate_of(paper, congress)
    if delegate.number is not None:
        names = ("số đại biểu", "number of the delegate")
        read = said(r"^Số đại biểu: (\d+)$")
        yield one(f"{paper.source}/number", names, delegate.number, read, required=False)
    yield from _meeting(congress)


def invitation_facts(_paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Iterator[Fact]:
    """When the congress meets first."""
    yield from _meeting(congress)


def _meeting(congress: Congress) -> Iterator[Fact]:
    first = next(iter(congress.sessions), None)
    if first and first.opened_at:
        names = ("giờ, ngày họp", "time and day of the meeting")
        began = f"{time(first.opened_at)}, {day(first.held_on)}"
        read = said(
            rf"^\W*Thời gian: {CLOCK}, {LONG_DAY}", lambda *f: f"{clock_time(*f[:2])}, {long_day(*f[2:])}"
        )
        yield one("meeting", names, began, read)
