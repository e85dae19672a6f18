"""Which rows of a list are still which: what became of each, and what was put in between, as two people changed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

Row = dict[str, Any]

_NAMES = (
    "full_name",
    "name",
    "title",
    "office",
    "subject",
    "text",
    "label",
    "speaker",
    "body",
    "alternate",
    "kind",
)
"""By what a row is known to be still the same row."""
_BESIDE = ("number", "born_on", "birth_year", "unit")
"""What tells rows of one name apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """
    A changed list beside the one it was.

    `kept` are rows under the same name, and `renamed` such as took the place of a row, by the number of the row they were; a row in
    neither was taken out. `before` are new rows by the number of the row that they were put before.
    """

    kept: dict[int, Row] = field(default_factory=dict)
    renamed: dict[int, Row] = field(default_factory=dict)
    before: dict[int, list[Row]] = field(default_factory=dict)


def keys_for(*lists: Iterable[Row]) -> Callable[[Row], str]:
    """What a row is known by: its name, and where several rows of a list have that name, more than it."""
    doubled: set[str] = set()
    for rows in lists:
        doubled |= {name for name, count in Counter(map(_name, rows)).items() if count > 1}

    def key(row: Row) -> str:
        name = _name(row)
        return repr((name, *(row.get(one) for one in _BESIDE))) if name in doubled else name

    return key


def align(base: Sequence[Row], changed: Sequence[Row], key: Callable[[Row], str]) -> Aligned:
    """Say of each row of `base` what became of it in `changed`."""
    was, now = [key(row) for row in base], [key(row) for row in changed]
    least = min(len(was), len(now))
    head = next((n for n in range(least) if was[n] != now[n]), least)
    tail = next((n for n in range(least - head) if was[-1 - n] != now[-1 - n]), least - head)
    found = Aligned()
    found.kept.update(enumerate(changed[:head]))
    found.kept.update((len(was) - n, changed[len(now) - n]) for n in range(1, tail + 1))
    matching = SequenceMatcher(None, was[head : len(was) - tail], now[head : len(now) - tail], autojunk=False)
    for kind, start, end, begin, stop in matching.get_opcodes():
        rows = changed[head + begin : head + stop]
        if kind == "equal":
            found.kept.update(enumerate(rows, head + start))
        elif kind == "replace" and end - start == len(rows):
            found.renamed.update(enumerate(rows, head + start))
        elif rows:
            found.before[head + end] = list(rows)
    return found


def _name(row: Row) -> str:
    return repr(next((row[name] for name in _NAMES if name in row), None))
