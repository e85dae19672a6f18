"""
What can go wrong with the catalog.

* CatalogError
  - CatalogUnavailable   the database does not answer, or its disk is full; retryable
  - CatalogOutdated      the schema is not the one this version needs: run `vankien migrate`
  - LookTooLong          what was asked would take too long to find; asking for less helps
  - CatalogInUse         other processes have it open, and a new one cannot take its place
  - CatalogMisconfigured the address or a setting of the database is wrong; start-up only
"""

from __future__ import annotations

from typing import ClassVar


class CatalogError(Exception):
    """The catalog could not do its work."""

    retryable: ClassVar[bool] = False


class CatalogUnavailable(CatalogError):
    """The database does not answer now; what was asked is undone and may be asked again."""

    retryable = True


class LookTooLong(CatalogError):
    """Finding what was asked for was stopped at its time limit."""


class CatalogOutdated(CatalogError):
    """The database has another schema than this version needs."""


class CatalogInUse(CatalogError):
    """Somebody else has the catalog open; what was asked for needs it alone."""


class CatalogMisconfigured(CatalogError):
    """The address or a safety setting of the database is wrong."""
