"""A mail address is used once its owner has confirmed it; those in use already count as confirmed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def _added() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_sha256", sa.String(64), nullable=True),
        sa.Column("link_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("link_outcome", sa.String(60), nullable=True),
    )


def upgrade() -> None:
    for column in _added():
        op.add_column("mail_wish", column)
    op.create_index("ix_mail_wish_link_due_at", "mail_wish", ["link_due_at"])
    op.execute(sa.text("UPDATE mail_wish SET confirmed_at = since"))


def downgrade() -> None:
    # Earlier code would send to them.
    op.execute(sa.text("DELETE FROM mail_wish WHERE confirmed_at IS NULL"))
    op.drop_index("ix_mail_wish_link_due_at", "mail_wish")
    for column in reversed(_added()):
        op.drop_column("mail_wish", column.name)
