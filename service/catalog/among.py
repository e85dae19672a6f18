"""Rows whose column is one of many values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, any_, bindparam


def among(connection: Connection, column: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """
    Whether `column` is one of `values`.

    PostgreSQL gets them as one value: the statement stays the same however many there are, and is read and planned once.
    """
    if connection.dialect.name != "postgresql":
        return column.in_(values)
    return column == any_(bindparam(None, values, ARRAY(column.type)))
