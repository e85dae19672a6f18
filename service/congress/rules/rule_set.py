"""
Rule sets (bộ quy định): what the charter and its guidance ask, as dated data.

Each is one TOML file in `service/congress/rulesets`; adding a set is adding a file. A table that a file leaves
out is a rule that is off under that set. A file that names a `base` is an overlay: it holds the tables that differ,
each as a whole, and everything else is as in the base.

* RuleSetError
  - UnknownRuleSet    no file has that key
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Any

from pydantic import Field

from service.congress.rules.provisions import (
    Alternates,
    BallotCases,
    Business,
    Data,
    Electors,
    Form,
    Goals,
    HonoraryShare,
    InspectionRule,
    Label,
    LevelShares,
    Provision,
    Requests,
    Retention,
    RoundCap,
    SessionCap,
    Share,
    StandingRule,
    Surplus,
    TermLength,
    Threshold,
    TimeLimit,
    Words,
)
from service.congress.rules.table import Table

__all__ = [
    "Provision",
    "RuleSet",
    "RuleSetError",
    "Share",
    "Threshold",
    "UnknownRuleSet",
    "Words",
    "load_rule_set",
    "read_folder",
    "read_rule_set",
    "rule_sets",
]

_OF_ITS_OWN = frozenset({"key", "title", "valid_from", "valid_to", "base"})
"""What an overlay never takes from its base."""

_BEFORE = "Chưa xác minh, tạm theo quy định trước: "
"""What stands before the article of a provision that was taken over unread."""

_KEPT_BASE = "#: "
"""How the lines of the base stand at the end of the source of an overlay, so that it can be read alone."""


class RuleSetError(Exception):
    """A rule set is not as asked."""


class UnknownRuleSet(RuleSetError):
    """No rule set has that key."""


class RuleSet(Data):
    """One charter with its guidance, in force from `valid_from` to `valid_to` (both included; nothing is open)."""

    key: Annotated[str, Field(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$")]
    title: Words
    valid_from: dt.date
    valid_to: dt.date | None = None
    base: str | None = None
    """The key of the set that this one overlays."""
    sources: tuple[str, ...]
    unconfirmed: Words | None = None
    """Why nothing that this set takes from its base may refuse: its own text is not on file."""
    quorum: Threshold | None = None
    form: Form | None = None
    guests: LevelShares | None = None
    composition: Provision | None = None
    appointed_share: Share | None = None
    delegate_caps: Table | None = None
    sessions: SessionCap | None = None
    business: Business | None = None
    presidium: HonoraryShare | None = None
    term_length: TermLength | None = None
    ordinals: Provision | None = None
    election: Threshold
    seats_vote: Provision | None = None
    requests: Requests | None = None
    tie: Provision
    vacancy: Provision | None = None
    rounds: RoundCap | None = None
    surplus: Surplus | None = None
    alternates: Alternates | None = None
    ballot_cases: BallotCases | None = None
    ballot_retention: Retention | None = None
    tellers: Provision | None = None
    tellers_name: Label
    electors: Electors | None = None
    chair_election: Provision | None = None
    direct_chair: Provision | None = None
    appointment: Provision | None = None
    committee_sizes: Table | None = None
    standing_committee: StandingRule | None = None
    inspection_sizes: Table | None = None
    inspection_committee: InspectionRule | None = None
    goals: Goals | None = None
    recognition_sent: TimeLimit | None = None
    """From the first conference until the dossier is sent."""
    recognition_decided: TimeLimit | None = None
    """From a full dossier until the upper union decides."""
    source: Annotated[bytes, Field(repr=False)]
    """
    The file as it stands, to be kept with the papers that were checked by it; an overlay with its base as comments
    at its end, so that it says everything alone.
    """

    @property
    def provisions(self) -> Mapping[str, Provision]:
        """Every provision that this set has, by its name, in the order of a congress."""
        return {name: value for name, value in self if isinstance(value, Provision)}

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


def read_rule_set(source: bytes, *, bases: Mapping[str, bytes] = {}) -> RuleSet:
    """
    The rule set written in `source` (TOML, UTF-8); ValueError when it is not one.

    `bases` are the sources an overlay may rest on, by key; UnknownRuleSet when its base is neither there nor kept in
    the source itself.
    """
    held, whole = _held(source, bases)
    return RuleSet.model_validate({**held, "source": whole})


def _held(source: bytes, bases: Mapping[str, bytes]) -> tuple[dict[str, Any], bytes]:
    """What is written in a source and in its bases, and the source with its bases."""
    held = tomllib.loads(source.decode())
    base = held.get("base")
    if base is None:
        return held, source
    kept = _kept_base(source)
    # Without itself among the bases, a circle of overlays ends as a base that is not there.
    others = {key: other for key, other in bases.items() if key != held.get("key")}
    below = kept or others.get(base)
    if below is None:
        raise UnknownRuleSet(base)
    under, whole = _held(below, others)
    taken = {name: value for name, value in under.items() if name not in _OF_ITS_OWN}
    if "unconfirmed" in held:
        taken = {name: _doubted(value) for name, value in taken.items()}
    return {**taken, **held}, source if kept else source.rstrip() + b"\n\n" + _as_kept(whole)


def _doubted(value: Any) -> Any:
    """A provision of an older charter under one that nobody has read: it warns; what waits by logic still waits."""
    if not isinstance(value, dict) or "evidence" not in value:
        return value
    if (value["evidence"], value["severity"]) == ("D", "wait"):
        return value
    doubted = {**value, "evidence": "M", "severity": "warning", "article": _BEFORE + value["article"]}
    if "lines" in value:
        doubted["lines"] = [
            {name: held for name, held in line.items() if name != "severity"} for line in value["lines"]
        ]
    return doubted


def _as_kept(base: bytes) -> bytes:
    return "".join(f"{_KEPT_BASE}{line}\n" for line in base.decode().splitlines()).encode()


def _kept_base(source: bytes) -> bytes | None:
    kept = [
        line.removeprefix(_KEPT_BASE) for line in source.decode().splitlines() if line.startswith(_KEPT_BASE)
    ]
    return "".join(f"{line}\n" for line in kept).encode() or None


def read_folder(folder: Traversable) -> tuple[RuleSet, ...]:
    """Every rule set in a folder, the oldest first; raises as `read_rule_set`."""
    sources = [file.read_bytes() for file in folder.iterdir() if file.name.endswith(".toml")]
    bases = {str(tomllib.loads(source.decode()).get("key")): source for source in sources}
    found = [read_rule_set(source, bases=bases) for source in sources]
    return tuple(sorted(found, key=lambda rule_set: (rule_set.valid_from, rule_set.key)))


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Every rule set there is, the oldest first."""
    return read_folder(files("service.congress") / "rulesets")


def load_rule_set(key: str) -> RuleSet:
    """The rule set with that key; UnknownRuleSet when there is none."""
    for rule_set in rule_sets():
        if rule_set.key == key:
            return rule_set
    raise UnknownRuleSet(key)
