"""Sealed papers as they are searched."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text, false

from service.catalog.tables.base import Serial, metadata, refers

shelf = Table(
    "shelf",
    metadata,
    Column("sid", Serial, primary_key=True),  # grows with time: newest first is an index walk
    refers("document_id", "document", unique=True),
    refers("congress_id", "congress"),
    refers("organisation_id", "organisation"),
    # Who stood first and second below the root when the paper was sealed: a subtree is an index walk too.
    Column("first_id", String(36)),
    Column("second_id", String(36)),
    Column("term", String(9), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("day", Date, nullable=False),  # of issue; of the seal while there is none
    Column("number_key", String(60)),
    Column("superseded", Boolean, nullable=False, server_default=false()),
    Column("head", Text, nullable=False),  # folded
    Column("accented", Text, nullable=False),  # the head in lower case with its accents
    Column("pairs", Text, nullable=False),  # neighbours of the head as one token, where the engine needs them
    Column("body", Text, nullable=False),  # folded, where the engine needs it
    Index("ix_shelf_term_sid", "term", "sid"),
    Index("ix_shelf_term_kind_sid", "term", "kind", "sid"),
    Index("ix_shelf_first_id_term_sid", "first_id", "term", "sid"),
    Index("ix_shelf_second_id_term_sid", "second_id", "term", "sid"),
    Index("ix_shelf_organisation_id_sid", "organisation_id", "sid"),
    Index("ix_shelf_number_key", "number_key"),
    Index("ix_shelf_congress_id", "congress_id"),
)

# Counted in the transaction that changes the shelf, since counting a million rows takes a second.
facet = Table(
    "facet",
    metadata,
    Column("organisation_id", String(36), primary_key=True),
    Column("term", String(9), primary_key=True),
    Column("kind", String(40), primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)

token = Table(
    "token",
    metadata,
    # Prefixes are ranges of code points, whatever the language of the database.
    Column("token", String(60, collation="C").with_variant(String(60), "sqlite"), primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
