"""Every rule there is, in one list."""

from __future__ import annotations

from service.congress.rules import (
    attendance,
    ballots,
    delegates,
    elections,
    order,
    people,
    seats,
    terms,
)
from service.congress.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *attendance.RULES,
    *delegates.RULES,
    *people.RULES,
    *ballots.RULES,
    *elections.RULES,
    *seats.RULES,
    *order.RULES,
    *terms.RULES,
)
