"""A draft as a page shows it: every field with its name in the form and the text in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.intake.drafts.as_typed import as_typed
from service.intake.drafts.chain import Json, with_uppers
from service.intake.drafts.parts import Fields, Part, Rows, Section, Step, type_path
from service.intake.field_types import FieldType, field_types

ROW = "row"
"""`delegates.3.row` tells which row of the draft the third row of the form was, or that it is new."""
LISTED = "rows"
"""`delegates.rows` tells that the whole list was on the page: what is missing was taken out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A field: `name` in the form, `path` in the model, the `text` in it."""

    name: str
    path: str
    text: str

    @property
    def type(self) -> FieldType:
        """What the model says about it."""
        return field_types()[self.path]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidFields:
    """Single values: those always shown, and the others."""

    name: str
    path: str
    cells: tuple[Cell, ...]
    more: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidRow:
    """A row of a table."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidRows:
    """A table; `columns` are paths in the model, `hidden` those not shown, `blank` is a row to be copied."""

    name: str
    path: str
    columns: tuple[str, ...]
    hidden: tuple[str, ...]
    rows: tuple[LaidRow, ...]
    blank: LaidRow


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidItem:
    """One item with fields and tables of its own."""

    name: str
    parts: tuple[LaidPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidItems:
    """A list of such items."""

    name: str
    path: str
    items: tuple[LaidItem, ...]


LaidPart = LaidFields | LaidRows | LaidItems


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidSection:
    """Parts under one heading."""

    key: str
    parts: tuple[LaidPart, ...]


def lay_out(step: Step, document: Json, *, wide: bool = False) -> tuple[LaidSection, ...]:
    """The page of `document`; `wide` shows every column, which else needs something in it."""
    shown = with_uppers(document)
    return tuple(
        LaidSection(key=one.key, parts=tuple(_laid(part, shown, "", wide=wide) for part in one.parts))
        for one in step.sections
        if _is_wanted(one, shown)
    )


def names_of(sections: tuple[LaidSection, ...]) -> frozenset[str]:
    """Every name that a place on the page has: fields, rows, tables."""
    return frozenset(name for section in sections for part in section.parts for name in _names(part))


def nearest(name: str, names: frozenset[str]) -> str | None:
    """`name` itself or what it is part of, whichever is on the page."""
    while name and name not in names:
        name = name.rpartition(".")[0]
    return name or None


def value_at(held: Any, path: str) -> Any:
    """What lies below `held` at `path` (`a/0/b`); None when something on the way is not there."""
    for step in path.split("/") if path else ():
        if isinstance(held, list) and step.isdigit():
            held = held[int(step)] if int(step) < len(held) else None
        else:
            held = held.get(step) if isinstance(held, dict) else None
    return held


def dotted(*steps: str) -> str:
    """The name of a field: its path with points."""
    return ".".join(step.replace("/", ".") for step in steps if step)


def _is_wanted(section: Section, shown: Json) -> bool:
    if section.only is None or shown.get("form") == section.only:
        return True
    return any(value_at(shown, part.path) for part in section.parts)


def _laid(part: Part, holder: Any, above: str, *, wide: bool) -> LaidPart:
    name, held = dotted(above, part.path), value_at(holder, part.path)
    path = type_path(name)
    if isinstance(part, Fields):
        return LaidFields(
            name=name, path=path, cells=_cells(name, held, part.names), more=_cells(name, held, part.more)
        )
    items = held if isinstance(held, list) else []
    if isinstance(part, Rows):
        return _table(part, name, items, wide=wide)
    return LaidItems(
        name=name,
        path=path,
        items=tuple(
            LaidItem(
                name=dotted(name, str(n)),
                parts=tuple(_laid(inner, item, dotted(name, str(n)), wide=wide) for inner in part.parts),
            )
            for n, item in enumerate(items)
        ),
    )


def _table(part: Rows, name: str, items: list[Any], *, wide: bool) -> LaidRows:
    used = {one for one in part.more if any(value_at(item, one) not in (None, "", []) for item in items)}
    shown = (*part.columns, *(one for one in part.more if wide or one in used))
    place = dotted(name, "0")
    return LaidRows(
        name=name,
        path=type_path(name),
        columns=tuple(type_path(place, one) for one in shown),
        hidden=tuple(type_path(place, one) for one in part.more if one not in shown),
        rows=tuple(
            LaidRow(name=dotted(name, str(n)), cells=_cells(dotted(name, str(n)), item, shown))
            for n, item in enumerate(items)
        ),
        blank=LaidRow(name=dotted(name, "0"), cells=_cells(place, None, shown)),
    )


def _cells(name: str, held: Any, names: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            name=dotted(name, one) if one else f"{name}.=",
            path=path,
            text=as_typed(value_at(held, one), field_types()[path]),
        )
        for one in names
        for path in (type_path(name, one),)
    )


def _names(part: LaidPart) -> Iterator[str]:
    yield part.name
    if isinstance(part, LaidFields):
        yield from (cell.name for cell in (*part.cells, *part.more))
    elif isinstance(part, LaidRows):
        for row in part.rows:
            yield row.name
            yield from (cell.name for cell in row.cells)
    else:
        for item in part.items:
            yield item.name
            for inner in item.parts:
                yield from _names(inner)
