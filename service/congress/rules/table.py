"""Bounds by level and number of members, as the regulations print them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import model_validator

from service.congress.finding import Severity
from service.congress.people import Kind, Level
from service.congress.rules.provisions import Data, Provision, Ratio, Words, most_of


class Line(Data):
    """
    Bounds for one level and one range of members, both ends included; `members_to` of nothing is open.

    A line of a `kind` is for unions of that kind only, and takes the place of the lines without one.
    """

    level: Level
    kind: Kind | None = None
    members_from: int = 0
    members_to: int | None = None
    least: int = 1
    most: int
    severity: Severity | None = None
    """Softer than that of the table, when a fact outside the data may lift this bound."""
    note: Words | None = None

    def covers(self, level: Level, members: int, kind: Kind | None = None) -> bool:
        """Whether a union of that level and kind with so many members falls under this line."""
        return (
            (level, kind) == (self.level, self.kind)
            and self.members_from <= members
            and (self.members_to is None or members <= self.members_to)
        )


class Table(Provision):
    """Bounds by level and members; `raised` is the ratio up to which the upper union may lift the most."""

    lines: tuple[Line, ...]
    raised: Ratio = (1, 1)
    notes: Mapping[str, Words] = {}
    """Notes that several lines share, which name them."""

    @model_validator(mode="before")
    @classmethod
    def _with_shared_notes(cls, held: Any) -> Any:
        notes, lines = held.get("notes", {}), held.get("lines", ())
        named = [
            {**line, "note": notes[line["note"]]} if isinstance(line.get("note"), str) else line
            for line in lines
            if isinstance(line, dict)
        ]
        return {**held, "lines": named} if len(named) == len(lines) else held

    def lines_for(self, level: Level, members: int, kind: Kind | None = None) -> Iterator[Line]:
        """The lines that a union falls under, those that bind hardest first."""
        own = any((line.level, line.kind) == (level, kind) for line in self.lines)
        found = [line for line in self.lines if line.covers(level, members, kind if own else None)]
        return iter(sorted(found, key=lambda line: (line.severity or self.severity) != "error"))

    def with_consent(self, line: Line) -> int:
        """The most of `line` when the upper union consents to raise it."""
        return most_of(self.raised, line.most)
