"""Insert unless it is there: the statements that SQLite and PostgreSQL spell through their own dialects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, bindparam
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


def add_counts(connection: Connection, table: Table, counts: Iterable[tuple[Mapping[str, Any], int]]) -> None:
    """
    Add to the column `n` of the rows with these keys; rows that are new begin there.

    In the order of the keys: two writers that add to the same rows wait for each other and never in a circle.
    """
    rows = sorted(
        ({**key, "n": n} for key, n in counts if n), key=lambda row: [str(one) for one in row.values()]
    )
    if not rows:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    adding = insert(table).values({name: bindparam(name) for name in rows[0]})
    keys = list(table.primary_key)
    connection.execute(
        adding.on_conflict_do_update(index_elements=keys, set_={"n": table.c.n + adding.excluded.n}), rows
    )
