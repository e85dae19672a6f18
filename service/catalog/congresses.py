"""Congresses and their editions."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from service.catalog.organisations import organisation_record
from service.catalog.records import CongressRecord, EditionRecord, OrganisationRecord
from service.catalog.tables import congress, document_set, edition, organisation
from service.catalog.upsert import insert_or_keep

_LONGEST_SHARED = 200
"""Characters of an object's name that an id may follow; no name may have more than 240."""

_CONGRESS = select(
    congress.c.id,
    congress.c.term,
    congress.c.object_id,
    *(column.label(f"o_{column.name}") for column in organisation.c),
).join(organisation, organisation.c.id == congress.c.organisation_id)

_FOUND = _CONGRESS.where(congress.c.id == bindparam("id"))
_LOCKED = (
    select(congress.c.id, congress.c.object_id)
    .where(congress.c.organisation_id == bindparam("organisation_id"), congress.c.term == bindparam("term"))
    .with_for_update()
)
_OWNER = select(congress.c.organisation_id).where(congress.c.object_id == bindparam("object_id"))
_NEWEST_SERIAL = select(func.max(edition.c.serial)).where(edition.c.congress_id == bindparam("congress_id"))
_EDITION = select(edition).where(edition.c.id == bindparam("id"))
_NEW_EDITION = insert(edition)
_LAST_SEALED = (
    select(func.coalesce(func.max(edition.c.serial), 0))
    .join(document_set, document_set.c.edition_id == edition.c.id)
    .where(
        edition.c.congress_id == bindparam("congress_id"),
        edition.c.serial < bindparam("serial"),
        document_set.c.version.is_not(None),
    )
)
_NEVER_SEALED = (
    select(edition)
    .where(
        edition.c.congress_id == bindparam("congress_id"),
        edition.c.serial < bindparam("serial"),
        edition.c.serial > _LAST_SEALED.scalar_subquery(),
    )
    .order_by(edition.c.serial)
)


class Congresses:
    """One congress an organisation and term; its editions in the order they came."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, organisation_record: OrganisationRecord, *, term: str, object_id: str) -> CongressRecord:
        """
        The congress of that organisation for that term, made when it is new.

        Its row stays locked until the transaction ends, so that editions are numbered one after another. Where another
        organisation had that name before and its congress is that object, this one's object bears the id of the organisation too.
        """
        if self._is_of_another(object_id, organisation_record.id):
            object_id = f"{object_id[:_LONGEST_SHARED].rstrip('.-')}.{organisation_record.id}"
        insert_or_keep(
            self._connection,
            congress,
            {
                "id": str(uuid.uuid4()),
                "organisation_id": organisation_record.id,
                "term": term,
                "object_id": object_id,
            },
        )
        row = self._connection.execute(
            _LOCKED, {"organisation_id": organisation_record.id, "term": term}
        ).one()
        return CongressRecord(id=row.id, organisation=organisation_record, term=term, object_id=row.object_id)

    def _is_of_another(self, object_id: str, organisation_id: str) -> bool:
        held = self._connection.execute(_OWNER, {"object_id": object_id}).scalar()
        return held not in {None, organisation_id}

    def find(self, congress_id: str) -> CongressRecord | None:
        """The congress with that id."""
        row = self._connection.execute(_FOUND, {"id": congress_id}).first()
        return _congress_record(row) if row else None

    def of_organisation(self, organisation_id: str) -> list[CongressRecord]:
        """Every congress of the organisation, newest term first."""
        rows = self._connection.execute(
            _CONGRESS.where(congress.c.organisation_id == organisation_id).order_by(congress.c.term.desc())
        )
        return [_congress_record(row) for row in rows]

    def find_of(self, organisation_record: OrganisationRecord, *, term: str) -> str | None:
        """The id of the congress of that organisation for that term, if there is one."""
        return self._connection.execute(
            select(congress.c.id).where(
                congress.c.organisation_id == organisation_record.id, congress.c.term == term
            )
        ).scalar()

    def of_object(self, object_id: str) -> CongressRecord | None:
        """The congress whose file that object of the archive is."""
        found = self._connection.execute(
            select(congress.c.id).where(congress.c.object_id == object_id)
        ).scalar()
        return self.find(found) if found else None

    def lock(self, congress_id: str) -> None:
        """Nobody else numbers or files papers of the congress until this transaction ends."""
        self._connection.execute(select(congress.c.id).where(congress.c.id == congress_id).with_for_update())

    def objects_of(self, organisation_id: str) -> list[str]:
        """The archived object of every congress of the organisation."""
        rows = self._connection.execute(
            select(congress.c.object_id).where(congress.c.organisation_id == organisation_id)
        )
        return list(rows.scalars())

    def next_serial(self, congress_id: str) -> int:
        """The number of the next edition, from 1; call it with the congress locked (`of`)."""
        newest = self._connection.execute(_NEWEST_SERIAL, {"congress_id": congress_id}).scalar_one()
        return (newest or 0) + 1

    def never_sealed(self, record: EditionRecord) -> list[EditionRecord]:
        """The editions that came after the last sealed one and before this one, oldest first."""
        asked = {"congress_id": record.congress_id, "serial": record.serial}
        rows = self._connection.execute(_NEVER_SEALED, asked)
        return [EditionRecord(**row._mapping) for row in rows]  # noqa: SLF001 -- SQLAlchemy's public mapping view

    def unsealed(self) -> list[tuple[CongressRecord, EditionRecord]]:
        """The editions whose sets are not sealed, each with its congress, oldest first."""
        rows = self._connection.execute(
            select(edition)
            .join(document_set, document_set.c.edition_id == edition.c.id)
            .where(document_set.c.state != "sealed")
            .order_by(edition.c.received_at, edition.c.id)
        ).all()
        records = [EditionRecord(**row._mapping) for row in rows]  # noqa: SLF001 -- SQLAlchemy's public mapping view
        return [(found, one) for one in records if (found := self.find(one.congress_id))]

    def add_edition(self, record: EditionRecord) -> None:
        """Keep an edition; it is never changed."""
        self._connection.execute(_NEW_EDITION, asdict(record))

    def edition(self, edition_id: str) -> EditionRecord:
        """The edition with that id, which is known to exist."""
        row = self._connection.execute(_EDITION, {"id": edition_id}).one()
        return EditionRecord(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public mapping view


def _congress_record(row: Row[Any]) -> CongressRecord:
    return CongressRecord(
        id=row.id, organisation=organisation_record(row, "o_"), term=row.term, object_id=row.object_id
    )
