"""How people are called to a congress, and what is to happen there."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.congress.afterwards import Signer
from service.congress.shape import Day, Line, Paragraph, Shape, TimeOfDay


class Convening(Shape):
    """Who calls the congress together, and what those who come must know (giấy triệu tập, giấy mời)."""

    signer: Signer | None = None
    """Who signs, for the outgoing committee."""
    on_behalf_of: Literal["executive_committee", "standing_committee"] = "executive_committee"
    """TM. Ban Chấp hành, or TM. Ban Thường vụ."""
    registration_on: Day | None = None
    """The day delegates are received, the opening day when nothing is said."""
    registration_at: TimeOfDay | None = None
    dress: Line | None = None
    papers_to_bring: Line | None = None
    contact: Line | None = None
    """Whom to ask: name, office and telephone."""
    notes: Paragraph | None = None


class ProgrammeItem(Shape):
    """One point of the programme (chương trình) as it is planned."""

    title: Line
    session: Annotated[int, Field(ge=1, le=10)] | None = None
    """The number (from 1) of the session it belongs to, where there are several."""
    starts_at: TimeOfDay | None = None
    in_charge: Line | None = None
