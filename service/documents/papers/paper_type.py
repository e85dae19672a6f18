"""What every type of paper says of itself, so that adding one is adding a module."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from service.congress.model import Congress
from service.congress.people import Organ
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.fact import Fact
from service.documents.fields.letterhead import Fields
from service.documents.paper import Lack, PlannedPaper

Signers = tuple[tuple[str, str], ...]
"""Who signs, left to right: (capacity, name)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """
    One paper that the data says is owed; the subject, source and state of `PlannedPaper`.

    `detail` goes behind the template's title, in Vietnamese and in English. `waits_at` are the places (JSON pointers)
    whose open decisions keep the paper waiting. `originals` is how many are made, where the manifest cannot know it.
    """

    subject: str = ""
    source: str = ""
    detail: tuple[str, str] = ("", "")
    lacks: tuple[Lack, ...] = ()
    waits_at: tuple[str, ...] = ()
    originals: int | None = None


def _nobody(_paper: PlannedPaper, _congress: Congress) -> Signers:
    return ()


def _as_its_template_says(_paper: PlannedPaper, _congress: Congress) -> tuple[str, ...] | None:
    return None


def _nothing_more(_paper: PlannedPaper, _congress: Congress, _rule_set: RuleSet) -> tuple[Fact, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperType:
    """
    One type of paper: `template` names its Word template and its published fields.

    `owed` lists the papers of this type that a congress owes, always in the same order; `fields` makes the values of
    one of them; `stem` is its file name without ending, unique among the papers of its kind. `is_prose` papers are found
    by their whole text, others by the words of their head alone. One that `looks_beside` copies or lists the other
    papers of its plan.

    `in_order` names published fields that every paper of the type must show, in the order in which they begin: heading,
    body, signatures. A template that leaves one out, or puts one in the place of another, does not agree.

    `as_read` says the same of every value, and stricter: behind the whole of all before it, a list entry by entry. It is
    for papers whose form is set, where a column left out or prose in the place of prose makes another paper.

    `facts` says what the type prints besides what every paper does, and how to read it back: the finished paper is
    compared with the data before it is sealed. A type that declares nothing more is still held to its values.

    `receivers` are those the paper itself names (Nơi nhận); where it names none, the manifest of the templates says
    where papers of the type go.
    """

    template: str
    owed: Callable[[Congress], Iterable[Owed]]
    fields: Callable[[PlannedPaper, Congress, RuleSet], Fields]
    stem: Callable[[PlannedPaper], str]
    signers: Callable[[PlannedPaper, Congress], Signers] = _nobody
    is_prose: bool = True
    in_order: tuple[str, ...] = ()
    as_read: tuple[str, ...] = ()
    looks_beside: bool = False
    facts: Callable[[PlannedPaper, Congress, RuleSet], Iterable[Fact]] = _nothing_more
    receivers: Callable[[PlannedPaper, Congress], Sequence[str] | None] = _as_its_template_says


def named(stem: str) -> Callable[[PlannedPaper], str]:
    """The same file name for every paper of a type of which a congress has one."""
    return lambda _paper: stem


def signed_by(*capacities: tuple[str, Organ | None]) -> Signers:
    """The heads of the organs, each in a capacity; an organ that is not known signs nothing yet."""
    return tuple((capacity, organ.head.full_name) for capacity, organ in capacities if organ)
