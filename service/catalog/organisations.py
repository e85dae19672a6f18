"""The tree of organisations: the border of what people may see."""

from __future__ import annotations

import uuid

from sqlalchemy import ColumnElement, Connection, Row, bindparam, select

from service.catalog.records import FormerPlace, OrganisationRecord
from service.catalog.tables import former_place, organisation
from service.catalog.upsert import insert_or_keep


def organisation_record(row: Row[tuple[object, ...]], prefix: str = "") -> OrganisationRecord:
    """The record of a row whose columns are named `<prefix>id`, `<prefix>name`, ..."""
    held = row._mapping  # noqa: SLF001 -- the public name of SQLAlchemy's mapping view
    return OrganisationRecord(
        id=held[f"{prefix}id"],
        parent_id=held[f"{prefix}parent_id"],
        name=held[f"{prefix}name"],
        level=held[f"{prefix}level"],
        lineage=held[f"{prefix}lineage"],
        code=held[f"{prefix}code"],
        closed_at=held[f"{prefix}closed_at"],
    )


def in_subtree(lineage: str) -> ColumnElement[bool]:
    """
    Whether an organisation lies at or below the one with this lineage.

    A lineage holds no sign that LIKE minds, and a pattern of one piece is a walk of the index on both databases.
    """
    return organisation.c.lineage.like(f"{lineage}%")


_NAMED = select(organisation).where(
    organisation.c.parent_id == bindparam("parent_id"), organisation.c.name_key == bindparam("name_key")
)
_ONCE_NAMED = (
    select(organisation)
    .join(former_place, former_place.c.organisation_id == organisation.c.id)
    .where(
        former_place.c.parent_id == bindparam("parent_id"), former_place.c.name_key == bindparam("name_key")
    )
    .order_by(former_place.c.until.desc())
)
_BY_ID = select(organisation).where(organisation.c.id == bindparam("id"))
_HELD = _BY_ID.with_for_update(read=True)
_BY_IDS = select(organisation).where(organisation.c.id.in_(bindparam("ids", expanding=True)))

ROOT_ID = "00000000-0000-4000-8000-000000000001"
"""Fixed, so that two processes that start together plant one root."""


class Organisations:
    """Organisations by their place in the tree."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def root(self) -> OrganisationRecord | None:
        """The organisation above all others, made at the first start."""
        row = self._connection.execute(select(organisation).where(organisation.c.parent_id.is_(None))).first()
        return organisation_record(row) if row else None

    def plant_root(self, *, name: str, name_key: str) -> OrganisationRecord:
        """Make the root; there is one."""
        return self._add(parent=None, name=name, name_key=name_key, level="national", new=ROOT_ID)

    def under(
        self, parent: OrganisationRecord, *, name: str, name_key: str, level: str
    ) -> OrganisationRecord:
        """The organisation of that name directly under `parent`, made when it is new."""
        return self.find_under(parent, name_key) or self._add(
            parent=parent, name=name, name_key=name_key, level=level, new=str(uuid.uuid4())
        )

    def find_under(self, parent: OrganisationRecord, name_key: str) -> OrganisationRecord | None:
        """
        The organisation whose name folds to `name_key` directly under `parent`.

        Where there is none now, the one that was called so there last: congresses of those days are still its own.
        """
        asked = {"parent_id": parent.id, "name_key": name_key}
        row = (
            self._connection.execute(_NAMED, asked).first()
            or self._connection.execute(_ONCE_NAMED, asked).first()
        )
        return organisation_record(row) if row else None

    def hold(self, organisation_id: str) -> OrganisationRecord:
        """The organisation as it is, which nobody moves until this transaction ends."""
        return organisation_record(self._connection.execute(_HELD, {"id": organisation_id}).one())

    def former_places(self, record: OrganisationRecord, *, within: str = "/") -> list[FormerPlace]:
        """What `record` was called and where it stood before, newest first; only below organisations of a subtree."""
        rows = self._connection.execute(
            select(former_place.c.name, organisation.c.name.label("parent"), former_place.c.until)
            .join(organisation, organisation.c.id == former_place.c.parent_id)
            .where(former_place.c.organisation_id == record.id, in_subtree(within))
            .order_by(former_place.c.until.desc(), former_place.c.name_key)
        )
        return [FormerPlace(**row._mapping) for row in rows]  # noqa: SLF001 -- public mapping view

    def ancestors(self, record: OrganisationRecord) -> list[OrganisationRecord]:
        """From the root down to `record` itself."""
        ids = record.lineage.strip("/").split("/")
        rows = self._connection.execute(_BY_IDS, {"ids": ids})
        return sorted((organisation_record(row) for row in rows), key=lambda found: len(found.lineage))

    def subtree(self, record: OrganisationRecord, *, limit: int = 1000) -> list[OrganisationRecord]:
        """`record` and all below it, in the order of names."""
        rows = self._connection.execute(
            select(organisation).where(in_subtree(record.lineage)).order_by(organisation.c.name).limit(limit)
        )
        return [organisation_record(row) for row in rows]

    def below(
        self, record: OrganisationRecord, *, name_key: str = "", limit: int
    ) -> list[OrganisationRecord]:
        """Those directly under `record` whose folded name holds `name_key`, in the order of folded names."""
        rows = self._connection.execute(
            select(organisation)
            .where(
                organisation.c.parent_id == record.id,
                organisation.c.name_key.contains(name_key, autoescape=True),
            )
            .order_by(organisation.c.name_key)
            .limit(limit)
        )
        return [organisation_record(row) for row in rows]

    def find(self, organisation_id: str) -> OrganisationRecord | None:
        """The organisation with that id."""
        row = self._connection.execute(_BY_ID, {"id": organisation_id}).first()
        return organisation_record(row) if row else None

    def _add(
        self, *, parent: OrganisationRecord | None, name: str, name_key: str, level: str, new: str
    ) -> OrganisationRecord:
        insert_or_keep(
            self._connection,
            organisation,
            {
                "id": new,
                "parent_id": parent.id if parent else None,
                "name": name,
                "name_key": name_key,
                "level": level,
                "lineage": f"{parent.lineage if parent else '/'}{new}/",
            },
        )
        # Another writer may have been first: what stands there now is the answer.
        row = self._connection.execute(
            select(organisation).where(
                organisation.c.parent_id == (parent.id if parent else None),
                organisation.c.name_key == name_key,
            )
        ).one()
        return organisation_record(row)
