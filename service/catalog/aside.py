"""
The indexes of the shelf besides that of words, and what PostgreSQL checks of each row, laid aside while very many papers come.

Making an index of a million rows costs a tenth of keeping it while they come one by one, and so does checking that what they
refer to is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, ForeignKeyConstraint, Index, inspect
from sqlalchemy.schema import AddConstraint, DropConstraint

from service.catalog.tables import shelf

_KEPT = "ix_shelf_congress_id"
"""What a congress has on the shelf is asked before each of its sets."""


def lay_aside(connection: Connection) -> None:
    """Do without them; what is laid aside already stays so."""
    for index in _indexes():
        index.drop(connection, checkfirst=True)
    if connection.dialect.name == "postgresql":
        for one in _references():
            connection.execute(DropConstraint(one, if_exists=True))


def make(connection: Connection) -> None:
    """Make what is not there, and check all rows."""
    for index in _indexes():
        index.create(connection, checkfirst=True)
    if connection.dialect.name == "postgresql":
        held = {one["name"] for one in inspect(connection).get_foreign_keys(shelf.name)}
        for one in _references():
            if one.name not in held:
                connection.execute(AddConstraint(one))


def _indexes() -> Iterator[Index]:
    named = sorted(shelf.indexes, key=lambda one: one.name or "")
    return (one for one in named if one.name != _KEPT)


def _references() -> list[ForeignKeyConstraint]:
    return sorted(shelf.foreign_key_constraints, key=lambda one: list(one.column_keys))
