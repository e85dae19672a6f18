"""What a rule set is made of: provisions, each with its article, how sure we are of it, and what a breach means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from service.congress.finding import Severity
from service.congress.people import Level

Base = Literal["summoned", "present", "issued", "collected", "valid"]
"""What a share is a share of: triệu tập, có mặt, phát ra, thu về, hợp lệ."""

Ratio = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(gt=0)]]

Evidence = Literal["V", "S", "P", "D", "M"]
"""Read in the text; secondary text; practice; derived by logic; from memory, not confirmed."""

Elector = Literal["congress", "committee", "inspection_committee"]
"""Who elects: the congress, the first conference of the executive committee, that of the inspection committee."""

Body = Literal[
    "executive_committee",
    "chair",
    "standing_committee",
    "deputy_chair",
    "inspection_committee",
    "inspection_chair",
    "inspection_deputy_chair",
    "upper_delegates",
    "upper_alternates",
]


class Data(BaseModel):
    """A frozen value read from a file; a word that is not known is refused, for it would be a rule silently off."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Data):
    """The same in both languages, for people."""

    vi: str
    en: str


class Provision(Data):
    """What the regulation says on one matter: where, how sure we are of it, and what a breach means."""

    article: str
    evidence: Evidence
    severity: Severity

    @model_validator(mode="after")
    def _is_no_stronger_than_its_evidence(self) -> Self:
        if self.evidence == "M" and self.severity != "warning":
            raise ValueError("a provision known from memory only may warn, not more")
        return self


class Threshold(Provision):
    """At least (or, when strict, more than) a ratio of a named base."""

    base: Base
    ratio: Ratio
    strict: bool

    def is_met(self, votes: int, bases: Mapping[str, int]) -> bool:
        """Whether `votes` reach the threshold, in integers; KeyError when the base is not among `bases`."""
        return votes >= self.needed(bases)

    def needed(self, bases: Mapping[str, int]) -> int:
        """The fewest votes (or heads) that reach the threshold."""
        part, whole = self.ratio
        whole_votes, rest = divmod(part * bases[self.base], whole)
        return whole_votes + (1 if self.strict or rest else 0)


class Share(Provision):
    """At most a ratio of a named base."""

    base: Base
    ratio: Ratio

    def most(self, bases: Mapping[str, int]) -> int:
        """The most that is allowed; KeyError when the base is not among `bases`."""
        return most_of(self.ratio, bases[self.base])


class RoundCap(Provision):
    """The most rounds an election may take."""

    most: Annotated[int, Field(ge=1)]


class TermLength(Provision):
    """How long a term is, and by how many months the upper union may shift its end; nothing: no limit was read."""

    years: int
    shift_months: int | None = None
    follows_upper: bool = False
    """Whether the term of a lower union is adjusted to that of the upper one."""
    joined_below_months: int | None = None
    """A first term that would be shorter than so many months takes in the next term of the upper union too."""


class Form(Provision):
    """From how many members on a union of that level holds a congress of delegates."""

    level: Level
    delegates_from: int


class LevelShare(Data):
    """At most a ratio, for one level."""

    level: Level
    ratio: Ratio


class LevelShares(Provision):
    """At most a ratio of a named base, by level; a level that is not named has no bound."""

    base: Base
    lines: tuple[LevelShare, ...]

    def ratio_for(self, level: Level) -> Ratio | None:
        """The ratio for that level."""
        return next((line.ratio for line in self.lines if line.level == level), None)


class StandingRule(Provision):
    """A standing committee is there only from `committee_from` members of the executive committee, as a share of it."""

    committee_from: int
    ratio: Ratio | None = None


class InspectionRule(Provision):
    """The share of the inspection committee that also sits on the executive committee; who has one at all."""

    ratio: Ratio
    members_from: int = 0


class Goal(Data):
    """A group that should be at least this share of the executive committee."""

    group: Literal["women", "under_40"]
    ratio: Ratio


class Goals(Provision):
    """What the committee should look like: reported on, and never in the way."""

    lines: tuple[Goal, ...]


class Surplus(Provision):
    """By what ratio of the seats a list should, and may, be longer than the seats; nothing where no text says."""

    least: Ratio | None = None
    most: Ratio | None = None


class Alternates(Provision):
    """How alternates may come out: by a ballot of their own, or as the next highest of the ballot for delegates."""

    ways: tuple[Literal["separate_ballot", "next_highest"], ...]


class Requests(Provision):
    """Who decides on those who ask to be put on the list of candidates or to be taken off it."""

    decided_by: tuple[Literal["presidium", "congress"], ...]


class HonoraryShare(Provision):
    """The presidium are official delegates, but for this share of honorary members."""

    ratio: Ratio


class SessionsAt(Data):
    """The most sessions (buổi) at one level."""

    level: Level
    most: Annotated[int, Field(ge=1)]


class SessionCap(Provision):
    """How many sessions a congress may take, by level; a level that is not named has no bound."""

    lines: tuple[SessionsAt, ...]

    def most_for(self, level: Level) -> int | None:
        """The most sessions at that level."""
        return next((line.most for line in self.lines if line.level == level), None)


class Point(Data):
    """One point of the order of business; `words` are phrases, folded, one of which stands in the title of its step."""

    title: Words
    words: tuple[str, ...]


class Business(Provision):
    """The order of business of a congress, point by point."""

    points: tuple[Point, ...]


class BallotCase(Data):
    """One way of marking a ballot, and how it is counted."""

    case: Words
    counts: Literal["invalid", "valid", "against", "not_struck"]
    evidence: Evidence


class BallotCases(Provision):
    """How doubtful ballots are counted."""

    cases: tuple[BallotCase, ...]


class Retention(Provision):
    """How long the ballots are kept, sealed with the minutes of the count."""

    months: int


class TimeLimit(Provision):
    """How long something may take, in working days or in days as the calendar has them."""

    days: Annotated[int, Field(ge=1)]
    counted: Literal["working_days", "days"]


class Electors(Provision):
    """Who elects which body or office."""

    bodies: Mapping[Body, tuple[Elector, ...]]
    chair_by_congress_at: tuple[Level, ...] = ()
    """The levels where the congress may elect the chair itself; empty: no text says."""


class Label(Provision):
    """What the papers call something."""

    text: str


def most_of(ratio: Ratio, base: int) -> int:
    """The greatest whole number within `ratio` of `base`."""
    part, whole = ratio
    return part * base // whole
