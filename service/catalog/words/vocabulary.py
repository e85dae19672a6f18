"""Every token on the shelf and how many papers hold it: what prefixes stand for, and which words are rare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, bindparam, select

from service.catalog.among import among
from service.catalog.asked import SearchWord
from service.catalog.tables import token
from service.catalog.upsert import add_counts
from service.catalog.words.tokens import LONGEST_WORD

LONGEST = 60
"""Longer tokens are found whole, not by their beginning."""

EXPANSIONS = 8
"""A prefix stands for the most frequent tokens that begin with it: two letters may begin half of all words."""


_COUNTED = select(token.c.token, token.c.n)
_BETWEEN = (
    select(token.c.token)
    .where(token.c.token >= bindparam("first"), token.c.token < bindparam("last"))
    .order_by(token.c.n.desc(), token.c.token)
    .limit(EXPANSIONS)
)


class Vocabulary:
    """The tokens of heads and bodies."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, counted: Mapping[str, int]) -> None:
        """Add the papers that hold each token."""
        add_counts(self._connection, token, [({"token": one}, n) for one, n in counted.items()])

    def expanded(self, word: SearchWord) -> SearchWord:
        """
        `word` with every form of a prefix written out; without forms when nothing on the shelf begins so.

        Forms that no index holds, too long for a word, are left out.
        """
        forms = tuple(form for form in word.forms if max(map(len, form)) <= LONGEST_WORD)
        if not word.prefix:
            return word if len(forms) == len(word.forms) else replace(word, forms=forms)
        forms = tuple((*form[:-1], ending) for form in forms for ending in self._beginning_with(form[-1]))
        return replace(word, forms=forms, prefix=False)

    def frequencies(self, words: Iterable[SearchWord]) -> list[int]:
        """In how many papers each word stands, at most."""
        words = list(words)
        wanted = {one for word in words for form in word.forms for one in form}
        if not wanted:
            return [0 for _ in words]
        held = among(self._connection, _COUNTED, token.c.token)
        rows = self._connection.execute(held, {"among": sorted(wanted)})
        counted: dict[str, int] = {one: n for one, n in rows}  # noqa: C416 -- rows are not pairs to a type checker
        return [sum(min(counted.get(one, 0) for one in form) for form in word.forms) for word in words]

    def _beginning_with(self, beginning: str) -> list[str]:
        # A code point above every letter ends the range; both databases compare tokens by code points.
        last = f"{beginning}\U0010ffff"
        return list(self._connection.execute(_BETWEEN, {"first": beginning, "last": last}).scalars())
