"""The first conferences after a congress: those just elected meet and elect their officers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.congress.ballots import Election
from service.congress.people import HandVote, Organ, Person
from service.congress.proceedings import Step
from service.congress.shape import Count, Day, Line, Shape, TimeOfDay

ConferenceName = Literal["first_conference", "inspection_conference"]
"""The field of a congress that holds it: of the executive committee, of the inspection committee."""


class Conference(Shape):
    """
    The first conference (hội nghị lần thứ nhất) of the executive or of the inspection committee.

    The executive committee elects its standing committee (where it has one), the chair unless the congress did, the
    deputy chairs, the inspection committee and its chair; the inspection committee elects its own deputy chairs.
    """

    held_on: Day | None = None
    opened_at: TimeOfDay | None = None
    closed_at: TimeOfDay | None = None
    venue: Line | None = None
    convened_by: Person | None = None
    """Whom the presidium named to call the committee together (triệu tập viên)."""
    presided_by: Person | None = None
    secretary: Person | None = None
    tellers: Organ | None = None
    summoned: Count | None = None
    present: Count | None = None
    guests: Annotated[tuple[Person, ...], Field(max_length=50)] = ()
    programme: Annotated[tuple[Line, ...], Field(max_length=40)] = ()
    programme_adopted: HandVote | None = None
    steps: Annotated[tuple[Step, ...], Field(max_length=60)] = ()
    elections: Annotated[tuple[Election, ...], Field(max_length=20)] = ()
