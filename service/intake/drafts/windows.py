"""
Which rows of a long table a page shows: a hundred of them, or those among which somebody searched.

A page sends back the rows it showed, and names them, so that the rows it did not show stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from service.congress.text import fold

MOST_ROWS = 100
"""Rows on a page; a table that has no more is shown whole."""

ALL = "1"
"""What a page says that showed a whole list."""

_SPANS = re.compile(r"[0-9]{1,6}-[0-9]{1,6}(,[0-9]{1,6}-[0-9]{1,6})*", re.ASCII)
_ROW = re.compile(r"[0-9]{1,6}", re.ASCII)
_LONGEST_WORDS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """
    What somebody looks at: the `row` (from 0) of the list of that name, among the rows that have all of the `words`.

    Tables that are not named are shown from their first row.
    """

    list: str = ""
    row: int = 0
    words: str = ""

    @classmethod
    def at(cls, name: str, *, words: str = "") -> View:
        """
        The row in which the field of that name stands.

            >>> View.at("delegates.4711.born_on")
            View(list='delegates', row=4711, words='')
        """
        steps = name.split(".")
        rows = [n for n, step in enumerate(steps) if n and _ROW.fullmatch(step)]
        if not rows:
            return cls(list=name, words=words)
        return cls(list=".".join(steps[: rows[-1]]), row=int(steps[rows[-1]]), words=words)

    def words_in(self, name: str) -> str:
        """What is searched for in the list of that name."""
        return self.words if name == self.list else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """
    A page of a table of `total` rows.

    `rows` are those shown, by their place in the list; `found` all among which one turns pages, and `page` counts from 0.
    """

    total: int
    rows: Sequence[int]
    found: Sequence[int]
    page: int
    words: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the list is left out."""
        return len(self.rows) == self.total

    @property
    def is_last(self) -> bool:
        """Whether the list ends on this page, so that new rows follow on it."""
        return not self.words and (self.total == 0 or self.rows[-1:] == self.found[-1:])

    @property
    def pages(self) -> int:
        """How many there are; one of nothing."""
        return max(1, -(-len(self.found) // MOST_ROWS))

    def first_of(self, page: int) -> int:
        """The first row of that page."""
        return self.found[page * MOST_ROWS] if self.found else 0

    def page_of(self, row: int) -> int:
        """The page of a row of the whole list, when nothing is searched for."""
        return row // MOST_ROWS

    def sent(self) -> str:
        """How the page says which rows it showed."""
        return ALL if self.is_whole else spans(self.rows)


def whole(items: Sequence[Any]) -> Window:
    """All rows of a list."""
    return Window(total=len(items), rows=range(len(items)), found=range(len(items)), page=0)


def window(items: Sequence[Any], name: str, view: View) -> Window:
    """The rows of the list `name` that a page shows."""
    if len(items) <= MOST_ROWS:
        return whole(items)
    words = view.words_in(name)
    found: Sequence[int] = range(len(items))
    if words.strip():
        wanted = fold(words).split()
        found = [n for n, item in enumerate(items) if _has(item, wanted)]
    else:
        words = ""
    before = bisect_left(found, view.row) if name == view.list else 0
    page = min(before, max(len(found) - 1, 0)) // MOST_ROWS
    rows = found[page * MOST_ROWS : (page + 1) * MOST_ROWS]
    return Window(total=len(items), rows=rows, found=found, page=page, words=words[:_LONGEST_WORDS])


def spans(rows: Iterable[int]) -> str:
    """
    Places of rows as text, never that of a whole list.

        >>> spans([100, 101, 102]), spans([1, 205]), spans([])
        ('100-102', '1-1,205-205', '')
    """
    ends: list[list[int]] = []
    for row in rows:
        if ends and row == ends[-1][1] + 1:
            ends[-1][1] = row
        else:
            ends.append([row, row])
    return ",".join(f"{first}-{last}" for first, last in ends)


def read_spans(text: str, total: int) -> frozenset[int] | None:
    """
    The places that `spans` made a text of, as far as there are so many rows; None when the whole list was shown.

        >>> sorted(read_spans("2-4,7-7", 4)), read_spans("1", 9)
        ([2, 3], None)
    """
    if text == ALL:
        return None
    if not _SPANS.fullmatch(text):
        return frozenset()
    ends = [[int(end) for end in span.split("-")] for span in text.split(",")]
    return frozenset(row for span in ends for row in range(span[0], min(span[1] + 1, total)))


def _has(item: Any, wanted: Sequence[str]) -> bool:
    values = item.values() if isinstance(item, dict) else (item,)
    held = " " + " ".join(_folded(str(one)) for one in values if isinstance(one, str | int)) + " "
    # Words as they are begun ("ng" finds Nguyễn, "an" not Văn), numbers whole.
    return all((f" {word} " if word.isdecimal() else f" {word}") in held for word in wanted)


@lru_cache(maxsize=4096)  # units and offices stand in hundreds of rows
def _folded(text: str) -> str:
    return fold(text)
