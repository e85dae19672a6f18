"""What is asked of the shelf: plain words for the engines, which never see what somebody typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import IntEnum

Phrase = tuple[str, ...]
"""Folded tokens that stand side by side."""


class Tier(IntEnum):
    """
    How well a paper matches, best first; within a tier the newest come first.

    The same tiers hold on every database, where scores of engines would differ.
    """

    NUMBER = 0
    """It has the number asked for."""
    ACCENTED = 1
    """Every word stands in the head, with the accents that were typed."""
    HEAD = 2
    """Every word stands in the head, whatever its accents."""
    TEXT = 3
    """Every word stands somewhere, at least one of them in the body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchWord:
    """
    One thing that must occur, in any of its `forms`.

    `accented` is the phrase as it was typed, where it has accents; a `strict` word must stand so. The last token of a
    `prefix` may go on.
    """

    forms: tuple[Phrase, ...]
    accented: Phrase = ()
    strict: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfScope:
    """
    Where to look. `lineage` is never optional: it is the border of what may be seen.

    The days are those of issue, or of the seal where a paper has none yet; both ends belong to the span.
    """

    lineage: str
    term: str | None = None
    kind: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfQuery:
    """What to look for, and where: words that must all occur, or a number; neither means everything."""

    scope: ShelfScope
    words: tuple[SearchWord, ...] = field(default=())
    number_key: str | None = None
