"""A sealed paper with what a list shows of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select

from service.catalog.records import DocumentRecord
from service.catalog.tables import congress, document, document_set, organisation, shelf

_NAMES = [name for name in document.c.keys() if name not in {"head", "accented", "body"}]  # noqa: SIM118 -- keys of a column collection
_OWN = ("sid", "congress_id", "term", "superseded", "object_id", "version", "sealed_at", "organisation")


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
        *(document.c[name] for name in _NAMES),
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
    # By their order: a page has fifty rows of thirty columns, and looking for each by its name takes a third of its time.
    own = dict(zip(_OWN, row[len(_NAMES) :], strict=True))
    return Shelved(document=DocumentRecord(**dict(zip(_NAMES, row, strict=False))), **own)
