"""Passes over the archive that read everything back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fixity_pass",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cursor", sa.String(length=300), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("is_sound", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fixity_pass")),
    )
    op.create_index("ix_fixity_pass_ended_at", "fixity_pass", ["ended_at"])


def downgrade() -> None:
    op.drop_table("fixity_pass")
