"""
Every arithmetic rule against its wrong variants, as data.

For each rule: the figures, when it speaks, variants of the comparison that would be wrong (another sign, another base),
and examples. The examples are asked of the rule itself, and must tell every variant from the right one: a rule that was
changed into a variant would fail here.
"""

# ruff: noqa: ARG005 -- the variants of one rule take the same figures, whether they look at them or not

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.congress.ballots import Candidate, Election, Round
from service.congress.model import (
    Attendance,
    Breakdown,
    Congress,
    Credentials,
    ExecutiveCommittee,
    Group,
    InspectionCommittee,
    StandingCommittee,
)
from service.congress.people import HandVote, Organ, Organisation, Person, Term
from service.congress.rules import RULES, RuleSet, check, load_rule_set
from service.congress.rules.provisions import Surplus

XII, KH22 = load_rule_set("TLD-XII"), load_rule_set("TLD-KH22")
SURPLUS = XII.model_copy(
    update={"surplus": Surplus(article="Điều 1", evidence="M", severity="warning", most=(30, 100))}
)
Figures = tuple[int, ...]


def congress(**known: Any) -> Congress:
    members, form = known.pop("union", None), known.get("form")
    about = {
        "format": "vankien/congress/1",
        "organisation": Organisation(name="Công đoàn Sở", members=members),
        "term": Term(start=2023, end=2028),
        "form": form,
    }
    return Congress(**(about | known))  # type: ignore[arg-type]  # fields of many types by name


def voted(votes: Figures = (), seats: int | None = None, **counts: Any) -> Congress:
    listed = tuple(Candidate(full_name=f"Người {n}", votes=count) for n, count in enumerate(votes))
    election = Election(
        office="executive_committee", seats=seats, rounds=(Round(candidates=listed, **counts),)
    )
    return congress(elections=(election,))


def declared(votes: int, collected: int, valid: int) -> Congress:
    counts = {"issued": collected, "collected": collected, "valid": valid, "invalid": collected - valid}
    return voted((votes,), seats=1, elected=("Người 0",), **counts)


def hands(in_favour: int, against: int, abstained: int, present: int) -> Congress:
    vote = HandVote(in_favour=in_favour, against=against, abstained=abstained)
    organ = Organ(members=(Person(full_name="Lê An"),), vote=vote)
    return congress(presidium=organ, attendance=Attendance(present=present))


def broken_down(first: int, second: int, present: int, summoned: int) -> Congress:
    groups = (Group(label="Nam", count=first), Group(label="Nữ", count=second))
    return congress(
        credentials=Credentials(breakdowns=(Breakdown(title="Giới tính", whole=True, groups=groups),)),
        attendance=Attendance(present=present, summoned=summoned),
    )


def written(percent: str) -> Callable[[int, int], Congress]:
    def build(count: int, present: int) -> Congress:
        groups = (Group(label="Nữ", count=count, percent=percent),)
        return congress(
            credentials=Credentials(breakdowns=(Breakdown(title="Khác", whole=False, groups=groups),)),
            attendance=Attendance(present=present),
        )

    return build


def standing(of: int, size: int) -> Congress:
    committee = ExecutiveCommittee(size=size, standing_committee=StandingCommittee(size=of))
    return congress(executive_committee=committee)


def surplus(candidates: int, seats: int) -> Congress:
    return voted((1,) * candidates, seats=seats)


@dataclass(frozen=True, kw_only=True)
class Bound:
    """When a rule speaks, over the figures of an example; `wrong` are the variants to be told apart."""

    speaks: Callable[..., bool]
    wrong: dict[str, Callable[..., bool]]
    examples: tuple[Figures, ...]
    build: Callable[..., Congress]
    rule_set: RuleSet = XII


BOUNDS: dict[str, Bound] = {
    "quorum.not_met": Bound(
        speaks=lambda present, summoned: 3 * present < 2 * summoned,
        wrong={
            "more than two thirds": lambda p, s: 3 * p <= 2 * s,
            "a half": lambda p, s: 2 * p < s,
            "rounded down": lambda p, s: p < 2 * s // 3,
        },
        examples=((40, 60), (39, 60), (30, 60), (66, 100), (67, 100)),
        build=lambda p, s: congress(attendance=Attendance(present=p, summoned=s)),
    ),
    "attendance.present_over_summoned": Bound(
        speaks=lambda present, summoned: present > summoned,
        wrong={"as many": lambda p, s: p >= s, "swapped": lambda p, s: s > p},
        examples=((60, 60), (61, 60), (59, 60)),
        build=lambda p, s: congress(attendance=Attendance(present=p, summoned=s)),
    ),
    "vote.over_present": Bound(
        speaks=lambda f, a, n, present: f + a + n > present,
        wrong={
            "as many": lambda f, a, n, p: f + a + n >= p,
            "without those abstaining": lambda f, a, n, p: f + a > p,
            "only those in favour": lambda f, a, n, p: f > p,
        },
        examples=((58, 1, 1, 60), (59, 1, 1, 60), (59, 2, 0, 60)),
        build=hands,
    ),
    "attendance.guests_over_cap": Bound(
        speaks=lambda guests, summoned, present: 100 * guests > 15 * summoned,
        wrong={
            "as many": lambda g, s, p: 100 * g >= 15 * s,
            "of those present": lambda g, s, p: 100 * g > 15 * p,
            "30 %": lambda g, s, p: 100 * g > 30 * s,
        },
        examples=((15, 100, 90), (16, 100, 90), (14, 100, 90), (14, 95, 100)),
        build=lambda g, s, p: congress(attendance=Attendance(guests=g, summoned=s, present=p)),
        rule_set=KH22,
    ),
    "form.delegates_needed": Bound(
        speaks=lambda members: members >= 200,
        wrong={"more than": lambda m: m > 200, "150": lambda m: m >= 150},
        examples=((199,), (200,), (150,)),
        build=lambda m: congress(union=m, form="plenary"),
        rule_set=KH22,
    ),
    "form.plenary_usual": Bound(
        speaks=lambda members: members < 200,
        wrong={"at most": lambda m: m <= 200, "150": lambda m: m < 150},
        examples=((199,), (200,), (150,)),
        build=lambda m: congress(union=m, form="delegates"),
        rule_set=KH22,
    ),
    "delegates.appointed_share": Bound(
        speaks=lambda appointed, summoned, present: 100 * appointed > 5 * summoned,
        wrong={
            "as many": lambda a, s, p: 100 * a >= 5 * s,
            "of those present": lambda a, s, p: 100 * a > 5 * p,
            "3 %": lambda a, s, p: 100 * a > 3 * s,
        },
        examples=((3, 60, 60), (4, 60, 60), (3, 60, 50), (2, 60, 50)),
        build=lambda a, s, p: congress(
            credentials=Credentials(appointed=a), attendance=Attendance(summoned=s, present=p)
        ),
    ),
    "delegates.over_cap": Bound(
        speaks=lambda summoned, members: summoned > (150 if members < 5_000 else 200),
        wrong={
            "as many": lambda s, m: s >= (150 if m < 5_000 else 200),
            "more than 5,000": lambda s, m: s > (150 if m <= 5_000 else 200),
        },
        examples=((150, 4_999), (151, 4_999), (200, 5_000), (201, 5_000), (151, 5_000)),
        build=lambda s, m: congress(union=m, form="delegates", attendance=Attendance(summoned=s)),
        rule_set=KH22,
    ),
    "delegates.under_floor": Bound(
        speaks=lambda summoned, members: 2 * summoned < (150 if members < 5_000 else 200),
        wrong={
            "as many": lambda s, m: 2 * s <= (150 if m < 5_000 else 200),
            "a third": lambda s, m: 3 * s < (150 if m < 5_000 else 200),
        },
        examples=((75, 4_999), (74, 4_999), (100, 5_000), (99, 5_000)),
        build=lambda s, m: congress(union=m, form="delegates", attendance=Attendance(summoned=s)),
        rule_set=KH22,
    ),
    "credentials.breakdown": Bound(
        speaks=lambda one, two, present, summoned: one + two != present,
        wrong={
            "of those summoned": lambda a, b, p, s: a + b != s,
            "only too many": lambda a, b, p, s: a + b > p,
            "only too few": lambda a, b, p, s: a + b < p,
        },
        examples=((30, 28, 58, 60), (30, 30, 58, 60), (29, 28, 58, 60)),
        build=broken_down,
    ),
    "credentials.percent_differs": Bound(
        speaks=lambda count, of: (20_000 * count + of) // (2 * of) != 5548,
        wrong={"cut off": lambda c, of: 10_000 * c // of != 5548, "of 1,100": lambda c, of: of == 1_100},
        examples=((602, 1_085), (602, 1_100), (601, 1_085), (233, 420), (1_553, 2_799)),
        build=written("55,48%"),
    ),
    "ballots.issued_over_present": Bound(
        speaks=lambda issued, present: issued > present,
        wrong={"as many": lambda i, p: i >= p, "swapped": lambda i, p: p > i},
        examples=((60, 60), (61, 60), (59, 60)),
        build=lambda i, p: voted(issued=i, present=p),
    ),
    "ballots.collected_over_issued": Bound(
        speaks=lambda collected, issued: collected > issued,
        wrong={"as many": lambda c, i: c >= i, "different": lambda c, i: c != i},
        examples=((60, 60), (61, 60), (59, 60)),
        build=lambda c, i: voted(collected=c, issued=i),
    ),
    "ballots.valid_and_invalid": Bound(
        speaks=lambda valid, invalid, collected: valid + invalid != collected,
        wrong={
            "only too many": lambda v, i, c: v + i > c,
            "only too few": lambda v, i, c: v + i < c,
            "valid alone": lambda v, i, c: v != c,
        },
        examples=((58, 2, 60), (58, 3, 60), (58, 1, 60)),
        build=lambda v, i, c: voted(valid=v, invalid=i, collected=c),
    ),
    "ballots.votes_over_valid": Bound(
        speaks=lambda votes, valid, collected: votes > valid,
        wrong={"as many": lambda v, ok, c: v >= ok, "of those collected": lambda v, ok, c: v > c},
        examples=((58, 58, 60), (59, 58, 60)),
        build=lambda v, ok, c: voted((v,), valid=ok, collected=c, invalid=c - ok),
    ),
    "ballots.sum_over_seats": Bound(
        speaks=lambda one, two, three, valid: one + two + three > 2 * valid,
        wrong={
            "as many": lambda a, b, c, v: a + b + c >= 2 * v,
            "one seat": lambda a, b, c, v: a + b + c > v,
            "as many seats as names": lambda a, b, c, v: a + b + c > 3 * v,
        },
        examples=((40, 40, 40, 60), (40, 40, 41, 60), (30, 30, 30, 60)),
        build=lambda a, b, c, v: voted((a, b, c), seats=2, valid=v),
    ),
    "ballots.sum_under_valid": Bound(
        speaks=lambda one, two, valid: one + two < valid,
        wrong={"at most": lambda a, b, v: a + b <= v, "different": lambda a, b, v: a + b != v},
        examples=((30, 30, 60), (30, 29, 60), (40, 40, 60)),
        build=lambda a, b, v: voted((a, b), valid=v),
    ),
    "election.declared_differs": Bound(
        speaks=lambda votes, collected, valid: 2 * votes <= collected,
        wrong={
            "half is enough": lambda v, c, ok: 2 * v < c,
            "of the valid ones": lambda v, c, ok: 2 * v <= ok,
            "two thirds": lambda v, c, ok: 3 * v <= 2 * c,
        },
        examples=((30, 60, 58), (31, 60, 58), (29, 60, 58), (40, 60, 60)),
        build=declared,
    ),
    "election.surplus": Bound(
        speaks=lambda candidates, seats: 100 * (candidates - seats) > 30 * seats,
        wrong={
            "as many": lambda c, s: 100 * (c - s) >= 30 * s,
            "of the candidates": lambda c, s: 100 * (c - s) > 30 * c,
        },
        examples=((13, 10), (14, 10), (10, 10)),
        build=surplus,
        rule_set=SURPLUS,
    ),
    "standing_committee.not_allowed": Bound(
        speaks=lambda of, size: size < 9,
        wrong={"more than nine": lambda of, size: size <= 9, "seven": lambda of, size: size < 7},
        examples=((3, 9), (2, 8)),
        build=standing,
        rule_set=KH22,
    ),
    "standing_committee.over_share": Bound(
        speaks=lambda of, size: 3 * of > size,
        wrong={
            "as many": lambda of, size: 3 * of >= size,
            "rounded up": lambda of, size: of > -(-size // 3),
            "a half": lambda of, size: 2 * of > size,
        },
        examples=((3, 9), (4, 9), (4, 11), (5, 15), (6, 15)),
        build=standing,
        rule_set=KH22,
    ),
    "inspection_committee.outside_sizes": Bound(
        speaks=lambda size: size > 9,
        wrong={"as many": lambda size: size >= 9, "of a corporation": lambda size: size > 11},
        examples=((9,), (10,)),
        build=lambda size: congress(union=300, inspection_committee=InspectionCommittee(size=size)),
        rule_set=KH22,
    ),
    "inspection_committee.over_share": Bound(
        speaks=lambda shared, size: 3 * shared > size,
        wrong={"as many": lambda a, n: 3 * a >= n, "rounded up": lambda a, n: a > -(-n // 3)},
        examples=((1, 3), (2, 5), (2, 6), (3, 6)),
        build=lambda a, n: congress(inspection_committee=InspectionCommittee(size=n, from_committee=a)),
    ),
    "inspection_committee.not_needed": Bound(
        speaks=lambda members: members < 30,
        wrong={"at most": lambda m: m <= 30},
        examples=((29,), (30,)),
        build=lambda m: congress(union=m, inspection_committee=InspectionCommittee(size=3)),
    ),
    "committee.goal_missed": Bound(
        speaks=lambda women, size: 100 * women < 30 * size,
        wrong={
            "at most": lambda w, n: 100 * w <= 30 * n,
            "a half": lambda w, n: 2 * w < n,
            "rounded down": lambda w, n: w < 30 * n // 100,
        },
        examples=((3, 10), (2, 10), (1, 5), (4, 10)),
        build=lambda w, n: congress(
            executive_committee=ExecutiveCommittee(
                size=n,
                members=tuple(
                    Person(full_name=f"Người {one}", gender="female" if one < w else "male")
                    for one in range(n)
                ),
            )
        ),
    ),
    "ordinal.outgoing_differs": Bound(
        speaks=lambda outgoing, ordinal: outgoing != ordinal - 1,
        wrong={"the same": lambda o, n: o != n, "only later": lambda o, n: o > n - 1},
        examples=((4, 5), (5, 5), (3, 5)),
        build=lambda o, n: congress(outgoing_ordinal=o, ordinal=n),
    ),
}


@pytest.mark.parametrize(
    ("code", "example"), [(code, example) for code, bound in BOUNDS.items() for example in bound.examples]
)
def test_a_rule_speaks_at_its_boundary_and_not_before(code: str, example: Figures) -> None:
    """
    The examples lie on both sides of each bound, and on it.
    """
    bound = BOUNDS[code]
    found = {finding.code for finding in check(bound.build(*example), rule_set=bound.rule_set)}

    assert bound.speaks(*example) == (code in found)


@pytest.mark.parametrize(
    ("code", "variant"), [(code, variant) for code, bound in BOUNDS.items() for variant in bound.wrong]
)
def test_the_examples_tell_a_wrong_variant_from_the_rule(code: str, variant: str) -> None:
    """
    A comparison with another sign or another base gives another answer for one of the examples.
    """
    bound = BOUNDS[code]

    assert [one for one in bound.examples if bound.speaks(*one) != bound.wrong[variant](*one)]


@pytest.mark.parametrize("code", sorted(BOUNDS))
@given(data=st.data())
def test_a_rule_follows_its_equation_all_around_its_bounds(code: str, data: st.DataObject) -> None:
    """
    Whatever the figures near an example, the rule speaks exactly when its equation fails.
    """
    bound = BOUNDS[code]
    near = data.draw(st.sampled_from(bound.examples))
    figures = [max(0, figure + data.draw(st.integers(-4, 4))) for figure in near]
    try:
        built = bound.build(*figures)
    except ValidationError:
        assume(False)
    found = {finding.code for finding in check(built, rule_set=bound.rule_set)}

    assert bound.speaks(*figures) == (code in found)


def test_only_rules_that_exist_have_bounds() -> None:
    """
    A code that was renamed takes its bounds with it.
    """
    assert set(BOUNDS) <= {rule.code for rule in RULES}
