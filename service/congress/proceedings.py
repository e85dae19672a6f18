"""How a meeting went: its points, one after the other, with their votes by show of hands."""

from __future__ import annotations

from service.congress.people import HandVote
from service.congress.shape import Line, Paragraph, Shape


class Step(Shape):
    """One point of the order of business as it went (HD 38/HD-TLĐ 7.6), in the order of the minutes."""

    title: Line
    text: Paragraph | None = None
    vote: HandVote | None = None
