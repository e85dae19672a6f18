"""
A congress (đại hội) as data: the one shape that JSON, workbook and form are read into.

Almost everything may be missing, because a congress is filled in bit by bit; nothing missing is ever
guessed. Which paper needs what is the business of `service.documents`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from service.congress.afterwards import Extract, Notice, Recognition
from service.congress.ballots import Election
from service.congress.conferences import Conference, ConferenceName
from service.congress.gathering import Convening, ProgrammeItem
from service.congress.people import (
    Delegate,
    Guest,
    HandVote,
    Organ,
    Organisation,
    Person,
    StaffMember,
    Term,
)
from service.congress.proceedings import Step
from service.congress.shape import Count, FullName, Line, Name, Paragraph, Shape

FORMAT: Literal["vankien/congress/1"] = "vankien/congress/1"

UNION = "union"
"""The pack that is built in."""

Comparator = Literal["=", ">", ">=", "<=", "~", "grade"]
"""Đúng; trên; từ … trở lên; không quá; khoảng; an ordinal grade or better (`hoàn thành tốt trở lên`)."""

MarkKind = Literal[
    "resolution",
    "minutes",
    "credential",
    "election_result",
    "conference_minutes",
    "conference_count",
    "recognition_proposal",
    "recognition_decision",
    "notice",
    "extract",
    "membership_report",
    "summons",
    "invitation",
    "programme",
]
"""Papers that get a number; named as their templates, `credential` being the credentials report."""

Ordinal = Annotated[int, Field(ge=1, le=200)]

Formation = Literal["new", "merged_same_name", "merged_new_name", "split", "reclassified"]
"""What the union came from since the last congress: new; merged, with the name of one of them or a new one; split off;
raised or lowered to another level. It says how congresses are counted on."""


class Session(Shape):
    """A sitting (phiên trù bị, phiên chính thức) on one day, local time."""

    kind: Literal["preparatory", "official"] = "official"
    held_on: dt.date
    opened_at: dt.time | None = None
    closed_at: dt.time | None = None


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

    reported_on: dt.date | None = None
    reported_at: dt.time | None = None
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

    reported_on: dt.date | None = None
    reported_at: dt.time | None = None
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
    requested_on: dt.date | None = None
    decided_by: Line | None = None
    decided_on: dt.date | None = None
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
    decided_on: dt.date | None = None
    members: Annotated[tuple[Person, ...], Field(max_length=400)] = ()
    """Whom it names, where the body itself is not listed elsewhere."""


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
    adopted_on: dt.date | None = None


class Mark(Shape):
    """
    Number and date given to one paper at signing; both stay blank on the paper until then.

    A count is named by `election` and `round`, a paper of a conference by `conference`, an extract by its place; all
    count from 1.
    """

    kind: MarkKind
    conference: ConferenceName | None = None
    election: Annotated[int, Field(ge=1, le=50)] | None = None
    round: Annotated[int, Field(ge=1, le=5)] | None = None
    extract: Annotated[int, Field(ge=1, le=20)] | None = None
    number: Annotated[int, Field(ge=1, le=99_999)] | None = None
    issued_on: dt.date | None = None


class Provenance(Shape):
    """Where the data comes from; JSON pointers of what was inferred or invented."""

    source: Paragraph
    inferred: tuple[Line, ...] = ()
    invented: tuple[Line, ...] = ()


class Congress(Shape):
    """One congress of one organisation for one term, as far as it is known."""

    format: Literal["vankien/congress/1"]
    reason: Paragraph | None = None
    """Why this edition corrects an earlier one."""
    provenance: Provenance | None = None
    pack: Name = UNION
    """Which kind of body this is: whose rules and papers it has."""
    organisation: Organisation
    term: Term
    outgoing_term: Term | None = None
    outgoing_ordinal: Ordinal | None = None
    """Khóa of the committee that reports on the outgoing term."""
    upper_term: Term | None = None
    """The term of the upper union, to which that of a lower union is adjusted."""
    formation: Formation | None = None
    establishment: Literal["congress", "appointed"] | None = None
    """How the new bodies come about; `appointed`: a new or merged union whose upper union names them, without a vote."""
    appointments: Annotated[tuple[Appointment, ...], Field(max_length=20)] = ()
    ordinal: Ordinal | None = None
    """Lần thứ: the fifth congress is 5, printed V."""
    form: Literal["plenary", "delegates"] | None = None
    opened_on: dt.date | None = None
    closed_on: dt.date | None = None
    venue: Line | None = None
    motto: Line | None = None
    sessions: Annotated[tuple[Session, ...], Field(max_length=10)] = ()
    attendance: Attendance = Attendance()
    convening: Convening | None = None
    programme: Annotated[tuple[ProgrammeItem, ...], Field(max_length=100)] = ()
    delegates: Annotated[tuple[Delegate, ...], Field(max_length=5_000)] = ()
    alternate_delegates: Annotated[tuple[Delegate, ...], Field(max_length=1_000)] = ()
    """Alternates (đại biểu dự khuyết) who take part without a vote; one who steps in is listed among the delegates."""
    guests: Annotated[tuple[Guest, ...], Field(max_length=2_000)] = ()
    staff: Annotated[tuple[StaffMember, ...], Field(max_length=1_000)] = ()
    presidium: Organ | None = None
    secretariat: Organ | None = None
    credentials_committee: Organ | None = None
    tellers: Organ | None = None
    credentials: Credentials | None = None
    membership: Membership | None = None
    elections: Annotated[tuple[Election, ...], Field(max_length=20)] = ()
    executive_committee: ExecutiveCommittee | None = None
    inspection_committee: InspectionCommittee | None = None
    upper_delegation: UpperDelegation | None = None
    assessment: Assessment = Assessment()
    resolution: Resolution = Resolution()
    minutes: Minutes = Minutes()
    first_conference: Conference | None = None
    """Of the executive committee."""
    inspection_conference: Conference | None = None
    """Of the inspection committee."""
    recognition: Recognition | None = None
    notice: Notice | None = None
    extracts: Annotated[tuple[Extract, ...], Field(max_length=20)] = ()
    marks: Annotated[tuple[Mark, ...], Field(max_length=60)] = ()

    @property
    def place(self) -> str | None:
        """The place name of the date line."""
        return self.organisation.place or self.organisation.province
