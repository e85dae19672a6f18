"""
The tables of the catalog.

The catalog is an index over the archive plus the work in hand: every sealed paper can be found again from
the archive's files alone. Identifiers are UUIDs as text; times are UTC.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware UTC time; SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        in_utc = value.astimezone(dt.UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.replace(tzinfo=dt.UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives out row numbers only for a column declared exactly INTEGER PRIMARY KEY.
Serial = BigInteger().with_variant(Integer, "sqlite")


def identity() -> Column[str]:
    """The UUID of a row."""
    return Column("id", String(36), primary_key=True)


def refers(name: str, target: str, **options: Any) -> Column[str]:
    """A column that holds the id of a row of `target`."""
    return Column(
        name, String(36), ForeignKey(f"{target}.id"), nullable=options.pop("nullable", False), **options
    )


organisation = Table(
    "organisation",
    metadata,
    identity(),
    refers("parent_id", "organisation", nullable=True),
    Column("name", String(200), nullable=False),
    Column("name_key", String(200), nullable=False),
    Column("level", String(20), nullable=False),
    Column("lineage", Text, nullable=False),  # "/<root>/<...>/<id>/": a subtree is a prefix
    UniqueConstraint("parent_id", "name_key"),
    Index("ix_organisation_lineage", "lineage", postgresql_ops={"lineage": "text_pattern_ops"}),
)

account = Table(
    "account",
    metadata,
    identity(),
    Column("name", String(200), nullable=False, unique=True),
    Column("password_hash", String(200)),
    Column("role", String(20), nullable=False),
    refers("organisation_id", "organisation"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("disabled_at", UtcDateTime),
    CheckConstraint("role IN ('secretary', 'official', 'archivist', 'administrator')", name="role"),
)

# The three secrets below are stored as SHA-256 only; each is 256 random bits, so a slow hash adds nothing.
api_token = Table(
    "api_token",
    metadata,
    identity(),
    refers("account_id", "account"),
    Column("name", String(200), nullable=False),
    Column("secret_sha256", String(64), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
)

sign_in_link = Table(
    "sign_in_link",
    metadata,
    Column("secret_sha256", String(64), primary_key=True),
    refers("account_id", "account"),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

web_session = Table(
    "web_session",
    metadata,
    Column("secret_sha256", String(64), primary_key=True),
    refers("account_id", "account"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

congress = Table(
    "congress",
    metadata,
    identity(),
    refers("organisation_id", "organisation"),
    Column("term", String(9), nullable=False),
    Column("object_id", String(300), nullable=False, unique=True),
    UniqueConstraint("organisation_id", "term"),
)

edition = Table(
    "edition",
    metadata,
    identity(),
    refers("congress_id", "congress"),
    Column("serial", Integer, nullable=False),
    Column("received", LargeBinary, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("canonical", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("rule_set", String(40), nullable=False),
    Column("findings", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    refers("received_by", "account"),
    UniqueConstraint("congress_id", "serial"),
)

document_set = Table(
    "document_set",
    metadata,
    identity(),
    refers("congress_id", "congress"),
    refers("edition_id", "edition", unique=True),
    Column("state", String(20), nullable=False),
    Column("accepted_at", UtcDateTime, nullable=False),
    Column("sealed_at", UtcDateTime),
    Column("version", Integer),  # of the OCFL object
    Column("failure", Text),
    refers("superseded_by", "document_set", nullable=True),
    CheckConstraint("state IN ('incomplete', 'accepted', 'sealed', 'failed')", name="state"),
    Index("ix_document_set_congress_id_state", "congress_id", "state"),
)

template_file = Table(
    "template_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

document = Table(
    "document",
    metadata,
    identity(),
    refers("set_id", "document_set"),
    Column("position", Integer, nullable=False),
    Column("chunk", Integer, nullable=False),
    Column("template", String(60), nullable=False),
    Column("template_sha256", String(64), ForeignKey("template_file.sha256"), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("title", String(500), nullable=False),
    Column("title_en", String(500), nullable=False),
    Column("source", String(200), nullable=False),  # JSON pointer of the datum it is about
    Column("symbol", String(40), nullable=False),
    Column("originals", Integer, nullable=False),
    Column("file_name", String(200), nullable=False),
    Column("number", String(40)),
    Column("issued_on", Date),
    Column("state", String(20), nullable=False),
    Column("sha256", String(64)),
    Column("fields_sha256", String(64)),
    Column("size", Integer),
    Column("milliseconds", Integer),
    Column("head", Text),  # text for search, made when the paper is rendered, moved to the shelf by the seal
    Column("accented", Text),
    Column("body", Text),
    UniqueConstraint("set_id", "position"),
    UniqueConstraint("set_id", "template", "subject"),
    UniqueConstraint("set_id", "file_name"),
    CheckConstraint("state IN ('waiting', 'rendered', 'sealed', 'failed')", name="state"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("task", String(20), nullable=False),
    refers("set_id", "document_set"),
    Column("chunk", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("starts", Integer, nullable=False, server_default=text("0")),
    Column("fence", String(36)),
    Column("lease_until", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("set_id", "task", "chunk"),
    CheckConstraint("task IN ('produce', 'seal', 'file')", name="task"),
    Index("ix_outbox_due_at", "due_at"),
    sqlite_autoincrement=True,  # a message may outlive its row: an id must never name another row
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("account_id", String(36), ForeignKey("account.id"), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("body_sha256", String(64), nullable=False),
    Column("set_id", String(36), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

shelf = Table(
    "shelf",
    metadata,
    Column("sid", Serial, primary_key=True),  # grows with time: newest first is an index walk
    refers("document_id", "document", unique=True),
    refers("congress_id", "congress"),
    refers("organisation_id", "organisation"),
    # Who stood first and second below the root when the paper was sealed: a subtree is an index walk too.
    Column("first_id", String(36)),
    Column("second_id", String(36)),
    Column("term", String(9), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("day", Date, nullable=False),  # of issue; of the seal while there is none
    Column("number_key", String(60)),
    Column("superseded", Boolean, nullable=False, server_default=false()),
    Column("head", Text, nullable=False),  # folded
    Column("accented", Text, nullable=False),  # the head in lower case with its accents
    Column("pairs", Text, nullable=False),  # neighbours of the head as one token, where the engine needs them
    Column("body", Text, nullable=False),  # folded, where the engine needs it
    Index("ix_shelf_term_sid", "term", "sid"),
    Index("ix_shelf_term_kind_sid", "term", "kind", "sid"),
    Index("ix_shelf_first_id_term_sid", "first_id", "term", "sid"),
    Index("ix_shelf_second_id_term_sid", "second_id", "term", "sid"),
    Index("ix_shelf_organisation_id_sid", "organisation_id", "sid"),
    Index("ix_shelf_number_key", "number_key"),
    Index("ix_shelf_congress_id", "congress_id"),
)

# Counted in the transaction that changes the shelf, since counting a million rows takes a second.
facet = Table(
    "facet",
    metadata,
    Column("organisation_id", String(36), primary_key=True),
    Column("term", String(9), primary_key=True),
    Column("kind", String(40), primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)

token = Table(
    "token",
    metadata,
    # Prefixes are ranges of code points, whatever the language of the database.
    Column("token", String(60, collation="C").with_variant(String(60), "sqlite"), primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)

fixity_pass = Table(
    "fixity_pass",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("is_whole", Boolean, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime),  # when somebody was last at it; nobody is while it is empty
    Column("ended_at", UtcDateTime),
    Column("cursor", String(300), nullable=False),  # the last object that was looked at
    Column("report", Text, nullable=False),
    Column("is_sound", Boolean),
    Index("ix_fixity_pass_ended_at", "ended_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Serial, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("account_id", String(36)),
    Column("event", String(60), nullable=False),
    Column("subject", String(120), nullable=False),
    sqlite_autoincrement=True,
)

register_counter = Table(
    "register_counter",
    metadata,
    Column("organisation_id", String(36), ForeignKey("organisation.id"), primary_key=True),
    Column("symbol", String(40), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False, server_default=text("0")),
)

register_number = Table(
    "register_number",
    metadata,
    identity(),
    refers("organisation_id", "organisation"),
    Column("symbol", String(40), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    refers("congress_id", "congress"),
    refers("document_id", "document"),
    Column("state", String(20), nullable=False),
    Column("issued_on", Date),
    Column("signers", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("given_by", String(200), nullable=False),  # a name: the register outlives accounts
    Column("voided_at", UtcDateTime),
    Column("voided_by", String(200)),
    Column("reason", Text),
    UniqueConstraint("organisation_id", "symbol", "year", "number"),
    CheckConstraint("state IN ('given', 'voided')", name="state"),
    Index("ix_register_number_document_id", "document_id"),
)

# What happened to sealed papers since, in order; `content` stands in the archive letter by letter.
register_entry = Table(
    "register_entry",
    metadata,
    Column("seq", Serial, primary_key=True),
    Column("id", String(36), nullable=False, unique=True),
    refers("congress_id", "congress"),
    Column("content", Text, nullable=False),
    Index("ix_register_entry_congress_id_seq", "congress_id", "seq"),
    sqlite_autoincrement=True,
)

# A version of a congress's object that adds entries of the register; no `version` while it is being written.
filing = Table(
    "filing",
    metadata,
    Column("id", Serial, primary_key=True),
    refers("congress_id", "congress"),
    Column("upto", BigInteger, nullable=False),
    Column("version", Integer),
    Index("ix_filing_congress_id", "congress_id"),
)

signed_copy = Table(
    "signed_copy",
    metadata,
    identity(),
    refers("document_id", "document"),
    Column("path", String(300), nullable=False),  # in the archive, from the filing on
    Column("staged", String(200), nullable=False),  # until then
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("signatures", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("number", String(40)),
    Column("issued_on", Date),
    Column("attached_at", UtcDateTime, nullable=False),
    Column("attached_by", String(200), nullable=False),
    Index("ix_signed_copy_document_id", "document_id"),
)

# A congress that somebody is still typing: not an edition, and never in the archive.
draft = Table(
    "draft",
    metadata,
    identity(),
    refers("organisation_id", "organisation"),
    Column("name", String(200), nullable=False),  # of the union, as far as it is written
    Column("term", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    refers("begun_from", "document_set", nullable=True),
    refers("sent_as", "document_set", nullable=True),  # the newest set that was made of it
    Column("sent_version", Integer),
    Column("begun_at", UtcDateTime, nullable=False),
    refers("begun_by", "account"),
    Column("changed_at", UtcDateTime, nullable=False),
    refers("changed_by", "account"),
    Index("ix_draft_organisation_id_changed_at", "organisation_id", "changed_at"),
)

# What a draft said, version by version: whoever saves late is compared with what they began from.
draft_version = Table(
    "draft_version",
    metadata,
    Column("draft_id", String(36), ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("document", Text, nullable=False),
)
