"""
The log of the register: what was entered about papers, in order, and how far the archive holds it.

Numbers stand in `register.py`; this is what `register.json` in the archive is written from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from service.catalog.records import EntryRecord, Filing
from service.catalog.sets import Sets
from service.catalog.tables import filing, register_entry

_ENTERED = select(func.max(register_entry.c.seq)).where(
    register_entry.c.congress_id == bindparam("congress_id")
)
_TAKEN = select(func.max(filing.c.upto)).where(filing.c.congress_id == bindparam("congress_id"))
_FILED = _TAKEN.where(filing.c.version.is_not(None))


class RegisterLog:
    """Entries, which are never changed, and filings: each takes the entries so far into a version of the archive."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def enter(self, congress_id: str, *, entry_id: str, content: str) -> None:
        """Append an entry; it is never changed."""
        self._connection.execute(
            insert(register_entry).values(id=entry_id, congress_id=congress_id, content=content)
        )

    def entries(self, congress_id: str, *, upto: int | None = None) -> list[EntryRecord]:
        """The entries of a congress in their order, up to and with `upto`."""
        query = select(register_entry.c.seq, register_entry.c.id, register_entry.c.content).where(
            register_entry.c.congress_id == congress_id
        )
        if upto is not None:
            query = query.where(register_entry.c.seq <= upto)
        rows = self._connection.execute(query.order_by(register_entry.c.seq))
        return [EntryRecord(**row._mapping) for row in rows]  # noqa: SLF001 -- public mapping view

    def knows(self, entry_ids: Sequence[str]) -> bool:
        """Whether every one of these entries is held."""
        held = self._connection.execute(
            select(func.count()).where(register_entry.c.id.in_(list(entry_ids)))
        ).scalar_one()
        return held == len(set(entry_ids))

    def open_filing(self, congress_id: str) -> Filing | None:
        """
        What is to be filed now; nothing when every entry is filed. Call it with the congress locked.

        What it takes in is frozen here: whoever does the work again files the same entries, later ones wait.
        """
        head = Sets(self._connection).newest_version(congress_id)
        begun = self._connection.execute(
            select(filing.c.id, filing.c.upto).where(
                filing.c.congress_id == congress_id, filing.c.version.is_(None)
            )
        ).first()
        if begun is not None:
            return Filing(id=begun.id, congress_id=congress_id, upto=begun.upto, head=head)
        newest = self._newest(_ENTERED, congress_id)
        if newest <= self._newest(_TAKEN, congress_id):
            return None
        new: int = self._connection.execute(
            insert(filing).values(congress_id=congress_id, upto=newest).returning(filing.c.id)
        ).scalar_one()
        return Filing(id=new, congress_id=congress_id, upto=newest, head=head)

    def filed(self, work: Filing, *, version: int) -> None:
        """Its entries stand in the archive, as that version."""
        self._connection.execute(update(filing).where(filing.c.id == work.id).values(version=version))

    def filed_before(self, congress_id: str, *, version: int) -> None:
        """What is entered so far came from that version of the archive."""
        upto = self._newest(_ENTERED, congress_id)
        self._connection.execute(insert(filing).values(congress_id=congress_id, upto=upto, version=version))

    def unfiled(self, congress_id: str) -> bool:
        """Whether entries of the congress wait for the archive."""
        return self._newest(_ENTERED, congress_id) > self._newest(_FILED, congress_id)

    def _newest(self, asked: Select[Any], congress_id: str) -> int:
        return self._connection.execute(asked, {"congress_id": congress_id}).scalar_one() or 0
