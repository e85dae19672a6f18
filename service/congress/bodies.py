"""The bodies and offices of the new term, and those sent to the upper congress: elected, or appointed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.congress.people import Person, Term
from service.congress.shape import Count, Day, FullName, Line, Shape

Ordinal = Annotated[int, Field(ge=1, le=200)]


class StandingCommittee(Shape):
    """The standing committee (ban thường vụ), elected from the executive committee."""

    size: Annotated[int, Field(ge=1, le=200)] | None = None
    members: Annotated[tuple[Person, ...], Field(max_length=200)] = ()
    elected_by: Literal["congress", "committee"] | None = None


class InspectionCommittee(Shape):
    """The inspection committee (ủy ban kiểm tra)."""

    size: Annotated[int, Field(ge=1, le=200)] | None = None
    members: Annotated[tuple[Person, ...], Field(max_length=200)] = ()
    from_committee: Count | None = None
    """How many of its members also sit on the executive committee."""
    elected_by: Literal["congress", "committee"] | None = None
    chair: Person | None = None
    """Chủ nhiệm ủy ban kiểm tra."""
    deputy_chairs: Annotated[tuple[Person, ...], Field(max_length=20)] = ()


class ExecutiveCommittee(Shape):
    """The committee (ban chấp hành) that leads in the new term, as far as it is known."""

    ordinal: Ordinal | None = None
    """Khóa: the fifth committee is 5, printed V."""
    size: Annotated[int, Field(ge=1, le=400)] | None = None
    members: tuple[Person, ...] = ()
    chair: Person | None = None
    chair_elected_by: Literal["congress", "committee"] | None = None
    deputy_chairs: Annotated[tuple[Person, ...], Field(max_length=20)] = ()
    standing_committee: StandingCommittee | None = None


class Conversion(Shape):
    """
    An alternate who became an official delegate (chuyển dự khuyết thành chính thức), in the place of `replaces`.

    The committee that convenes the upper congress decides, at the request of the union that elected the alternate.
    """

    alternate: FullName
    replaces: FullName | None = None
    requested_on: Day | None = None
    decided_by: Line | None = None
    decided_on: Day | None = None
    number: Line | None = None
    """Number and symbol of the decision, as it is printed on it."""


class UpperDelegation(Shape):
    """Delegates sent to the congress of the upper union."""

    congress: Line
    term: Term | None = None
    official: Count
    alternates: Count = 0
    conversions: Annotated[tuple[Conversion, ...], Field(max_length=100)] = ()
    """Alternates who became official, in the order in which it was decided."""


class Appointment(Shape):
    """A decision of the upper union that appoints a body or an office (quyết định chỉ định), instead of an election."""

    body: Literal[
        "executive_committee", "chair", "standing_committee", "inspection_committee", "upper_delegates"
    ]
    decided_by: Line | None = None
    number: Line | None = None
    """Number and symbol of the decision, as it is printed on it."""
    decided_on: Day | None = None
    members: Annotated[tuple[Person, ...], Field(max_length=400)] = ()
    """Whom it names, where the body itself is not listed elsewhere."""
