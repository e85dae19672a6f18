"""
What the desk is told and what it answers.

* DraftRefused
  - NoSuchDraft    there is none, or none that the account may see
  - DraftMoved     somebody saved in between: what is handed in must be what was looked at
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.catalog import DraftRecord
from service.congress.finding import Finding
from service.congress.model import Congress
from service.congress.rules import RuleSet
from service.documents.plan import Plan
from service.intake.drafts.chain import Json
from service.intake.drafts.merging import Clash, Side
from service.intake.drafts.pasted import Pasted


class DraftRefused(Exception):
    """Nothing was done."""

    retryable = False


class NoSuchDraft(DraftRefused):
    """There is no such draft, or the account may not see it."""


class DraftMoved(DraftRefused):
    """The draft is at another version than the one that was looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDraft:
    """A draft and what its newest version says."""

    record: DraftRecord
    document: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """The draft as it is now; `changed` when there was anything to save."""

    record: DraftRecord
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clashed:
    """Nothing was saved: somebody else changed the same places; `record` says who and when."""

    record: DraftRecord
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """
    What came from a page: fields by name, and the version that the page showed.

    `add` and `remove` name an item; `choices` settle clashes with version `seen`; `pasted` are rows that are written after the fields.
    """

    fields: Mapping[str, str]
    on: int
    add: str = ""
    remove: str = ""
    pasted: tuple[Pasted, ...] = ()
    choices: Mapping[str, Side]
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """
    What is wrong with a draft, and which papers can be made of it.

    `congress` is what is sound of it; it is whole, and may be handed in, when `is_acceptable`.
    """

    findings: tuple[Finding, ...]
    plan: Plan | None
    congress: Congress | None
    rule_set: RuleSet
    is_acceptable: bool

    def of(self, severity: str) -> tuple[Finding, ...]:
        """The findings of that severity."""
        return tuple(found for found in self.findings if found.severity == severity)
