"""Every rule there is, in one list."""

from __future__ import annotations

from service.congress.rules import (
    alternates,
    appointments,
    attendance,
    ballots,
    bodies,
    breakdowns,
    chair,
    conferences,
    course,
    decisions,
    delegates,
    elections,
    extracts,
    goals,
    lists,
    names,
    order,
    people,
    recognition,
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
    *names.RULES,
    *lists.RULES,
    *surplus.RULES,
    *ballots.RULES,
    *elections.RULES,
    *decisions.RULES,
    *seats.RULES,
    *chair.RULES,
    *alternates.RULES,
    *bodies.RULES,
    *appointments.RULES,
    *conferences.RULES,
    *goals.RULES,
    *order.RULES,
    *recognition.RULES,
    *extracts.RULES,
    *course.RULES,
    *terms.RULES,
)
