"""
What this door itself refuses.

* RequestRefused
  - NotSignedIn      no account, or not a valid one
  - NotAllowed       the account's role does not allow it
  - NotThere         no such thing, or not one this account may see: nobody learns which
  - NotSealedYet     the set has no papers in the archive yet
  - QueryRefused     a value of the query cannot be used; `findings` names every one
  - BodyRefused      a value of a small JSON body cannot be used; `findings` names every one
  - KeyMissing       no Idempotency-Key
  - KeyUnusable      an Idempotency-Key of the wrong form
  - TooManyRequests  the account asked too often in this minute; `seconds` until the next
  - NotJsonType      the body is not said to be JSON
  - NotDataType      the body is said to be neither JSON nor a workbook nor a form
"""

from __future__ import annotations

from service.congress.finding import Finding


class RequestRefused(Exception):
    """What was asked is not done."""

    retryable = False


class NotSignedIn(RequestRefused):
    """No account is known by what came with the request."""


class NotAllowed(RequestRefused):
    """The role of the account does not allow it."""


class NotThere(RequestRefused):
    """No such thing, or not one that this account may see."""


class NotSealedYet(RequestRefused):
    """The set has no papers in the archive yet."""


class QueryRefused(RequestRefused):
    """Values of the query cannot be used."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


class BodyRefused(RequestRefused):
    """Values of the body cannot be used."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


class KeyMissing(RequestRefused):
    """There is no Idempotency-Key."""


class KeyUnusable(RequestRefused):
    """The Idempotency-Key is not 1 to 200 printable ASCII characters."""


class TooManyRequests(RequestRefused):
    """The account has used up the requests of this minute; nothing was done. In `seconds` the next one begins."""

    retryable = True

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class NotJsonType(RequestRefused):
    """The body is not said to be application/json."""


class NotDataType(RequestRefused):
    """The body is said to be neither JSON nor a workbook nor a form."""
