"""The outcome of a round: who is elected by the counts, and what only the congress may decide."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.congress.ballots import Candidate, Decision, Election, Round
from service.congress.election import Outcome, elected_by, outcome, outcomes
from service.congress.rules import load_rule_set

THRESHOLD = load_rule_set("TLD-XII").election


def counted(votes: dict[str, int], *, collected: int = 60, invalid: int = 2, **more: Any) -> Round:
    more.setdefault(
        "candidates", tuple(Candidate(full_name=name, votes=count) for name, count in votes.items())
    )
    ballots = {"issued": collected, "collected": collected, "valid": collected - invalid, "invalid": invalid}
    return Round(**(ballots | more))


def result_of(round_: Round, seats: int, alternate_seats: int = 0) -> Outcome:
    return outcome(round_, seats=seats, alternate_seats=alternate_seats, threshold=THRESHOLD)


def names(candidates: tuple[Candidate, ...]) -> list[str]:
    return [candidate.full_name for candidate in candidates]


VOTES = st.lists(st.integers(0, 60), min_size=1, max_size=12).map(
    lambda votes: {f"Người {number}": count for number, count in enumerate(votes)}
)
SEATS = st.integers(0, 12)


@pytest.mark.parametrize(("votes", "expected"), [(30, []), (31, ["An"])])
def test_half_of_those_collected_is_not_enough(votes: int, expected: list[str]) -> None:
    """
    Of 60 collected, 2 invalid: 30 votes are more than half of the valid ones and still elect nobody.
    """
    assert expected == names(result_of(counted({"An": votes}), 1).elected)


def test_the_highest_take_the_seats() -> None:
    """
    More than half is not enough when others have more.
    """
    result = result_of(counted({"An": 40, "Bình": 58, "Cúc": 45}), 2)

    assert ["Bình", "Cúc"] == names(result.elected)
    assert result.vacant == 0
    assert result.tie is None


def test_equal_votes_within_the_seats_keep_list_order() -> None:
    """
    A tie that costs nobody a seat is printed in the order of the list.
    """
    assert ["Cúc", "An", "Bình"] == names(result_of(counted({"An": 40, "Bình": 40, "Cúc": 41}), 3).elected)


@given(votes=VOTES, seats=SEATS, alternates=SEATS)
def test_nobody_is_elected_without_a_majority(votes: dict[str, int], seats: int, alternates: int) -> None:
    """
    Everybody in either list has more than half of the ballots collected, and no list is longer than its seats.
    """
    result = result_of(counted(votes, invalid=0), seats, alternates)

    assert all(2 * (c.votes or 0) > 60 for c in (*result.elected, *result.alternates))
    assert len(result.elected) + result.vacant == seats
    assert len(result.alternates) <= alternates


@given(votes=VOTES, seats=SEATS, alternates=SEATS)
def test_nobody_is_passed_over(votes: dict[str, int], seats: int, alternates: int) -> None:
    """
    Whoever is left out with a majority has fewer votes than all elected, or is in the tie.
    """
    result = result_of(counted(votes, invalid=0), seats, alternates)
    in_tie = result.tied.names if result.tied else ()
    least = min((c.votes or 0 for c in result.elected), default=61)
    out = [name for name in votes if name not in names(result.elected) and name not in in_tie]

    assert all(votes[name] < least or 2 * votes[name] <= 60 for name in out)
    assert [c.votes for c in result.elected] == sorted((c.votes for c in result.elected), reverse=True)


@given(votes=VOTES, seats=SEATS, alternates=SEATS, random=st.randoms(use_true_random=False))
def test_the_order_of_the_list_decides_nothing(
    votes: dict[str, int], seats: int, alternates: int, random: Any
) -> None:
    """
    Shuffling the ballot paper changes neither who is elected nor who is tied.
    """
    shuffled = list(votes.items())
    random.shuffle(shuffled)
    one = result_of(counted(votes, invalid=0), seats, alternates)
    other = result_of(counted(dict(shuffled), invalid=0), seats, alternates)

    assert set(names(one.elected)) == set(names(other.elected))
    assert set(names(one.alternates)) == set(names(other.alternates))
    assert set(one.tie.names if one.tie else ()) == set(other.tie.names if other.tie else ())


@given(level=st.integers(31, 58), above=st.integers(0, 3), tied=st.integers(2, 5), data=st.data())
def test_a_tie_across_the_last_seat_is_never_resolved(
    level: int, above: int, tied: int, data: st.DataObject
) -> None:
    """
    With fewer places than equals, none of the equals is elected and all of them wait.
    """
    places = data.draw(st.integers(1, tied - 1))
    higher = {f"Trên {number}": level + 1 for number in range(above)}
    equals = {f"Bằng {number}": level for number in range(tied)}
    result = result_of(counted(equals | higher, invalid=0), above + places)

    assert list(higher) == names(result.elected)
    assert result.tie
    assert (tuple(equals), level, places) == (result.tie.names, result.tie.votes, result.tie.places)
    assert result.vacant == places
    assert not result.is_settled


def test_a_recorded_choice_resolves_a_tie() -> None:
    """
    The one whom the congress chose, and wrote down, takes the seat.
    """
    decision = Decision(kind="chosen", ground="Đại hội biểu quyết", chosen=("bình",))
    result = result_of(counted({"An": 40, "Bình": 40}, decision=decision), 1)

    assert ["Bình"] == names(result.elected)
    assert result.tie is None
    assert result.tied


@pytest.mark.parametrize(
    "chosen", [(), ("Dũng",), ("An",)], ids=["nobody", "an outsider", "too few for two places"]
)
def test_a_choice_that_does_not_fit_resolves_nothing(chosen: tuple[str, ...]) -> None:
    """
    A decision that names too few of the equals leaves the tie waiting.
    """
    decision = Decision(kind="chosen", ground="Đại hội biểu quyết", chosen=chosen)
    result = result_of(counted({"An": 40, "Bình": 40, "Cúc": 40, "Dũng": 50}, decision=decision), 3)

    assert result.tie
    assert ["Dũng"] == names(result.elected)


def test_a_name_borne_by_two_equals_chooses_neither() -> None:
    """
    Which of two namesakes was meant is not for the program to say.
    """
    twins = tuple(Candidate(full_name="Lê An", votes=40) for _ in range(2))
    decision = Decision(kind="chosen", ground="Đại hội biểu quyết", chosen=("Lê An",))
    result = result_of(counted({}, candidates=twins, decision=decision), 1)

    assert result.tie
    assert not result.elected


def test_namesakes_are_two_people() -> None:
    """
    Two candidates alike in every field take two seats, or a seat and a place among the alternates.
    """
    twins = tuple(Candidate(full_name="Lê An", votes=votes) for votes in (40, 40, 35))

    assert len(result_of(counted({}, candidates=twins), 2).elected) == 2
    assert len(result_of(counted({}, candidates=twins), 2, 1).alternates) == 1


@pytest.mark.parametrize("kind", ["revote", "leave_vacant"])
def test_a_tie_that_was_decided_waits_no_more(kind: str) -> None:
    """
    Voting again and leaving the seat vacant both settle the round without electing an equal.
    """
    decision = Decision(kind=kind, ground="Đại hội biểu quyết")  # type: ignore[arg-type]  # a parameter of the test
    result = result_of(counted({"An": 40, "Bình": 40}, decision=decision), 1)

    assert result.is_settled
    assert result.tied
    assert not result.elected
    assert result.vacant == 1


def test_alternates_are_the_next_with_a_majority() -> None:
    """
    Next highest in order, and nobody at half or under.
    """
    result = result_of(counted({"An": 58, "Bình": 40, "Cúc": 45, "Dũng": 30}), 1, 3)

    assert ["Cúc", "Bình"] == names(result.alternates)


def test_equals_across_the_last_alternate_wait() -> None:
    """
    The rank of alternates matters, so their line is not for the program to draw either.
    """
    result = result_of(counted({"An": 58, "Bình": 40, "Cúc": 40}), 1, 1)

    assert ["An"] == names(result.elected)
    assert result.tie
    assert ("Bình", "Cúc") == result.tie.names
    assert not result.alternates


@pytest.mark.parametrize("missing", ["issued", "collected", "valid", "invalid", "votes"])
def test_a_missing_figure_leaves_the_outcome_open(missing: str) -> None:
    """
    A count that is not there is not a zero.
    """
    round_ = counted({"An": 58, "Bình": 40})
    change = {missing: None}
    if missing == "votes":
        change = {"candidates": (round_.candidates[0], Candidate(full_name="Bình"))}
    result = result_of(round_.model_copy(update=change), 1)

    assert not result.is_complete
    assert not result.is_settled
    assert not result.elected


def test_a_threshold_of_those_summoned_needs_that_number() -> None:
    """
    Another charter may count from those summoned; without that number nobody is elected.
    """
    summoned = THRESHOLD.model_copy(update={"base": "summoned"})
    round_ = counted({"An": 40})

    assert not outcome(round_, seats=1, threshold=summoned).is_complete
    assert not outcome(round_, seats=1, threshold=summoned, summoned=80).elected
    assert outcome(round_, seats=1, threshold=summoned, summoned=79).elected


def test_a_second_round_is_about_the_remaining_seats() -> None:
    """
    Two of three are elected first; the second round fills one seat, not three.
    """
    first = counted({"An": 50, "Bình": 45, "Cúc": 30, "Dũng": 20})
    second = counted({"Cúc": 40, "Dũng": 35})
    election = Election(office="executive_committee", seats=3, rounds=(first, second))
    results = outcomes(election, threshold=THRESHOLD)

    assert results[0].vacant == 1
    assert ["Cúc"] == names(results[1].elected)
    assert ["An", "Bình", "Cúc"] == names(elected_by(results) or ())


def test_nobody_is_elected_while_one_round_is_open() -> None:
    """
    The rounds after an incomplete one are incomplete: how many seats they are about is not known.
    """
    first = counted({"An": 50}).model_copy(update={"collected": None})
    election = Election(office="executive_committee", seats=3, rounds=(first, counted({"Cúc": 40})))
    results = outcomes(election, threshold=THRESHOLD)

    assert [False, False] == [result.is_complete for result in results]
    assert elected_by(results) is None
