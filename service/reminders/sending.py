"""
Sending what is promised: one mail for one account and day.

The promise is a row, written once; the mail is made of what is left to do at the moment of sending. A process that dies between
the server's yes and its own commit sends that mail again with the same `Message-ID`, by which mail boxes know it. What could
not be sent until the day is over is not sent any more: the next day has a mail of its own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final, Protocol

import structlog

from service.catalog import AccountRecord, Catalog, DigestRecord, DigestState, LookTooLong, MailWish
from service.congress.zone import HERE
from service.documents.to_do import ToDo
from service.mail import MailDeferred, MailRefused, MailServer, MailServerUnavailable, Post
from service.reminders.digest import Digest, digest_of

RETRIES: Final = tuple(dt.timedelta(minutes=one) for one in (1, 5, 15, 30, 60))
"""How long after a try that failed the next one comes; the last of them again and again, until the day is over."""

KEPT: Final = dt.timedelta(days=30)
"""How long it is known what became of a mail."""

_LEASE = dt.timedelta(minutes=15)
_AT_ONCE = 20

log = structlog.get_logger()


class LookAtToDo(Protocol):
    """What is left to do for an account; raises `LookTooLong`."""

    def __call__(self, *, account: AccountRecord) -> ToDo:
        """The list of now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDigests:
    """Sends the mails of today that are due; none without a server, and none before `hour`."""

    catalog: Catalog
    to_do: LookAtToDo
    server: MailServer | None
    sender: str
    public_url: str
    hour: int = 7

    def __call__(self) -> int:
        """How many mails were settled; 0 too when the server has to be left alone for a while. Raises `CatalogUnavailable`."""
        if self.server is None:
            return 0
        with self.catalog.begin() as work:
            now = work.now()
            here = now.astimezone(HERE)
            if here.hour < self.hour:
                return 0
            work.reminders.promise(here.date(), at=now)
            work.reminders.forget(here.date() - KEPT)
            taken = work.reminders.claim(here.date(), at=now, until=now + _LEASE, limit=_AT_ONCE)
            work.commit()
        return self._send(taken, self.server) if taken else 0

    def _send(self, taken: list[tuple[MailWish, DigestRecord]], server: MailServer) -> int:
        settled = 0
        try:
            with server.connected() as post:
                for wish, digest in taken:
                    self._try(wish, digest, post)
                    settled += 1
        except MailServerUnavailable as error:
            log.warning("mail_server_unavailable", outcome=error.outcome, waiting=len(taken) - settled)
            for _, digest in taken[settled:]:
                self._postpone(digest, error.outcome)
            return 0
        return settled

    def _try(self, wish: MailWish, digest: DigestRecord, post: Post) -> None:
        try:
            said = self._said(wish, digest.day)
        except LookTooLong:
            self._postpone(digest, "too_long")
            return
        if said is None:
            self._settle(digest, "empty", "nothing_to_do")
            return
        try:
            post(self._message(wish, digest, said))
        except MailDeferred as error:
            self._postpone(digest, error.outcome)
        except MailRefused as error:
            self._settle(digest, "refused", error.outcome)
        else:
            self._settle(digest, "sent", "taken")

    def _said(self, wish: MailWish, day: dt.date) -> Digest | None:
        with self.catalog.read() as work:
            account = work.accounts.find(wish.account_id)
        if account is None:
            return None
        return digest_of(
            self.to_do(account=account), today=day, language=wish.language, public_url=self.public_url
        )

    def _message(self, wish: MailWish, digest: DigestRecord, said: Digest) -> EmailMessage:
        message = EmailMessage()
        message["From"] = Address("Văn kiện", addr_spec=self.sender)
        message["To"] = Address(addr_spec=wish.address)
        message["Subject"] = said.subject
        message["Date"] = format_datetime(digest.tried_at or digest.due_at)
        message["Message-ID"] = f"<{digest.day}.{digest.account_id}@{self.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message["List-Unsubscribe"] = f"<{self.public_url}/reminders>"
        message.set_content(said.text, cte="quoted-printable")
        message["Content-Language"] = wish.language
        return message

    def _settle(self, digest: DigestRecord, state: DigestState, outcome: str) -> None:
        with self.catalog.begin() as work:
            work.reminders.settle(digest, state=state, outcome=outcome)
            work.commit()
        log.info("mail_settled", account=digest.account_id, state=state, outcome=outcome)

    def _postpone(self, digest: DigestRecord, outcome: str) -> None:
        after = RETRIES[min(digest.attempts, len(RETRIES)) - 1]
        with self.catalog.begin() as work:
            work.reminders.settle(digest, state="waiting", outcome=outcome, due_at=work.now() + after)
            work.commit()
