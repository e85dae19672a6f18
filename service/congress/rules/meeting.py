"""The meetings at which somebody is elected: the congress, and the first conferences after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.congress.rules.provisions import Elector, Words

if TYPE_CHECKING:
    from service.congress.ballots import Election
    from service.congress.conferences import Conference
    from service.congress.model import Congress
    from service.congress.people import Organ

_AT: dict[Elector, Words] = {
    "congress": Words(vi="", en=""),
    "committee": Words(vi="Hội nghị ban chấp hành, ", en="Conference of the executive committee, "),
    "inspection_committee": Words(
        vi="Hội nghị ủy ban kiểm tra, ", en="Conference of the inspection committee, "
    ),
}

_CONGRESS = Words(vi="đại hội", en="congress")
_CONFERENCE = Words(vi="hội nghị", en="conference")
_PRESIDIUM = Words(vi="đoàn chủ tịch", en="presidium")
_PRESIDING = Words(vi="chủ tọa", en="chair of the meeting")


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """
    One meeting with its elections; `elector` is who meets, `pointer` where it stands (empty: the congress itself).

    `day` is the only day it lasted, nothing when unknown or longer.
    """

    elector: Elector
    pointer: str = ""
    day: dt.date | None = None
    summoned: int | None = None
    present: int | None = None
    tellers: Organ | None = None
    elections: tuple[Election, ...] = ()

    @property
    def is_congress(self) -> bool:
        """Whether it is the congress itself."""
        return self.elector == "congress"

    @property
    def present_at(self) -> str:
        """Where the number of those present stands."""
        return f"{self.pointer}/present" if self.pointer else "/attendance/present"

    @property
    def kind(self) -> Words:
        """What it is, inside a sentence: a congress or a conference."""
        return _CONGRESS if self.is_congress else _CONFERENCE

    @property
    def head(self) -> Words:
        """Who presides, inside a sentence."""
        return _PRESIDIUM if self.is_congress else _PRESIDING

    @property
    def before(self) -> Words:
        """What stands before the name of a vote there, in a sentence."""
        return _AT[self.elector]


def meetings_of(congress: Congress) -> Iterator[Meeting]:
    """The congress, then those of its first conferences that are in the data."""
    attendance = congress.attendance
    yield Meeting(
        elector="congress",
        day=congress.opened_on if congress.opened_on == congress.closed_on else None,
        summoned=attendance.summoned,
        present=attendance.present,
        tellers=congress.tellers,
        elections=congress.elections,
    )
    if conference := congress.first_conference:
        yield _of(conference, "committee", "/first_conference")
    if conference := congress.inspection_conference:
        yield _of(conference, "inspection_committee", "/inspection_conference")


def _of(conference: Conference, elector: Elector, pointer: str) -> Meeting:
    return Meeting(
        elector=elector,
        pointer=pointer,
        day=conference.held_on,
        summoned=conference.summoned,
        present=conference.present,
        tellers=conference.tellers,
        elections=conference.elections,
    )
