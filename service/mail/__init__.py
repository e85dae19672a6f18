"""Mail: one message handed to one server by SMTP, or a word for why not. Knows no congress."""

from service.mail.errors import MailDeferred, MailError, MailRefused, MailServerUnavailable
from service.mail.server import MailServer, Post, mail_server

__all__ = [
    "MailDeferred",
    "MailError",
    "MailRefused",
    "MailServer",
    "MailServerUnavailable",
    "Post",
    "mail_server",
]
