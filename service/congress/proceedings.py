"""How a meeting went: its points, one after the other, with their votes by show of hands."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from service.congress.people import HandVote
from service.congress.shape import Line, Paragraph, Shape


class Step(Shape):
    """One point of the order of business as it went (HD 38/HD-TLĐ 7.6), in the order of the minutes."""

    title: Line
    session: Annotated[int, Field(ge=1, le=10)] | None = None
    """The number (from 1) of the session it belongs to, where there are several."""
    presenter: Line | None = None
    text: Paragraph | None = None
    vote: HandVote | None = None
