"""The arithmetic rules as properties: each speaks exactly when its equation fails, whatever the figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.congress.attending import Attendance, Breakdown, Credentials, Group
from service.congress.ballots import Candidate, Election, Round
from service.congress.model import Congress
from service.congress.people import Delegate, HandVote, Organ, Organisation, Person, Term
from service.congress.proceedings import Session
from service.congress.rules import check, load_rule_set

XII = load_rule_set("TLD-XII")
COUNT = st.integers(0, 70)
VOTES = st.lists(COUNT, min_size=1, max_size=6)


def congress(**known: Any) -> Congress:
    about = {
        "format": "vankien/congress/1",
        "organisation": Organisation(name="Công đoàn Sở"),
        "term": Term(start=2023, end=2028),
    }
    return Congress(**(about | known))  # type: ignore[arg-type]  # fields of many types by name


def with_round(*, seats: int | None = None, present: int | None = None, **counts: Any) -> Congress:
    election = Election(office="executive_committee", seats=seats, rounds=(Round(**counts),))
    return congress(elections=(election,), attendance=Attendance(present=present))


def candidates(votes: list[int]) -> tuple[Candidate, ...]:
    return tuple(Candidate(full_name=f"Người {number}", votes=count) for number, count in enumerate(votes))


def codes(data: Congress) -> set[str]:
    return {finding.code for finding in check(data, rule_set=XII)}


@given(summoned=COUNT, present=COUNT)
def test_quorum_is_two_thirds_of_those_summoned(summoned: int, present: int) -> None:
    """
    XII 10.1, in whole numbers: three times those present against twice those summoned.
    """
    data = congress(attendance=Attendance(summoned=summoned, present=present))

    assert (3 * present < 2 * summoned) == ("quorum.not_met" in codes(data))
    assert (present > summoned) == ("attendance.present_over_summoned" in codes(data))


@pytest.mark.parametrize(("present", "met"), [(40, True), (39, False)])
def test_exactly_two_thirds_is_enough(present: int, met: bool) -> None:
    """
    Forty of sixty make a congress valid, and thirty-nine do not.
    """
    data = congress(attendance=Attendance(summoned=60, present=present))

    assert met == ("quorum.not_met" not in codes(data))


@given(summoned=COUNT, present=COUNT, with_leave=COUNT, without_leave=COUNT)
def test_attendance_adds_up(summoned: int, present: int, with_leave: int, without_leave: int) -> None:
    """
    Present and absent together are those summoned.
    """
    attendance = Attendance(
        summoned=summoned,
        present=present,
        absent_with_leave=with_leave,
        absent_without_leave=without_leave,
    )
    differs = present + with_leave + without_leave != summoned

    assert differs == ("attendance.sum" in codes(congress(attendance=attendance)))


@given(in_favour=COUNT, against=COUNT, abstained=COUNT, present=COUNT)
def test_no_more_hands_than_people(in_favour: int, against: int, abstained: int, present: int) -> None:
    """
    A show of hands counts everybody present at most once.
    """
    vote = HandVote(in_favour=in_favour, against=against, abstained=abstained)
    organ = Organ(members=(Person(full_name="Lê An"),), vote=vote)
    data = congress(presidium=organ, attendance=Attendance(present=present))

    assert (in_favour + against + abstained > present) == ("vote.over_present" in codes(data))


@given(present=COUNT, here=st.none() | COUNT, issued=COUNT, collected=COUNT)
def test_ballots_are_issued_to_those_present(
    present: int, here: int | None, issued: int, collected: int
) -> None:
    """
    A count of those present at the vote goes before the attendance of the congress.
    """
    data = with_round(present=present, issued=issued, collected=collected) if here is None else None
    data = data or congress(
        elections=(
            Election(office="chair", rounds=(Round(present=here, issued=issued, collected=collected),)),
        ),
        attendance=Attendance(present=present),
    )
    bound = present if here is None else here

    assert (issued > bound) == ("ballots.issued_over_present" in codes(data))
    assert (collected > issued) == ("ballots.collected_over_issued" in codes(data))


@given(collected=COUNT, valid=COUNT, invalid=COUNT)
def test_valid_and_invalid_make_those_collected(collected: int, valid: int, invalid: int) -> None:
    """
    Every ballot collected is either valid or not.
    """
    data = with_round(collected=collected, valid=valid, invalid=invalid)

    assert (valid + invalid != collected) == ("ballots.valid_and_invalid" in codes(data))


@given(votes=VOTES, valid=COUNT, seats=st.none() | st.integers(1, 6))
def test_votes_come_from_valid_ballots(votes: list[int], valid: int, seats: int | None) -> None:
    """
    A valid ballot gives each candidate at most one vote, at most as many as seats, and at least one unless alone.
    """
    found = codes(with_round(seats=seats, valid=valid, candidates=candidates(votes)))
    over = seats is not None and sum(votes) > seats * valid

    assert any(count > valid for count in votes) == ("ballots.votes_over_valid" in found)
    assert over == ("ballots.sum_over_seats" in found)
    assert (sum(votes) < valid and len(votes) > 1) == ("ballots.sum_under_valid" in found)


@given(votes=VOTES, collected=COUNT, seats=st.integers(1, 6), data=st.data())
def test_a_declared_list_is_compared_with_the_count(
    votes: list[int], collected: int, seats: int, data: st.DataObject
) -> None:
    """
    The list is right when all are declared whom the votes put above the line, and nobody below it.
    """
    listed = candidates(votes)
    declared = data.draw(st.sets(st.sampled_from([c.full_name for c in listed])))
    found = codes(
        with_round(
            seats=seats,
            candidates=listed,
            issued=collected,
            collected=collected,
            valid=collected,
            invalid=0,
            elected=tuple(sorted(declared)),
        )
    )
    ahead = {c.full_name: sum(other > (c.votes or 0) for other in votes) for c in listed}
    beside = {c.full_name: votes.count(c.votes or 0) for c in listed}
    able = {c.full_name for c in listed if 2 * (c.votes or 0) > collected}
    sure = {name for name in able if ahead[name] + beside[name] <= seats}
    tied = {name for name in able - sure if ahead[name] < seats}

    assert (not sure <= declared <= sure | tied) == ("election.declared_differs" in found)
    assert bool(tied) == ("election.tie" in found)
    assert (len(declared) > seats) == ("election.too_many_elected" in found)


@pytest.mark.parametrize(("votes", "is_right"), [(30, False), (31, True)])
def test_declaring_somebody_with_exactly_half_is_wrong(votes: int, is_right: bool) -> None:
    """
    Sixty collected, two invalid: thirty votes do not elect, thirty-one do.
    """
    data = with_round(
        seats=1,
        candidates=candidates([votes, 28]),
        issued=60,
        collected=60,
        valid=58,
        invalid=2,
        elected=("Người 0",),
    )

    assert is_right == ("election.declared_differs" not in codes(data))


@given(ex_officio=COUNT, elected=COUNT, appointed=COUNT, summoned=COUNT)
def test_delegates_came_in_one_of_three_ways(
    ex_officio: int, elected: int, appointed: int, summoned: int
) -> None:
    """
    XII 8.4: the three ways make up those summoned, and at most 5 % of them are appointed.
    """
    data = congress(
        credentials=Credentials(ex_officio=ex_officio, elected=elected, appointed=appointed),
        attendance=Attendance(summoned=summoned),
    )

    assert (ex_officio + elected + appointed != summoned) == ("delegates.composition" in codes(data))
    assert (100 * appointed > 5 * summoned) == ("delegates.appointed_share" in codes(data))


@pytest.mark.parametrize(("appointed", "allowed"), [(3, True), (4, False)])
def test_exactly_five_percent_may_be_appointed(appointed: int, allowed: bool) -> None:
    """
    Three of sixty are 5 %, and the list of delegates counts when no report does.
    """
    delegates = tuple(Delegate(full_name=f"Người {n}", standing="appointed") for n in range(appointed))
    data = congress(delegates=delegates, attendance=Attendance(summoned=60))

    assert allowed == ("delegates.appointed_share" not in codes(data))


@given(
    counts=st.lists(COUNT, min_size=1, max_size=4),
    present=COUNT,
    summoned=COUNT,
    whole=st.booleans(),
    data=st.data(),
)
def test_breakdowns_add_up_to_their_base(
    counts: list[int], present: int, summoned: int, whole: bool, data: st.DataObject
) -> None:
    """
    A whole breakdown makes up exactly the base it names; a partial one has no group above it.
    """
    base = data.draw(st.sampled_from(("present", "summoned")))
    groups = tuple(Group(label=f"Nhóm {number}", count=count) for number, count in enumerate(counts))
    found = codes(
        congress(
            credentials=Credentials(
                base=base, breakdowns=(Breakdown(title="Cơ cấu", whole=whole, groups=groups),)
            ),
            attendance=Attendance(present=present, summoned=summoned),
        )
    )
    of = present if base == "present" else summoned

    assert (whole and sum(counts) != of) == ("credentials.breakdown" in found)
    assert (not whole and max(counts) > of) == ("credentials.group_over_base" in found)


@given(present=st.lists(st.booleans(), min_size=1, max_size=8), summoned=st.none() | COUNT, counted=COUNT)
def test_a_list_of_delegates_agrees_with_the_count(
    present: list[bool], summoned: int | None, counted: int
) -> None:
    """
    A whole list must tick as many as were counted; a partial one may tick fewer, never more.
    """
    delegates = tuple(Delegate(full_name=f"Người {n}", present=here) for n, here in enumerate(present))
    data = congress(delegates=delegates, attendance=Attendance(present=counted, summoned=summoned))
    is_whole = summoned == len(present)
    differs = sum(present) > counted or (is_whole and sum(present) != counted)

    assert differs == ("delegates.present_differs" in codes(data))
    assert (summoned is not None and len(present) > summoned) == (
        "delegates.more_than_summoned" in codes(data)
    )


@given(start=st.integers(2000, 2040), end=st.integers(2000, 2040))
def test_a_term_of_five_years_is_quiet(start: int, end: int) -> None:
    """
    A reversed term is wrong; another length only asks for the decision that allowed it.
    """
    found = {f.code: f.severity for f in check(congress(term=Term(start=start, end=end)), rule_set=XII)}
    expected = {"term.reversed": "error"} if end <= start else {"term.length": "warning"}

    assert found == ({} if end - start == 5 else expected)


@given(years=st.integers(1, 12))
def test_an_outgoing_term_may_have_been_shifted(years: int) -> None:
    """
    XII 8.2: up to 30 months are a matter of the upper union; six years are no news.
    """
    data = congress(outgoing_term=Term(start=2023 - years, end=2023))

    assert (abs(years - 5) > 2) == ("term.length" in codes(data))


DAYS = st.dates(min_value=dt.date(2023, 3, 1), max_value=dt.date(2023, 3, 6))


@given(opened=DAYS, closed=st.none() | DAYS, held=DAYS, kind=st.sampled_from(("preparatory", "official")))
def test_sessions_lie_within_the_congress(
    opened: dt.date, closed: dt.date | None, held: dt.date, kind: Any
) -> None:
    """
    Only a preparatory session may come before the opening, none after the closing; a reversed congress is one fault.
    """
    data = congress(opened_on=opened, closed_on=closed, sessions=(Session(kind=kind, held_on=held),))
    is_reversed = closed is not None and closed < opened
    is_late = closed is not None and not is_reversed and held > closed

    assert is_reversed == ("order.closed_before_opened" in codes(data))
    assert ((held < opened and kind == "official") or is_late) == ("order.session_outside" in codes(data))


TIMES = st.none() | st.times(min_value=dt.time(8), max_value=dt.time(11))


@given(reported=st.none() | DAYS, at=TIMES, held=st.none() | DAYS, opened=TIMES)
def test_credentials_are_reported_before_the_vote(
    reported: dt.date | None, at: dt.time | None, held: dt.date | None, opened: dt.time | None
) -> None:
    """
    Only a report that is surely later than a vote is wrong: a missing day or time proves nothing.
    """
    data = congress(
        credentials=Credentials(reported_on=reported, reported_at=at),
        elections=(Election(office="chair", rounds=(Round(held_on=held, opened_at=opened),)),),
    )
    later_day = reported is not None and held is not None and reported > held
    same_day = reported is not None and reported == held
    later_time = (
        at is not None and opened is not None and at.replace(microsecond=0) > opened.replace(microsecond=0)
    )

    assert (later_day or (same_day and later_time)) == ("order.credentials_after_election" in codes(data))


@pytest.mark.parametrize(
    ("phrase", "is_double"),
    [
        ("trên 90% trở lên", True),
        ("Trên 90 % trở lên", True),
        ("dưới 5% trở xuống", True),
        ("trên 90%", False),
        ("từ 90% trở lên", False),
        ("ít nhất 90% đoàn viên trên địa bàn", False),
        ("không dưới 90%", False),
    ],
)
def test_more_than_and_or_more_contradict_each_other(phrase: str, is_double: bool) -> None:
    """
    "Trên" leaves the figure out, "trở lên" takes it in; a sentence has only one of them.
    """
    data = Congress.model_validate_json(
        congress().model_copy().model_dump_json(exclude={"resolution"})[:-1]
        + ',"resolution":{"targets":[{"subject":"Học tập","phrase":"'
        + phrase
        + '"}]}}'
    )

    assert is_double == ("target.double_qualifier" in codes(data))
