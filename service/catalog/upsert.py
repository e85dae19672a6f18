"""Insert unless it is there: the statements that SQLite and PostgreSQL spell through their own dialects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, Connection, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_keep(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """
    Insert a row; whether it was new.

    PostgreSQL waits for a writer that is inserting the same key, so after this the row can be read.
    """
    statement = _inserting(table, connection.dialect.name)
    return connection.execute(statement, dict(values)).first() is not None


@cache
def _inserting(table: Table, dialect: str) -> Any:
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing().returning(next(iter(table.primary_key)))


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
    keys = [one.name for one in table.primary_key]
    if connection.dialect.name == "postgresql":
        # One statement for all rows: a thousand small ones take four times as long.
        columns = [
            bindparam(name, [row[name] for row in rows], ARRAY(table.c[name].type)) for name in (*keys, "n")
        ]
        added = func.unnest(*columns).table_valued(*keys, "n").render_derived()
        connection.execute(_adding(table, postgresql.insert(table).from_select([*keys, "n"], select(added))))
    else:
        connection.execute(_adding_one(table), rows)


def _adding(table: Table, inserting: Any) -> Any:
    keys = [one.name for one in table.primary_key]
    return inserting.on_conflict_do_update(index_elements=keys, set_={"n": table.c.n + inserting.excluded.n})


@cache
def _adding_one(table: Table) -> Any:
    keys = [one.name for one in table.primary_key]
    return _adding(table, sqlite.insert(table).values({name: bindparam(name) for name in (*keys, "n")}))
