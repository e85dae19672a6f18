"""
The checks that must be there, by their number, each with the codes that make it.

E: the data contradict themselves or the charter. W: unusual, or a matter for people.
"""

from __future__ import annotations

from tests.congress.bounds.attendance import ATTENDANCE
from tests.congress.bounds.ballots import BALLOTS
from tests.congress.bounds.bodies import BODIES
from tests.congress.bounds.bound import Bound
from tests.congress.bounds.order import ORDER

BOUNDS: dict[str, Bound] = {**ATTENDANCE, **BALLOTS, **BODIES, **ORDER}

CHECKS: dict[str, tuple[str, ...]] = {
    "E1 quorum": ("quorum.not_met",),
    "E2 ballots issued to those present": ("ballots.issued_over_present",),
    "E3 ballots collected of those issued": ("ballots.collected_over_issued",),
    "E4 valid and invalid make those collected": ("ballots.valid_and_invalid", "ballots.names_left_sum"),
    "E5 votes of valid ballots": ("ballots.votes_over_valid", "ballots.names_left_votes"),
    "E6 votes for as many as seats": ("ballots.sum_over_seats", "ballots.names_left_over_seats"),
    "W7 a valid ballot chooses somebody": ("ballots.sum_under_valid",),
    "E8 the list of those elected is that of the count": (
        "election.declared_differs",
        "election.declared_order",
    ),
    "E9 no more than seats, seats within the table": ("election.too_many_elected", "seats.outside_sizes"),
    "E10 equal votes wait for the congress": ("election.tie",),
    "E11 the chair is of the committee": ("chair.not_in_committee",),
    "E12 alternates are others, and come after": (
        "alternates.also_official",
        "order.alternates_before_officials",
    ),
    "E13 a candidate once, namesakes by birth": ("candidate.twice", "candidate.same_name"),
    "E14 three ways to be a delegate, few by appointment": (
        "delegates.composition",
        "delegates.appointed_share",
    ),
    "E15 breakdowns make their base, percents are those of it": (
        "credentials.breakdown",
        "credentials.percent_differs",
    ),
    "E16 report, vote, sessions and papers in their order": (
        "order.credentials_after_election",
        "order.session_outside",
        "order.election_outside",
        "order.issued_before_opening",
        "order.called_after_opening",
    ),
    "E17 ordinals and years agree": (
        "ordinal.outgoing_differs",
        "ordinal.committee_differs",
        "term.years_differ",
    ),
    "W18 percents are rounded half up and nothing is fitted": ("credentials.percent_differs",),
    "W19 a term of five years": ("term.length",),
    "W20 women and the young": ("committee.goal_missed",),
    "W21 the surplus of candidates": ("election.surplus",),
    "E22 a standing committee of a third, from nine on": (
        "standing_committee.not_allowed",
        "standing_committee.over_share",
    ),
    "E23 the inspection committee": (
        "inspection_committee.outside_sizes",
        "inspection_committee.over_share",
        "inspection_committee.not_needed",
    ),
    "E24 an appointed union counts nothing": ("establishment.ballots",),
}
