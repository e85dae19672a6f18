"""The searchable text of one row of the shelf."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedText:
    """
    Folded `head` and `body`, the head with its accents, and where the row belongs.

    `below_root` are the organisations (ids) from the first below the root to its own.
    """

    sid: int
    head: str
    accented: str
    body: str
    term: str
    kind: str
    below_root: tuple[str, ...]
