"""
What can go wrong while mail is sent; `outcome` is a short word or the server's code, never an address.

* MailError
  - MailServerUnavailable  nobody answers, the connection is not safe, or the server does not take us: every message waits
  - MailDeferred           the server asks to try again later with this message
  - MailRefused            the server never takes this message
"""

from __future__ import annotations


class MailError(Exception):
    """A message was not sent."""

    retryable = False

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class MailServerUnavailable(MailError):
    """Nobody answers, the connection is not safe, or the server does not take us."""

    retryable = True


class MailDeferred(MailError):
    """The server asks to try again later with this message."""

    retryable = True


class MailRefused(MailError):
    """The server never takes this message."""
