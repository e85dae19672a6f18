"""Congresses that are still being typed."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from service.catalog.tables.base import UtcDateTime, identity, metadata, refers

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
