"""
Why the register does not do what was asked; nothing is entered then.

* RegisterRefused
  - NeverNumbered     the paper has no symbol: a delegate's card bears no number
  - PaperSuperseded   a newer edition has taken its place: that one is to be numbered
  - HasNoNumber       the paper bears no number that could be voided
  - DateRefused       the day is before the congress, or has not come yet
  - CopyRefused       the file is no PDF that may be kept; `reasons` are all that speaks against it
  - NothingEntered    no number was given in that year: there is no register to print
  - RegisterBehind    the archive holds entries that the catalog does not: it must be rebuilt first
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar


class RegisterRefused(Exception):
    """Nothing is entered."""

    retryable: ClassVar[bool] = False


class NeverNumbered(RegisterRefused):
    """Papers without a symbol bear no number."""


class PaperSuperseded(RegisterRefused):
    """A newer edition has taken the place of the paper."""


class HasNoNumber(RegisterRefused):
    """The paper bears no number."""


class DateRefused(RegisterRefused):
    """The day of issue lies before the congress or after today."""

    def __init__(self, *, earliest: dt.date | None, latest: dt.date) -> None:
        super().__init__(f"between {earliest or 'any day'} and {latest}")
        self.earliest = earliest
        self.latest = latest


class CopyRefused(RegisterRefused):
    """The file is not kept."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


class NothingEntered(RegisterRefused):
    """The organisation gave no number in that year."""

    def __init__(self, organisation: str, year: int) -> None:
        super().__init__(f"{organisation}, {year}")


class RegisterBehind(RegisterRefused):
    """Numbering now could give a number twice."""
