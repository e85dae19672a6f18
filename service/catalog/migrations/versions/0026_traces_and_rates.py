"""Promised work bears the trace it was promised in, and requests of programs are counted, for all web processes at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("traceparent", sa.String(55)))
    op.create_table(
        "request_count",
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("minute", sa.Integer, nullable=False),
        sa.Column("taken", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_request_count"),
    )


def downgrade() -> None:
    op.drop_table("request_count")
    op.drop_column("outbox", "traceparent")
