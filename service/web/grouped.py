"""Papers of which there is one for each person or vote: shown as one line with a number, not one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Generic, Protocol, TypeVar

ALWAYS = ("credential_card", "summons", "invitation")
"""Union papers that are for each person, however few these are."""

FEW = 12
"""So many papers of one template are still listed one by one: the minutes of the votes, the extracts."""


class Titled(Protocol):
    """A paper, planned or made."""

    @property
    def template(self) -> str:
        """The Word template it is made with."""

    @property
    def title(self) -> str:
        """Its title in Vietnamese."""

    @property
    def title_en(self) -> str:
        """Its title in English."""


Paper = TypeVar("Paper", bound=Titled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Generic[Paper]):
    """Papers of one template; `title` is what their titles begin with alike, in Vietnamese and in English."""

    template: str
    title: tuple[str, str]
    papers: Sequence[Paper]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped(Generic[Paper]):
    """Those listed one by one, in their order, and the groups."""

    single: Sequence[Paper]
    groups: Sequence[Group[Paper]]


def grouped(papers: Iterable[Paper]) -> Grouped[Paper]:
    """The papers as a page shows them."""
    by_template: dict[str, list[Paper]] = {}
    held = list(papers)
    for one in held:
        by_template.setdefault(one.template, []).append(one)
    told = [name for name, alike in by_template.items() if name in ALWAYS or len(alike) > FEW]
    return Grouped(
        single=[one for one in held if one.template not in told],
        groups=[
            Group(
                template=name,
                title=(
                    _alike(one.title for one in by_template[name]),
                    _alike(one.title_en for one in by_template[name]),
                ),
                papers=by_template[name],
            )
            for name in told
        ],
    )


def _alike(titles: Iterable[str]) -> str:
    """
    What titles begin with alike, in whole words.

        >>> _alike(["Thẻ biểu quyết: Lê An", "Thẻ biểu quyết: Lê Ba"])
        'Thẻ biểu quyết'
    """
    every = list(titles)
    first, last = min(every), max(every)
    shared = first[
        : sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
    ]
    if any(one != shared and not one[len(shared) :].startswith(" ") for one in every):
        shared = shared.rpartition(" ")[0]
    return (shared.partition(":")[0] or shared).strip(" ,.:–-(") or every[0]
