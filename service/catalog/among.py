"""Rows whose column is one of many values."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, Select, any_, bindparam


def among(connection: Connection, query: Select[Any], column: ColumnElement[Any]) -> Select[Any]:
    """
    The rows of `query`, a constant of its module, where `column` is one of the values that are given as `among`.

    PostgreSQL gets them as one value: the statement stays the same however many there are, and is read and planned once.
    """
    return _among(connection.dialect.name, query, column)


@cache
def _among(dialect: str, query: Select[Any], column: ColumnElement[Any]) -> Select[Any]:
    if dialect != "postgresql":
        return query.where(column.in_(bindparam("among", expanding=True)))
    return query.where(column == any_(bindparam("among", type_=ARRAY(column.type))))
