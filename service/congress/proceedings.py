"""How a meeting went: its sittings, and its points one after the other, with who spoke and their votes by show of hands."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.congress.people import HandVote
from service.congress.shape import Day, FullName, Line, Paragraph, Shape, TimeOfDay


class Step(Shape):
    """One point of the order of business as it went (HD 38/HD-TLĐ 7.6), in the order of the minutes."""

    title: Line
    session: Annotated[int, Field(ge=1, le=10)] | None = None
    """The number (from 1) of the session it belongs to, where there are several."""
    presenter: Line | None = None
    text: Paragraph | None = None
    vote: HandVote | None = None


class Session(Shape):
    """A sitting (phiên trù bị, phiên chính thức) on one day, local time."""

    kind: Literal["preparatory", "official"] = "official"
    held_on: Day
    opened_at: TimeOfDay | None = None
    closed_at: TimeOfDay | None = None


class Speech(Shape):
    """Somebody who spoke, and on what."""

    speaker: FullName
    position: Line | None = None
    text: Paragraph


class Minutes(Shape):
    """What the secretariat wrote down beyond the figures."""

    steps: Annotated[tuple[Step, ...], Field(max_length=60)] = ()
    discussion: Annotated[tuple[Speech, ...], Field(max_length=100)] = ()
    upper_union_speech: Speech | None = None
    originals: Annotated[int, Field(ge=1, le=50)] | None = None
    pages: Annotated[int, Field(ge=1, le=999)] | None = None
    """How many pages the signed minutes have; written by hand when not known."""
