"""Organisations that are renamed, moved and closed; where they stood before; imports that wait for a word."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    time = sa.DateTime(timezone=True)
    op.add_column("organisation", sa.Column("code", sa.String(40)))
    op.add_column("organisation", sa.Column("closed_at", time))
    op.add_column("organisation", sa.Column("placed_at", time))
    op.create_index("uq_organisation_code", "organisation", ["code"], unique=True)
    op.create_table(
        "former_place",
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("parent_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("until", time, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_former_place_organisation_id"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["organisation.id"], name="fk_former_place_parent_id"),
        sa.PrimaryKeyConstraint("organisation_id", "parent_id", "name_key", name="pk_former_place"),
    )
    op.create_index("ix_former_place_parent_id_name_key", "former_place", ["parent_id", "name_key"])
    op.create_table(
        "tree_import",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("at", time, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_tree_import_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tree_import"),
        sa.UniqueConstraint("account_id", name="uq_tree_import_account_id"),
    )


def downgrade() -> None:
    op.drop_table("tree_import")
    op.drop_index("ix_former_place_parent_id_name_key", table_name="former_place")
    op.drop_table("former_place")
    op.drop_index("uq_organisation_code", table_name="organisation")
    for column in ("placed_at", "closed_at", "code"):
        op.drop_column("organisation", column)
