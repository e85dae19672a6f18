"""
How papers say what they need before they can be made, as JSON pointers into the congress data, and what several share.

A datum that is not there is never guessed. What may be absent from a paper (a motto, guests, a discussion) is
not required: the template drops the part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from service.congress.ballots import Election
from service.congress.model import Congress
from service.documents.data_names import data_name
from service.documents.offices import OFFICES
from service.documents.paper import Lack

EVERY_PAPER = ("/form", "/ordinal")
"""What the head of every paper of a congress prints."""
BALLOTS = ("issued", "collected", "valid", "invalid")


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


def is_appointed(congress: Congress) -> bool:
    """Whether the upper union appoints the bodies, so that nobody votes and nothing is counted."""
    return congress.establishment == "appointed"


def of_outgoing(congress: Congress, *pointers: str) -> tuple[str, ...]:
    """What papers ask of the outgoing term: nothing of a first congress, before which there was none."""
    return () if congress.ordinal == 1 else pointers


def comes_later(congress: Congress) -> bool:
    """Whether somebody was elected, and the first conference, from which further papers follow, is not in the data yet."""
    elected = congress.elections or congress.executive_committee
    return bool(elected) and congress.first_conference is None and not is_appointed(congress)


def of_office(congress: Congress, *offices: str) -> tuple[tuple[int, Election], ...]:
    """The elections to these offices, each with its place (from 0) in the data."""
    return tuple((n, election) for n, election in enumerate(congress.elections) if election.office in offices)


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
        wanted += [f"{path}/{ballots}" for ballots in BALLOTS]
        found += lacking(congress, wanted, about=about_round(congress, election, number))
    return found


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


def vote_at(source: str) -> tuple[int, int]:
    """
    Which election and which round (both from 0) a paper with this source is about.

        >>> vote_at("/elections/2/rounds/0")
        (2, 0)
    """
    _, _, election, _, round_ = source.split("/")
    return int(election), int(round_)


def ballots_of(source: str, congress: Congress) -> tuple[tuple[int, int], ...]:
    """
    The votes (election and round, from 0) on the sheet whose first part is at `source`.

    A two-part ballot for the chair has the committee as its second part, in the first round of both.
    """
    number, place = vote_at(source)
    committee = next(iter(of_office(congress, "executive_committee")), None)
    is_shared = congress.elections[number].office == "chair" and congress.elections[number].ballot.two_part
    return (
        ((number, place), (committee[0], 0)) if is_shared and committee and not place else ((number, place),)
    )


def ballots_to_print(source: str, congress: Congress) -> int | None:
    """
    How many ballots are printed: one for each voter, or those issued once they are counted, and the spare ones.

    Nothing while nobody knows how many voters there are.
    """
    number, place = vote_at(source)
    election = congress.elections[number]
    issued = election.rounds[place].issued
    voters = voters_in_round(congress, number, place)
    wanted = next((n for n in (issued, voters, congress.attendance.summoned) if n is not None), None)
    return None if wanted is None else wanted + election.ballot.spare
