"""The dossier to the upper union: what belongs into it, and by when it must be there (HD 38/HD-TLĐ 10.4đ)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.congress.rules.working_days import (
    Calendar,
    LastDay,
    days_after,
    the_calendar,
    working_days_after,
)

if TYPE_CHECKING:
    from service.congress.afterwards import Enclosed
    from service.congress.model import Congress
    from service.congress.rules.provisions import TimeLimit
    from service.congress.rules.rule_set import RuleSet


def last_day(start: dt.date, limit: TimeLimit, calendar: Calendar | None = None) -> LastDay:
    """The last day of `limit` when it runs from `start`. Raises UnknownYear."""
    count = working_days_after if limit.counted == "working_days" else days_after
    return count(start, limit.days, calendar or the_calendar())


def sending_ends(congress: Congress, rule_set: RuleSet) -> LastDay | None:
    """By when the dossier must be sent; nothing without a limit or before the first conference. Raises UnknownYear."""
    conference, limit = congress.first_conference, rule_set.recognition_sent
    if not limit or not conference or not conference.held_on:
        return None
    return last_day(conference.held_on, limit)


def deciding_ends(congress: Congress, rule_set: RuleSet) -> LastDay | None:
    """By when the upper union decides on a full dossier; nothing before it has one. Raises UnknownYear."""
    recognition, limit = congress.recognition, rule_set.recognition_decided
    if not limit or not recognition or not recognition.received_on:
        return None
    return last_day(recognition.received_on, limit)


def required_enclosures(congress: Congress) -> Iterator[Enclosed]:
    """What a full dossier holds, in its order; of votes and conferences only what there was."""
    yield "minutes"
    if congress.elections:
        yield "election_result"
    yield "biographies"
    yield "conference_minutes"
    if congress.first_conference and congress.first_conference.elections:
        yield "conference_count"
    if congress.inspection_conference:
        yield "inspection_minutes"
        if congress.inspection_conference.elections:
            yield "inspection_count"


def missing_enclosures(congress: Congress) -> tuple[Enclosed, ...]:
    """What the dossier as it is recorded does not hold."""
    recorded = congress.recognition.dossier if congress.recognition else ()
    there = {enclosure.kind for enclosure in recorded if enclosure.enclosed}
    return tuple(kind for kind in required_enclosures(congress) if kind not in there)
