"""Who is reminded by mail, and the mail of each day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0027"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mail_wish",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.CheckConstraint("language IN ('vi', 'en')", name=op.f("ck_mail_wish_language")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mail_wish_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_mail_wish")),
    )
    op.create_table(
        "mail_digest",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("tried_at", _TIME, nullable=True),
        sa.Column("outcome", sa.String(length=60), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'empty', 'refused')", name=op.f("ck_mail_digest_state")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mail_digest_account_id")),
        sa.PrimaryKeyConstraint("account_id", "day", name=op.f("pk_mail_digest")),
    )
    op.create_index("ix_mail_digest_day_state_due_at", "mail_digest", ["day", "state", "due_at"])


def downgrade() -> None:
    op.drop_table("mail_digest")
    op.drop_table("mail_wish")
