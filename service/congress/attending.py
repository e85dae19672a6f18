"""Who was there, and who they are: the count in the hall, and the reports on the delegates or the members."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.congress.people import HandVote, Person
from service.congress.shape import Count, Day, FullName, Line, Paragraph, Shape, TimeOfDay


class Attendance(Shape):
    """Who was summoned and who was counted in the hall."""

    summoned: Count | None = None
    present: Count | None = None
    absent_with_leave: Count | None = None
    absent_without_leave: Count | None = None
    members_represented: Count | None = None
    guests: Count | None = None


class Group(Shape):
    """One line of a breakdown: how many of the delegates belong to it."""

    label: Line
    count: Count
    percent: Line | None = None
    """The percent as somebody wrote it (`55,48%`); compared with the count, never printed."""


class Breakdown(Shape):
    """Delegates counted by one trait; `whole` says that every delegate is in exactly one group."""

    title: Line
    whole: bool
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=30)]


class Refusal(Shape):
    """A person whose credentials were not accepted, and why."""

    full_name: FullName
    reason: Line


class Credentials(Shape):
    """What the credentials committee found (thẩm tra tư cách đại biểu)."""

    reported_on: Day | None = None
    reported_at: TimeOfDay | None = None
    base: Literal["present", "summoned"] = "present"
    """Which count the breakdowns add up to; every percent is printed with it."""
    ex_officio: Count | None = None
    elected: Count | None = None
    appointed: Count | None = None
    breakdowns: Annotated[tuple[Breakdown, ...], Field(max_length=30)] = ()
    oldest: Person | None = None
    youngest: Person | None = None
    complaints: Paragraph | None = None
    qualified: Count | None = None
    not_qualified: tuple[Refusal, ...] = ()
    adopted: HandVote | None = None


class Membership(Shape):
    """
    The members, as the outgoing committee reports on them to a plenary congress (báo cáo tình hình đoàn viên).

    It takes the place of the credentials report where all members meet.
    """

    reported_on: Day | None = None
    reported_at: TimeOfDay | None = None
    base: Literal["members", "summoned", "present"] = "members"
    """Which count the breakdowns add up to; every percent is printed with it."""
    groups: Count | None = None
    """Union groups (tổ công đoàn, công đoàn bộ phận)."""
    admitted: Count | None = None
    """Members taken in during the outgoing term."""
    left: Count | None = None
    """Members who left during the outgoing term."""
    party_admitted: Count | None = None
    """Members whom the Party took in during the outgoing term."""
    breakdowns: Annotated[tuple[Breakdown, ...], Field(max_length=30)] = ()
    oldest: Person | None = None
    youngest: Person | None = None
    complaints: Paragraph | None = None
    not_entitled: tuple[Refusal, ...] = ()
    """Members who may not take part, and why."""
    adopted: HandVote | None = None
