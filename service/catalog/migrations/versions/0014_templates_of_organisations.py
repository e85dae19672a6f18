"""Word templates that organisations brought, and which of them papers are made with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "template_version",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("fields_version", sa.Integer(), nullable=False),
        sa.Column("is_usable", sa.Boolean(), nullable=False),
        sa.Column("brought_at", _TIME, nullable=False),
        sa.Column("brought_by", sa.String(length=36), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_template_version_{column}"))
            for column, target in (
                ("organisation_id", "organisation.id"),
                ("sha256", "template_file.sha256"),
                ("brought_by", "account.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_version")),
        sa.UniqueConstraint(
            "organisation_id",
            "template",
            "sha256",
            name=op.f("uq_template_version_organisation_id_template_sha256"),
        ),
    )
    op.create_table(
        "template_choice",
        sa.Column("seq", _SERIAL, nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=True),
        sa.Column("chosen_at", _TIME, nullable=False),
        sa.Column("chosen_by", sa.String(length=36), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_template_choice_{column}"))
            for column, table in (
                ("organisation_id", "organisation"),
                ("version_id", "template_version"),
                ("chosen_by", "account"),
            )
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_template_choice")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_template_choice_organisation_id_template_seq",
        "template_choice",
        ["organisation_id", "template", "seq"],
    )
    op.create_index("ix_document_template_sha256", "document", ["template_sha256"])


def downgrade() -> None:
    op.drop_index("ix_document_template_sha256", table_name="document")
    op.drop_index("ix_template_choice_organisation_id_template_seq", table_name="template_choice")
    op.drop_table("template_choice")
    op.drop_table("template_version")
