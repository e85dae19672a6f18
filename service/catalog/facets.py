"""How many current papers each organisation has below it, by term and kind."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from service.catalog.tables import facet
from service.catalog.upsert import add_counts

Counted = tuple[str, str, int]
"""(term, kind, count)"""


class Facets:
    """Counters of whole subtrees; the papers of an organisation itself are few, and counted when asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, counted: Mapping[tuple[str, str, str], int]) -> None:
        """Add to counters by organisation (id), term and kind; counts may be negative."""
        rows = [
            ({"organisation_id": above, "term": term, "kind": kind}, n)
            for (above, term, kind), n in counted.items()
        ]
        add_counts(self._connection, facet, rows)

    def total(self, organisation_id: str, *, term: str | None, kind: str | None) -> int:
        """How many papers of a term and kind all organisations below one have."""
        asked = select(func.coalesce(func.sum(facet.c.n), 0)).where(
            facet.c.organisation_id == organisation_id
        )
        asked = asked.where(facet.c.term == term) if term is not None else asked
        asked = asked.where(facet.c.kind == kind) if kind is not None else asked
        return int(self._connection.execute(asked).scalar_one())

    def below(self, organisation_id: str) -> list[Counted]:
        """The papers of all organisations below one, in no order."""
        rows = self._connection.execute(
            select(facet.c.term, facet.c.kind, facet.c.n).where(
                facet.c.organisation_id == organisation_id, facet.c.n > 0
            )
        )
        return [(term, kind, n) for term, kind, n in rows]
