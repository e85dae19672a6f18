"""
The wish to be reminded, as its owner keeps it.

* AddressUnusable   what was typed is no address to which mail can be sent
* AskedTooOften     several addresses were typed within the hour: each of them is sent a mail
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from service.access.secret import digest
from service.catalog import AccountRecord, AuditAsked, Catalog, DigestRecord, MailLanguage, MailWish, Work

LONGEST = 254
MOST_ASKED = 5
"""Addresses to which one account has a link sent within an hour."""

AN_HOUR = dt.timedelta(hours=1)
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)


class AddressUnusable(Exception):
    """No mail can be sent to what was typed."""


class AskedTooOften(Exception):
    """So many addresses were typed within the hour that no other is written to for now."""

    retryable = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderDesk:
    """Everything people do about the mail they get; `is_offered` where there is a mail server."""

    catalog: Catalog
    is_offered: bool

    def of(self, account: AccountRecord) -> tuple[MailWish | None, DigestRecord | None]:
        """Where they are reminded, if they want to be, and what became of the newest mail."""
        with self.catalog.read() as work:
            return work.reminders.wish_of(account.id), work.reminders.newest(account.id)

    def ask(self, address: str, *, language: MailLanguage, account: AccountRecord) -> None:
        """
        Remind them there once its owner has followed the link that is sent there; at an address that is confirmed, from now on.

        Raises `AddressUnusable`, `AskedTooOften`.
        """
        sound = address.strip()
        if len(sound) > LONGEST or not _ADDRESS.fullmatch(sound):
            raise AddressUnusable
        with self.catalog.begin() as work:
            now, held = work.now(), work.reminders.wish_of(account.id)
            if held and held.address == sound and held.confirmed_at:
                work.reminders.set_language(account.id, language)
            else:
                _require_patience(work, account, now)
                work.reminders.wish(account.id, address=sound, language=language, at=now)
                work.audit.note("mail_wanted", subject=account.id, at=now, account_id=account.id)
            work.commit()

    def confirm(self, secret: str) -> bool:
        """Use the address to which that link was sent; false when the link has ended or never was."""
        with self.catalog.begin() as work:
            now = work.now()
            confirmed = work.reminders.confirm(digest(secret), at=now)
            if confirmed is None:
                return False
            work.audit.note("mail_confirmed", subject=confirmed, at=now, account_id=confirmed)
            work.commit()
        return True

    def end(self, account: AccountRecord) -> None:
        """Send them no more mail."""
        with self.catalog.begin() as work:
            if work.reminders.end(account.id):
                work.audit.note("mail_ended", subject=account.id, at=work.now(), account_id=account.id)
            work.commit()


def _require_patience(work: Work, account: AccountRecord, now: dt.datetime) -> None:
    # By the log, which nobody empties: who ends and asks again, again and again, would send mails to a stranger.
    # What stands there for later was written by a clock that ran ahead, and would count for as long.
    asked = AuditAsked(
        person=account.name, event="mail_wanted", since=now - AN_HOUR, until=now + dt.timedelta(minutes=1)
    )
    if len(work.audit.rows(lineage=None, asked=asked, limit=MOST_ASKED)) == MOST_ASKED:
        raise AskedTooOften
