"""What may stand in a paper once: the ids of pictures, shapes, controls and paragraphs, bookmarks and permissions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from service.docx.markup import W14, W_URI, WP, V
from service.docx.outcome import FILL, Identities
from service.docx.steps import Unproven

_ATTRIBUTE: Final = re.compile(r' ([\w.:-]+)="([^"]*)"')
_PREFIXES: Final = {"w": W_URI, "w14": W14.strip("{}"), "wp": WP.strip("{}"), "v": V.strip("{}")}
_ADDRESSES: Final = {address: prefix for prefix, address in _PREFIXES.items()}
_RANGES: Final = {"w:bookmarkStart", "w:bookmarkEnd", "w:permStart", "w:permEnd"}


class SoleTags:
    """The tags of one story, one after another; `taken` grows by their ids."""

    def __init__(self, taken: Identities) -> None:
        self._taken = taken
        self._ranges: list[tuple[str, str]] = []

    def put_right(self, name: str, tag: str, *, repeated: bool, optional: bool) -> str:
        """
        `tag` with ids that nothing else in the paper has. Raises Unproven where only rendering can tell.

        It is `repeated` in a loop and `optional` under a condition.
        """
        attributes = dict(_ATTRIBUTE.findall(tag))
        _check_names(attributes)
        if name == "wp:docPr":
            if repeated:
                raise Unproven("a picture or shape is repeated")
            number = self._taken.drawings.claim(attributes.get("id", ""))
            return _with_id(tag, number)
        if name.startswith("v:") and name != "v:shapetype" and "id" in attributes:
            _take(attributes["id"].casefold(), self._taken.shapes, repeated=repeated)
        if name in _RANGES:
            if repeated or optional:
                raise Unproven("a bookmark or permission stands in a loop or condition")
            self._ranges.append((name, attributes.get("w:id", "")))
            if name.endswith("Start"):
                self._take_range(name, attributes)
        if name == "w:id":
            _take(attributes.get("w:val", ""), self._taken.controls, repeated=repeated)
        if name == "w:shd" and not FILL.fullmatch(attributes.get("w:fill", "auto")):
            raise Unproven("a cell has no colour")
        if name == "w:gridSpan" and not re.fullmatch("[1-9][0-9]*", attributes.get("w:val", "")):
            raise Unproven("a cell spans less than one column")
        return self._numbered(tag, attributes, repeated=repeated) if name in {"w:p", "w:tr"} else tag

    def _numbered(self, tag: str, attributes: Mapping[str, str], *, repeated: bool) -> str:
        """`tag` of a paragraph or row, without its number where another has it."""
        number = attributes.get("w14:paraId", "").upper()
        if number and (repeated or number in self._taken.paragraphs):
            return re.sub(r' w14:(?:paraId|textId)="[^"]*"', "", tag)
        self._taken.paragraphs.add(number)
        return tag

    def _take_range(self, kind: str, attributes: dict[str, str]) -> None:
        number, known = attributes.get("w:id", ""), self._taken.names
        numbers = self._taken.bookmarks if kind == "w:bookmarkStart" else self._taken.permissions
        if not re.fullmatch("[0-9]+", number) or int(number) in numbers.taken:
            raise Unproven("a bookmark or permission is there twice")
        numbers.claim(number)
        if kind == "w:bookmarkStart":
            name = attributes.get("w:name", "").casefold()
            if name in known:
                raise Unproven("a bookmark is there twice")
            known[name] = 1

    def check_ranges(self) -> None:
        """Every bookmark and permission starts, then ends."""
        opened: list[tuple[str, str]] = []
        for name, number in self._ranges:
            if name.endswith("Start"):
                opened.append((f"{name.removesuffix('Start')}End", number))
            elif (name, number) in opened:
                opened.remove((name, number))
            else:
                raise Unproven("a bookmark or permission ends before it starts")
        if opened:
            raise Unproven("a bookmark or permission does not end")


def _take(name: str, taken: dict[str, int], *, repeated: bool) -> None:
    if repeated or name in taken:
        raise Unproven("a shape or content control is repeated")
    taken[name] = 1


def _check_names(attributes: dict[str, str]) -> None:
    """The usual prefixes mean the usual things, so that names can be compared as text."""
    for attribute, address in attributes.items():
        if attribute.startswith("xmlns"):
            prefix = attribute.partition(":")[2]
            if _PREFIXES.get(prefix, address) != address or _ADDRESSES.get(address, prefix) != prefix:
                raise Unproven("the part does not use the usual names of Word")


def _with_id(tag: str, number: int) -> str:
    if re.search(r' id="', tag):
        return re.sub(r' id="[^"]*"', f' id="{number}"', tag, count=1)
    return re.sub(r"\s*(/?)>$", rf' id="{number}"\1>', tag)
