"""Many rows at once, the way each database takes them fastest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Table, insert
from sqlalchemy.exc import DBAPIError


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """
    Insert rows that name the same columns, in their order.

    PostgreSQL has them copied: a statement of a thousand values is read and planned for longer than they are written.
    """
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), rows)
        return
    names = list(rows[0])
    copying = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    if not connection.in_transaction():
        connection.begin()
    held = connection.connection.driver_connection
    assert isinstance(held, psycopg.Connection)  # noqa: S101 -- the dialect says so
    try:
        with held.cursor() as cursor, cursor.copy(copying) as copied:
            for row in rows:
                copied.write_row([row[name] for name in names])
    except psycopg.Error as error:
        raise DBAPIError.instance(copying.as_string(held), None, error, psycopg.Error) from error
