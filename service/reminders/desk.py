"""
The wish to be reminded, as its owner keeps it.

* AddressUnusable   what was typed is no address to which mail can be sent
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.catalog import AccountRecord, Catalog, DigestRecord, MailLanguage, MailWish

LONGEST = 254
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)


class AddressUnusable(Exception):
    """No mail can be sent to what was typed."""


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
        """Remind them there from now on. Raises `AddressUnusable`."""
        sound = address.strip()
        if len(sound) > LONGEST or not _ADDRESS.fullmatch(sound):
            raise AddressUnusable
        with self.catalog.begin() as work:
            now = work.now()
            work.reminders.wish(account.id, address=sound, language=language, at=now)
            work.audit.note("mail_wanted", subject=account.id, at=now, account_id=account.id)
            work.commit()

    def end(self, account: AccountRecord) -> None:
        """Send them no more mail."""
        with self.catalog.begin() as work:
            if work.reminders.end(account.id):
                work.audit.note("mail_ended", subject=account.id, at=work.now(), account_id=account.id)
            work.commit()
