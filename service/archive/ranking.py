"""
The order of what is found: tier by tier, newest first, the best few hundred put right by a closer look.

Papers can only be compared by what they say; the newest `WINDOW` of the best tiers are read and ordered by how the words
stand in their heads. What comes behind them keeps the order of tiers and places, which no page has to be read for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from service.catalog import Phrase, SearchWord, ShelfQuery, Tier, Work

WINDOW = 200
MOST_COUNTED = 1_000
"""More than so many are said to be "more than 1,000": nobody reads them, and counting takes time."""


class Place(NamedTuple):
    """A match: its tier and its place on the shelf; where it was just found, what counts are divided by. A search has a thousand."""

    tier: Tier
    sid: int
    term: str = ""
    kind: str = ""


def places(
    work: Work, query: ShelfQuery, *, after: Place | None = None, up_to: int | None = None, limit: int
) -> list[Place]:
    """The next places in the order of tiers, newest first, at most `limit`: behind `after`, none above `up_to`."""
    found: list[Place] = []
    for tier in _tiers(query):
        if after is not None and tier < after.tier:
            continue
        before = after.sid if after is not None and tier == after.tier else None
        if before is None and up_to is not None:
            before = up_to + 1
        matches = work.shelf.matching(query, tier, before=before, limit=limit - len(found))
        found += [Place(tier, *one) for one in matches]
        if len(found) >= limit:
            break
    return found


def _tiers(query: ShelfQuery) -> tuple[Tier, ...]:
    if query.number_key is not None or not query.words:
        return (Tier.NUMBER,)
    if any(word.accented for word in query.words):
        return (Tier.ACCENTED, Tier.HEAD, Tier.TEXT)
    return (Tier.HEAD, Tier.TEXT)


def ordered(work: Work, found: Sequence[Place], words: Sequence[SearchWord]) -> list[Place]:
    """
    The places of the window, best first: by tier, then whether the words stand side by side as typed, then newest.

    Side by side with their accents is better than without.
    """
    if len(words) < 2 or not any(place.tier < Tier.TEXT for place in found):
        return list(found)
    heads = work.shelf.heads([place.sid for place in found])
    folded = _phrase(word.forms[0] for word in words)
    accented = _phrase(word.accented or word.forms[0] for word in words)

    def order(place: Place) -> tuple[int, bool, bool, int]:
        head, with_accents = heads[place.sid]
        return (place.tier, accented not in f" {with_accents} ", folded not in f" {head} ", -place.sid)

    return sorted(found, key=order)


def _phrase(words: Iterable[Phrase]) -> str:
    return f" {' '.join(token for word in words for token in word)} "
