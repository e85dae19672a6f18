"""A step of a draft as a page: its fields, what is wrong with them, and what can be made so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import render_template

from service.catalog import DraftRecord
from service.congress.finding import Finding
from service.documents.paper import Lack
from service.intake.drafts.chain import Json, shown_at
from service.intake.drafts.desk import Look
from service.intake.drafts.laid_out import LaidSection, lay_out, names_of, nearest
from service.intake.drafts.parts import Step
from service.intake.drafts.steps import STEPS, step_of

MOST_FAULTS = 60
"""Named in the panel; every cell has its own besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is typed: the address, the name of the field on this page ("" on another), and its step."""

    href: str
    name: str
    step: str


@dataclass(frozen=True, kw_only=True)
class DraftPage:
    """
    What a step shows.

    `name_at` says where on the page a JSON pointer stands, among `names`: rows move while somebody types. `is_saved` is False
    while the page holds what the draft does not; `more` names a table that gets more blank rows. `path` is the end of its address, where
    it is not the name of the step.
    """

    record: DraftRecord
    document: Json
    step: Step
    look: Look
    name_at: Callable[[str], str] = shown_at
    names: frozenset[str] | None = None
    wide: bool = False
    more: str = ""
    path: str = ""
    is_saved: bool = True

    @property
    def address(self) -> str:
        """Where it is shown, and saved."""
        return f"/drafts/{self.record.id}/{self.path or self.step.key}"

    @cached_property
    def sections(self) -> tuple[LaidSection, ...]:
        """The fields, as the draft holds them."""
        return lay_out(self.step, self.document, wide=self.wide)

    @cached_property
    def faults(self) -> Mapping[str, list[Finding]]:
        """What must be mended on this page, by the name of the field or row."""
        told: dict[str, list[Finding]] = {}
        for found in self.look.findings:
            name = self.place_of(found).name
            if found.severity != "warning" and name:
                told.setdefault(name, []).append(found)
        return told

    @cached_property
    def steps(self) -> list[tuple[Step, int]]:
        """Every step, with the number of its errors."""
        errors = [step_of(found.pointer) for found in self.look.of("error")]
        return [(step, sum(one is step for one in errors)) for step in STEPS]

    def following(self) -> Step:
        """The next step; the last one has none after it."""
        keys = [step.key for step in STEPS]
        return STEPS[min(keys.index(self.step.key) + 1, len(STEPS) - 1)]

    def place_of(self, found: Finding | Lack) -> Place:
        """Where to mend or add it."""
        step = step_of(found.pointer)
        if step is None:
            return Place(href=f"/drafts/{self.record.id}/{STEPS[0].key}", name="", step=STEPS[0].key)
        name = nearest(self.name_at(found.pointer), self._names)
        if name is not None:
            return Place(href=f"#{name}", name=name, step=step.key)
        there = nearest(shown_at(found.pointer), self._names_on(step)) or ""
        return Place(href=f"/drafts/{self.record.id}/{step.key}#{there}", name="", step=step.key)

    def panel(self) -> str:
        """The side panel alone."""
        return render_template("drafts/_panel.html", page=self)

    @cached_property
    def _names(self) -> frozenset[str]:
        return names_of(self.sections) if self.names is None else self.names

    @cached_property
    def _known(self) -> dict[str, frozenset[str]]:
        return {}

    def _names_on(self, step: Step) -> frozenset[str]:
        if step.key not in self._known:
            self._known[step.key] = names_of(lay_out(step, self.document))
        return self._known[step.key]
