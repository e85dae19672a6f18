"""Accounts as queries give them."""

from __future__ import annotations

from sqlalchemy import Connection, Row, Select, select

from service.catalog.organisations import organisation_record
from service.catalog.records import AccountRecord
from service.catalog.tables import account, organisation

ACCOUNT = select(
    account.c.id,
    account.c.name,
    account.c.role,
    account.c.password_hash,
    *(column.label(f"o_{column.name}") for column in organisation.c),
).join(organisation, organisation.c.id == account.c.organisation_id)
"""Accounts with their organisations; others join what leads to them."""


def account_record(row: Row[tuple[object, ...]] | None) -> AccountRecord | None:
    """The account in a row that begins as `ACCOUNT` does."""
    if row is None:
        return None
    return AccountRecord(
        id=row.id,
        name=row.name,
        role=row.role,
        organisation=organisation_record(row, "o_"),
        has_password=row.password_hash is not None,
    )


def one_account(connection: Connection, query: Select[tuple[object, ...]]) -> AccountRecord | None:
    """The account that the query finds, unless it is disabled."""
    return account_record(connection.execute(query.where(account.c.disabled_at.is_(None))).first())
