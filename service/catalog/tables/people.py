"""Organisations, and who may see what lies in them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from service.catalog.tables.base import UtcDateTime, identity, metadata, refers

organisation = Table(
    "organisation",
    metadata,
    identity(),
    refers("parent_id", "organisation", nullable=True),
    Column("name", String(200), nullable=False),
    Column("name_key", String(200), nullable=False),
    Column("level", String(20), nullable=False),
    Column("lineage", Text, nullable=False),  # "/<root>/<...>/<id>/": a subtree is a prefix
    Column("code", String(40)),  # by which lists of unions know it
    Column("closed_at", UtcDateTime),
    Column("placed_at", UtcDateTime),  # since when it has this name at this place, where that is known
    UniqueConstraint("parent_id", "name_key"),
    Index("uq_organisation_code", "code", unique=True),
    Index("ix_organisation_lineage", "lineage", postgresql_ops={"lineage": "text_pattern_ops"}),
)

# What an organisation was called and where it stood: data of those days still lead to it.
former_place = Table(
    "former_place",
    metadata,
    Column("organisation_id", String(36), ForeignKey("organisation.id"), primary_key=True),
    Column("parent_id", String(36), ForeignKey("organisation.id"), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("name_key", String(200), primary_key=True),
    Column("until", UtcDateTime, nullable=False),
    Index("ix_former_place_parent_id_name_key", "parent_id", "name_key"),
)

# A list of organisations that was read and looked at, and waits for somebody to say that it is meant.
tree_import = Table(
    "tree_import",
    metadata,
    identity(),
    refers("account_id", "account", unique=True),  # the newest one of each
    Column("file_name", String(200), nullable=False),
    Column("rows", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
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
    Column(
        "closed_at", UtcDateTime
    ),  # for good: nothing of the person is left but what the log and the archive say
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
    Column("used_at", UtcDateTime),  # to the hour
    Column("actions", String(100)),  # of the policy, parted by spaces; none: all that the account may do
)

sign_in_link = Table(
    "sign_in_link",
    metadata,
    Column("secret_sha256", String(64), primary_key=True),
    refers("account_id", "account"),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

# Failures by name, by address and by both, as digests; kept for an hour after the last.
sign_in_try = Table(
    "sign_in_try",
    metadata,
    Column("key_sha256", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_sign_in_try_at", "at"),
)

web_session = Table(
    "web_session",
    metadata,
    Column("secret_sha256", String(64), primary_key=True),
    refers("account_id", "account"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("waits_for_code", Boolean, nullable=False, server_default=false()),
)

second_factor = Table(
    "second_factor",
    metadata,
    refers("account_id", "account", primary_key=True),
    Column(
        "sealed_secret", String(200), nullable=False
    ),  # by the key of the web process: a copy of the database opens nothing
    Column("confirmed_at", UtcDateTime),
    Column("last_step", BigInteger, nullable=False),  # a code is good once
)

# Who signs in by an OpenID provider: the pair that it never gives to anybody else, and nothing more of what it says.
provider_identity = Table(
    "provider_identity",
    metadata,
    refers("account_id", "account", primary_key=True),
    Column("issuer", String(500), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("bound_at", UtcDateTime, nullable=False),
    UniqueConstraint("issuer", "subject"),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    refers("account_id", "account", primary_key=True),
    Column("code_sha256", String(64), primary_key=True),
    Column("used_at", UtcDateTime),
)

# By its secret a calendar asks for the time limits that its owner sees; there is one for each account at most.
calendar_feed = Table(
    "calendar_feed",
    metadata,
    Column("account_id", String(36), ForeignKey("account.id"), primary_key=True),
    Column("secret_sha256", String(64), nullable=False, unique=True),
    Column("made_at", UtcDateTime, nullable=False),
)
