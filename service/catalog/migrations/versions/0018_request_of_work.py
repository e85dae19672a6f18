"""Promised work bears the id of the request that led to it: one id from the form to the archive, in every log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("request_id", sa.String(64)))


def downgrade() -> None:
    op.drop_column("outbox", "request_id")
