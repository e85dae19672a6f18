"""Word templates that organisations brought, and which of them papers are made with."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from service.catalog.tables.base import Serial, UtcDateTime, identity, metadata, refers

# A Word file that an organisation brought in the place of a template; its bytes are in `template_file`.
template_version = Table(
    "template_version",
    metadata,
    identity(),
    refers("organisation_id", "organisation"),
    Column("template", String(60), nullable=False),
    Column("sha256", String(64), ForeignKey("template_file.sha256"), nullable=False),
    Column("name", String(200), nullable=False),  # of the file, as it was sent
    Column("fields_version", Integer, nullable=False),
    Column("is_usable", Boolean, nullable=False),
    Column("brought_at", UtcDateTime, nullable=False),
    refers("brought_by", "account"),
    UniqueConstraint("organisation_id", "template", "sha256"),
)

# Which version holds from when on, never changed: the last line counts, one without a version takes the choice back.
template_choice = Table(
    "template_choice",
    metadata,
    Column("seq", Serial, primary_key=True),
    refers("organisation_id", "organisation"),
    Column("template", String(60), nullable=False),
    refers("version_id", "template_version", nullable=True),
    Column("chosen_at", UtcDateTime, nullable=False),
    refers("chosen_by", "account"),
    Index("ix_template_choice_organisation_id_template_seq", "organisation_id", "template", "seq"),
    sqlite_autoincrement=True,
)
