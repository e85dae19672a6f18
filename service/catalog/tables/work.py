"""Work that is promised, and what was done."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from service.catalog.tables.base import Serial, UtcDateTime, metadata, refers

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("task", String(20), nullable=False),
    refers("set_id", "document_set"),
    Column("chunk", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("starts", Integer, nullable=False, server_default=text("0")),
    Column("fence", String(36)),
    Column("lease_until", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("begun_at", UtcDateTime),
    Column("request_id", String(64)),
    Column("traceparent", String(55)),
    UniqueConstraint("set_id", "task", "chunk"),
    CheckConstraint("task IN ('produce', 'seal', 'file')", name="task"),
    Index("ix_outbox_due_at", "due_at"),
    sqlite_autoincrement=True,  # a message may outlive its row: an id must never name another row
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("account_id", String(36), ForeignKey("account.id"), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("body_sha256", String(64), nullable=False),
    Column("set_id", String(36), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

request_count = Table(
    "request_count",
    metadata,
    Column("account_id", String(36), primary_key=True),
    Column("minute", Integer, nullable=False),  # since 1970
    Column("taken", Integer, nullable=False),
)

fixity_pass = Table(
    "fixity_pass",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("is_whole", Boolean, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime),  # when somebody was last at it; nobody is while it is empty
    Column("ended_at", UtcDateTime),
    Column("cursor", String(300), nullable=False),  # the last object that was looked at
    Column("report", Text, nullable=False),
    Column("is_sound", Boolean),
    Index("ix_fixity_pass_ended_at", "ended_at"),
)

audit = Table(
    "audit",
    metadata,
    # Given by the writer, without gaps: the number of an undone transaction is used by the next.
    Column("seq", Serial, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("account_id", String(36)),
    Column("event", String(60), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("prior", String(64), nullable=False, unique=True),  # unique: the chain cannot fork
    Column("digest", String(64), nullable=False),
)
