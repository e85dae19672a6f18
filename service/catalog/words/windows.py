"""How far to look, newest first, in an index that gives all matches or none: as many blocks of numbers as probably hold enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SMALL_BITS: Final = 12
LARGE_BITS: Final = 15
"""Blocks are of 4,096 and of 32,768 numbers; the migration writes the same."""

_MOST_BLOCKS = 8
"""So many blocks are named in one question: each is looked for at every number."""

FEW = 3_000
"""Where a word or the scope has no more papers than this, all are read at once."""

_FIRST_BLOCKS = 3
"""So many small ones tell how dense the matches are."""

_MOST_WINDOWS = 5

# Costs in microseconds, measured; only their proportions matter. In blocks the index looks at each number, in the whole at
# each row with the rarest word, or with a frequent one, which it may take for rare; and every match is read.
_LOOK_IN_BLOCK, _LOOK, _READ, _WINDOW_COST = 0.35, 0.16, 1.5, 4_000.0
FREQUENT = 0.3
"""A share of all papers; whoever asks for what more of them have narrows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The numbers below `behind`: those in the blocks with these tokens, or all."""

    behind: int
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """
    The newest number, how many rows the index would look at, and which share of all numbers probably has everything.

    Without words that is counted. Words are taken for independent of each other, which they are not: it says where to begin.
    """

    newest: int
    rows: float
    share: float
    is_counted: bool
    kind_is_frequent: bool


@dataclass(slots=True, kw_only=True)
class Looking:
    """Where to look next, newest first: what was found so far tells how far to go."""

    estimate: Estimate
    top: int
    limit: int
    looked: int = 0
    windows: int = 0
    ended: bool = False

    def next_window(self, found: int) -> Window | None:
        """The next window after `found` rows; none when there are enough or nothing is left."""
        missing = self.limit - found
        if missing <= 0 or self.ended or self.top <= 1:
            return None
        share = self._share(found)
        if not self.looked:
            wanted, is_cheaper = 1.0 * _FIRST_BLOCKS * (1 << SMALL_BITS), self.estimate.rows <= FEW
            wanted = min(wanted, 1.3 * missing / share)
        else:
            wanted = 1.3 * missing / share
            at_once = _LOOK * self.estimate.rows + _READ * share * self.top
            is_cheaper = at_once <= _WINDOW_COST + _LOOK_IN_BLOCK * wanted
        if is_cheaper or self.windows >= _MOST_WINDOWS or wanted >= self.top:
            self.ended = True
            return Window(behind=self.top)
        return self._blocks(wanted)

    def _blocks(self, wanted: float) -> Window:
        """The newest blocks that hold so many numbers, or as many as may be named."""
        is_small = wanted <= _MOST_BLOCKS << SMALL_BITS
        bits, sign = (SMALL_BITS, "@b") if is_small else (LARGE_BITS, "@c")
        newest = (self.top - 1) >> bits
        blocks = range(max(0, newest - min(_MOST_BLOCKS, 1 + (int(wanted) >> bits)) + 1), newest + 1)
        window = Window(behind=self.top, blocks=tuple(f"{sign}{one}" for one in blocks))
        behind = blocks.start << bits
        self.looked += self.top - behind
        self.top = behind
        self.windows += 1
        return window

    def _share(self, found: int) -> float:
        """Which share of the numbers holds a match, as far as is known."""
        if not self.looked or self.estimate.is_counted:
            return max(self.estimate.share, 1e-9)
        return max(found, 0.5) / self.looked
