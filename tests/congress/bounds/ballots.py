"""Bounds of the ballots, the lists and the outcome of a vote."""

# ruff: noqa: ARG005 -- an equation names every figure of its examples, those that must not count too

from __future__ import annotations

import datetime as dt
from typing import Any

from service.congress.attending import Attendance
from service.congress.ballots import Candidate, Decision, Election, NamesLeft, Nomination, Round, Withdrawal
from service.congress.model import Congress
from service.congress.people import HandVote
from service.congress.rules.provisions import Surplus
from tests.congress.bounds.bound import XII, XIII, Bound, Figures, congress

WITH_SURPLUS = XII.model_copy(
    update={"surplus": Surplus(article="Điều 1", evidence="M", severity="warning", most=(30, 100))}
)
SPELT = ("Trần Thị Hoà", "TRẦN THỊ HÒA", "Lê Thuý", "Lê Thúy", "Vũ Đức", "Vũ Ðức")
"""Each two are one name: tone placement, capitals and a look-alike Đ do not count."""


def spelt(place: int) -> str:
    return SPELT[place % len(SPELT)]


def is_one_name(one: int, other: int) -> bool:
    return one % len(SPELT) // 2 == other % len(SPELT) // 2


def voted(votes: Figures = (), seats: int | None = None, **counts: Any) -> Congress:
    listed = tuple(Candidate(full_name=f"Người {n}", votes=count) for n, count in enumerate(votes))
    election = Election(
        office="executive_committee", seats=seats, rounds=(Round(candidates=listed, **counts),)
    )
    return congress(elections=(election,))


def noted(*lines: tuple[int, int], votes: Figures = (), seats: int | None = None, **counts: Any) -> Congress:
    """A vote whose valid ballots were noted by how many names (first) how many of them (second) chose."""
    by_names = tuple(NamesLeft(names=names, ballots=ballots) for names, ballots in lines)
    return voted(votes, seats, names_left=by_names, **counts)


def declared(first: int, second: int, collected: int, valid: int) -> Congress:
    """Two candidates for one seat, and the first declared elected."""
    counts = {"issued": collected, "collected": collected, "valid": valid, "invalid": collected - valid}
    return voted((first, second), seats=1, elected=("Người 0",), **counts)


def ranked(first: int, second: int, collected: int) -> Congress:
    """Two candidates for two seats, declared elected in the order of the list."""
    counts = {"issued": collected, "collected": collected, "valid": collected, "invalid": 0}
    return voted((first, second), seats=2, elected=("Người 0", "Người 1"), **counts)


def level(first: int, second: int, collected: int, decided: int = 0) -> Congress:
    """Two candidates for one seat, with or without a decision that it stays vacant."""
    counts = {"issued": collected, "collected": collected, "valid": collected, "invalid": 0}
    decision = Decision(kind="leave_vacant", ground="Biểu quyết") if decided == 1 else None
    return voted((first, second), seats=1, decision=decision, **counts)


def born(day: int) -> dt.date | None:
    return dt.date(1980, 1, day) if day else None


def namesakes(one: int, other: int, born_one: int, born_other: int) -> Congress:
    pair = (
        Candidate(full_name=spelt(one), born_on=born(born_one)),
        Candidate(full_name=spelt(other), born_on=born(born_other)),
    )
    return congress(elections=(Election(office="chair", rounds=(Round(candidates=pair),)),))


def withdrawn(listed: int, gone: int, accepted: int) -> Congress:
    candidates, who = (Candidate(full_name=spelt(listed)),), Withdrawal(full_name=spelt(gone))
    who = who.model_copy(update={"accepted": accepted == 1})
    return congress(
        elections=(Election(office="chair", rounds=(Round(candidates=candidates, withdrawals=(who,)),)),)
    )


def nominated(listed: int, named: int, accepted: int) -> Congress:
    who = Nomination(full_name=spelt(named), origin="nominated", accepted=accepted == 1)
    candidates = (Candidate(full_name=spelt(listed)),)
    return congress(
        elections=(Election(office="chair", rounds=(Round(candidates=candidates, nominations=(who,)),)),)
    )


def numbered(seats_vote: int, collected: int) -> Congress:
    """A vote whose number of seats was or was not voted on, counted or not yet."""
    rounds = (Round(collected=collected or None),)
    vote = HandVote(in_favour=60) if seats_vote else None
    return congress(
        elections=(Election(office="executive_committee", seats=3, seats_vote=vote, rounds=rounds),)
    )


BALLOTS: dict[str, Bound] = {
    "ballots.issued_over_present": Bound(
        speaks=lambda issued, present, summoned: issued > present,
        mutants=(("round_.issued > present", "round_.issued >= present"),),
        examples=((60, 60, 70), (61, 60, 70), (59, 60, 70)),
        build=lambda i, p, s: voted(issued=i).model_copy(
            update={"attendance": Attendance(present=p, summoned=s)}
        ),
    ),
    "ballots.collected_over_issued": Bound(
        speaks=lambda collected, issued: collected > issued,
        mutants=(
            ("collected > issued", "collected >= issued"),
            ("collected > issued", "collected != issued"),
        ),
        examples=((60, 60), (61, 60), (59, 60)),
        build=lambda c, i: voted(collected=c, issued=i),
    ),
    "ballots.valid_and_invalid": Bound(
        speaks=lambda valid, invalid, collected: valid + invalid != collected,
        mutants=(
            ("valid + invalid != collected", "valid + invalid > collected"),
            ("valid + invalid != collected", "valid + invalid < collected"),
            ("valid + invalid != collected", "valid != collected"),
        ),
        examples=((58, 2, 60), (58, 3, 60), (58, 1, 60)),
        build=lambda v, i, c: voted(valid=v, invalid=i, collected=c),
    ),
    "ballots.votes_over_valid": Bound(
        speaks=lambda votes, valid, collected: votes > valid,
        mutants=(
            ("candidate.votes > valid", "candidate.votes >= valid"),
            ("valid = ballot.round.valid", "valid = ballot.round.collected"),
        ),
        examples=((58, 58, 60), (59, 58, 60)),
        build=lambda v, ok, c: voted((v,), valid=ok, collected=c, invalid=c - ok),
    ),
    "ballots.sum_over_seats": Bound(
        speaks=lambda one, two, three, valid: one + two + three > 2 * valid,
        mutants=(
            ("total <= seats * valid", "total < seats * valid"),
            ("total <= seats * valid", "total <= valid"),
            ("total <= seats * valid", "total <= len(ballot.round.candidates) * valid"),
        ),
        examples=((40, 40, 40, 60), (40, 40, 41, 60), (30, 30, 30, 60)),
        build=lambda a, b, c, v: voted((a, b, c), seats=2, valid=v),
    ),
    "ballots.sum_under_valid": Bound(
        speaks=lambda one, two, valid: one + two < valid,
        mutants=(
            ("total < valid and", "total <= valid and"),
            ("total < valid and", "total != valid and"),
            ("and not is_yes_or_no", "and is_yes_or_no"),
        ),
        examples=((30, 30, 60), (30, 29, 60), (40, 40, 60)),
        build=lambda a, b, v: voted((a, b), valid=v),
    ),
    "ballots.names_left_sum": Bound(
        speaks=lambda one, two, valid, collected: one + two != valid,
        mutants=(
            ("total != valid", "total > valid"),
            ("total != valid", "total < valid"),
            ("valid, noted = ballot.round.valid", "valid, noted = ballot.round.collected"),
            ("line.ballots for line", "line.names for line"),
        ),
        examples=((40, 18, 58, 60), (40, 19, 58, 60), (40, 17, 58, 60), (40, 20, 58, 60), (2, 1, 3, 3)),
        build=lambda one, two, v, c: noted((3, one), (2, two), valid=v, collected=c),
    ),
    "ballots.names_left_votes": Bound(
        speaks=lambda one, two, votes: 3 * one + 2 * two != votes,
        mutants=(
            ("chosen != votes", "chosen > votes"),
            ("chosen != votes", "chosen < votes"),
            ("line.names * line.ballots for line", "line.ballots for line"),
        ),
        examples=((40, 18, 156), (40, 18, 157), (40, 18, 155), (40, 18, 58)),
        build=lambda one, two, votes: noted((3, one), (2, two), votes=(votes - votes // 2, votes // 2)),
    ),
    "ballots.names_left_over_seats": Bound(
        speaks=lambda names, ballots, seats: names > max(1, seats) and ballots > 0,
        mutants=(
            ("line.names > seats", "line.names >= seats"),
            ("line.ballots and line.names", "line.names"),
        ),
        examples=((3, 40, 3), (4, 1, 3), (2, 40, 3), (4, 0, 3)),
        build=lambda names, ballots, seats: noted((names, ballots), seats=max(1, seats)),
    ),
    "election.declared_differs": Bound(
        speaks=lambda first, second, collected, valid: (
            2 * first <= collected or (second > first and 2 * second > collected)
        ),
        mutants=(("if missing or extra:", "if missing:"), ("if missing or extra:", "if missing and extra:")),
        wrong_data={"election": ({"strict": False}, {"base": "valid"}, {"ratio": (2, 3)})},
        wrong_count=(("_votes(c) >= needed", "_votes(c) > needed"),),
        examples=((30, 5, 60, 58), (31, 5, 60, 58), (29, 5, 60, 58), (40, 5, 60, 60), (32, 40, 60, 60)),
        build=declared,
    ),
    "election.declared_order": Bound(
        # Only where both are elected: otherwise the list itself is wrong.
        speaks=lambda first, second, collected: second > first and 2 * first > collected,
        mutants=(
            ("more > fewer", "more >= fewer"),
            ("more > fewer", "more < fewer"),
        ),
        wrong_data={"election": ({"ratio": (2, 3)},)},
        examples=((40, 40, 60), (40, 41, 60), (41, 40, 60), (30, 41, 60), (31, 41, 60)),
        build=ranked,
    ),
    "election.too_many_elected": Bound(
        speaks=lambda elected, seats: elected > seats,
        mutants=(("len(elected) > seats", "len(elected) >= seats"),),
        examples=((3, 3), (4, 3), (2, 3)),
        build=lambda n, s: voted(seats=s, elected=tuple(f"Người {one}" for one in range(n))),
    ),
    "election.tie": Bound(
        speaks=lambda first, second, collected, decided: (
            first == second and 2 * first > collected and decided != 1
        ),
        mutants=(("tie := ballot.result.tie:", "tie := ballot.result.tied:"),),
        wrong_data={"election": ({"strict": False}, {"ratio": (2, 3)})},
        wrong_count=(
            (", reverse=True)", ")"),
            ("_votes(ranked[places]) < _votes", "_votes(ranked[places]) <= _votes"),
            ("waits=decision is None or", "waits=decision is not None and"),
        ),
        examples=((40, 40, 60, 0), (35, 35, 60, 0), (30, 30, 60, 0), (40, 39, 60, 0), (40, 40, 60, 1)),
        build=level,
    ),
    "election.seats_vacant": Bound(
        speaks=lambda first, second, collected: 2 * max(first, second) <= collected,
        mutants=(("and result.vacant and", "and not result.vacant and"),),
        wrong_data={"election": ({"strict": False},)},
        wrong_count=(("vacant = seats - len(official.taken)", "vacant = 0"),),
        examples=((40, 39, 60), (30, 29, 60), (31, 10, 60), (29, 10, 60)),
        build=level,
    ),
    "election.surplus": Bound(
        speaks=lambda candidates, seats: 100 * (candidates - seats) > 30 * seats,
        mutants=(("extra * most[1] > most[0] * seats", "extra * most[1] >= most[0] * seats"),),
        wrong_data={"surplus": ({"most": (20, 100)},)},
        examples=((13, 10), (14, 10), (10, 10)),
        build=lambda c, s: voted((1,) * c, seats=s),
        rule_set=WITH_SURPLUS,
    ),
    "candidate.twice": Bound(
        speaks=lambda one, other, born_one, born_other: (
            is_one_name(one, other) and born_one == born_other and born_one > 0
        ),
        mutants=(
            ("known[same_name_key(person.full_name)]", "known[person.full_name]"),
            ('_candidates(case, "same")', '_candidates(case, "unclear")'),
            ('_candidates(case, "same")', '_candidates(case, "different")'),
        ),
        examples=((0, 1, 3, 3), (0, 0, 3, 3), (0, 1, 3, 4), (0, 2, 3, 3), (4, 5, 0, 3), (4, 5, 0, 0)),
        build=namesakes,
    ),
    "candidate.same_name": Bound(
        speaks=lambda one, other, born_one, born_other: (
            is_one_name(one, other) and (born_one == 0 or born_other == 0)
        ),
        mutants=(
            ("known[same_name_key(person.full_name)]", "known[person.full_name]"),
            ('_candidates(case, "unclear")', '_candidates(case, "same")'),
        ),
        examples=((0, 1, 3, 3), (0, 1, 3, 4), (0, 2, 0, 0), (4, 5, 0, 3), (4, 5, 0, 0)),
        build=namesakes,
    ),
    "list.withdrawn_stands": Bound(
        speaks=lambda listed, gone, accepted: is_one_name(listed, gone) and accepted == 1,
        mutants=(("if person.accepted]", "if not person.accepted]"), ("if person.accepted]", "]")),
        examples=((0, 1, 1), (0, 2, 1), (0, 0, 0), (4, 5, 1)),
        build=withdrawn,
    ),
    "list.refused_stands": Bound(
        speaks=lambda listed, named, accepted: is_one_name(listed, named) and accepted != 1,
        mutants=(("one.accepted is False", "one.accepted"),),
        examples=((0, 1, 1), (0, 2, 0), (0, 1, 0), (4, 5, 0)),
        build=nominated,
    ),
    "list.nominated_missing": Bound(
        speaks=lambda listed, named, accepted: not is_one_name(listed, named) and accepted == 1,
        mutants=(("and not is_listed", "and is_listed"),),
        examples=((0, 1, 1), (0, 2, 1), (0, 2, 0), (4, 5, 1)),
        build=nominated,
    ),
    "seats.not_voted": Bound(
        speaks=lambda seats_vote, collected: seats_vote == 0 and collected > 0,
        mutants=(
            ("or election.seats_vote", "or not election.seats_vote"),
            ("count is not None", "count is None"),
        ),
        examples=((0, 60), (1, 60), (0, 0)),
        build=numbered,
        rule_set=XIII,
    ),
}
