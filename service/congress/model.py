"""
A congress (đại hội) as data: the one shape that JSON, workbook and form are read into.

Almost everything may be missing, because a congress is filled in bit by bit; nothing missing is ever
guessed. Which paper needs what is the business of `service.documents`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.congress.afterwards import Extract, Notice, Recognition
from service.congress.attending import Attendance, Credentials, Membership
from service.congress.ballots import Election
from service.congress.bodies import (
    Appointment,
    ExecutiveCommittee,
    InspectionCommittee,
    Ordinal,
    UpperDelegation,
)
from service.congress.conferences import Conference, ConferenceName
from service.congress.gathering import Convening, ProgrammeItem
from service.congress.people import (
    Delegate,
    Guest,
    Organ,
    Organisation,
    StaffMember,
    Term,
)
from service.congress.proceedings import Minutes, Session
from service.congress.resolution import Assessment, Resolution
from service.congress.shape import Day, Line, Name, Paragraph, Shape

FORMAT: Literal["vankien/congress/1"] = "vankien/congress/1"

UNION = "union"
"""The pack that is built in."""

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
    "activity_report",
    "working_rules",
    "election_rules",
]
"""Papers that get a number; named as their templates, `credential` being the credentials report."""

Formation = Literal["new", "merged_same_name", "merged_new_name", "split", "reclassified"]
"""What the union came from since the last congress: new; merged, with the name of one of them or a new one; split off;
raised or lowered to another level. It says how congresses are counted on."""


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
    issued_on: Day | None = None


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
    opened_on: Day | None = None
    closed_on: Day | None = None
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
