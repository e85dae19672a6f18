"""A mail server, and a connection to it over which messages go."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from service.mail.errors import MailDeferred, MailRefused, MailServerUnavailable

SECONDS: Final = 10.0
"""How long one step of a conversation may take."""

Post = Callable[[EmailMessage], None]
"""Sends one message over a connection; raises `MailError`."""

_PORTS: Final = {"plain": 25, "starttls": 587, "tls": 465}
_PERMANENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in, and how; with a user, the password is read from its file at each connection."""

    host: str
    port: int
    security: Literal["plain", "starttls", "tls"]
    user: str | None = None
    password_file: Path | None = None
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    @contextmanager
    def connected(self) -> Iterator[Post]:
        """
        A connection; what is sent over it raises `MailDeferred` or `MailRefused` for one message alone.

        Raises `MailServerUnavailable`, then and later: the rest has to wait.
        """
        try:
            server = self._open()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise MailServerUnavailable(_word(error)) from error
        try:
            yield lambda message: _send(server, message)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _open(self) -> smtplib.SMTP:
        tls = self.tls or ssl.create_default_context()
        server = (
            smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=tls)
            if self.security == "tls"
            else smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        )
        try:
            if self.security == "starttls":
                server.starttls(context=tls)
            if self.user is not None:
                server.login(self.user, self._password())
        except BaseException:
            server.close()
            raise
        return server

    def _password(self) -> str:
        if self.password_file is None:
            return ""
        try:
            # SMTP itself has no other letters than these.
            return self.password_file.read_text("ascii").rstrip("\r\n")
        except (OSError, UnicodeError) as error:
            raise MailServerUnavailable("password") from error


def mail_server(url: str, password_file: Path | None = None) -> MailServer:
    """
    The server of a setting.

        >>> mail_server("smtp+starttls://van-kien%40example.vn@mail.example.vn").user
        'van-kien@example.vn'
        >>> mail_server("smtps://mail.example.vn").port, mail_server("smtp://127.0.0.1:2525").port
        (465, 2525)
    """
    parts = urlsplit(url)
    security: Literal["plain", "starttls", "tls"] = (
        "tls" if parts.scheme == "smtps" else "starttls" if parts.scheme == "smtp+starttls" else "plain"
    )
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or _PORTS[security],
        security=security,
        user=unquote(parts.username) if parts.username else None,
        password_file=password_file,
    )


def _send(server: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise (MailRefused if code >= _PERMANENT else MailDeferred)(str(code)) from error
    except smtplib.SMTPDataError as error:
        refused = MailRefused if error.smtp_code >= _PERMANENT else MailDeferred
        raise refused(str(error.smtp_code)) from error
    except (OSError, smtplib.SMTPException) as error:
        # Whoever sends is refused, or nobody is there any more: no other message would fare better.
        raise MailServerUnavailable(_word(error)) from error


def _word(error: Exception) -> str:
    """The server's code or the kind of the error; what the server says may repeat an address or a user."""
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    return {"SSLCertVerificationError": "certificate", "SMTPNotSupportedError": "not_safe"}.get(
        type(error).__name__, "unreachable"
    )
