"""Addresses at which calendars read the time limits of an account."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, delete, insert, select

from service.catalog.account_rows import ACCOUNT, one_account
from service.catalog.records import AccountRecord
from service.catalog.tables import account, calendar_feed


class CalendarFeeds:
    """At most one for each account. Secrets come and go as SHA-256."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self, account_id: str, secret_sha256: str, *, at: dt.datetime) -> None:
        """The address of the account's calendar; the one before leads nowhere any more."""
        self.end(account_id)
        self._connection.execute(
            insert(calendar_feed).values(account_id=account_id, secret_sha256=secret_sha256, made_at=at)
        )

    def end(self, account_id: str) -> None:
        """The account has no calendar any more."""
        self._connection.execute(delete(calendar_feed).where(calendar_feed.c.account_id == account_id))

    def since(self, account_id: str) -> dt.datetime | None:
        """When the address of the account's calendar was made, if there is one."""
        return self._connection.execute(
            select(calendar_feed.c.made_at).where(calendar_feed.c.account_id == account_id)
        ).scalar()

    def by_secret(self, secret_sha256: str) -> AccountRecord | None:
        """Whose calendar it is."""
        return one_account(
            self._connection,
            ACCOUNT.join(calendar_feed, calendar_feed.c.account_id == account.c.id).where(
                calendar_feed.c.secret_sha256 == secret_sha256
            ),
        )
