"""Insert unless it is there: the one statement that SQLite and PostgreSQL spell through their own dialects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_keep(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """
    Insert a row; whether it was new.

    PostgreSQL waits for a writer that is inserting the same key, so after this the row can be read.
    """
    statement = (
        postgresql.insert(table).values(**values).on_conflict_do_nothing()
        if connection.dialect.name == "postgresql"
        else sqlite.insert(table).values(**values).on_conflict_do_nothing()
    )
    key = next(iter(table.primary_key))
    return connection.execute(statement.returning(key)).first() is not None
