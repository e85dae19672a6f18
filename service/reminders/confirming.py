"""
Asking the owner of an address whether mail may go there: one mail with a link that works for three days.

The secret of the link is made when the mail is, and kept as a digest; a mail that is tried again has another one. What could not be
sent within a day is given up: whoever typed the address reads so and types it again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

import structlog

from service.access.secret import digest, new_secret
from service.catalog import Catalog, MailLanguage, MailWish
from service.mail import MailDeferred, MailRefused, MailServer, MailServerUnavailable, Post
from service.reminders.sending import RETRIES

LINK_LASTS: Final = dt.timedelta(days=3)
"""How long the link works."""

GIVEN_UP: Final = dt.timedelta(days=1)
"""After how long a link that could not be sent is not tried again."""

_LEASE = dt.timedelta(minutes=15)
_AT_ONCE = 20

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class SendLinks:
    """Sends the links that are due, at any hour; none without a server."""

    catalog: Catalog
    server: MailServer | None
    sender: str
    public_url: str

    def __call__(self) -> int:
        """How many were settled; 0 too when the server has to be left alone for a while. Raises `CatalogUnavailable`."""
        if self.server is None:
            return 0
        with self.catalog.begin() as work:
            now = work.now()
            taken = work.reminders.claim_links(at=now, until=now + _LEASE, limit=_AT_ONCE)
            work.commit()
        return self._send(taken, self.server) if taken else 0

    def _send(self, taken: list[MailWish], server: MailServer) -> int:
        settled = 0
        try:
            with server.connected() as post:
                for wish in taken:
                    self._try(wish, post)
                    settled += 1
        except MailServerUnavailable as error:
            log.warning("mail_server_unavailable", outcome=error.outcome, waiting=len(taken) - settled)
            for wish in taken[settled:]:
                self._postpone(wish, error.outcome)
            return 0
        return settled

    def _try(self, wish: MailWish, post: Post) -> None:
        secret = new_secret()
        with self.catalog.begin() as work:
            now = work.now()
            work.reminders.set_link(wish, digest(secret), until=now + LINK_LASTS)
            work.commit()
        try:
            post(self._message(wish, secret, now))
        except MailDeferred as error:
            self._postpone(wish, error.outcome)
        except MailRefused as error:
            self._settle(wish, error.outcome)
        else:
            self._settle(wish, "taken")

    def _message(self, wish: MailWish, secret: str, now: dt.datetime) -> EmailMessage:
        message = EmailMessage()
        message["From"] = Address("Văn kiện", addr_spec=self.sender)
        message["To"] = Address(addr_spec=wish.address)
        message["Subject"] = _say(wish.language, "subject")
        message["Date"] = format_datetime(now)
        message["Message-ID"] = f"<{digest(secret)[:32]}@{self.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(
            _say(wish.language, "text", link=f"{self.public_url}/reminders/confirm/{secret}"),
            cte="quoted-printable",
        )
        message["Content-Language"] = wish.language
        return message

    def _settle(self, wish: MailWish, outcome: str, due_at: dt.datetime | None = None) -> None:
        with self.catalog.begin() as work:
            work.reminders.settle_link(wish, outcome=outcome, due_at=due_at)
            work.commit()
        log.info("link_settled", account=wish.account_id, outcome=outcome)

    def _postpone(self, wish: MailWish, outcome: str) -> None:
        after = RETRIES[min(wish.link_attempts, len(RETRIES)) - 1]
        with self.catalog.read() as work:
            now = work.now()
        self._settle(wish, outcome, now + after if now < wish.since + GIVEN_UP else None)


def _say(language: MailLanguage, name: str, **words: str) -> str:
    return _WORDS[name][0 if language == "vi" else 1].format(**words)


_WORDS: Final = {
    "subject": (
        "Văn kiện: xác nhận địa chỉ nhận thư nhắc việc",
        "Văn kiện: confirm your address for reminders",
    ),
    "text": (
        "Có người đã nhập địa chỉ này trên Văn kiện để nhận thư nhắc việc mỗi ngày.\n\n"
        "Nếu đúng là bạn, hãy mở liên kết sau trong vòng ba ngày:\n{link}\n\n"
        "Nếu không phải, bạn không cần làm gì: sẽ không có thư nào khác gửi đến địa chỉ này.\n",
        "Somebody entered this address in Văn kiện, to be reminded by mail every day.\n\n"
        "If it was you, open this link within three days:\n{link}\n\n"
        "If not, you need not do anything: no other mail is sent to this address.\n",
    ),
}
