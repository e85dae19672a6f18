"""Counters that say in which blocks of the shelf the papers of a month lie, for lists of wide spans of days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_MONTH = {
    "sqlite": "12 * CAST(strftime('%Y', day) AS integer) + CAST(strftime('%m', day) AS integer) - 1",
    "postgresql": "CAST(12 * extract(year FROM day) + extract(month FROM day) - 1 AS integer)",
}


def upgrade() -> None:
    op.create_table(
        "shelf_month",
        sa.Column("term", sa.String(9), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", "month", "block", name="pk_shelf_month"),
        sqlite_with_rowid=False,
    )
    month = _MONTH[op.get_bind().dialect.name]
    op.execute(
        f"INSERT INTO shelf_month (term, month, block, n) SELECT term, {month}, sid >> 12, count(*) FROM shelf"  # noqa: S608 -- no outside text
        f" GROUP BY term, {month}, sid >> 12"
    )


def downgrade() -> None:
    op.drop_table("shelf_month")
