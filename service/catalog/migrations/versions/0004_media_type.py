"""What congress data came as: JSON until now, a workbook or a form from here on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("media_type", sa.String(length=100), nullable=False, server_default="application/json")
    op.add_column("edition", column)


def downgrade() -> None:
    op.drop_column("edition", "media_type")
