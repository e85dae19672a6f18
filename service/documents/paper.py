"""One paper that a congress owes, and what keeps it from being made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from service.congress.finding import Finding

Kind = Literal[
    "resolution",
    "minutes",
    "election_result",
    "credential",
    "ballot",
    "summons",
    "programme",
    "rules",
    "report",
    "biography",
    "recognition",
    "notice",
    "extract",
    "register",
]
State = Literal["ready", "lacking", "waiting"]
"""Data complete; data missing; complete, but the congress has something to decide first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """A missing datum: its JSON pointer into the congress data, and a sentence in each language."""

    pointer: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPaper:
    """
    A paper owed.

    `template` and `subject` together name it within one congress and do not change when more data comes in:
    "" for a paper of the whole congress, "executive_committee/1" (office and round), "card/0007" (number of the
    card). `source` is the JSON pointer of the datum it is about, "" for the whole congress. `originals` is how many are
    signed, of a ballot how many are printed.
    """

    template: str
    kind: Kind
    subject: str = ""
    source: str = ""
    title: str
    title_en: str
    symbol: str
    originals: int
    state: State
    beside: tuple[PlannedPaper, ...] = ()
    """The other papers of its plan, for a paper that copies or lists them."""
    lacks: tuple[Lack, ...] = ()
    waits: tuple[Finding, ...] = ()
