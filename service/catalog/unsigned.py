"""Papers that wait for what signing brings: a number, a signed copy."""

from __future__ import annotations

from sqlalchemy import Connection, exists, select

from service.catalog.asked import ShelfScope
from service.catalog.scopes import within
from service.catalog.shelved import SHELVED, Shelved, shelved_record
from service.catalog.tables import document, document_set, shelf, signed_copy


class Unsigned:
    """Papers that hold now, bear a symbol, and have no signed copy; those sent to each person are not among them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def papers(self, *, lineage: str, limit: int) -> list[Shelved]:
        """The newest of the subtree of `lineage`."""
        rows = self._connection.execute(
            SHELVED.where(
                *within(ShelfScope(lineage=lineage)),
                shelf.c.superseded.is_(False),
                shelf.c.kind != "summons",
                document.c.symbol != "",
                ~exists().where(signed_copy.c.document_id == document.c.id),
            )
            .order_by(shelf.c.sid.desc())
            .limit(limit)
        )
        return [shelved_record(row) for row in rows]

    def sets(self, *, lineage: str, limit: int) -> list[str]:
        """The newest sets that hold now and have papers of the subtree."""
        newest = (
            select(document_set.c.id, document_set.c.sealed_at)
            .join(document, document.c.set_id == document_set.c.id)
            .join(shelf, shelf.c.document_id == document.c.id)
            .where(
                *within(ShelfScope(lineage=lineage)), shelf.c.superseded.is_(False), document.c.position == 0
            )
            .order_by(document_set.c.sealed_at.desc(), document_set.c.id)
            .limit(limit)
        )
        return [row.id for row in self._connection.execute(newest)]
