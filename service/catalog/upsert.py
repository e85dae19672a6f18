"""Insert unless it is there: the statements that SQLite and PostgreSQL spell through their own dialects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ARRAY, Connection, Table, bindparam, func, select
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
    keys = [one.name for one in table.primary_key]
    if connection.dialect.name == "postgresql":
        # One statement for all rows: a thousand small ones take four times as long.
        columns = [
            bindparam(name, [row[name] for row in rows], ARRAY(table.c[name].type)) for name in (*keys, "n")
        ]
        added = func.unnest(*columns).table_valued(*keys, "n").render_derived()
        adding: Any = postgresql.insert(table).from_select([*keys, "n"], select(added))
        values: list[dict[str, Any]] = [{}]
    else:
        adding = sqlite.insert(table).values({name: bindparam(name) for name in (*keys, "n")})
        values = rows
    adding = adding.on_conflict_do_update(index_elements=keys, set_={"n": table.c.n + adding.excluded.n})
    connection.execute(adding, values)
