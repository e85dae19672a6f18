"""A sealed paper with what a list shows of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select

from service.catalog.records import DocumentRecord
from service.catalog.sets import document_record
from service.catalog.tables import congress, document, document_set, organisation, shelf

_DOCUMENT = [document.c[name] for name in document.c.keys() if name not in {"head", "accented", "body"}]  # noqa: SIM118 -- keys of a column collection


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A sealed paper with what a list shows of it."""

    sid: int
    document: DocumentRecord
    congress_id: str
    object_id: str
    version: int
    term: str
    organisation: str
    sealed_at: dt.datetime
    superseded: bool


SHELVED: Select[Any] = (
    select(
        *_DOCUMENT,
        shelf.c.sid,
        shelf.c.congress_id,
        shelf.c.term,
        shelf.c.superseded,
        congress.c.object_id,
        document_set.c.version,
        document_set.c.sealed_at,
        organisation.c.name.label("organisation"),
    )
    .select_from(shelf)
    .join(document, document.c.id == shelf.c.document_id)
    .join(document_set, document_set.c.id == document.c.set_id)
    .join(congress, congress.c.id == shelf.c.congress_id)
    .join(organisation, organisation.c.id == shelf.c.organisation_id)
)
"""Every paper with what a list shows of it."""


def shelved_record(row: Row[Any]) -> Shelved:
    """The paper of a row of `SHELVED`."""
    held = row._mapping  # noqa: SLF001 -- SQLAlchemy's public mapping view
    own = ("sid", "congress_id", "object_id", "version", "term", "organisation", "sealed_at", "superseded")
    return Shelved(document=document_record(row), **{name: held[name] for name in own})
