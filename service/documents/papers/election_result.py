"""The minutes of the counts (biên bản kiểm phiếu): one for each election and round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.text import slug
from service.documents.facts.election_result import election_result_facts
from service.documents.fields.election_result import election_result_fields
from service.documents.offices import OFFICES
from service.documents.paper import Lack, PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType, Signers, signed_by
from service.documents.requirements import (
    BALLOTS,
    EVERY_PAPER,
    about_round,
    counting_lacks,
    day_of_round,
    is_appointed,
    lack,
    lacking,
    of_office,
    voters_in_round,
)


def _owed(congress: Congress) -> Iterator[Owed]:
    if is_appointed(congress):
        return
    seen: Counter[str] = Counter()
    for number, election in enumerate(congress.elections):
        seen[election.office] += 1
        key = election.office if seen[election.office] == 1 else f"{election.office}.{seen[election.office]}"
        for place in range(max(1, len(election.rounds))):
            path = f"/elections/{number}/rounds/{place}"
            yield Owed(
                subject=f"{key}/{place + 1}",
                source=path,
                detail=_of_round(key, place),
                lacks=round_lacks(congress, number, place),
                waits_at=(path,),
            )
    for office in _known_by_outcome(congress):
        yield Owed(
            subject=f"{office}/1", detail=_of_round(office, 0), lacks=_unknown_round_lacks(congress, office)
        )


def _no_round(congress: Congress, election: int) -> tuple[Lack, ...]:
    seats = lacking(congress, [f"/elections/{election}/seats"])
    return seats + tuple(
        missing
        for missing in _unknown_round_lacks(congress, congress.elections[election].office)
        if not missing.pointer.endswith("/-/seats")
    )


def _of_round(key: str, place: int) -> tuple[str, str]:
    office, _, again = key.partition(".")
    name = OFFICES[office]
    vi, en = (f", lần {again}", f", vote {again}") if again else ("", "")
    return f" bầu {name.vi}{vi}, vòng {place + 1}", f": {name.en}{en}, round {place + 1}"


def _known_by_outcome(congress: Congress) -> Iterator[str]:
    """Offices that were voted on, as the results say, though the data have no count."""
    committee = congress.executive_committee
    if not of_office(congress, "executive_committee") and (committee or not congress.elections):
        yield "executive_committee"
    direct = committee is not None and committee.chair_elected_by == "congress"
    if direct and not of_office(congress, "chair"):
        yield "chair"
    if congress.upper_delegation and not of_office(congress, "upper_delegates"):
        yield "upper_delegates"


def _stem(paper: PlannedPaper) -> str:
    return count_stem(paper.subject)


def count_stem(vote: str) -> str:
    """The file name of a count, from the office and round that name it."""
    subject, _, last = vote.partition("/")
    office, _, again = subject.partition(".")
    return f"kiem-phieu-{slug(OFFICES[office].vi)}{f'-lan-{again}' if again else ''}-vong-{last}"


def _signers(_paper: PlannedPaper, congress: Congress) -> Signers:
    return signed_by(("Đoàn Chủ tịch", congress.presidium), ("Trưởng ban", congress.tellers))


def round_lacks(congress: Congress, election: int, number: int) -> tuple[Lack, ...]:
    """What the minutes of one count need and do not have; places count from 0."""
    if not congress.elections[election].rounds:
        return _no_round(congress, election)
    office = congress.elections[election].office
    path = f"/elections/{election}/rounds/{number}"
    own = ["/executive_committee/ordinal"] if office == "executive_committee" else []
    own += ["/upper_delegation"] if office.startswith("upper_") else []
    shared = (*EVERY_PAPER, "/venue", "/attendance/summoned", "/presidium", "/tellers", *own)
    times = [f"{path}/opened_at", f"{path}/closed_at"]
    times += [] if day_of_round(congress, election, number) else [f"{path}/held_on"]
    times += [] if voters_in_round(congress, election, number) is not None else [f"{path}/present"]
    counts = counting_lacks(congress, election, up_to=number)
    return (
        lacking(congress, shared)
        + lacking(congress, times, about=about_round(congress, election, number))
        + counts
    )


def _unknown_round_lacks(congress: Congress, office: str) -> tuple[Lack, ...]:
    """Everything that is missing of a vote of which at most the result is known."""
    name = OFFICES[office]
    figures = ("candidates", "opened_at", "closed_at", *BALLOTS)
    own = ["/elections/-/seats", *(f"/elections/-/rounds/0/{figure}" for figure in figures)]
    shared = (
        *EVERY_PAPER,
        "/venue",
        "/attendance/summoned",
        "/attendance/present",
        "/presidium",
        "/tellers",
    )
    about = (f"Bầu {name.vi}", f"Election of {name.en}")
    return lacking(congress, shared) + tuple(lack(pointer, about=about) for pointer in own)


ELECTION_RESULT = PaperType(
    template="election_result",
    owed=_owed,
    fields=election_result_fields,
    facts=election_result_facts,
    as_read=(
        "congress_caps",
        "ordinal_term_caps",
        "organ_caps",
        "number_line",
        "subject",
        "opening",
        "tellers_name",
        "tellers[].name",
        "tellers[].role",
        "candidacy[]",
        "box[]",
        "ballots[].label",
        "ballots[].count",
        "ballots[].words",
        "ballots[].percent",
        "names_left[]",
        "base",
        "candidates[].name",
        "candidates[].office",
        "candidates[].votes",
        "candidates[].percent",
        "threshold_line",
        "outcome_line",
        "elected[].name",
        "elected[].votes",
        "elected[].percent",
        "alternates_line",
        "alternates[].name",
        "alternates[].votes",
        "alternates[].percent",
        "decision[]",
        "closing",
        "president",
        "tellers_caps",
        "head_teller",
    ),
    signers=_signers,
    stem=_stem,
)
