"""Many rows at once, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from service.catalog.bulk import insert_all
from service.catalog.engine import open_engine
from service.catalog.tables import token

ODD = ["tab\there", "back\\slash", "\\N", "line\nfeed", "\\.", "ế", "'\"", "x" * 60]


def test_rows_come_back_as_they_were(migrated_url: str) -> None:
    """
    No sign of a value ends it, or the copying; a key that is taken refuses all, and says so as any statement does.
    """
    rows = [{"token": one, "n": number} for number, one in enumerate(ODD)]
    with open_engine(migrated_url).connect() as connection:
        insert_all(connection, token, [])
        insert_all(connection, token, rows)
        connection.commit()
        with pytest.raises(IntegrityError):
            insert_all(connection, token, [{"token": "new", "n": 1}, rows[0]])
        connection.rollback()

        held = connection.execute(select(token.c.token, token.c.n).order_by(token.c.n)).all()

    assert [(one, number) for number, one in enumerate(ODD)] == [tuple(row) for row in held]
