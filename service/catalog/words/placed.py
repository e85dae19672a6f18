"""The searchable text of one row of the shelf."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedText:
    """Folded `head` and `body`, the head with its accents, and the tokens that say where the row belongs."""

    sid: int
    head: str
    accented: str
    body: str
    scope: str
