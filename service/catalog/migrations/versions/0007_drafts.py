"""Drafts of congresses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("term", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun_from", sa.String(length=36), nullable=True),
        sa.Column("sent_as", sa.String(length=36), nullable=True),
        sa.Column("sent_version", sa.Integer(), nullable=True),
        sa.Column("begun_at", _TIME, nullable=False),
        sa.Column("begun_by", sa.String(length=36), nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.Column("changed_by", sa.String(length=36), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_draft_{column}"))
            for column, table in (
                ("organisation_id", "organisation"),
                ("begun_from", "document_set"),
                ("sent_as", "document_set"),
                ("begun_by", "account"),
                ("changed_by", "account"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_organisation_id_changed_at", "draft", ["organisation_id", "changed_at"])
    op.create_table(
        "draft_version",
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_draft_version_draft_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_id", "version", name=op.f("pk_draft_version")),
    )


def downgrade() -> None:
    op.drop_table("draft_version")
    op.drop_index("ix_draft_organisation_id_changed_at", table_name="draft")
    op.drop_table("draft")
