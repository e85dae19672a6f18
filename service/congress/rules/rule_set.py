"""
Rule sets (bộ quy định): what the charter and its guidance ask, as dated data.

Each is one TOML file in `service/congress/rulesets`; adding a set is adding a file. A table that a file leaves
out is a rule that is off under that set.

* RuleSetError
  - UnknownRuleSet    no file has that key
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from service.congress.finding import Finding, Severity
from service.congress.people import Level

Base = Literal["summoned", "present", "issued", "collected", "valid"]
"""What a share is a share of: triệu tập, có mặt, phát ra, thu về, hợp lệ."""

Ratio = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(gt=0)]]


class RuleSetError(Exception):
    """A rule set is not as asked."""


class UnknownRuleSet(RuleSetError):
    """No rule set has that key."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Provision(_Data):
    """What the regulation says on one matter: where, how sure we are of it, and what a breach means."""

    article: str
    evidence: Literal["V", "S", "P", "D", "M"]
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
        part, whole = self.ratio
        return part * bases[self.base] // whole


class RoundCap(Provision):
    """The most rounds an election may take."""

    most: Annotated[int, Field(ge=1)]


class TermLength(Provision):
    """How long a term is, and by how many months the upper union may shift its end."""

    years: int
    shift_months: int


class Words(_Data):
    """The same in both languages, for people."""

    vi: str
    en: str


class Line(_Data):
    """Bounds for one level and one range of members, both ends included; `members_to` of nothing is open."""

    level: Level
    members_from: int = 0
    members_to: int | None = None
    least: int = 1
    most: int
    severity: Severity | None = None
    """Softer than that of the table, when a fact outside the data may lift this bound."""
    note: Words | None = None

    def covers(self, level: Level, members: int) -> bool:
        """Whether an organisation of that level with so many members falls under this line."""
        return (
            level == self.level
            and self.members_from <= members
            and (self.members_to is None or members <= self.members_to)
        )


class Table(Provision):
    """Bounds by level and members."""

    lines: tuple[Line, ...]

    def lines_for(self, level: Level, members: int) -> Iterator[Line]:
        """The lines that an organisation falls under, those that bind hardest first."""
        found = [line for line in self.lines if line.covers(level, members)]
        return iter(sorted(found, key=lambda line: (line.severity or self.severity) != "error"))


class RuleSet(_Data):
    """One charter with its guidance, in force from `valid_from` to `valid_to` (both included; nothing is open)."""

    key: Annotated[str, Field(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$")]
    title: Words
    valid_from: dt.date
    valid_to: dt.date | None = None
    sources: tuple[str, ...]
    quorum: Threshold | None = None
    election: Threshold
    tie: Provision
    rounds: RoundCap | None = None
    tellers: Provision | None = None
    composition: Provision | None = None
    appointed_share: Share | None = None
    term_length: TermLength | None = None
    delegate_caps: Table | None = None
    committee_sizes: Table | None = None
    source: Annotated[bytes, Field(repr=False)]
    """The file as it stands, to be kept with the papers that were checked by it."""

    @property
    def sha256(self) -> str:
        """The digest of `source`, in hexadecimal."""
        return hashlib.sha256(self.source).hexdigest()

    def is_in_force(self, day: dt.date) -> bool:
        """Whether `day` lies within the validity of this set."""
        return self.days_from(day) == 0

    def days_from(self, day: dt.date) -> int:
        """How many days lie between `day` and the validity of this set; 0 when it is in force."""
        if day < self.valid_from:
            return (self.valid_from - day).days
        return max(0, (day - self.valid_to).days) if self.valid_to else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The rule set for a congress, with a warning when it was chosen for want of a better one."""

    rule_set: RuleSet
    finding: Finding | None = None


def read_rule_set(source: bytes) -> RuleSet:
    """The rule set written in `source` (TOML, UTF-8); ValueError when it is not one."""
    return RuleSet.model_validate({**tomllib.loads(source.decode()), "source": source})


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Every rule set there is, the oldest first."""
    folder = files("service.congress") / "rulesets"
    found = [read_rule_set(file.read_bytes()) for file in folder.iterdir() if file.name.endswith(".toml")]
    return tuple(sorted(found, key=lambda rule_set: (rule_set.valid_from, rule_set.key)))


def load_rule_set(key: str) -> RuleSet:
    """The rule set with that key; UnknownRuleSet when there is none."""
    for rule_set in rule_sets():
        if rule_set.key == key:
            return rule_set
    raise UnknownRuleSet(key)


def rule_set_for(opened_on: dt.date | None, *, among: tuple[RuleSet, ...] | None = None) -> Chosen:
    """
    The rule set in force on the opening day; of several the youngest, so that an overlay goes before what it overlays.

    Without a day it is the youngest set, outside every validity the nearest one, each with a warning that says so.
    """
    known = rule_sets() if among is None else among
    if opened_on is None:
        return Chosen(rule_set=known[-1], finding=_no_date(known[-1]))
    day = opened_on
    nearest = min(reversed(known), key=lambda rule_set: rule_set.days_from(day))
    if nearest.is_in_force(day):
        return Chosen(rule_set=nearest)
    return Chosen(rule_set=nearest, finding=_none_in_force(nearest))


def _no_date(rule_set: RuleSet) -> Finding:
    return Finding(
        code="rule_set.no_date",
        pointer="/opened_on",
        severity="warning",
        vi=f"Chưa có ngày khai mạc nên tạm kiểm tra theo {rule_set.title.vi}; hãy nhập ngày khai mạc.",
        en=f"There is no opening date, so the check uses {rule_set.title.en} for now; enter the opening date.",
        rule_set=rule_set.key,
    )


def _none_in_force(rule_set: RuleSet) -> Finding:
    return Finding(
        code="rule_set.none_in_force",
        pointer="/opened_on",
        severity="warning",
        vi=f"Chưa có bộ quy định nào có hiệu lực vào ngày khai mạc; đã kiểm tra theo bộ gần nhất là "
        f"{rule_set.title.vi}. Hãy đối chiếu kết quả với quy định hiện hành.",
        en=f"No rule set on file was in force on the opening date; the nearest one was used: {rule_set.title.en}. "
        f"Compare the results with the regulation in force.",
        rule_set=rule_set.key,
    )
