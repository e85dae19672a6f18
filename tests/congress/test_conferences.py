"""The first conferences are judged by the rules of the congress, with their own figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.congress.attending import Attendance
from service.congress.ballots import Candidate, Election, Nomination, Round, Withdrawal
from service.congress.bodies import ExecutiveCommittee
from service.congress.conferences import Conference
from service.congress.finding import Finding
from service.congress.model import Congress
from service.congress.people import Organisation, Person, Term
from service.congress.rules import check, load_rule_set
from service.congress.rules.provisions import Requests

XII, KH22 = load_rule_set("TLD-XII"), load_rule_set("TLD-KH22")
COUNT = st.integers(0, 30)


def congress(**known: Any) -> Congress:
    about = {
        "format": "vankien/congress/1",
        "organisation": Organisation(name="Công đoàn Sở"),
        "term": Term(start=2023, end=2028),
    }
    return Congress(**(about | known))  # type: ignore[arg-type]  # fields of many types by name


def said(data: Congress, pointer: str = "") -> set[tuple[str, str]]:
    found: list[Finding] = check(data, rule_set=XII)
    return {(one.code, one.pointer.removeprefix(pointer)) for one in found if one.pointer.startswith(pointer)}


@given(
    present=COUNT,
    issued=COUNT,
    collected=COUNT,
    valid=COUNT,
    invalid=COUNT,
    votes=st.lists(COUNT, min_size=1, max_size=5),
    seats=st.integers(1, 4),
)
def test_a_vote_is_judged_alike_wherever_it_was_held(
    present: int, issued: int, collected: int, valid: int, invalid: int, votes: list[int], seats: int
) -> None:
    """
    The same figures at the congress and at the first conference break the same rules at the same places.
    """
    candidates = tuple(Candidate(full_name=f"Người {number}", votes=n) for number, n in enumerate(votes))
    round_ = Round(
        candidates=candidates,
        issued=issued,
        collected=collected,
        valid=valid,
        invalid=invalid,
        elected=("Người 0",),
    )
    elections = (Election(office="deputy_chair", seats=seats, rounds=(round_,)),)
    at_congress = congress(elections=elections, attendance=Attendance(present=present))
    at_conference = congress(first_conference=Conference(elections=elections, present=present))
    unlike = {"election.wrong_elector", "seats.not_voted"}

    assert {one for one in said(at_congress, "/elections") if one[0] not in unlike} == said(
        at_conference, "/first_conference/elections"
    )


LEVEL = Round(
    candidates=(
        Candidate(full_name="Lê An", votes=3, origin="nominated"),
        Candidate(full_name="Vũ Bình", votes=3),
    ),
    issued=3,
    collected=3,
    valid=3,
    invalid=0,
    nominations=(Nomination(full_name="Hồ Cường", origin="nominated", accepted=True, decided_by="congress"),),
    withdrawals=(Withdrawal(full_name="Vũ Bình"),),
)


def test_at_a_conference_it_is_the_conference_that_decides() -> None:
    """
    Equal votes, a withdrawal, a nomination: no sentence sends the secretary back to the congress that is over.
    """
    elections = (Election(office="deputy_chair", seats=1, rounds=(LEVEL,)),)
    requests = Requests(article="Điều 1", evidence="M", severity="warning", decided_by=("presidium",))
    found = check(
        congress(first_conference=Conference(elections=elections, present=3)),
        rule_set=XII.model_copy(update={"requests": requests}),
    )
    by_code = {one.code: one for one in found}

    assert {"election.tie", "list.undecided", "list.not_nominated", "list.wrong_decider"} <= set(by_code)
    assert not [one for one in found if "đại hội" in one.vi.lower() or "congress" in one.en.lower()]
    assert "do hội nghị quyết định" in by_code["election.tie"].vi
    assert "do đại hội quyết định" in next(
        one.vi for one in check(congress(elections=elections), rule_set=XII) if one.code == "election.tie"
    )


@given(fields=st.sets(st.sampled_from(sorted(Conference.model_fields)), min_size=1))
def test_a_faulty_field_of_a_conference_silences_no_other(fields: set[str]) -> None:
    """
    What is said of a conference without the fields that cannot be read is what would be said if they were empty.
    """
    held = Conference(
        summoned=9, present=3, held_on=dt.date(2023, 3, 1), opened_at=dt.time(9), closed_at=dt.time(8)
    )
    skip = frozenset(f"/first_conference/{field}" for field in fields)
    rest = held.model_copy(update={field: Conference.model_fields[field].get_default() for field in fields})

    assert check(congress(first_conference=rest), rule_set=XII) == check(
        congress(first_conference=held), skip=skip, rule_set=XII
    )


def test_a_chair_whose_vote_cannot_be_read_was_not_elected_twice() -> None:
    """
    Whatever stands in the place of a faulty election of the congress proves nothing against the conference.
    """
    elected = Election(office="chair", seats=1)
    data = congress(elections=(elected,), first_conference=Conference(elections=(elected,)))

    assert "chair.elected_twice" in {one.code for one in check(data, rule_set=XII)}
    assert "chair.elected_twice" not in {
        one.code for one in check(data, skip=frozenset({"/elections/0"}), rule_set=XII)
    }


@given(summoned=COUNT, present=COUNT)
def test_a_conference_has_the_quorum_of_a_congress(summoned: int, present: int) -> None:
    """
    XII 10.1 speaks of both: three times those present against twice those summoned.
    """
    data = congress(inspection_conference=Conference(summoned=summoned, present=present))
    codes = {code for code, _ in said(data, "/inspection_conference/present")}

    assert (3 * present < 2 * summoned) == ("quorum.not_met" in codes)
    assert (present > summoned) == ("attendance.present_over_summoned" in codes)


@pytest.mark.parametrize(
    ("size", "seats", "codes"),
    [
        (8, 2, {"standing_committee.not_allowed"}),
        (9, 3, set()),
        (9, 4, {"standing_committee.over_share"}),
    ],
)
def test_a_standing_committee_voted_on_is_measured_too(size: int, seats: int, codes: set[str]) -> None:
    """
    E22 by the seats of the vote, when the committee itself is not listed: nine members or more, and a third.
    """
    conference = Conference(elections=(Election(office="standing_committee", seats=seats),))
    data = congress(executive_committee=ExecutiveCommittee(size=size), first_conference=conference)

    assert codes == {
        one.code for one in check(data, rule_set=KH22) if one.code.startswith("standing_committee")
    }


def test_too_many_of_the_executive_committee_inspect() -> None:
    """
    E23 by the names elected: of three, one may sit on both.
    """
    names = ("Lê An", "Vũ Bình", "Hồ Cường")
    round_ = Round(
        candidates=tuple(Candidate(full_name=name, votes=5) for name in names),
        issued=5,
        collected=5,
        valid=5,
        invalid=0,
    )
    data = congress(
        executive_committee=ExecutiveCommittee(members=tuple(Person(full_name=name) for name in names[:2])),
        first_conference=Conference(
            present=5, elections=(Election(office="inspection_committee", seats=3, rounds=(round_,)),)
        ),
    )

    assert ("inspection_committee.over_share", "/first_conference/elections/0/seats") in said(data)


@pytest.mark.parametrize("is_member", [True, False])
def test_the_chair_comes_from_the_committee(is_member: bool) -> None:
    """
    E11: a chair elected at the first conference is one of those whom the congress elected.
    """
    committee = ExecutiveCommittee(
        size=2, members=(Person(full_name="Lê An"), Person(full_name="Vũ Bình" if is_member else "Hồ Cường"))
    )
    round_ = Round(
        candidates=(Candidate(full_name="Vũ Bình", votes=2),), issued=2, collected=2, valid=2, invalid=0
    )
    conference = Conference(present=2, elections=(Election(office="chair", seats=1, rounds=(round_,)),))
    data = congress(executive_committee=committee, first_conference=conference)

    assert is_member == (("chair.not_in_committee", "/first_conference/elections/0") not in said(data))
