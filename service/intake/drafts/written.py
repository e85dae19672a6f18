"""
The next draft: what came back from a page, written over what the page showed.

A field whose text was not touched keeps its very value, whatever it is; a field that the page did not have is left alone; a
text that means nothing there is kept as it was typed, for the check to say what is wrong with it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.intake.drafts.as_typed import as_typed, meant, normal
from service.intake.drafts.chain import Json, shown_at, with_upper, with_uppers
from service.intake.drafts.laid_out import LISTED, ROW, dotted, value_at
from service.intake.drafts.parts import Fields, Items, Part, Rows, Step, type_path
from service.intake.field_types import field_types

_NEW: Any = object()
"""Stands for what a row that was typed just now was before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """
    The draft after a page was sent.

    `moved` are the rows that stand elsewhere in the form than in the draft: blank rows are left out.
    """

    document: Json
    moved: Mapping[str, str]

    def name_at(self, pointer: str) -> str:
        """The name in the form of what a JSON pointer of the draft leads to."""
        name, rest = shown_at(pointer), ""
        while name:
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
    return Written(document=with_upper(shown), moved=page.moved)


@dataclass(slots=True, kw_only=True)
class _Page:
    """Writes one page; `moved` is filled on the way."""

    posted: Mapping[str, str]
    add: str
    remove: str
    moved: dict[str, str] = field(default_factory=dict)
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
        new: list[Any] = []
        for number in self._rows(name):
            row = dotted(name, str(number))
            before = self._origin(old, self.posted.get(dotted(row, ROW), ""))
            item = {} if before is _NEW else copy.deepcopy(before)
            if row == self.remove:
                continue
            target = dotted(place, str(len(new)))
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
            _set(holder, part.path, new or None)

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
        _set(holder, path, meant(text, wanted) if text else None)

    def _origin(self, old: list[Any], said: str) -> Any:
        """The row that a row of the form was before; nothing for a new one."""
        return old[int(said)] if said.isdecimal() and said.isascii() and int(said[:6]) < len(old) else _NEW

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


def _set(holder: Any, path: str, value: Any) -> None:
    """Put `value` below `holder`, or take away what is there; groups that are left with nothing go too."""
    step, _, rest = path.partition("/")
    if isinstance(holder, list):
        if step.isdigit() and int(step) < len(holder):
            if not isinstance(holder[int(step)], dict):
                holder[int(step)] = {}
            _set(holder[int(step)], rest, value)
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
    _set(inner, rest, value)
    if inner == {}:
        holder.pop(step)
