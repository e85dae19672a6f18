"""
The shelf: sealed papers as they are searched, newest first.

No engine ever sees raw text: `head`, `body` and the tokens of a query are folded by the same function
(`service.congress.text.fold`), so SQLite and PostgreSQL find the same papers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    column,
    func,
    insert,
    select,
    table,
    text,
    update,
)

from service.catalog.records import DocumentRecord
from service.catalog.sets import document_record
from service.catalog.tables import congress, document, document_set, organisation, shelf

_FTS = table("shelf_fts", column("rowid"), column("head"), column("body"))
_DOCUMENT = [document.c[name] for name in document.c.keys() if name not in {"head", "body"}]  # noqa: SIM118 -- keys of a column collection


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfQuery:
    """
    What is asked of the shelf. `lineage` is never optional: it is the border of what may be seen.

    `tokens` are folded words that must all occur; `before` is the cursor of the last page.
    """

    lineage: str
    term: str | None = None
    kind: str | None = None
    tokens: tuple[str, ...] = ()
    number_key: str | None = None
    before: int | None = None
    superseded: bool = False
    limit: int = 50


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


class Shelf:
    """Sealed papers by term, kind, words and number, within one subtree."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def place(
        self,
        documents: Sequence[DocumentRecord],
        *,
        congress_id: str,
        organisation_id: str,
        lineage: str,
        term: str,
        number_keys: Sequence[str | None],
    ) -> None:
        """Put the papers of a set on the shelf; what stood there for the congress is superseded."""
        self._connection.execute(
            update(shelf)
            .where(shelf.c.congress_id == congress_id, shelf.c.superseded.is_(False))
            .values(superseded=True)
        )
        for one, number_key in zip(documents, number_keys, strict=True):
            head, body = one.head or "", one.body or ""
            sid = self._connection.execute(
                insert(shelf)
                .values(
                    document_id=one.id,
                    congress_id=congress_id,
                    organisation_id=organisation_id,
                    lineage=lineage,
                    term=term,
                    kind=one.kind,
                    number_key=number_key,
                    head=head,
                    body=body,
                )
                .returning(shelf.c.sid)
            ).scalar_one()
            if self._connection.dialect.name == "sqlite":
                self._connection.execute(insert(_FTS).values(rowid=sid, head=head, body=body))

    def terms(self, *, lineage: str) -> list[tuple[str, str, int]]:
        """`(term, kind, count)` of current papers, newest term first."""
        rows = self._connection.execute(
            select(shelf.c.term, shelf.c.kind, func.count())
            .where(_within(lineage), shelf.c.superseded.is_(False))
            .group_by(shelf.c.term, shelf.c.kind)
            .order_by(shelf.c.term.desc(), shelf.c.kind)
        )
        return [(term, kind, count) for term, kind, count in rows]

    def find(self, query: ShelfQuery) -> list[Shelved]:
        """The newest papers that match, at most `query.limit`."""
        rows = self._connection.execute(
            _shelved(query.lineage)
            .where(*self._conditions(query))
            .order_by(shelf.c.sid.desc())
            .limit(query.limit)
        )
        return [_shelved_record(row) for row in rows]

    def document(self, document_id: str, *, lineage: str) -> Shelved | None:
        """The sealed paper with that id, if it lies in the subtree of `lineage`."""
        row = self._connection.execute(_shelved(lineage).where(document.c.id == document_id)).first()
        return _shelved_record(row) if row else None

    def of_set(self, set_id: str, *, lineage: str) -> list[Shelved]:
        """The sealed papers of one set, in their order."""
        rows = self._connection.execute(
            _shelved(lineage).where(document.c.set_id == set_id).order_by(document.c.position)
        )
        return [_shelved_record(row) for row in rows]

    def _conditions(self, query: ShelfQuery) -> list[ColumnElement[bool]]:
        asked = {shelf.c.term: query.term, shelf.c.kind: query.kind, shelf.c.number_key: query.number_key}
        conditions = [held == value for held, value in asked.items() if value is not None]
        if not query.superseded:
            conditions.append(shelf.c.superseded.is_(False))
        if query.before is not None:
            conditions.append(shelf.c.sid < query.before)
        if query.tokens:
            conditions.append(self._has_words(query.tokens))
        return conditions

    def _has_words(self, tokens: Sequence[str]) -> ColumnElement[bool]:
        if self._connection.dialect.name == "sqlite":
            asked = " AND ".join(f'"{token}"' for token in tokens)
            found = select(_FTS.c.rowid).where(text("shelf_fts MATCH :asked").bindparams(asked=asked))
            return shelf.c.sid.in_(found)
        asked = " & ".join(f"'{token}'" for token in tokens)
        return WORDS.op("@@")(func.to_tsquery(text("'simple'"), asked))


WORDS: ColumnElement[Any] = func.to_tsvector(text("'simple'"), shelf.c.head + text("' '") + shelf.c.body)
"""The indexed expression on PostgreSQL, letter by letter as the migration writes it."""


def _within(lineage: str) -> ColumnElement[bool]:
    return shelf.c.lineage.startswith(lineage, autoescape=True)


def _shelved(lineage: str) -> Select[Any]:
    return (
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
        .join(document, document.c.id == shelf.c.document_id)
        .join(document_set, document_set.c.id == document.c.set_id)
        .join(congress, congress.c.id == shelf.c.congress_id)
        .join(organisation, organisation.c.id == shelf.c.organisation_id)
        .where(_within(lineage))
    )


def _shelved_record(row: Row[Any]) -> Shelved:
    held = row._mapping  # noqa: SLF001 -- SQLAlchemy's public mapping view
    own = ("sid", "congress_id", "object_id", "version", "term", "organisation", "sealed_at", "superseded")
    return Shelved(document=document_record(row), **{name: held[name] for name in own})
