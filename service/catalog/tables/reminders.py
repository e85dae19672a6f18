"""Who is reminded by mail, and the mail of each day."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, String, Table

from service.catalog.tables.base import UtcDateTime, metadata, refers

# There is a row while its owner wants mail.
mail_wish = Table(
    "mail_wish",
    metadata,
    refers("account_id", "account", primary_key=True),
    Column("address", String(254), nullable=False),
    Column("language", String(2), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime),
    Column("link_sha256", String(64)),
    Column("link_until", UtcDateTime),
    Column("link_due_at", UtcDateTime),
    Column("link_attempts", Integer, nullable=False, server_default="0"),
    Column("link_outcome", String(60)),
    CheckConstraint("language IN ('vi', 'en')", name="language"),
    Index("ix_mail_wish_link_due_at", "link_due_at"),
)

# The row is the queue, and the key is the promise: one mail for one account on one day. It holds no word of the mail.
mail_digest = Table(
    "mail_digest",
    metadata,
    refers("account_id", "account", primary_key=True),
    Column("day", Date, primary_key=True),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("tried_at", UtcDateTime),
    Column("outcome", String(60)),
    CheckConstraint("state IN ('waiting', 'sent', 'empty', 'refused')", name="state"),
    Index("ix_mail_digest_day_state_due_at", "day", "state", "due_at"),
)
