"""Sealed papers as they are searched."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text, UniqueConstraint, false

from service.catalog.tables.base import Serial, metadata, refers

shelf = Table(
    "shelf",
    metadata,
    Column("sid", Serial, primary_key=True),  # grows with time: newest first is an index walk
    refers("document_id", "document"),
    refers("congress_id", "congress"),
    refers("organisation_id", "organisation"),
    # Who stood first and second below the root when the paper was sealed.
    Column("first_id", String(36)),
    Column("second_id", String(36)),
    Column("term", String(9), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("day", Date, nullable=False),  # of issue; of the seal while there is none
    Column("number_key", String(60)),
    Column("superseded", Boolean, nullable=False, server_default=false()),
    Column("head", Text, nullable=False),  # folded
    Column("accented", Text, nullable=False),  # the head in lower case with its accents
    Column("tokens", Text, nullable=False),  # that are no words of the head, where the index is made of them
    # PostgreSQL keeps a table for each term, and a key of the whole must say which.
    UniqueConstraint("document_id", "term"),
    # Kinds, terms and subtrees are tokens of the index of words, which gives the newest first.
    Index("ix_shelf_organisation_id", "organisation_id"),
    Index("ix_shelf_first_id", "first_id"),
    Index("ix_shelf_second_id", "second_id"),
    Index("ix_shelf_number_key_sid", "number_key", "sid"),
    Index("ix_shelf_day", "day"),
    Index("ix_shelf_congress_id", "congress_id"),
    postgresql_partition_by="LIST (term)",
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

# Where on the shelf the papers of a month lie: blocks of 4,096 places, months since the year nought.
shelf_month = Table(
    "shelf_month",
    metadata,
    Column("term", String(9), primary_key=True),
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("block", Integer, primary_key=True, autoincrement=False),
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
