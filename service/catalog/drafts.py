"""Drafts: congresses that are still being typed, each version of them, and who changed them last."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from service.catalog.organisations import in_subtree, organisation_record
from service.catalog.records import DraftRecord
from service.catalog.tables import account, draft, draft_version, organisation
from service.catalog.upsert import insert_or_keep

VERSIONS_KEPT = 40
"""Whoever began from an older one is asked about every difference, not only about those that two people made."""

_BEGUN_BY, _CHANGED_BY = account.alias("begun"), account.alias("changed")
_DRAFT: Select[Any] = (
    select(
        draft,
        _BEGUN_BY.c.name.label("begun_name"),
        _CHANGED_BY.c.name.label("changed_name"),
        *(column.label(f"o_{column.name}") for column in organisation.c),
    )
    .join(organisation, organisation.c.id == draft.c.organisation_id)
    .join(_BEGUN_BY, _BEGUN_BY.c.id == draft.c.begun_by)
    .join(_CHANGED_BY, _CHANGED_BY.c.id == draft.c.changed_by)
)


def _record(row: Row[Any]) -> DraftRecord:
    return DraftRecord(
        id=row.id,
        organisation=organisation_record(row, "o_"),
        name=row.name,
        term=row.term,
        version=row.version,
        begun_at=row.begun_at,
        begun_by=row.begun_name,
        changed_at=row.changed_at,
        changed_by=row.changed_name,
        begun_from=row.begun_from,
        sent_as=row.sent_as,
        sent_version=row.sent_version,
    )


class Drafts:
    """A draft is saved only on top of the version that whoever saves has seen."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, record: DraftRecord, document: str, *, account_id: str) -> None:
        """A new draft of that account, whose first version is `document` (JSON); one with that id stays as it is."""
        insert_or_keep(
            self._connection,
            draft,
            {
                "id": record.id,
                "organisation_id": record.organisation.id,
                "name": record.name,
                "term": record.term,
                "version": record.version,
                "begun_from": record.begun_from,
                "begun_at": record.begun_at,
                "begun_by": account_id,
                "changed_at": record.changed_at,
                "changed_by": account_id,
            },
        )
        insert_or_keep(
            self._connection,
            draft_version,
            {"draft_id": record.id, "version": record.version, "document": document},
        )

    def find(self, draft_id: str, *, lineage: str) -> DraftRecord | None:
        """The draft with that id, if its organisation lies in the subtree of `lineage`."""
        row = self._connection.execute(_DRAFT.where(draft.c.id == draft_id, in_subtree(lineage))).first()
        return _record(row) if row else None

    def recent(self, *, lineage: str, limit: int = 20) -> list[DraftRecord]:
        """The drafts of the subtree of `lineage` that were changed last."""
        rows = self._connection.execute(
            _DRAFT.where(in_subtree(lineage)).order_by(draft.c.changed_at.desc(), draft.c.id).limit(limit)
        )
        return [_record(row) for row in rows]

    def document(self, draft_id: str, version: int) -> str | None:
        """What a version of the draft says (JSON); nothing when it is no longer kept."""
        held: str | None = self._connection.execute(
            select(draft_version.c.document).where(
                draft_version.c.draft_id == draft_id, draft_version.c.version == version
            )
        ).scalar()
        return held

    def save(
        self,
        draft_id: str,
        document: str,
        *,
        on: int,
        name: str,
        term: str,
        account_id: str,
        at: dt.datetime,
    ) -> bool:
        """Make `document` the version after `on`; False, and nothing done, when another came first."""
        saved = self._connection.execute(
            update(draft)
            .where(draft.c.id == draft_id, draft.c.version == on)
            .values(version=on + 1, name=name, term=term, changed_at=at, changed_by=account_id)
        )
        if not saved.rowcount:
            return False
        self._keep(draft_id, on + 1, document)
        self._connection.execute(
            delete(draft_version).where(
                draft_version.c.draft_id == draft_id, draft_version.c.version <= on + 1 - VERSIONS_KEPT
            )
        )
        return True

    def sent(self, draft_id: str, *, version: int, set_id: str) -> None:
        """A set was made of that version; what is known of a newer version stays."""
        self._connection.execute(
            update(draft)
            .where(
                draft.c.id == draft_id, (draft.c.sent_version.is_(None)) | (draft.c.sent_version <= version)
            )
            .values(sent_as=set_id, sent_version=version)
        )

    def discard(self, draft_id: str) -> None:
        """Forget the draft and all its versions."""
        self._connection.execute(delete(draft_version).where(draft_version.c.draft_id == draft_id))
        self._connection.execute(delete(draft).where(draft.c.id == draft_id))

    def _keep(self, draft_id: str, version: int, document: str) -> None:
        self._connection.execute(
            insert(draft_version).values(draft_id=draft_id, version=version, document=document)
        )
