"""Who is told of what was sealed and signed, and every telling."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, Text

from service.catalog.tables.base import Serial, UtcDateTime, identity, metadata, refers

webhook = Table(
    "webhook",
    metadata,
    identity(),
    refers("organisation_id", "organisation"),
    Column("url", String(500), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    refers("created_by", "account"),
    Column("removed_at", UtcDateTime),
    Index("ix_webhook_organisation_id", "organisation_id"),
)

# The row is the queue: it is written with what it tells of, and is sent until it was taken or given up.
webhook_delivery = Table(
    "webhook_delivery",
    metadata,
    Column("id", Serial, primary_key=True),
    refers("webhook_id", "webhook"),
    Column("event_id", String(36), nullable=False),
    Column("event", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("tried_at", UtcDateTime),
    Column("outcome", String(60)),  # the status of the last answer, or why there was none
    CheckConstraint("state IN ('waiting', 'delivered', 'dead')", name="state"),
    Index("ix_webhook_delivery_state_due_at", "state", "due_at"),
    Index("ix_webhook_delivery_webhook_id_id", "webhook_id", "id"),
    sqlite_autoincrement=True,
)
