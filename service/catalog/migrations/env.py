"""Runs migrations on the connection that `service.catalog.schema` hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import text

from service.catalog.tables import metadata

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    # Two processes that start together migrate one after the other; SQLite's writer lock does the same.
    connection.execute(text("SELECT pg_advisory_xact_lock(7355608)"))
context.configure(
    connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=True
)
context.run_migrations()
