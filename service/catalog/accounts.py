"""Accounts: who there is, what they may, and forgetting them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, update

from service.catalog.account_rows import ACCOUNT, account_record, one_account
from service.catalog.organisations import in_subtree
from service.catalog.records import (
    AccountRecord,
    OrganisationRecord,
    Role,
)
from service.catalog.tables import (
    account,
    api_token,
    calendar_feed,
    mail_digest,
    mail_wish,
    organisation,
    provider_identity,
    recovery_code,
    second_factor,
    sign_in_link,
    tree_import,
    web_session,
)
from service.congress.text import fold

_WITH_STATE = ACCOUNT.add_columns(account.c.disabled_at)


def _with_state(row: Row[Any]) -> tuple[AccountRecord, bool]:
    record = account_record(row)
    assert record is not None  # noqa: S101 -- there is a row
    return record, row.disabled_at is not None


def _with_words(words: str) -> Iterator[ColumnElement[bool]]:
    if words:
        yield or_(
            func.lower(account.c.name).contains(words.lower(), autoescape=True),
            organisation.c.name_key.contains(fold(words), autoescape=True),
        )


class Accounts:
    """
    People and programs. A disabled account is found by nothing here.

    Secrets come and go as SHA-256; the plain ones are never written anywhere.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        *,
        name: str,
        role: Role,
        organisation: OrganisationRecord,
        password_hash: str | None,
        at: dt.datetime,
    ) -> AccountRecord:
        """
        A new account; the name is not taken, or the database refuses.

        An account that a rebuild made for whoever sent an edition becomes theirs again.
        """
        values = {"role": role, "organisation_id": organisation.id, "password_hash": password_hash}
        held = self._connection.execute(
            update(account)
            # Nobody else is disabled from the moment in which the account was made.
            .where(account.c.name == name, account.c.disabled_at == account.c.created_at)
            .values(**values, created_at=at, disabled_at=None)
            .returning(account.c.id)
        ).scalar_one_or_none()
        if held is None:
            held = str(uuid.uuid4())
            self._connection.execute(insert(account).values(id=held, name=name, created_at=at, **values))
        return AccountRecord(
            id=held, name=name, role=role, organisation=organisation, has_password=password_hash is not None
        )

    def find(self, account_id: str) -> AccountRecord | None:
        """The account with that id."""
        return one_account(self._connection, ACCOUNT.where(account.c.id == account_id))

    def any(self, account_id: str) -> tuple[AccountRecord, bool] | None:
        """The account with that id, and whether it is disabled."""
        row = self._connection.execute(_WITH_STATE.where(account.c.id == account_id)).first()
        return _with_state(row) if row else None

    def of_subtree(
        self, lineage: str, *, words: str = "", over: int = 0, most: int
    ) -> list[tuple[AccountRecord, bool]]:
        """
        The accounts at and below an organisation in the order of names, each with whether it is disabled.

        With `words`, those in whose name they stand, or (folded) in that of their organisation; the first `over` are passed over.
        """
        found = _WITH_STATE.where(in_subtree(lineage), *_with_words(words))
        rows = self._connection.execute(found.order_by(account.c.name, account.c.id).offset(over).limit(most))
        return [_with_state(row) for row in rows]

    def count_of_subtree(self, lineage: str, *, words: str = "") -> int:
        """How many accounts `of_subtree` gives in all."""
        found = ACCOUNT.where(in_subtree(lineage), *_with_words(words)).subquery()
        count: int = self._connection.execute(select(func.count()).select_from(found)).scalar_one()
        return count

    def is_taken(self, name: str) -> bool:
        """Whether an account has that name, disabled or not; what a rebuild made for a sender is free to be taken."""
        made_by_rebuild = account.c.disabled_at == account.c.created_at
        held = self._connection.execute(
            select(account.c.id).where(
                account.c.name == name, or_(account.c.disabled_at.is_(None), ~made_by_rebuild)
            )
        )
        return held.first() is not None

    def disable(self, account_id: str, *, at: dt.datetime) -> None:
        """The account is found by nothing here from now on, and its sessions end."""
        self._connection.execute(
            update(account)
            .where(account.c.id == account_id, account.c.disabled_at.is_(None))
            .values(disabled_at=at)
        )
        self._connection.execute(delete(web_session).where(web_session.c.account_id == account_id))

    def enable(self, account_id: str) -> None:
        """The account may be used again."""
        self._connection.execute(update(account).where(account.c.id == account_id).values(disabled_at=None))

    def name_of(self, account_id: str) -> str:
        """The sign-in name of an account that may be disabled by now."""
        name: str = self._connection.execute(
            select(account.c.name).where(account.c.id == account_id)
        ).scalar_one()
        return name

    def named(self, name: str) -> AccountRecord | None:
        """The account with that sign-in name."""
        return one_account(self._connection, ACCOUNT.where(account.c.name == name))

    def password_hash(self, account_id: str) -> str | None:
        """The argon2 hash of the password; none when no password was ever set."""
        return self._connection.execute(
            select(account.c.password_hash).where(account.c.id == account_id)
        ).scalar_one_or_none()

    def set_password(self, account_id: str, password_hash: str) -> None:
        """Replace the password and end every session that the old one opened."""
        self._connection.execute(
            update(account).where(account.c.id == account_id).values(password_hash=password_hash)
        )
        self._connection.execute(delete(web_session).where(web_session.c.account_id == account_id))

    def close(self, account_id: str, *, name: str, at: dt.datetime) -> None:
        """Forget whoever the account was of: `name` takes the place of theirs, every secret of theirs goes, for good."""
        for table in (web_session, api_token, sign_in_link, calendar_feed, recovery_code, second_factor, provider_identity, tree_import, mail_wish, mail_digest):  # fmt: skip
            self._connection.execute(delete(table).where(table.c.account_id == account_id))
        self._connection.execute(
            update(account)
            .where(account.c.id == account_id)
            .values(
                name=name,
                password_hash=None,
                closed_at=at,
                disabled_at=func.coalesce(account.c.disabled_at, at),
            )
        )

    def is_closed(self, account_id: str) -> bool:
        """Whether the account was closed for good."""
        asked = select(account.c.id).where(account.c.id == account_id, account.c.closed_at.is_not(None))
        return self._connection.execute(asked).first() is not None

    def set_role(self, account_id: str, role: Role) -> None:
        """The account may do what the role may from now on."""
        self._connection.execute(update(account).where(account.c.id == account_id).values(role=role))
