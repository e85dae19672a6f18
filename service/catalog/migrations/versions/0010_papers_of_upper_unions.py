"""An index of upper unions, for lists that ask for more than the index of words knows (papers without a signed copy)."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_shelf_second_id", "shelf", ["second_id"])


def downgrade() -> None:
    op.drop_index("ix_shelf_second_id", table_name="shelf")
