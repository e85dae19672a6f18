"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE_WORDS = (
    "CREATE VIRTUAL TABLE shelf_fts USING fts5("
    "head, body, content='', tokenize='unicode61 remove_diacritics 0')"
)
_POSTGRESQL_WORDS = (
    "CREATE INDEX ix_shelf_words ON shelf USING gin (to_tsvector('simple', head || ' ' || body))"
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("parent_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("lineage", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["organisation.id"], name=op.f("fk_organisation_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("parent_id", "name_key", name=op.f("uq_organisation_parent_id_name_key")),
    )
    op.create_index(
        "ix_organisation_lineage",
        "organisation",
        ["lineage"],
        unique=False,
        postgresql_ops={"lineage": "text_pattern_ops"},
    )
    op.create_table(
        "template_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_template_file")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('secretary', 'official', 'archivist', 'administrator')", name=op.f("ck_account_role")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_account_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "congress",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("term", sa.String(length=9), nullable=False),
        sa.Column("object_id", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_congress_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_congress")),
        sa.UniqueConstraint("object_id", name=op.f("uq_congress_object_id")),
        sa.UniqueConstraint("organisation_id", "term", name=op.f("uq_congress_organisation_id_term")),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_api_token_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_api_token_secret_sha256")),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("congress_id", sa.String(length=36), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("received", sa.LargeBinary(), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rule_set", sa.String(length=40), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_edition_congress_id")),
        sa.ForeignKeyConstraint(["received_by"], ["account.id"], name=op.f("fk_edition_received_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("congress_id", "serial", name=op.f("uq_edition_congress_id_serial")),
    )
    op.create_table(
        "idempotency",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("set_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_idempotency_account_id")),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_idempotency")),
    )
    op.create_table(
        "sign_in_link",
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_link_account_id")),
        sa.PrimaryKeyConstraint("secret_sha256", name=op.f("pk_sign_in_link")),
    )
    op.create_table(
        "web_session",
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_web_session_account_id")),
        sa.PrimaryKeyConstraint("secret_sha256", name=op.f("pk_web_session")),
    )
    op.create_table(
        "document_set",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("congress_id", sa.String(length=36), nullable=False),
        sa.Column("edition_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("superseded_by", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "state IN ('incomplete', 'accepted', 'sealed', 'failed')", name=op.f("ck_document_set_state")
        ),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_document_set_congress_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_document_set_edition_id")),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["document_set.id"], name=op.f("fk_document_set_superseded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_set")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_document_set_edition_id")),
    )
    op.create_index(
        "ix_document_set_congress_id_state", "document_set", ["congress_id", "state"], unique=False
    )
    op.create_table(
        "document",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("set_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("chunk", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("template_sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("title_en", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("symbol", sa.String(length=40), nullable=False),
        sa.Column("originals", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("fields_sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.Column("head", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'rendered', 'sealed', 'failed')", name=op.f("ck_document_state")
        ),
        sa.ForeignKeyConstraint(["set_id"], ["document_set.id"], name=op.f("fk_document_set_id")),
        sa.ForeignKeyConstraint(
            ["template_sha256"], ["template_file.sha256"], name=op.f("fk_document_template_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("set_id", "file_name", name=op.f("uq_document_set_id_file_name")),
        sa.UniqueConstraint("set_id", "position", name=op.f("uq_document_set_id_position")),
        sa.UniqueConstraint(
            "set_id", "template", "subject", name=op.f("uq_document_set_id_template_subject")
        ),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task", sa.String(length=20), nullable=False),
        sa.Column("set_id", sa.String(length=36), nullable=False),
        sa.Column("chunk", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("fence", sa.String(length=36), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("task IN ('produce', 'seal')", name=op.f("ck_outbox_task")),
        sa.ForeignKeyConstraint(["set_id"], ["document_set.id"], name=op.f("fk_outbox_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("set_id", "task", "chunk", name=op.f("uq_outbox_set_id_task_chunk")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_due_at", "outbox", ["due_at"], unique=False)
    op.create_table(
        "shelf",
        sa.Column("sid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("congress_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("lineage", sa.Text(), nullable=False),
        sa.Column("term", sa.String(length=9), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number_key", sa.String(length=60), nullable=True),
        sa.Column("superseded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_shelf_congress_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_shelf_document_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_shelf_organisation_id")
        ),
        sa.PrimaryKeyConstraint("sid", name=op.f("pk_shelf")),
        sa.UniqueConstraint("document_id", name=op.f("uq_shelf_document_id")),
    )
    op.create_index("ix_shelf_congress_id", "shelf", ["congress_id"], unique=False)
    op.create_index("ix_shelf_number_key", "shelf", ["number_key"], unique=False)
    op.create_index("ix_shelf_term_kind_sid", "shelf", ["term", "kind", "sid"], unique=False)
    op.execute(_SQLITE_WORDS if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL_WORDS)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE shelf_fts")
    op.drop_index("ix_shelf_term_kind_sid", table_name="shelf")
    op.drop_index("ix_shelf_number_key", table_name="shelf")
    op.drop_index("ix_shelf_congress_id", table_name="shelf")
    op.drop_table("shelf")
    op.drop_index("ix_outbox_due_at", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("document")
    op.drop_index("ix_document_set_congress_id_state", table_name="document_set")
    op.drop_table("document_set")
    op.drop_table("web_session")
    op.drop_table("sign_in_link")
    op.drop_table("idempotency")
    op.drop_table("edition")
    op.drop_table("api_token")
    op.drop_table("congress")
    op.drop_table("account")
    op.drop_table("template_file")
    op.drop_index(
        "ix_organisation_lineage", table_name="organisation", postgresql_ops={"lineage": "text_pattern_ops"}
    )
    op.drop_table("organisation")
    op.drop_table("audit")
