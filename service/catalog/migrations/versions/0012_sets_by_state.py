"""An index of sets by state and day of sealing, for those who count them every few seconds."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_document_set_state_sealed_at", "document_set", ["state", "sealed_at"])


def downgrade() -> None:
    op.drop_index("ix_document_set_state_sealed_at", table_name="document_set")
