"""The secret address at which a calendar reads the time limits of an account: one for each, made and taken back by its owner."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from service.access.secret import digest, new_secret
from service.catalog import AccountRecord, Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """Calendars by account."""

    catalog: Catalog

    def make(self, account: AccountRecord) -> str:
        """The secret of the account's calendar, shown once; an earlier one opens nothing any more."""
        secret = new_secret()
        with self.catalog.begin() as work:
            now = work.now()
            work.calendar_feeds.set(account.id, digest(secret), at=now)
            work.audit.note("calendar_made", subject=account.id, at=now, account_id=account.id)
            work.commit()
        return secret

    def end(self, account: AccountRecord) -> None:
        """Nobody reads the account's calendar any more."""
        with self.catalog.begin() as work:
            work.calendar_feeds.end(account.id)
            work.audit.note("calendar_ended", subject=account.id, at=work.now(), account_id=account.id)
            work.commit()

    def since(self, account: AccountRecord) -> dt.datetime | None:
        """When the account's calendar was made, if it has one."""
        with self.catalog.read() as work:
            return work.calendar_feeds.since(account.id)

    def owner(self, secret: str) -> AccountRecord | None:
        """Whose calendar it is."""
        with self.catalog.read() as work:
            return work.calendar_feeds.by_secret(digest(secret))
