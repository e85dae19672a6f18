"""How many current papers each organisation has below it, by term and kind."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, select

from service.catalog.tables import facet
from service.catalog.upsert import add_counts

Counted = tuple[str, str, int]
"""(term, kind, count)"""

_BELOW = select(facet.c.term, facet.c.kind, facet.c.n).where(
    facet.c.organisation_id == bindparam("organisation_id"), facet.c.n > 0
)


class Facets:
    """Counters of whole subtrees; the papers of an organisation itself are few, and counted when asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._below: dict[str, list[Counted]] = {}

    def add(self, counted: Mapping[tuple[str, str, str], int]) -> None:
        """Add to counters by organisation (id), term and kind; counts may be negative."""
        rows = [
            ({"organisation_id": above, "term": term, "kind": kind}, n)
            for (above, term, kind), n in counted.items()
        ]
        add_counts(self._connection, facet, rows)
        self._below.clear()

    def total(self, organisation_id: str, *, term: str | None, kind: str | None) -> int:
        """How many papers of a term and kind all organisations below one have."""
        return sum(
            n
            for of_term, of_kind, n in self.below(organisation_id)
            if term in {None, of_term} and kind in {None, of_kind}
        )

    def below(self, organisation_id: str) -> list[Counted]:
        """The papers of all organisations below one, in no order; read once."""
        if (known := self._below.get(organisation_id)) is not None:
            return known
        rows = self._connection.execute(_BELOW, {"organisation_id": organisation_id}).all()
        found = self._below[organisation_id] = [(term, kind, n) for term, kind, n in rows]
        return found
