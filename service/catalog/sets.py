"""Document sets, their documents, and the templates they were planned with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from service.catalog.bulk import insert_all
from service.catalog.congresses import Congresses
from service.catalog.organisations import in_subtree
from service.catalog.records import DocumentRecord, EditionRecord, RenderedRecord, SetRecord, SetState
from service.catalog.tables import (
    congress,
    document,
    document_set,
    edition,
    filing,
    organisation,
    template_file,
)
from service.catalog.upsert import insert_or_keep

_FOUND = (
    select(document_set)
    .join(congress, congress.c.id == document_set.c.congress_id)
    .join(organisation, organisation.c.id == congress.c.organisation_id)
    .where(document_set.c.id == bindparam("id"), organisation.c.lineage.like(bindparam("subtree")))
)
_BY_ID = select(document_set).where(document_set.c.id == bindparam("id"))
_LOCKED = _BY_ID.with_for_update()
_NEW = insert(document_set)
_DOCUMENTS = select(document).where(document.c.set_id == bindparam("set_id")).order_by(document.c.position)
_OF_CHUNK = _DOCUMENTS.where(document.c.chunk == bindparam("chunk"))
_OTHER_CHUNK = (
    select(document.c.id)
    .where(document.c.set_id == bindparam("set_id"), document.c.chunk != bindparam("chunk"))
    .limit(1)
)
_PROGRESS = (
    select(document.c.state, func.count())
    .where(document.c.set_id == bindparam("set_id"))
    .group_by(document.c.state)
)
_WAITING = select(func.count()).where(document.c.set_id == bindparam("set_id"), document.c.state == "waiting")
_RENDERED = update(document).where(document.c.id == bindparam("b_id")).values(state=bindparam("to_state"))
_MINE = select(edition.c.serial).where(edition.c.id == bindparam("edition_id")).scalar_subquery()
_EARLIER_IN_HAND = (
    select(document_set.c.id)
    .join(edition, edition.c.id == document_set.c.edition_id)
    .where(
        document_set.c.congress_id == bindparam("congress_id"),
        document_set.c.state == "accepted",
        edition.c.serial < _MINE,
    )
    .limit(1)
)
_STANDING = (
    select(document_set)
    .join(edition, edition.c.id == document_set.c.edition_id)
    .where(
        document_set.c.congress_id == bindparam("congress_id"),
        document_set.c.state.in_(("accepted", "sealed")),
    )
    .order_by(edition.c.serial.desc())
    .limit(1)
)
_NEWEST_VERSIONS = tuple(
    select(func.max(made.c.version)).where(made.c.congress_id == bindparam("congress_id"))
    for made in (document_set, filing)
)
_NEWEST_SEALED = (
    select(document_set)
    .where(document_set.c.congress_id == bindparam("congress_id"), document_set.c.version.is_not(None))
    .order_by(document_set.c.version.desc())
    .limit(1)
)
_DOCUMENT = select(document).where(document.c.id == bindparam("id"))
_SUPERSEDED = (
    update(document_set)
    .where(
        document_set.c.congress_id == bindparam("of_congress"),
        document_set.c.state == "sealed",
        document_set.c.superseded_by.is_(None),
    )
    .values(superseded_by=bindparam("by_set"))
)
_SEALED = (
    update(document_set)
    .where(document_set.c.id == bindparam("this"))
    .values(state="sealed", version=bindparam("as_version"), sealed_at=bindparam("at"), failure=None)
)
_MOVED = (
    update(document)
    .where(document.c.set_id == bindparam("of_set"), document.c.state != bindparam("to_state"))
    .values(state=bindparam("to_state"))
)
_TEMPLATES = select(template_file.c.sha256, template_file.c.content).where(
    template_file.c.sha256.in_(bindparam("digests", expanding=True))
)
_KEPT = select(template_file.c.sha256).where(template_file.c.sha256.in_(bindparam("digests", expanding=True)))


def _columns(record: DocumentRecord) -> dict[str, Any]:
    # `asdict` copies deeply, which costs more than the insert.
    return {name: getattr(record, name) for name in record.__slots__}


class Sets:
    """A set is written once with all its documents; afterwards only states move."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep_templates(self, contents: Mapping[str, bytes]) -> None:
        """Keep the bytes of templates by their digests, so that work planned with them is done with them."""
        new = contents.keys() - self._connection.execute(_KEPT, {"digests": list(contents)}).scalars()
        # In one order: two writers that keep the same new ones wait for each other, and never in a circle.
        for sha256 in sorted(new):
            insert_or_keep(self._connection, template_file, {"sha256": sha256, "content": contents[sha256]})

    def template(self, sha256: str) -> bytes:
        """The bytes of a kept template."""
        return self.templates([sha256])[sha256]

    def templates(self, digests: Iterable[str]) -> dict[str, bytes]:
        """The bytes of kept templates, by their digests."""
        found = self._connection.execute(_TEMPLATES, {"digests": list(set(digests))})
        return {one.sha256: one.content for one in found}

    def add(self, record: SetRecord, documents: Sequence[DocumentRecord]) -> None:
        """A new set and the papers it owes."""
        self._connection.execute(_NEW, asdict(record))
        if documents:
            insert_all(self._connection, document, [_columns(one) for one in documents])

    def find(self, set_id: str, *, lineage: str = "/") -> SetRecord | None:
        """The set with that id, if its organisation lies in the subtree of `lineage`."""
        row = self._connection.execute(_FOUND, {"id": set_id, "subtree": f"{lineage}%"}).first()
        return SetRecord(**row._mapping) if row else None  # noqa: SLF001 -- public mapping view

    def before(self, set_id: str) -> str | None:
        """The set whose place that set took; the last, should there be several."""
        found: str | None = self._connection.execute(
            select(document_set.c.id)
            .where(document_set.c.superseded_by == set_id)
            .order_by(document_set.c.version.desc())
            .limit(1)
        ).scalar_one_or_none()
        return found

    def of_congress(self, congress_id: str) -> list[SetRecord]:
        """Every set of the congress, newest first."""
        rows = self._connection.execute(
            select(document_set)
            .where(document_set.c.congress_id == congress_id)
            .order_by(document_set.c.accepted_at.desc(), document_set.c.id)
        )
        return [SetRecord(**row._mapping) for row in rows]  # noqa: SLF001 -- public mapping view

    def recent(self, *, lineage: str, limit: int = 20) -> list[SetRecord]:
        """The newest sets of the subtree of `lineage`."""
        rows = self._connection.execute(
            select(document_set)
            .join(congress, congress.c.id == document_set.c.congress_id)
            .join(organisation, organisation.c.id == congress.c.organisation_id)
            .where(in_subtree(lineage))
            .order_by(document_set.c.accepted_at.desc(), document_set.c.id)
            .limit(limit)
        )
        return [SetRecord(**row._mapping) for row in rows]  # noqa: SLF001 -- public mapping view

    def lock(self, set_id: str) -> SetRecord:
        """The set, which nobody else changes until this transaction ends."""
        row = self._connection.execute(_LOCKED, {"id": set_id}).one()
        return SetRecord(**row._mapping)  # noqa: SLF001 -- public mapping view

    def documents(self, set_id: str, *, chunk: int | None = None) -> list[DocumentRecord]:
        """The documents of a set in their order."""
        # As a dictionary: asking a row name by name took longer than its query.
        rows = (
            self._connection.execute(_DOCUMENTS, {"set_id": set_id})
            if chunk is None
            else self._connection.execute(_OF_CHUNK, {"set_id": set_id, "chunk": chunk})
        ).all()
        return [DocumentRecord(**row._asdict()) for row in rows]

    def has_other_chunks(self, set_id: str, chunk: int) -> bool:
        """Whether some documents of the set are rendered by another task than that one."""
        return self._connection.execute(_OTHER_CHUNK, {"set_id": set_id, "chunk": chunk}).first() is not None

    def progress(self, set_id: str) -> Mapping[str, int]:
        """How many documents of the set are in each state."""
        rows = self._connection.execute(_PROGRESS, {"set_id": set_id})
        return {state: count for state, count in rows}  # noqa: C416 -- rows are not pairs to a type checker

    def rendered(self, results: Iterable[RenderedRecord], *, sealed: bool = False) -> None:
        """Record what rendering gave; of papers that are `sealed` in the same transaction without words, which go onto the shelf."""
        left_out = ("document_id", "head", "accented", "body") if sealed else ("document_id",)
        names = [name for name in RenderedRecord.__slots__ if name not in left_out]
        state = "sealed" if sealed else "rendered"
        values = [
            {"b_id": one.document_id, "to_state": state, **{name: getattr(one, name) for name in names}}
            for one in results
        ]
        self._connection.execute(_RENDERED, values)

    def waiting(self, set_id: str) -> int:
        """How many documents of the set are not rendered yet."""
        return self._connection.execute(_WAITING, {"set_id": set_id}).scalar_one()

    def lacks_digests(self, set_id: str) -> bool:
        """Whether of some document of the set nobody has recorded what rendering gave, in whatever state it is."""
        bare = select(document.c.id).where(document.c.set_id == set_id, document.c.sha256.is_(None))
        return self._connection.execute(bare.limit(1)).first() is not None

    def earlier_in_hand(self, record: SetRecord) -> bool:
        """Whether an earlier edition of the same congress is still being made; sets are sealed in order."""
        asked = {"congress_id": record.congress_id, "edition_id": record.edition_id}
        return self._connection.execute(_EARLIER_IN_HAND, asked).first() is not None

    def standing(self, congress_id: str) -> tuple[SetRecord, EditionRecord] | None:
        """The set whose papers a newer edition would supersede, sealed or being made, and its edition."""
        row = self._connection.execute(_STANDING, {"congress_id": congress_id}).first()
        if row is None:
            return None
        record = SetRecord(**row._mapping)  # noqa: SLF001 -- public mapping view
        return record, Congresses(self._connection).edition(record.edition_id)

    def newest_version(self, congress_id: str) -> int:
        """The newest version that stands in the archive for the congress, 0 before the first."""
        asked = {"congress_id": congress_id}
        newest = [self._connection.execute(one, asked).scalar_one() for one in _NEWEST_VERSIONS]
        return max(one or 0 for one in newest)

    def newest_sealed(self, congress_id: str) -> SetRecord | None:
        """The set of the newest version sealed for the congress; none before the first."""
        row = self._connection.execute(_NEWEST_SEALED, {"congress_id": congress_id}).first()
        return SetRecord(**row._mapping) if row else None  # noqa: SLF001 -- public mapping view

    def document(self, document_id: str) -> DocumentRecord:
        """The document with that id, which is known to exist."""
        row = self._connection.execute(_DOCUMENT, {"id": document_id}).one()
        return DocumentRecord(**row._asdict())

    def has_document(self, document_id: str) -> bool:
        """Whether there is a document of that id."""
        return (
            self._connection.execute(select(document.c.id).where(document.c.id == document_id)).first()
            is not None
        )

    def mark(self, document_id: str, *, number: str | None, issued_on: dt.date | None) -> None:
        """The number and date that the document bears from now on; nothing for a voided one."""
        self._connection.execute(
            update(document).where(document.c.id == document_id).values(number=number, issued_on=issued_on)
        )

    def sealed(self, record: SetRecord, *, version: int, at: dt.datetime) -> None:
        """The set stands in the archive as `version` of its congress's object; it supersedes those before."""
        self._connection.execute(_SUPERSEDED, {"of_congress": record.congress_id, "by_set": record.id})
        self._connection.execute(_SEALED, {"this": record.id, "as_version": version, "at": at})
        self._move_documents(record.id, "sealed")

    def failed(self, set_id: str, *, failure: str) -> None:
        """The set is given up, whole."""
        state: SetState = "failed"
        self._connection.execute(
            update(document_set).where(document_set.c.id == set_id).values(state=state, failure=failure)
        )
        self._move_documents(set_id, "failed")

    def _move_documents(self, set_id: str, state: str) -> None:
        self._connection.execute(_MOVED, {"of_set": set_id, "to_state": state})
