"""Putting back what the archive's files say: rows with the ids they had."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from service.catalog.organisations import ROOT_ID, organisation_record
from service.catalog.records import CongressRecord, DocumentRecord, OrganisationRecord, SetRecord
from service.catalog.sets import Sets
from service.catalog.tables import account, congress, document_set, edition, former_place, organisation
from service.catalog.tree import Placing, Tree
from service.catalog.upsert import insert_or_keep


class Restoring:
    """Rows for a catalog that is made anew; each may be put back twice."""

    def __init__(self, connection: Connection, tree: Tree) -> None:
        self._connection = connection
        self._tree = tree

    def organisation(
        self,
        parent: OrganisationRecord | None,
        *,
        own_id: str | None,
        name: str,
        name_key: str,
        level: str,
        at: dt.datetime,
    ) -> OrganisationRecord:
        """
        The organisation of that name under `parent`, made with that id when it is new.

        Manifests of several days may tell different names and places of one organisation: the newest `at` is believed, unless
        the tree was carried over, and the others are what it was before.
        """
        if parent is None:  # there is one root, whatever it was called
            return self._root() or self._made(None, ROOT_ID, name=name, name_key=name_key, level=level, at=at)
        held = self._by_id(own_id) if own_id else None
        if held is None:
            found = select(organisation).where(
                organisation.c.parent_id == parent.id, organisation.c.name_key == name_key
            )
            if row := self._connection.execute(found).first():
                return organisation_record(row)
            new = own_id or str(uuid.uuid5(uuid.UUID(parent.id), name_key))
            return self._made(parent, new, name=name, name_key=name_key, level=level, at=at)
        if (held.parent_id, held.name_key) == (parent.id, name_key):
            self._placed_since(held.id, at)
        elif held.placed_at is not None and held.placed_at < at and not self._is_taken(parent, name_key):
            placing = Placing(
                id=held.id,
                parent_id=parent.id,
                name=name,
                name_key=name_key,
                level=level,
                code=held.code,
                closed_at=held.closed_at,
            )
            self._tree.place([placing], within=self._top().lineage, at=at)
        else:
            values = {"organisation_id": held.id, "parent_id": parent.id, "name": name, "name_key": name_key}
            insert_or_keep(self._connection, former_place, {**values, "until": at})
        again = self._by_id(held.id)
        assert again is not None  # noqa: S101 -- it is there
        return organisation_record(again)

    def _root(self) -> OrganisationRecord | None:
        row = self._connection.execute(select(organisation).where(organisation.c.parent_id.is_(None))).first()
        return organisation_record(row) if row else None

    def _top(self) -> OrganisationRecord:
        root = self._root()
        assert root is not None  # noqa: S101 -- something stands below it
        return root

    def _by_id(self, organisation_id: str) -> Row[Any] | None:
        return self._connection.execute(
            select(organisation).where(organisation.c.id == organisation_id)
        ).first()

    def _is_taken(self, parent: OrganisationRecord, name_key: str) -> bool:
        taken = select(organisation.c.id).where(
            organisation.c.parent_id == parent.id, organisation.c.name_key == name_key
        )
        return self._connection.execute(taken).first() is not None

    def _placed_since(self, organisation_id: str, at: dt.datetime) -> None:
        """It was so on that day too; one that was carried over says nothing of days."""
        self._connection.execute(
            update(organisation)
            .where(organisation.c.id == organisation_id, organisation.c.placed_at < at)
            .values(placed_at=at)
        )

    def _made(
        self,
        parent: OrganisationRecord | None,
        new: str,
        *,
        name: str,
        name_key: str,
        level: str,
        at: dt.datetime,
    ) -> OrganisationRecord:
        values = {"id": new, "parent_id": parent.id if parent else None, "name": name, "placed_at": at}
        values |= {"name_key": name_key, "level": level}
        values |= {"lineage": f"{parent.lineage if parent else '/'}{new}/"}
        self._connection.execute(insert(organisation).values(**values))
        row = self._by_id(new)
        assert row is not None  # noqa: S101 -- it was made
        return organisation_record(row)

    def sender(self, *, own_id: str | None, name: str, place: OrganisationRecord, at: dt.datetime) -> str:
        """
        The id of the account that sent an edition.

        Where nobody has that name, an account is made that nobody can use; adding an account of that name
        gives it back to its owner.
        """
        held = self._connection.execute(select(account.c.id).where(account.c.name == name)).scalar()
        if held is not None:
            return str(held)
        new = own_id or str(uuid.uuid5(uuid.UUID(ROOT_ID), name))
        self._connection.execute(
            insert(account).values(
                id=new, name=name, role="secretary", organisation_id=place.id, created_at=at, disabled_at=at
            )
        )
        return new

    def congress(self, record: CongressRecord) -> None:
        """The congress with its own id."""
        values = {"id": record.id, "organisation_id": record.organisation.id, "term": record.term}
        insert_or_keep(self._connection, congress, {**values, "object_id": record.object_id})

    def obstacle(self, *, object_id: str, congress_id: str, serial: int) -> str | None:
        """What keeps the set of that edition from being put into a catalog that is in use."""
        held = self._connection.execute(
            select(congress.c.id).where(congress.c.object_id == object_id)
        ).scalar()
        if held is None:
            return None
        if held != congress_id:
            return "another congress of that name is here"
        states = select(document_set.c.state).where(document_set.c.congress_id == congress_id)
        if "accepted" in self._connection.execute(states).scalars().all():
            return "papers of that congress are being made"
        same = select(edition.c.id).where(edition.c.congress_id == congress_id, edition.c.serial == serial)
        if self._connection.execute(same).first():
            return f"edition {serial} of that congress is here, and was not sealed"
        return None

    def set(self, record: SetRecord, documents: Sequence[DocumentRecord]) -> None:
        """A sealed set with its papers, whose texts go onto the shelf alone; it supersedes those before."""
        Sets(self._connection).add(
            record,
            [replace(one, state="sealed", head=None, accented=None, body=None) for one in documents],
        )
        self._connection.execute(
            update(document_set)
            .where(
                document_set.c.congress_id == record.congress_id,
                document_set.c.state == "sealed",
                document_set.c.superseded_by.is_(None),
                document_set.c.id != record.id,
            )
            .values(superseded_by=record.id)
        )

    def versions(self) -> dict[str, int]:
        """The newest version that is put back already, of each object that has one."""
        rows = self._connection.execute(
            select(congress.c.object_id, func.max(document_set.c.version))
            .join(document_set, document_set.c.congress_id == congress.c.id)
            .where(document_set.c.version.is_not(None))
            .group_by(congress.c.object_id)
        )
        return {object_id: version for object_id, version in rows}  # noqa: C416 -- rows are not pairs to a type checker

    def version_of(self, object_id: str) -> int:
        """The newest version of the object that is put back already; 0 before the first."""
        found: int = self._connection.execute(
            select(func.coalesce(func.max(document_set.c.version), 0))
            .join(congress, congress.c.id == document_set.c.congress_id)
            .where(congress.c.object_id == object_id)
        ).scalar_one()
        return found
