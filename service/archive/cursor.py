"""
Where the next page begins.

Pages of the window, whose order is made by a closer look, count places from its beginning and leave out what came to the shelf
since the first page; pages behind it go on from a place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.archive.ranking import Place
from service.catalog import Tier

_WINDOW = re.compile(r"w([0-9]{1,18})\.([0-9]{1,9})")
_BEHIND = re.compile(r"([0-3])\.([0-9]{1,18})")


class BadCursor(Exception):
    """The cursor is not one that a page gave out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InWindow:
    """The page from `offset` on, of what stood at or below place `bound`; the first page without."""

    bound: int | None = None
    offset: int = 0

    def __str__(self) -> str:
        return f"w{self.bound}.{self.offset}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The page behind a place."""

    place: Place

    def __str__(self) -> str:
        return f"{self.place.tier:d}.{self.place.sid}"


Cursor = InWindow | Behind


def read_cursor(written: str | None) -> Cursor:
    """
    What a page gave out, or the first page. Raises `BadCursor`.

        >>> str(read_cursor("w120.50")), str(read_cursor("2.77"))
        ('w120.50', '2.77')
    """
    if written is None:
        return InWindow()
    if not written.isascii():
        raise BadCursor
    if match := _WINDOW.fullmatch(written):
        return InWindow(bound=int(match[1]), offset=int(match[2]))
    if match := _BEHIND.fullmatch(written):
        return Behind(place=Place(tier=Tier(int(match[1])), sid=int(match[2])))
    raise BadCursor
