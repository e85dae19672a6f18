"""What two people made of one draft, put together: what only one of them touched is taken, the rest is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Side = Literal["mine", "theirs"]


class _Nothing:
    """Stands for what is not there, which is another thing than null."""

    def __repr__(self) -> str:
        return "NOTHING"


NOTHING: Final = _Nothing()

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A place (JSON pointer) that two people changed, each in another way; `NOTHING` where somebody cleared it."""

    pointer: str
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Both changes in one document; a place of `clashes` has what was chosen, or theirs where nobody chose."""

    document: Any
    clashes: tuple[Clash, ...]


def merge(base: Any, mine: Any, theirs: Any, choices: Mapping[str, Side] | None = None) -> Merged:
    """
    `mine` and `theirs`, both of which began as `base`, put together; `choices` settle clashes by their pointer.

    A clash that was chosen upon is none any more.
    """
    merging = _Merging(choices=choices or {}, clashes=[])
    value = merging.put("", base, mine, theirs)
    return Merged(document=value, clashes=tuple(merging.clashes))


@dataclass(slots=True, kw_only=True)
class _Merging:
    choices: Mapping[str, Side]
    clashes: list[Clash]

    def put(self, pointer: str, base: Any, mine: Any, theirs: Any) -> Any:
        if _same(mine, theirs) or _same(mine, base):
            return theirs
        if _same(theirs, base):
            return mine
        if isinstance(mine, dict) and isinstance(theirs, dict):
            return self._dicts(pointer, base if isinstance(base, dict) else {}, mine, theirs)
        if (
            isinstance(base, list)
            and isinstance(mine, list)
            and isinstance(theirs, list)
            and _in_step(base, mine, theirs)
        ):
            return self._lists(pointer, base, mine, theirs)
        if pointer in self.choices:
            return mine if self.choices[pointer] == "mine" else theirs
        self.clashes.append(Clash(pointer=pointer, mine=mine, theirs=theirs))
        return theirs

    def _dicts(
        self, pointer: str, base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
    ) -> dict[str, Any]:
        merged = {}
        for name in [*theirs, *(name for name in mine if name not in theirs)]:
            value = self.put(
                f"{pointer}/{name}",
                base.get(name, NOTHING),
                mine.get(name, NOTHING),
                theirs.get(name, NOTHING),
            )
            if value is not NOTHING:
                merged[name] = value
        return merged

    def _lists(self, pointer: str, base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
        both = zip(base, mine, theirs, strict=False)
        merged = [self.put(f"{pointer}/{n}", *three) for n, three in enumerate(both)]
        return [*merged, *theirs[len(base) :], *mine[len(base) :]]


def _in_step(base: list[Any], mine: list[Any], theirs: list[Any]) -> bool:
    """Whether both still have every row of the base in its place, and at most rows after them."""
    if not base or not all(isinstance(one, dict) for one in (*base, *mine, *theirs)):
        return False
    if min(len(mine), len(theirs)) < len(base):
        return False
    return all(_name(a) == _name(b) == _name(c) for a, b, c in zip(base, mine, theirs, strict=False))


def _name(row: dict[str, Any]) -> Any:
    return next((row[name] for name in _NAMES if name in row), None)


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON: true is not 1."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(value, other[name]) for name, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)
