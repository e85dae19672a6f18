"""The register: numbers, what was entered, and its way into the archive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Time = sa.DateTime(timezone=True)


def _tasks(*tasks: str) -> None:
    allowed = ", ".join(f"'{task}'" for task in tasks)
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as outbox:
        outbox.drop_constraint("task", type_="check")
        outbox.create_check_constraint("task", f"task IN ({allowed})")


def upgrade() -> None:
    op.create_table(
        "register_counter",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("symbol", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_register_counter_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "symbol", "year", name=op.f("pk_register_counter")),
    )
    op.create_table(
        "register_number",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("symbol", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("congress_id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("signers", sa.Text(), nullable=False),
        sa.Column("given_at", _Time, nullable=False),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.Column("voided_at", _Time, nullable=True),
        sa.Column("voided_by", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('given', 'voided')", name=op.f("ck_register_number_state")),
        sa.ForeignKeyConstraint(
            ["congress_id"], ["congress.id"], name=op.f("fk_register_number_congress_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_register_number_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_register_number_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_number")),
        sa.UniqueConstraint(
            "organisation_id",
            "symbol",
            "year",
            "number",
            name=op.f("uq_register_number_organisation_id_symbol_year_number"),
        ),
    )
    op.create_index("ix_register_number_document_id", "register_number", ["document_id"], unique=False)
    op.create_table(
        "register_entry",
        sa.Column("seq", _Serial, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("congress_id", sa.String(length=36), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_register_entry_congress_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("id", name=op.f("uq_register_entry_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_register_entry_congress_id_seq", "register_entry", ["congress_id", "seq"], unique=False
    )
    op.create_table(
        "filing",
        sa.Column("id", _Serial, nullable=False),
        sa.Column("congress_id", sa.String(length=36), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_filing_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
    )
    op.create_index("ix_filing_congress_id", "filing", ["congress_id"], unique=False)
    _tasks("produce", "seal", "file")


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE task = 'file'")
    _tasks("produce", "seal")
    op.drop_index("ix_filing_congress_id", table_name="filing")
    op.drop_table("filing")
    op.drop_index("ix_register_entry_congress_id_seq", table_name="register_entry")
    op.drop_table("register_entry")
    op.drop_index("ix_register_number_document_id", table_name="register_number")
    op.drop_table("register_number")
    op.drop_table("register_counter")
