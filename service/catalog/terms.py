"""
A table for each term, where the database parts the shelf (PostgreSQL).

A term is born once in five years and closed for good: its table is small enough to be indexed alone, and a search within the
term looks at no other.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select, text

_TURN = 7_355_609
"""Key of the lock under which tables of terms are made."""


def make_room(connection: Connection, term: str) -> None:
    """
    Make the table of a term unless it is there; on SQLite there is one table for all.

    Attaching takes a lock that neither readers nor writers of other terms mind.
    """
    if connection.dialect.name != "postgresql":
        return
    table = quoted(f"shelf_{term}")
    is_there = select(func.to_regclass(table))
    if connection.execute(is_there).scalar_one() is not None:
        return
    connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
    # To whoever waited, the name may still be unknown: that nothing bears it was remembered before.
    if f"shelf_{term}" in parts_of(
        connection, connection.execute(select(func.current_schema())).scalar_one()
    ):
        return
    value = term.replace("'", "''")
    say_plainly(connection, f"CREATE TABLE {table} (LIKE shelf INCLUDING DEFAULTS)")
    say_plainly(connection, f"ALTER TABLE shelf ATTACH PARTITION {table} FOR VALUES IN ('{value}')")


def quoted(name: str) -> str:
    """A name for PostgreSQL, whatever it holds."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def say_plainly(connection: Connection, statement: str) -> None:
    """Execute a statement in which no sign stands for a parameter."""
    connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def parts_of(connection: Connection, schema: str) -> list[str]:
    """The names of the tables of terms in a schema (PostgreSQL)."""
    found = text(
        "SELECT part.relname FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid AND part.relkind = 'r' "
        "JOIN pg_class whole ON whole.oid = inhparent AND whole.relname = 'shelf' "
        "JOIN pg_namespace ON pg_namespace.oid = whole.relnamespace WHERE nspname = :schema"
    )
    return list(connection.execute(found, {"schema": schema}).scalars())
