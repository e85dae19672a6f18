"""
What cannot be done with accounts.

* AccessRefused
  - NameTaken            an account has that name already
  - PasswordTooShort     fewer than twelve characters
  - UnknownAccount       nobody has that name
  - UnknownOrganisation  no organisation has that path
  - AccountClosed        the account was closed for good
"""

from __future__ import annotations


class AccessRefused(Exception):
    """What was asked of accounts cannot be done."""


class NameTaken(AccessRefused):
    """An account has that name already."""


class PasswordTooShort(AccessRefused):
    """The password has fewer than `SHORTEST_PASSWORD` characters."""


class UnknownAccount(AccessRefused):
    """Nobody has that name."""


class AccountClosed(AccessRefused):
    """The account was closed for good: nothing of it is changed any more."""


class UnknownOrganisation(AccessRefused):
    """No organisation has that path."""
