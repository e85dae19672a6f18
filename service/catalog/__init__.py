"""The catalog: the database behind one unit of work; SQLite or PostgreSQL, by its address."""

from service.catalog.asked import Phrase, SearchWord, ShelfQuery, ShelfScope, Tier
from service.catalog.errors import (
    CatalogError,
    CatalogInUse,
    CatalogMisconfigured,
    CatalogOutdated,
    CatalogUnavailable,
    LookTooLong,
)
from service.catalog.records import (
    AccountRecord,
    CongressRecord,
    DocumentRecord,
    EditionRecord,
    Message,
    OrganisationRecord,
    RenderedRecord,
    Role,
    SetRecord,
)
from service.catalog.replacing import Replacement
from service.catalog.shelf import Shelved
from service.catalog.work import Catalog, Work

__all__ = [
    "AccountRecord",
    "Catalog",
    "CatalogError",
    "CatalogInUse",
    "CatalogMisconfigured",
    "CatalogOutdated",
    "CatalogUnavailable",
    "CongressRecord",
    "DocumentRecord",
    "EditionRecord",
    "LookTooLong",
    "Message",
    "OrganisationRecord",
    "Phrase",
    "RenderedRecord",
    "Replacement",
    "Role",
    "SearchWord",
    "SetRecord",
    "ShelfQuery",
    "ShelfScope",
    "Shelved",
    "Tier",
    "Work",
]
