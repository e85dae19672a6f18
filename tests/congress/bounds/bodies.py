"""Bounds of the bodies that are elected, of their chair, and of the alternates."""

# ruff: noqa: ARG005 -- an equation names every figure of its examples, those that must not count too

from __future__ import annotations

from service.congress.ballots import Candidate, Election, Round
from service.congress.bodies import (
    Conversion,
    ExecutiveCommittee,
    InspectionCommittee,
    StandingCommittee,
    UpperDelegation,
)
from service.congress.model import Congress
from service.congress.people import Person
from tests.congress.bounds.ballots import is_one_name, spelt
from tests.congress.bounds.bound import KH22, Bound, congress

SIZES = ((50, 3), (150, 5), (500, 9), (1_000, 11), (3_000, 13))
"""KH 22, III.B.1: below so many members, at most so many in the committee; below 50 exactly three."""


def is_outside(size: int, members: int) -> bool:
    most = next((most for below, most in SIZES if members < below), 15)
    return members >= 10 and (size > most or (members < 50 and size < 3))


def standing(of: int, size: int) -> Congress:
    committee = ExecutiveCommittee(size=size, standing_committee=StandingCommittee(size=of))
    return congress(executive_committee=committee)


def chaired(place: int, size: int) -> Congress:
    """A whole committee, and as chair the member at that place, or somebody else."""
    members = tuple(Person(full_name=f"Người {n}") for n in range(size))
    chair = Person(full_name=f"NGƯỜI {place}")
    return congress(executive_committee=ExecutiveCommittee(size=size, members=members, chair=chair))


def women(count: int, size: int) -> Congress:
    members = tuple(
        Person(full_name=f"Người {n}", gender="female" if n < count else "male") for n in range(size)
    )
    return congress(executive_committee=ExecutiveCommittee(size=size, members=members))


def delegates(official: int, alternate: int) -> Congress:
    round_ = Round(elected=(spelt(official),), alternates=(spelt(alternate),))
    return congress(elections=(Election(office="upper_delegates", rounds=(round_,)),))


def ranked(first: int, second: int) -> Congress:
    """Alternates declared in this order, with these votes."""
    candidates = (
        Candidate(full_name="Lê An", votes=first),
        Candidate(full_name="Vũ Đức", votes=second),
    )
    round_ = Round(candidates=candidates, elected=("Lê An", "Vũ Đức"))
    return congress(elections=(Election(office="upper_alternates", seats=2, rounds=(round_,)),))


def converted(first: int, second: int) -> Congress:
    """Of three alternates those at these places became official, in this order."""
    names = ("Lê An", "Vũ Đức", "Mai Hoa")
    candidates = tuple(Candidate(full_name=name, votes=50 - place) for place, name in enumerate(names))
    round_ = Round(candidates=candidates, issued=60, collected=60, valid=60, invalid=0)
    conversions = tuple(
        Conversion(alternate=names[place] if place < len(names) else "Đỗ Hải") for place in (first, second)
    )
    return congress(
        elections=(Election(office="upper_alternates", seats=3, rounds=(round_,)),),
        upper_delegation=UpperDelegation(
            congress="Đại hội", official=2, alternates=3, conversions=conversions
        ),
    )


def is_out_of_turn(first: int, second: int) -> bool:
    """Of three alternates the first goes first, and next the first of those that are left."""
    left = [place for place in range(3) if place != first]
    return first in {1, 2} or (second in left and second != left[0])


BODIES: dict[str, Bound] = {
    "seats.outside_sizes": Bound(
        speaks=is_outside,
        mutants=(
            ("fewest > line.most", "fewest >= line.most"),
            ("most < line.least or", "most <= line.least or"),
            ("most < line.least or", ""),
        ),
        examples=((5, 120), (6, 120), (3, 49), (2, 49), (4, 49), (9, 150), (10, 499), (3, 9)),
        build=lambda n, m: congress(union=m, executive_committee=ExecutiveCommittee(size=n)),
        rule_set=KH22,
    ),
    "chair.not_in_committee": Bound(
        speaks=lambda place, size: place >= size,
        mutants=(
            (
                "is_outside = key not in _keys(committee.members)",
                "is_outside = key in _keys(committee.members)",
            ),
            (">= committee.size", "> committee.size"),
            ("key, committee = same_name_key(chair.full_name)", "key, committee = chair.full_name"),
        ),
        examples=((0, 3), (2, 3), (3, 3), (5, 3)),
        build=chaired,
    ),
    "alternates.also_official": Bound(
        speaks=is_one_name,
        mutants=(
            ("if same_name_key(name) in official:", "if name in official:"),
            ("if same_name_key(name) in official:", "if same_name_key(name) not in official:"),
        ),
        examples=((0, 0), (0, 1), (0, 2), (4, 5)),
        build=delegates,
    ),
    "alternates.out_of_order": Bound(
        speaks=lambda first, second: first < second,
        mutants=(
            ("before[1] < after[1]", "before[1] <= after[1]"),
            ("before[1] < after[1]", "before[1] > after[1]"),
        ),
        examples=((40, 35), (35, 40), (35, 35)),
        build=ranked,
    ),
    "conversion.out_of_turn": Bound(
        speaks=is_out_of_turn,
        mutants=(("places[0] != key", "places[0] == key"), ("del waiting[places.index(key)]", "pass")),
        examples=((0, 1), (1, 0), (0, 2), (3, 0), (3, 1)),
        build=converted,
    ),
    "conversion.not_alternate": Bound(
        speaks=lambda first, second: first > 2 or second > 2,
        mutants=(("not in alternates", "in alternates"),),
        examples=((0, 1), (0, 3), (3, 4)),
        build=converted,
    ),
    "standing_committee.not_allowed": Bound(
        speaks=lambda of, size: size < 9,
        mutants=(("size < rule.committee_from", "size <= rule.committee_from"),),
        wrong_data={"standing_committee": ({"committee_from": 8}, {"committee_from": 10})},
        examples=((3, 9), (2, 8)),
        build=standing,
        rule_set=KH22,
    ),
    "standing_committee.over_share": Bound(
        speaks=lambda of, size: 3 * of > size,
        mutants=(("standing > most_of(rule.ratio, size)", "standing >= most_of(rule.ratio, size)"),),
        wrong_data={"standing_committee": ({"ratio": (1, 2)}, {"ratio": (1, 4)})},
        examples=((3, 9), (4, 9), (4, 11), (5, 15), (6, 15)),
        build=standing,
        rule_set=KH22,
    ),
    "inspection_committee.outside_sizes": Bound(
        speaks=lambda size: size > 9,
        mutants=(("size > line.most", "size >= line.most"),),
        examples=((9,), (10,)),
        build=lambda size: congress(union=300, inspection_committee=InspectionCommittee(size=size)),
        rule_set=KH22,
    ),
    "inspection_committee.over_share": Bound(
        speaks=lambda shared, size: 3 * shared > size,
        mutants=(("shared > most_of(rule.ratio", "shared >= most_of(rule.ratio"),),
        wrong_data={"inspection_committee": ({"ratio": (1, 2)},)},
        examples=((1, 3), (2, 5), (2, 6), (3, 6)),
        build=lambda a, n: congress(inspection_committee=InspectionCommittee(size=n, from_committee=a)),
    ),
    "inspection_committee.not_needed": Bound(
        speaks=lambda members: members < 30,
        mutants=(("members < rule.members_from", "members <= rule.members_from"),),
        wrong_data={"inspection_committee": ({"members_from": 31},)},
        examples=((29,), (30,)),
        build=lambda m: congress(union=m, inspection_committee=InspectionCommittee(size=3)),
    ),
    "committee.goal_missed": Bound(
        speaks=lambda count, size: 100 * count < 30 * size,
        mutants=(
            ("counted * whole < part * size", "counted * whole <= part * size"),
            ("counted * whole < part * size", "counted < part * size // whole"),
        ),
        examples=((3, 10), (2, 10), (1, 5), (4, 10)),
        build=women,
    ),
    "establishment.ballots": Bound(
        speaks=lambda appointed, elections: appointed == 1 and elections > 0,
        mutants=(('!= "appointed"', '== "appointed"'), ('!= "appointed"', "is None")),
        examples=((1, 1), (0, 1), (1, 0), (1, 3)),
        build=lambda appointed, elections: congress(
            establishment="appointed" if appointed == 1 else "congress",
            elections=(Election(office="chair"),) * elections,
        ),
    ),
}
