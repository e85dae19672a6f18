"""How many current papers each organisation has below it, by term and kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from service.catalog.tables import facet
from service.catalog.upsert import add_counts

Counted = tuple[str, str, int]
"""(term, kind, count)"""


class Facets:
    """Counters of whole subtrees; the papers of an organisation itself are few, and counted when asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, ancestors: Iterable[str], counted: Collection[Counted]) -> None:
        """Add to the counters of organisations (ids) above; counts may be negative."""
        rows = [
            ({"organisation_id": above, "term": term, "kind": kind}, n)
            for above in ancestors
            for term, kind, n in counted
        ]
        add_counts(self._connection, facet, rows)

    def below(self, organisation_id: str) -> list[Counted]:
        """The papers of all organisations below one, in no order."""
        rows = self._connection.execute(
            select(facet.c.term, facet.c.kind, facet.c.n).where(
                facet.c.organisation_id == organisation_id, facet.c.n > 0
            )
        )
        return [(term, kind, n) for term, kind, n in rows]
