"""The catalog: the database behind one unit of work; SQLite or PostgreSQL, by its address."""

from service.catalog.asked import Phrase, SearchWord, ShelfQuery, ShelfScope, Tier
from service.catalog.chain import BEGINNING, Entry, Link
from service.catalog.errors import (
    CatalogError,
    CatalogInUse,
    CatalogMisconfigured,
    CatalogOutdated,
    CatalogUnavailable,
    LookTooLong,
)
from service.catalog.facets import Counted
from service.catalog.journal import AuditAsked, AuditRow
from service.catalog.records import (
    AccountRecord,
    CongressRecord,
    CopyRecord,
    DocumentRecord,
    DraftRecord,
    EditionRecord,
    EntryRecord,
    Filing,
    FixityPass,
    FormerPlace,
    Message,
    NumberRecord,
    OrganisationRecord,
    RenderedRecord,
    Role,
    Series,
    SetRecord,
    TemplateChoice,
    TemplateVersion,
    TokenRecord,
)
from service.catalog.register import RegisterOrder, RegisterRow
from service.catalog.reminders import DigestRecord, DigestState, MailLanguage, MailWish
from service.catalog.replacing import Replacement
from service.catalog.shelved import Shelved
from service.catalog.templates import TemplateUse
from service.catalog.tree import Placing, WaitingImport
from service.catalog.webhooks import DeliveryRecord, WebhookRecord
from service.catalog.work import Catalog, Work

__all__ = [
    "BEGINNING",
    "AccountRecord",
    "AuditAsked",
    "AuditRow",
    "Catalog",
    "CatalogError",
    "CatalogInUse",
    "CatalogMisconfigured",
    "CatalogOutdated",
    "CatalogUnavailable",
    "CongressRecord",
    "CopyRecord",
    "Counted",
    "DeliveryRecord",
    "DigestRecord",
    "DigestState",
    "DocumentRecord",
    "DraftRecord",
    "EditionRecord",
    "Entry",
    "EntryRecord",
    "Filing",
    "FixityPass",
    "FormerPlace",
    "Link",
    "LookTooLong",
    "MailLanguage",
    "MailWish",
    "Message",
    "NumberRecord",
    "OrganisationRecord",
    "Phrase",
    "Placing",
    "RegisterOrder",
    "RegisterRow",
    "RenderedRecord",
    "Replacement",
    "Role",
    "SearchWord",
    "Series",
    "SetRecord",
    "ShelfQuery",
    "ShelfScope",
    "Shelved",
    "TemplateChoice",
    "TemplateUse",
    "TemplateVersion",
    "Tier",
    "TokenRecord",
    "WaitingImport",
    "WebhookRecord",
    "Work",
]
