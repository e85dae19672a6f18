"""What two people made of one draft, put together: what only one of them touched is taken, the rest is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from service.intake.drafts.aligning import Aligned, Row, align, keys_for

Side = Literal["mine", "theirs"]


class _Nothing:
    """Stands for what is not there, which is another thing than null."""

    def __repr__(self) -> str:
        return "NOTHING"


NOTHING: Final = _Nothing()


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
            and base
            and all(isinstance(one, dict) for one in (*base, *mine, *theirs))
        ):
            return self._rows(pointer, base, mine, theirs)
        return self._whole(pointer, mine, theirs)

    def _whole(self, pointer: str, mine: Any, theirs: Any) -> Any:
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

    def _rows(self, pointer: str, base: list[Row], mine: list[Row], theirs: list[Row]) -> list[Any]:
        """Row by row: what one took out and the other left is gone, what either put in stays, theirs before mine."""
        key = keys_for(base, mine, theirs)
        own, other = align(base, mine, key), align(base, theirs, key)
        merged: list[Any] = []
        for n in range(len(base) + 1):
            merged += other.before.get(n, [])
            if own.before.get(n, []) != other.before.get(n, []):
                merged += own.before.get(n, [])
            if n == len(base):
                break
            row = self._row(f"{pointer}/{n}", base[n], own, other, n)
            if row is not NOTHING:
                merged.append(row)
        return merged

    def _row(self, pointer: str, base: Row, own: Aligned, other: Aligned, n: int) -> Any:
        if n in own.kept and n in other.kept:
            return self.put(pointer, base, own.kept[n], other.kept[n])
        mine, theirs = (one.kept.get(n, one.renamed.get(n, NOTHING)) for one in (own, other))
        if _same(mine, theirs) or _same(mine, base):
            return theirs
        if _same(theirs, base):
            return mine
        # Under another name it may be somebody else: the fields of two people are never put together.
        return self._whole(pointer, mine, theirs)


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON: true is not 1."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(value, other[name]) for name, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)
