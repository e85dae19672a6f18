"""Codes of a telephone beside the password, recovery codes, and tokens that may do less than their account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("sealed_secret", sa.String(length=200), nullable=False),
        sa.Column("confirmed_at", _TIME, nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("used_at", _TIME, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("account_id", "code_sha256", name=op.f("pk_recovery_code")),
    )
    op.add_column(
        "web_session", sa.Column("waits_for_code", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("api_token", sa.Column("actions", sa.String(length=100), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM web_session WHERE waits_for_code")
    op.execute("DELETE FROM api_token WHERE actions IS NOT NULL")
    op.drop_column("api_token", "actions")
    op.drop_column("web_session", "waits_for_code")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
