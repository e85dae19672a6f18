"""Time limits as a calendar (RFC 5545) to subscribe to: a day for each, and a bell three days and one day before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from service.documents.to_do import Reminder

MIMETYPE = "text/calendar"
_LONGEST = 75
"""Bytes of a line; what is longer goes on in the next one, behind a space."""


def calendar_of(reminders: Iterable[Reminder], *, now: dt.datetime, public_url: str) -> bytes:
    """The limits whose last day is known."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Văn kiện//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Văn kiện: thời hạn",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        *(line for one in reminders if one.last for line in _event(one, one.last, now, public_url)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(one: Reminder, last: dt.date, now: dt.datetime, public_url: str) -> Iterator[str]:
    name, term = one.congress.organisation.name, one.congress.term
    yield "BEGIN:VEVENT"
    yield f"UID:{one.congress.id}-{one.key}@van-kien"
    yield f"DTSTAMP:{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{last:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'Hạn chót: {one.must[0]} ({name}, {term})')}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(one.note))}"
    yield f"URL:{public_url}/sets/{one.set_id}"
    yield "TRANSP:TRANSPARENT"
    for days in (3, 1):
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_escaped(one.must[0])}"
        yield f"TRIGGER:-P{days}D"
        yield "END:VALARM"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    r"""
    A line in pieces of at most 75 bytes, none of which ends within a character.

        >>> [len(part.encode()) for part in _folded("ế" * 60)]
        [75, 73, 34]
    """
    part = ""
    for sign in line:
        if len((part + sign).encode()) > _LONGEST:
            yield part
            part = " "
        part += sign
    yield part
