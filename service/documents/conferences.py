"""
The first conferences as the papers see them.

A vote at a conference is printed and asked for as one at the congress is. So a conference is put in the place of the
congress, and what was found there is said of the conference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import get_args

from service.congress.attending import Attendance
from service.congress.conferences import Conference, ConferenceName
from service.congress.model import Congress
from service.congress.people import Organ
from service.congress.wording import roman
from service.documents.data_names import data_name
from service.documents.offices import committee
from service.documents.paper import Lack

CONFERENCES: tuple[ConferenceName, ...] = get_args(ConferenceName)

_PLACES = {
    "/attendance/summoned": "/summoned",
    "/attendance/present": "/present",
    "/presidium": "/presided_by",
}
"""Where a conference has what the congress has elsewhere."""


def conferences(congress: Congress) -> Iterator[tuple[ConferenceName, Conference]]:
    """The first conferences that are in the data, by the name of their field."""
    for name in CONFERENCES:
        if held := getattr(congress, name):
            yield name, held


def conference_at(source: str, congress: Congress) -> tuple[ConferenceName, Conference]:
    """The conference in which a JSON pointer lies; KeyError when it lies in none."""
    for name, held in conferences(congress):
        if source.split("/")[1] == name:
            return name, held
    raise KeyError(source)


def within(source: str) -> str:
    """
    Where something stands in its conference, from where it stands in the data.

        >>> within("/first_conference/elections/0/rounds/1")
        '/elections/0/rounds/1'
    """
    return "/" + source.split("/", 2)[2]


def as_meeting(congress: Congress, conference: Conference) -> Congress:
    """`congress` with the conference in the place of its own meeting: day, people present, tellers, elections."""
    presided = conference.presided_by
    return congress.model_copy(
        update={
            "opened_on": conference.held_on,
            "closed_on": conference.held_on,
            "venue": conference.venue or congress.venue,
            "attendance": Attendance(summoned=conference.summoned, present=conference.present),
            "presidium": Organ(members=(presided,)) if presided else None,
            "tellers": conference.tellers,
            "elections": conference.elections,
        }
    )


def said_of(name: ConferenceName, lacks: Iterable[Lack]) -> tuple[Lack, ...]:
    """What the conference lacks, from what it lacked in the place of the congress; what belongs to the congress stays."""
    return tuple(_said_of(name, lack) for lack in lacks)


def _said_of(name: ConferenceName, found: Lack) -> Lack:
    own = _PLACES.get(found.pointer, found.pointer)
    if own.startswith(("/elections", "/tellers")) or found.pointer in _PLACES:
        pointer = f"/{name}{own}"
        if own == found.pointer:
            return replace(found, pointer=pointer)
        vi, en = data_name(pointer)
        return Lack(pointer=pointer, vi=f"Chưa có {vi}.", en=f"Missing {en}.")
    return found


def body_of(name: ConferenceName, congress: Congress) -> str:
    """Who meets there: Ban Chấp hành ... khóa V, or Ủy ban Kiểm tra ... khóa V."""
    if name == "first_conference":
        return committee(congress)
    known = congress.executive_committee and congress.executive_committee.ordinal
    return f"Ủy ban Kiểm tra {congress.organisation.name}" + (f" khóa {roman(known)}" if known else "")
