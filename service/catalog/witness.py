"""
What the rows say, for whoever does not trust the code that wrote them.

Plain statements over one snapshot, and nothing of the rooms that write: a mistake there must not be made here again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from service.catalog.engine import open_engine, reason
from service.catalog.errors import CatalogOutdated, CatalogUnavailable
from service.catalog.schema import revision_held, revision_needed

Row = Mapping[str, Any]

_ASKED: Final[Mapping[str, str]] = {
    "congresses": "SELECT id, object_id, term, organisation_id FROM congress",
    "organisations": "SELECT id, parent_id, name, level, lineage FROM organisation",
    "editions": "SELECT e.id, e.congress_id, e.serial, e.sha256, e.media_type, e.received_at, e.rule_set, e.findings,"
    " e.received_by, a.name AS sender FROM edition e JOIN account a ON a.id = e.received_by",
    "sets": "SELECT id, congress_id, edition_id, state, version, accepted_at, sealed_at, failure, superseded_by"
    " FROM document_set",
    "documents": "SELECT id, set_id, position, template, template_sha256, kind, subject, title, title_en, source, symbol,"
    " originals, file_name, number, issued_on, state, sha256, fields_sha256, size FROM document ORDER BY set_id, position",
    "outbox": "SELECT id, task, set_id, chunk, starts FROM outbox",
    "requests": "SELECT account_id, key, set_id FROM idempotency",
    "events": "SELECT seq, at, account_id, event, subject, prior, digest FROM audit ORDER BY seq",
    "counters": "SELECT organisation_id, symbol, year, last FROM register_counter",
    "numbers": "SELECT id, organisation_id, symbol, year, number, congress_id, document_id, state, reason"
    " FROM register_number ORDER BY organisation_id, symbol, year, number",
    "entries": "SELECT seq, id, congress_id, content FROM register_entry ORDER BY seq",
    "filings": "SELECT id, congress_id, upto, version FROM filing",
    "former_places": "SELECT organisation_id, parent_id, until FROM former_place",
    "webhooks": "SELECT id, organisation_id, created_at, removed_at FROM webhook",
    "deliveries": "SELECT id, webhook_id, event, payload, state, attempts, outcome FROM webhook_delivery",
    "copies": "SELECT id, document_id, path, staged, sha256 FROM signed_copy",
}

_TIMES: Final = frozenset(
    {"accepted_at", "sealed_at", "received_at", "at", "until", "created_at", "removed_at"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """
    Rows by the name of what was asked; times are aware and UTC, days are dates in ISO form.

    `kept` has for each edition the SHA-256 of the bytes as they came, and of the canonical form.
    """

    rows: Mapping[str, list[Row]]
    kept: Mapping[str, tuple[str, str]]

    def __getitem__(self, name: str) -> list[Row]:
        return self.rows[name]


def bear_witness(address: str) -> Testimony:
    """
    Everything the catalog at `address` says, as of one moment; nothing is written.

    Raises `CatalogUnavailable`, `CatalogOutdated`, `CatalogMisconfigured`.
    """
    _require_file(address)
    engine = open_engine(address)
    try:
        held, needed = revision_held(engine), revision_needed()
        if held != needed:
            raise CatalogOutdated(f"the catalog has schema {held or 'none'}, this version needs {needed}")
        with engine.connect() as connection:
            _only_look(connection)
            return Testimony(
                rows={name: _rows(connection, asked) for name, asked in _ASKED.items()},
                kept=_kept(connection),
            )
    except DBAPIError as error:
        raise CatalogUnavailable(f"the catalog does not answer: {reason(error)}") from error
    finally:
        engine.dispose()


def _require_file(address: str) -> None:
    """An SQLite file that is missing would be made by looking for it."""
    try:
        url = make_url(address)
    except ArgumentError:
        return  # `open_engine` says it better
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_file():
        raise CatalogUnavailable(f"there is no catalog at {url.database}")


def _only_look(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only=1")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _rows(connection: Connection, asked: str) -> list[Row]:
    return [
        {name: _plain(name, value) for name, value in row._mapping.items()}  # noqa: SLF001 -- public mapping view
        for row in connection.execute(text(asked))
    ]


def _plain(name: str, value: Any) -> Any:
    """The same value from both databases."""
    if value is None:
        return None
    if name in _TIMES:
        at = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
        return at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)
    return value.isoformat() if isinstance(value, dt.date) else value


def _kept(connection: Connection) -> dict[str, tuple[str, str]]:
    rows = connection.execution_options(yield_per=20).execute(
        text("SELECT id, received, canonical FROM edition")
    )
    return {
        row.id: (hashlib.sha256(row.received).hexdigest(), hashlib.sha256(row.canonical).hexdigest())
        for row in rows
    }
