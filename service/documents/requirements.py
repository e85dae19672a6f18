"""
What each paper needs before it can be made, as JSON pointers into the congress data.

A datum that is not there is never guessed. What may be absent from a paper (a motto, guests, a discussion) is
not required: the template drops the part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import chain

from service.congress.ballots import Election
from service.congress.model import Congress
from service.documents.data_names import data_name
from service.documents.offices import OFFICES
from service.documents.paper import Lack

_EVERY_PAPER = ("/form", "/ordinal")
_BALLOTS = ("issued", "collected", "valid", "invalid")


def value_at(congress: Congress, pointer: str) -> object:
    """The datum at a JSON pointer; None when it or anything on the way to it is not there."""
    if pointer == "/organisation/place":
        return congress.place
    value: object = congress
    for step in pointer.split("/")[1:]:
        if isinstance(value, tuple):
            value = value[int(step)] if step.isdigit() and int(step) < len(value) else None
        else:
            value = getattr(value, step, None)
    return value


def lacking(
    congress: Congress, pointers: Iterable[str], *, about: tuple[str, str] = ("", "")
) -> tuple[Lack, ...]:
    """A lack for each pointer where nothing, or an empty list, is found; `about` says which part it belongs to."""
    missing = [pointer for pointer in dict.fromkeys(pointers) if value_at(congress, pointer) in (None, ())]
    return tuple(lack(pointer, about=about) for pointer in missing)


def lack(pointer: str, *, about: tuple[str, str] = ("", "")) -> Lack:
    """The sentence that the datum at `pointer` is missing."""
    vi, en = data_name(pointer)
    before_vi, before_en = (f"{part}: " if part else "" for part in about)
    start_vi, start_en = ("chưa có", "missing") if before_vi else ("Chưa có", "Missing")
    return Lack(pointer=pointer, vi=f"{before_vi}{start_vi} {vi}.", en=f"{before_en}{start_en} {en}.")


def resolution_lacks(congress: Congress) -> tuple[Lack, ...]:
    """What the resolution needs and does not have."""
    represented = ["/attendance/members_represented"] if congress.form == "delegates" else []
    wanted = [
        *_EVERY_PAPER,
        *("/organisation/place", "/opened_on", "/closed_on", "/venue", "/attendance/present", *represented),
        *("/outgoing_term", "/assessment/results", "/resolution/goals", "/resolution/targets"),
        *_targets(congress),
        *("/resolution/adopted", "/resolution/adopted_on", "/presidium", "/executive_committee/ordinal"),
    ]
    return lacking(congress, wanted) + tuple(map(lack, _elected(congress)))


def _targets(congress: Congress) -> Iterator[str]:
    for number, target in enumerate(congress.resolution.targets):
        if target.phrase is None and target.comparator is not None:
            yield f"/resolution/targets/{number}/{'grade' if target.comparator == 'grade' else 'value'}"


def _elected(congress: Congress) -> Iterator[str]:
    """What is missing of the names that the resolution prints."""
    if not _committee_is_named(congress):
        yield "/executive_committee/members"
    yield from _chair(congress)
    upper = of_office(congress, "upper_delegates", "upper_alternates")
    if upper and congress.upper_delegation is None:
        yield "/upper_delegation"
    if (upper or congress.upper_delegation) and not _delegation_is_named(congress):
        yield "/elections/-"


def _chair(congress: Congress) -> Iterator[str]:
    """A chair elected directly stands in the resolution; one elected by the committee does not."""
    committee = congress.executive_committee
    votes = of_office(congress, "chair")
    if votes:
        counted = not any(counting_lacks(congress, number) for number, _ in votes)
        yield from () if counted else ["/executive_committee/chair"]
    elif committee and committee.chair and committee.chair_elected_by is None:
        yield "/executive_committee/chair_elected_by"
    elif committee and committee.chair is None and committee.chair_elected_by == "congress":
        yield "/executive_committee/chair"


def _committee_is_named(congress: Congress) -> bool:
    committee = congress.executive_committee
    if committee and committee.members:
        return committee.size is None or len(committee.members) >= committee.size
    elections = of_office(congress, "executive_committee")
    return bool(elections) and not any(counting_lacks(congress, number) for number, _ in elections)


def _delegation_is_named(congress: Congress) -> bool:
    """Whether the votes for delegates, and for alternates when there are any, are counted."""
    elections = of_office(congress, "upper_delegates", "upper_alternates")
    officials = any(election.office == "upper_delegates" for _, election in elections)
    alternates = any(
        election.office == "upper_alternates" or election.alternate_seats for _, election in elections
    )
    sent = congress.upper_delegation
    voted = officials and (alternates or not (sent and sent.alternates))
    return voted and not any(counting_lacks(congress, number) for number, _ in elections)


def of_office(congress: Congress, *offices: str) -> tuple[tuple[int, Election], ...]:
    """The elections to these offices, each with its place (from 0) in the data."""
    return tuple((n, election) for n, election in enumerate(congress.elections) if election.office in offices)


def minutes_lacks(congress: Congress) -> tuple[Lack, ...]:
    """What the minutes need and do not have; the credentials committee only at a congress of delegates."""
    sittings = [
        f"/sessions/{n}/{time}" for n in range(len(congress.sessions)) for time in ("opened_at", "closed_at")
    ]
    organs = ["/presidium", "/secretariat"]
    organs += ["/credentials_committee"] if congress.form == "delegates" else []
    organs += ["/tellers"] if congress.elections else []
    wanted = [
        *_EVERY_PAPER,
        *("/venue", "/sessions", *sittings, "/attendance/summoned", "/attendance/present", *organs),
        *("/minutes/steps", "/resolution/adopted", "/elections"),
    ]
    named = ["/executive_committee/ordinal"] if of_office(congress, "executive_committee") else []
    named += ["/upper_delegation"] if of_office(congress, "upper_delegates", "upper_alternates") else []
    counts = (counting_lacks(congress, number) for number in range(len(congress.elections)))
    return lacking(congress, [*wanted, *named]) + tuple(chain.from_iterable(counts))


def report_lacks(congress: Congress) -> tuple[Lack, ...]:
    """What the report of the credentials committee needs and does not have."""
    figures = ("ex_officio", "elected", "appointed", "breakdowns", "complaints", "qualified")
    wanted = [
        *_EVERY_PAPER,
        *("/organisation/place", "/opened_on", "/attendance/summoned", "/attendance/present"),
        *("/credentials_committee", *(f"/credentials/{figure}" for figure in figures)),
    ]
    return lacking(congress, wanted)


def shared_card_lacks(congress: Congress) -> tuple[Lack, ...]:
    """What every card needs of the congress and does not have."""
    return lacking(congress, (*_EVERY_PAPER, "/organisation/place", "/opened_on"))


def card_lacks(congress: Congress, delegate: int) -> tuple[Lack, ...]:
    """What the card of the delegate at this place (from 0) needs of the delegate and does not have."""
    person = congress.delegates[delegate]
    missing = [] if person.number is not None else [f"/delegates/{delegate}/number"]
    missing += [] if person.unit or person.delegation else [f"/delegates/{delegate}/unit"]
    return tuple(map(lack, missing))


def round_lacks(congress: Congress, election: int, number: int) -> tuple[Lack, ...]:
    """What the minutes of one count need and do not have; places count from 0."""
    office = congress.elections[election].office
    path = f"/elections/{election}/rounds/{number}"
    own = ["/executive_committee/ordinal"] if office == "executive_committee" else []
    own += ["/upper_delegation"] if office.startswith("upper_") else []
    shared = (*_EVERY_PAPER, "/venue", "/attendance/summoned", "/presidium", "/tellers", *own)
    times = [f"{path}/opened_at", f"{path}/closed_at"]
    times += [] if day_of_round(congress, election, number) else [f"{path}/held_on"]
    times += [] if voters_in_round(congress, election, number) is not None else [f"{path}/present"]
    counts = counting_lacks(congress, election, up_to=number)
    return (
        lacking(congress, shared)
        + lacking(congress, times, about=about_round(congress, election, number))
        + counts
    )


def counting_lacks(congress: Congress, election: int, *, up_to: int | None = None) -> tuple[Lack, ...]:
    """Which figures of an election are missing, in all of its rounds or in those up to `up_to` (from 0)."""
    rounds = congress.elections[election].rounds
    office = OFFICES[congress.elections[election].office]
    whole = (f"/elections/{election}/seats", f"/elections/{election}/rounds")
    found = lacking(congress, whole, about=(f"Bầu {office.vi}", f"Election of {office.en}"))
    for number, round_ in enumerate(rounds[: None if up_to is None else up_to + 1]):
        path = f"/elections/{election}/rounds/{number}"
        wanted = [
            f"{path}/candidates",
            *(f"{path}/candidates/{n}/votes" for n in range(len(round_.candidates))),
        ]
        wanted += [f"{path}/{ballots}" for ballots in _BALLOTS]
        found += lacking(congress, wanted, about=about_round(congress, election, number))
    return found


def unknown_round_lacks(congress: Congress, office: str) -> tuple[Lack, ...]:
    """Everything that is missing of a vote of which at most the result is known."""
    name = OFFICES[office]
    figures = ("candidates", "opened_at", "closed_at", *_BALLOTS)
    own = ["/elections/-/seats", *(f"/elections/-/rounds/0/{figure}" for figure in figures)]
    shared = (
        *_EVERY_PAPER,
        "/venue",
        "/attendance/summoned",
        "/attendance/present",
        "/presidium",
        "/tellers",
    )
    about = (f"Bầu {name.vi}", f"Election of {name.en}")
    return lacking(congress, shared) + tuple(lack(pointer, about=about) for pointer in own)


def about_round(congress: Congress, election: int, number: int) -> tuple[str, str]:
    """Which vote a sentence is about."""
    office = OFFICES[congress.elections[election].office]
    return f"Bầu {office.vi}, vòng {number + 1}", f"Election of {office.en}, round {number + 1}"


def day_of_round(congress: Congress, election: int, number: int) -> dt.date | None:
    """The day of a vote: as recorded, or the day of a congress that lasted one day."""
    recorded = congress.elections[election].rounds[number].held_on
    one_day = congress.opened_on if congress.opened_on == congress.closed_on else None
    return recorded or one_day


def voters_in_round(congress: Congress, election: int, number: int) -> int | None:
    """How many voters were in the hall: as recorded for the vote, or for the whole congress."""
    recorded = congress.elections[election].rounds[number].present
    return congress.attendance.present if recorded is None else recorded
