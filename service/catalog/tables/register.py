"""What happens to papers after the seal: numbers, signed copies, and the versions that tell of them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from service.catalog.tables.base import Serial, UtcDateTime, identity, metadata, refers

register_counter = Table(
    "register_counter",
    metadata,
    Column("organisation_id", String(36), ForeignKey("organisation.id"), primary_key=True),
    Column("symbol", String(40), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False, server_default=text("0")),
)

register_number = Table(
    "register_number",
    metadata,
    identity(),
    refers("organisation_id", "organisation"),
    Column("symbol", String(40), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    refers("congress_id", "congress"),
    refers("document_id", "document"),
    Column("state", String(20), nullable=False),
    Column("issued_on", Date),
    Column("signers", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("given_by", String(200), nullable=False),  # a name: the register outlives accounts
    Column("voided_at", UtcDateTime),
    Column("voided_by", String(200)),
    Column("reason", Text),
    Column("receivers", Text, nullable=False, server_default=""),
    UniqueConstraint("organisation_id", "symbol", "year", "number"),
    CheckConstraint("state IN ('given', 'voided')", name="state"),
    Index("ix_register_number_document_id", "document_id"),
)

# What happened to sealed papers since, in order; `content` stands in the archive letter by letter.
register_entry = Table(
    "register_entry",
    metadata,
    Column("seq", Serial, primary_key=True),
    Column("id", String(36), nullable=False, unique=True),
    refers("congress_id", "congress"),
    Column("content", Text, nullable=False),
    Index("ix_register_entry_congress_id_seq", "congress_id", "seq"),
    sqlite_autoincrement=True,
)

# A version of a congress's object that adds entries of the register; no `version` while it is being written.
filing = Table(
    "filing",
    metadata,
    Column("id", Serial, primary_key=True),
    refers("congress_id", "congress"),
    Column("upto", BigInteger, nullable=False),
    Column("version", Integer),
    Index("ix_filing_congress_id", "congress_id"),
)

signed_copy = Table(
    "signed_copy",
    metadata,
    identity(),
    refers("document_id", "document"),
    Column("path", String(300), nullable=False),  # in the archive, from the filing on
    Column("staged", String(200), nullable=False),  # until then
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("signatures", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("number", String(40)),
    Column("issued_on", Date),
    Column("attached_at", UtcDateTime, nullable=False),
    Column("attached_by", String(200), nullable=False),
    Index("ix_signed_copy_document_id", "document_id"),
)
