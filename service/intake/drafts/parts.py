"""What a page of the desk is made of: fields, tables, and items that have fields and tables of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.intake.workbook.layout import Form


@dataclass(frozen=True, slots=True)
class Fields:
    """Single values below `path`; those in `more` are shown when they are asked for or hold something."""

    path: str
    names: tuple[str, ...]
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """
    A list whose items are rows of a table; the column "" is the item itself.

    A long table is shown a page at a time, unless it `is_whole`.
    """

    path: str
    columns: tuple[str, ...]
    more: tuple[str, ...] = ()
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list whose items are too large for a row."""

    path: str
    parts: tuple[Part, ...]


Part = Fields | Rows | Items


@dataclass(frozen=True, slots=True)
class Section:
    """Parts under one heading; with `only` for congresses of that form, or where something is filled in."""

    key: str
    parts: tuple[Part, ...]
    only: Form | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One page."""

    key: str
    sections: tuple[Section, ...]

    @property
    def sections_of_data(self) -> frozenset[str]:
        """The members of a congress that the page shows something of: `organisation`, `delegates`."""
        paths = {
            f"{part.path}/{name}".strip("/")
            for one in self.sections
            for part in one.parts
            for name in _names(part)
        }
        return frozenset(path.split("/")[0] for path in paths)


def _names(part: Part) -> tuple[str, ...]:
    return (*part.names, *part.more) if isinstance(part, Fields) else ("",)


def type_path(*steps: str) -> str:
    """
    The path in the model of a place on a page.

        >>> type_path("elections.0.rounds.1", "issued")
        'elections/*/rounds/*/issued'
        >>> type_path("organisation.uppers.0", "name")
        'organisation/name'
    """
    path = "/".join(step.replace(".", "/") for step in steps if step)
    return re.sub(r"(^|/)[0-9]+(?=/|$)", r"\1*", path).replace("organisation/uppers/*", "organisation")
