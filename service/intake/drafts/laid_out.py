"""A draft as a page shows it: every field with its name in the form and the text in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.intake.drafts.as_typed import as_typed
from service.intake.drafts.chain import Json, with_uppers
from service.intake.drafts.left_out import NOTHING_LEFT_OUT, LeftOut
from service.intake.drafts.parts import Fields, Part, Rows, Section, Step, type_path
from service.intake.drafts.windows import View, Window, whole, window
from service.intake.field_types import FieldType, field_types

ROW = "row"
"""`delegates.3.row` tells which row of the draft the third row of the form was, or that it is new."""
LISTED = "rows"
"""`delegates.rows` tells which rows of the list were on the page (`windows`): what is missing of them was taken out."""


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
    """A row of a table, and its place in the whole list (from 0)."""

    name: str
    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidRows:
    """
    A table; `columns` are paths in the model, `hidden` those not shown, `blank` is a row to be copied.

    `rows` are those of the `window`.
    """

    name: str
    path: str
    columns: tuple[str, ...]
    hidden: tuple[str, ...]
    window: Window
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


EVERYTHING_FIRST = View()
"""Every table from its first row."""

LaidPart = LaidFields | LaidRows | LaidItems


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidSection:
    """Parts under one heading."""

    key: str
    parts: tuple[LaidPart, ...]


def lay_out(
    step: Step,
    document: Json,
    *,
    wide: bool = False,
    view: View = EVERYTHING_FIRST,
    left_out: LeftOut = NOTHING_LEFT_OUT,
) -> tuple[LaidSection, ...]:
    """
    The page of `document`; `wide` shows every column, which else needs something in it; `view` a part of a long table.

    What is `left_out` is shown where something is filled in.
    """
    shown = with_uppers(document)
    page = _Page(wide=wide, view=view, left_out=left_out)
    laid = (
        LaidSection(key=one.key, parts=page.parts(one.parts, shown, ""))
        for one in step.sections
        if _is_wanted(one, shown, is_left_out=left_out.has_section(step.key, one.key))
    )
    return tuple(section for section in laid if section.parts)


def is_filled(step: Step, document: Json) -> bool:
    """Whether anything of the page is filled in."""
    shown = with_uppers(document)
    return any(_holds(section, shown) for section in step.sections)


def names_of(sections: tuple[LaidSection, ...]) -> frozenset[str]:
    """Every name that a place on the page has: fields, rows, tables."""
    return frozenset(name for section in sections for part in section.parts for name in _names(part))


def tables_of(sections: tuple[LaidSection, ...]) -> Iterator[LaidRows]:
    """Every table on the page."""
    for section in sections:
        for part in section.parts:
            yield from _tables(part)


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


def _is_wanted(section: Section, shown: Json, *, is_left_out: bool) -> bool:
    if not is_left_out and (section.only is None or shown.get("form") == section.only):
        return True
    return _holds(section, shown)


def _holds(section: Section, shown: Json) -> bool:
    return any(
        any(
            _is_there(value_at(shown, f"{part.path}/{name}".strip("/"))) for name in (*part.names, *part.more)
        )
        if isinstance(part, Fields)
        else _is_there(value_at(shown, part.path))
        for part in section.parts
    )


def _is_there(value: Any) -> bool:
    return value not in (None, "", [], {})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Lays parts out."""

    wide: bool
    view: View
    left_out: LeftOut

    def parts(self, parts: tuple[Part, ...], holder: Any, above: str) -> tuple[LaidPart, ...]:
        laid = (self._part(part, holder, above) for part in parts)
        return tuple(one for one in laid if one is not None)

    def _part(self, part: Part, holder: Any, above: str) -> LaidPart | None:
        name, held = dotted(above, part.path), value_at(holder, part.path)
        if isinstance(part, Fields):
            return self._fields(part, name, held)
        items = held if isinstance(held, list) else []
        if not items and self.left_out.has(type_path(name)):
            return None
        if isinstance(part, Rows):
            return self._table(part, name, items)
        return LaidItems(
            name=name,
            path=type_path(name),
            items=tuple(self._item(part.parts, dotted(name, str(n)), item) for n, item in enumerate(items)),
        )

    def _fields(self, part: Fields, name: str, held: Any) -> LaidFields | None:
        names, more = (self._wanted(name, [held], ones) for ones in (part.names, part.more))
        if not names and not more:
            return None
        return LaidFields(
            name=name, path=type_path(name), cells=_cells(name, held, names), more=_cells(name, held, more)
        )

    def _item(self, parts: tuple[Part, ...], name: str, item: Any) -> LaidItem:
        return LaidItem(name=name, parts=self.parts(parts, item, name))

    def _wanted(self, name: str, items: list[Any], names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the fields that are not left out, or are filled in all the same."""
        return tuple(
            one
            for one in names
            if not self.left_out.has(type_path(name, one))
            or any(_is_there(value_at(item, one)) for item in items)
        )

    def _table(self, part: Rows, name: str, items: list[Any]) -> LaidRows | None:
        # Of the whole list: a table has the same columns on each of its pages.
        place = dotted(name, "0")
        columns, more = (self._wanted(place, items, ones) for ones in (part.columns, part.more))
        if not columns and not more:
            return None
        held = {member for item in items if isinstance(item, dict) for member in item}
        used = {
            one
            for one in more
            if one.partition("/")[0] in held and any(_is_there(value_at(item, one)) for item in items)
        }
        shown = (*columns, *(one for one in more if self.wide or one in used))
        seen = whole(items) if part.is_whole else window(items, name, self.view)
        return LaidRows(
            name=name,
            path=type_path(name),
            columns=tuple(type_path(place, one) for one in shown),
            hidden=tuple(type_path(place, one) for one in more if one not in shown),
            window=seen,
            rows=tuple(
                LaidRow(name=row, number=n, cells=_cells(row, items[n], shown))
                for n in seen.rows
                for row in (dotted(name, str(n)),)
            ),
            blank=LaidRow(name=place, number=0, cells=_cells(place, None, shown)),
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


def _tables(part: LaidPart) -> Iterator[LaidRows]:
    if isinstance(part, LaidRows):
        yield part
    elif isinstance(part, LaidItems):
        for item in part.items:
            for inner in item.parts:
                yield from _tables(inner)
