"""What the congress judged of the outgoing term, and what it resolved for the new one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.congress.people import HandVote
from service.congress.shape import Day, Line, Paragraph, Shape

Comparator = Literal["=", ">", ">=", "<=", "~", "grade"]
"""Đúng; trên; từ … trở lên; không quá; khoảng; an ordinal grade or better (`hoàn thành tốt trở lên`)."""


class Achievement(Shape):
    """A result of the outgoing term, with its figure when there is one (đồng, %, người)."""

    text: Paragraph
    comparator: Comparator | None = None
    value: Annotated[int, Field(ge=0, le=10**15)] | None = None
    unit: Line | None = None


class Target(Shape):
    """
    A target (chỉ tiêu) of the new term.

    `phrase` is what is printed when the writer wants other words than those made from comparator, value and
    unit. `grade` goes with the comparator `grade`. `part_of` is the number (from 1) of the target this one is
    a share of.
    """

    subject: Paragraph
    comparator: Comparator | None = None
    value: Annotated[int, Field(ge=0, le=10**15)] | None = None
    unit: Line | None = None
    grade: Line | None = None
    cadence: Literal["term", "yearly"] | None = None
    base: Line | None = None
    part_of: Annotated[int, Field(ge=1, le=200)] | None = None
    phrase: Line | None = None


class Assessment(Shape):
    """The outgoing term as the congress judged it."""

    results: Annotated[tuple[Achievement, ...], Field(max_length=60)] = ()
    limits: Annotated[tuple[Paragraph, ...], Field(max_length=60)] = ()
    lessons: Annotated[tuple[Paragraph, ...], Field(max_length=60)] = ()


class Resolution(Shape):
    """What the congress resolved."""

    heard: Annotated[tuple[Paragraph, ...], Field(max_length=20)] = ()
    goals: Annotated[tuple[Paragraph, ...], Field(max_length=40)] = ()
    targets: Annotated[tuple[Target, ...], Field(max_length=100)] = ()
    tasks: Annotated[tuple[Paragraph, ...], Field(max_length=100)] = ()
    adopted: HandVote | None = None
    adopted_on: Day | None = None
