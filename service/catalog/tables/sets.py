"""Congresses, the data that came in for them, and the papers that are made of it."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from service.catalog.tables.base import UtcDateTime, identity, metadata, refers

congress = Table(
    "congress",
    metadata,
    identity(),
    refers("organisation_id", "organisation"),
    Column("term", String(9), nullable=False),
    Column("object_id", String(300), nullable=False, unique=True),
    UniqueConstraint("organisation_id", "term"),
)

edition = Table(
    "edition",
    metadata,
    identity(),
    refers("congress_id", "congress"),
    Column("serial", Integer, nullable=False),
    Column("received", LargeBinary, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("canonical", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("rule_set", String(40), nullable=False),
    Column("findings", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    refers("received_by", "account"),
    UniqueConstraint("congress_id", "serial"),
)

document_set = Table(
    "document_set",
    metadata,
    identity(),
    refers("congress_id", "congress"),
    refers("edition_id", "edition", unique=True),
    Column("state", String(20), nullable=False),
    Column("accepted_at", UtcDateTime, nullable=False),
    Column("sealed_at", UtcDateTime),
    Column("version", Integer),  # of the OCFL object
    Column("failure", Text),
    refers("superseded_by", "document_set", nullable=True),
    CheckConstraint("state IN ('incomplete', 'accepted', 'sealed', 'failed')", name="state"),
    Index("ix_document_set_congress_id_state", "congress_id", "state"),
    Index("ix_document_set_state_sealed_at", "state", "sealed_at"),
)

template_file = Table(
    "template_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

document = Table(
    "document",
    metadata,
    identity(),
    refers("set_id", "document_set"),
    Column("position", Integer, nullable=False),
    Column("chunk", Integer, nullable=False),
    Column("template", String(60), nullable=False),
    Column("template_sha256", String(64), ForeignKey("template_file.sha256"), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("title", String(500), nullable=False),
    Column("title_en", String(500), nullable=False),
    Column("source", String(200), nullable=False),  # JSON pointer of the datum it is about
    Column("symbol", String(40), nullable=False),
    Column("originals", Integer, nullable=False),
    Column("file_name", String(200), nullable=False),
    Column("number", String(40)),
    Column("issued_on", Date),
    Column("state", String(20), nullable=False),
    Column("sha256", String(64)),
    Column("fields_sha256", String(64)),
    Column("size", Integer),
    Column("milliseconds", Integer),
    Column("head", Text),  # text for search, made when the paper is rendered, moved to the shelf by the seal
    Column("accented", Text),
    Column("body", Text),
    UniqueConstraint("set_id", "position"),
    UniqueConstraint("set_id", "template", "subject"),
    UniqueConstraint("set_id", "file_name"),
    CheckConstraint("state IN ('waiting', 'rendered', 'sealed', 'failed')", name="state"),
    Index("ix_document_template_sha256", "template_sha256"),
)
