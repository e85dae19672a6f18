"""A step of a draft as a page: its fields, what is wrong with them, and what can be made so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from flask import render_template

from service.catalog import DraftRecord
from service.congress.finding import Finding
from service.documents.paper import Lack
from service.intake.drafts.answers import Look
from service.intake.drafts.chain import Json, shown_at
from service.intake.drafts.laid_out import (
    LaidRows,
    LaidSection,
    is_filled,
    lay_out,
    names_of,
    nearest,
    tables_of,
)
from service.intake.drafts.left_out import NOTHING_LEFT_OUT, LeftOut
from service.intake.drafts.parts import Step
from service.intake.drafts.steps import STEPS, step_of
from service.intake.drafts.windows import MOST_ROWS, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    Where something is typed: the address, the name of the field on this page ("" on another), and its step.

    `at` is what it is called on the other page.
    """

    href: str
    name: str
    step: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Faults in rows of a long table that this page does not show: how many on which of its pages, and where the next one is."""

    count: int
    pages: Mapping[int, int]
    next: str


@dataclass(frozen=True, kw_only=True)
class DraftPage:
    """
    What a step shows.

    `name_at` says where on the page a JSON pointer stands, among `names`: rows move while somebody types, and those that the page does
    not show stand nowhere. `is_saved` is False while the page holds what the draft does not; `more` names a table that gets more blank
    rows; `view` is what is seen of long tables; `left_out` is what the pack does without; `pasted` are so many rows that just came from the box under the table `pasted_in`, without
    the columns `pasted_left`. `path` is the end of its address, where it is not the name of the step.
    """

    record: DraftRecord
    document: Json
    step: Step
    look: Look
    name_at: Callable[[str], str | None] = shown_at
    names: frozenset[str] | None = None
    wide: bool = False
    more: str = ""
    view: View = View()
    path: str = ""
    is_saved: bool = True
    left_out: LeftOut = NOTHING_LEFT_OUT
    pasted: int = 0
    pasted_in: str = ""
    pasted_left: str = ""

    @property
    def address(self) -> str:
        """Where it is shown, and saved."""
        return f"/drafts/{self.record.id}/{self.path or self.step.key}"

    @cached_property
    def sections(self) -> tuple[LaidSection, ...]:
        """The fields, as the draft holds them."""
        return lay_out(self.step, self.document, wide=self.wide, view=self.view, left_out=self.left_out)

    @cached_property
    def tables(self) -> Mapping[str, LaidRows]:
        """The tables by name."""
        return {table.name: table for table in tables_of(self.sections)}

    @cached_property
    def faults(self) -> Mapping[str, list[Finding]]:
        """What must be mended on this page, by the name of the field or row."""
        told: dict[str, list[Finding]] = {}
        for found in self.look.findings:
            name = self._name_here(found.pointer) if found.severity != "warning" else None
            if name:
                told.setdefault(name, []).append(found)
        return told

    @cached_property
    def errors(self) -> list[Finding]:
        """What must be mended on all pages, in the order of the lists: row 9 before row 10."""
        return sorted(self.look.of("error"), key=lambda found: _in_rows(found.pointer))

    def elsewhere(self, table: LaidRows) -> Elsewhere | None:
        """What must be mended in rows that the page does not show; None when that is nothing."""
        seen, rows = table.window, sorted(self._faulty_rows.get(table.name, []))
        hidden = frozenset(seen.rows)
        rows = [(row, name) for row, name in rows if row not in hidden]
        if not rows:
            return None
        pages: dict[int, int] = {}
        for row, _ in rows:
            pages[seen.page_of(row)] = pages.get(seen.page_of(row), 0) + 1
        last = seen.rows[-1] if seen.rows else -1
        following = next((name for row, name in rows if row > last), rows[0][1])
        return Elsewhere(count=len(rows), pages=pages, next=following)

    @cached_property
    def steps(self) -> list[tuple[Step, int]]:
        """Every step that is shown, with the number of its errors."""
        errors = [step_of(found.pointer) for found in self.look.of("error")]
        counted = [(step, sum(one is step for one in errors)) for step in STEPS]
        return [(step, count) for step, count in counted if count or self._is_shown(step)]

    def following(self) -> Step:
        """The next step that is shown; the last one has none after it."""
        after = STEPS[[step.key for step in STEPS].index(self.step.key) + 1 :]
        shown = [step for step, _ in self.steps]
        return next((step for step in after if step in shown), STEPS[-1])

    def _is_shown(self, step: Step) -> bool:
        return (
            not self.left_out.has_step(step.key)
            or step.key == self.step.key
            or is_filled(step, self.document)
        )

    def place_of(self, found: Finding | Lack) -> Place:
        """Where to mend or add it."""
        step = step_of(found.pointer)
        if step is None:
            return Place(href=f"/drafts/{self.record.id}/{STEPS[0].key}", name="", step=STEPS[0].key)
        name = self._name_here(found.pointer)
        if name is not None:
            return Place(href=f"#{name}", name=name, step=step.key)
        name = shown_at(found.pointer)
        view = View.at(name)
        there = nearest(name, self._names_on(step, view)) or ""
        # Links look the same as ever where the first page of every table shows what they lead to.
        asked = f"?at={quote(name)}" if view.row >= MOST_ROWS or step is self.step else ""
        return Place(
            href=f"/drafts/{self.record.id}/{step.key}{asked}#{there}", name="", step=step.key, at=name
        )

    def panel(self) -> str:
        """The side panel alone."""
        return render_template("drafts/_panel.html", page=self)

    def _name_here(self, pointer: str) -> str | None:
        """The place on this page that is nearest to what a pointer leads to; None when that stands on another page."""
        name = self.name_at(pointer)
        if name is None or self._is_hidden(name):
            return None
        return nearest(name, self._names)

    def _is_hidden(self, name: str) -> bool:
        """Whether it is in a row of a table that the page leaves out. (Of what is typed just now `name_at` knows.)"""
        if self.names is not None:
            return False
        view = View.at(name)
        table = self.tables.get(view.list)
        return (
            table is not None
            and name != view.list
            and view.row < table.window.total
            and view.row not in table.window.rows
        )

    @cached_property
    def _faulty_rows(self) -> Mapping[str, list[tuple[int, str]]]:
        """By table, the rows in which something must be mended, and the name of it."""
        told: dict[str, list[tuple[int, str]]] = {}
        for name in self._to_mend():
            view = View.at(name)
            if view.list in self.tables and name != view.list:
                told.setdefault(view.list, []).append((view.row, name))
        return told

    def _to_mend(self) -> Iterator[str]:
        return (shown_at(found.pointer) for found in self.look.findings if found.severity != "warning")

    @cached_property
    def _names(self) -> frozenset[str]:
        return names_of(self.sections) if self.names is None else self.names

    @cached_property
    def _known(self) -> dict[tuple[str, str, int], frozenset[str]]:
        return {}

    def _names_on(self, step: Step, view: View) -> frozenset[str]:
        key = (step.key, view.list, view.row // MOST_ROWS)
        if key not in self._known:
            self._known[key] = names_of(lay_out(step, self.document, view=view, left_out=self.left_out))
        return self._known[key]


def _in_rows(pointer: str) -> list[tuple[bool, int, str]]:
    return [(step.isdecimal(), int(step) if step.isdecimal() else 0, step) for step in pointer.split("/")]
