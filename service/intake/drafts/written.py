"""
The next draft: what came back from a page, written over what the page showed.

A field whose text was not touched keeps its very value, whatever it is; a field that the page did not have is left alone; a
text that means nothing there is kept as it was typed, for the check to say what is wrong with it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from service.intake.drafts.as_typed import as_typed, meant, normal
from service.intake.drafts.chain import Json, shown_at, with_upper, with_uppers
from service.intake.drafts.laid_out import LISTED, ROW, dotted, value_at
from service.intake.drafts.parts import Fields, Items, Part, Rows, Step, type_path
from service.intake.drafts.windows import read_spans
from service.intake.field_types import field_types

_NEW: Any = object()
"""Stands for what a row that was typed just now was before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """
    The draft after a page was sent.

    `moved` are the rows that stand elsewhere in the form than in the draft: blank rows are left out. `elsewhere` are the rows of
    the draft that were not on the page.
    """

    document: Json
    moved: Mapping[str, str]
    elsewhere: Set[str] = frozenset()

    def name_at(self, pointer: str) -> str | None:
        """The name in the form of what a JSON pointer of the draft leads to; None for what stands in a row that is not there."""
        name, rest = shown_at(pointer), ""
        while name:
            if name in self.elsewhere:
                return None
            if name in self.moved:
                return dotted(self.moved[name], rest)
            name, _, last = name.rpartition(".")
            rest = dotted(last, rest)
        return rest


def write(
    document: Json, step: Step, posted: Mapping[str, str], *, add: str = "", remove: str = ""
) -> Written:
    """
    `document` with what `posted` says; `add` names a list that gets one more item, `remove` an item or row that goes.

    `document` itself is not changed.
    """
    shown = copy.deepcopy(with_uppers(document))
    page = _Page(posted=posted, add=add, remove=remove)
    for section in step.sections:
        for part in section.parts:
            page.put(part, shown, "", "")
    return Written(document=with_upper(shown), moved=page.moved, elsewhere=page.elsewhere)


@dataclass(slots=True, kw_only=True)
class _Page:
    """Writes one page; `moved` and `elsewhere` are filled on the way."""

    posted: Mapping[str, str]
    add: str
    remove: str
    moved: dict[str, str] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    _numbers: dict[str, list[int]] | None = None

    def put(self, part: Part, holder: Json, form: str, place: str) -> None:
        """Write a part below `holder`, which stands at `form` on the page and will stand at `place` in the draft."""
        if isinstance(part, Fields):
            for name in (*part.names, *part.more):
                self._field(holder, f"{part.path}/{name}".strip("/"), dotted(form, part.path, name))
            return
        name = dotted(form, part.path)
        if dotted(name, LISTED) in self.posted:
            self._list(part, holder, name, dotted(place, part.path))

    def _list(self, part: Rows | Items, holder: Json, name: str, place: str) -> None:
        held = value_at(holder, part.path)
        old = held if isinstance(held, list) else []
        seen = read_spans(self.posted[dotted(name, LISTED)], len(old))
        new: list[Any] = []
        for before, row in self._in_order(name, old, seen):
            target = dotted(place, str(len(new)))
            if row is None:
                self.elsewhere.add(target)
                new.append(before)
                continue
            if row == self.remove:
                continue
            item = {} if before is _NEW else copy.deepcopy(before)
            if not isinstance(item, dict) and not _is_of_texts(part):
                pass  # no row at all: nothing can be written into it, and nothing of it is lost
            elif isinstance(part, Items):
                for inner in part.parts:
                    self.put(inner, item, row, target)
            else:
                item = self._row(part, item, row)
                if self._is_empty(part, item, row, before):
                    continue
            self.moved[target] = row
            new.append(item)
        if name == self.add:
            new.append({})
        if new != old:
            put_value(holder, part.path, new or None)

    def _in_order(
        self, name: str, old: list[Any], seen: frozenset[int] | None
    ) -> Iterator[tuple[Any, str | None]]:
        """
        What each row of the next list was, and its name in the form; no name for one that was not on the page.

        Of a whole list the form has the order. Of a part of one, the rows stay where they were, and new ones come last.
        """
        posted = [(self._origin(old, name, n), dotted(name, str(n))) for n in self._rows(name)]
        if seen is None:
            yield from ((_NEW if n is None else old[n], row) for n, row in posted)
            return
        rows = {n: row for n, row in posted if n is not None}
        for n, item in enumerate(old):
            if n not in seen:
                yield item, None
            elif n in rows:
                yield item, rows[n]
        yield from ((_NEW, row) for n, row in posted if n is None)

    def _row(self, part: Rows, item: Any, row: str) -> Any:
        if _is_of_texts(part):
            text, path = self.posted.get(f"{row}.=", ""), type_path(row)
            is_same = normal(text) == normal(as_typed(item or None, field_types()[path]))
            return item if is_same and item != {} else normal(text)
        for name in (*part.columns, *part.more):
            self._field(item, name, dotted(row, name))
        return item

    def _is_empty(self, part: Rows, item: Any, row: str, before: Any) -> bool:
        """Whether nothing is left of a row: a new one with nothing in it, an old one whose fields were all cleared."""
        if before is not _NEW and item == before:
            return False
        if item in ({}, "", None):
            return True
        if before is _NEW or _is_of_texts(part):
            return False
        seen = [
            self.posted[dotted(row, name)]
            for name in (*part.columns, *part.more)
            if dotted(row, name) in self.posted
        ]
        return bool(seen) and not any(text.strip() for text in seen)

    def _field(self, holder: Json, path: str, name: str) -> None:
        if name not in self.posted:
            return
        wanted = type_path(name)
        text = normal(self.posted[name])
        if text == normal(as_typed(value_at(holder, path), field_types()[wanted])):
            return
        put_value(holder, path, meant(text, wanted) if text else None)

    def _origin(self, old: list[Any], name: str, number: int) -> int | None:
        """The row that a row of the form was before; nothing for a new one."""
        said = self.posted.get(dotted(name, str(number), ROW), "")
        return int(said) if said.isdecimal() and said.isascii() and int(said[:6]) < len(old) else None

    def _rows(self, name: str) -> list[int]:
        if self._numbers is None:
            self._numbers = {}
            for list_name, number in _rows_in(self.posted):
                self._numbers.setdefault(list_name, []).append(number)
        return sorted(self._numbers.get(name, []))


def _is_of_texts(part: Rows | Items) -> bool:
    """Whether the items of the list are texts themselves."""
    return isinstance(part, Rows) and part.columns == ("",)


def _rows_in(posted: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for name in posted:
        if found := re.fullmatch(rf"(.+)\.([0-9]{{1,6}})\.{ROW}", name):
            yield found[1], int(found[2])


def put_value(holder: Any, path: str, value: Any) -> None:
    """Put `value` below `holder`, or take away what is there; groups that are left with nothing go too."""
    step, _, rest = path.partition("/")
    if isinstance(holder, list):
        if step.isdigit() and int(step) < len(holder):
            if not isinstance(holder[int(step)], dict):
                holder[int(step)] = {}
            put_value(holder[int(step)], rest, value)
        return
    if not rest:
        if value is None:
            holder.pop(step, None)
        else:
            holder[step] = value
        return
    inner = holder.get(step)
    if not isinstance(inner, dict | list):
        if value is None:
            return
        inner = holder[step] = {}
    put_value(inner, rest, value)
    if inner == {}:
        holder.pop(step)
