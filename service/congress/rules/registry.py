"""Every rule there is, in one list."""

from __future__ import annotations

from service.congress.rules import (
    attendance,
    ballots,
    bodies,
    breakdowns,
    delegates,
    elections,
    goals,
    order,
    people,
    seats,
    surplus,
    terms,
)
from service.congress.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *attendance.RULES,
    *delegates.RULES,
    *breakdowns.RULES,
    *people.RULES,
    *ballots.RULES,
    *elections.RULES,
    *surplus.RULES,
    *seats.RULES,
    *bodies.RULES,
    *goals.RULES,
    *order.RULES,
    *terms.RULES,
)
