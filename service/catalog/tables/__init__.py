"""
The tables of the catalog.

The catalog is an index over the archive plus the work in hand: every sealed paper can be found again from
the archive's files alone. Identifiers are UUIDs as text; times are UTC.
"""

from __future__ import annotations

from service.catalog.tables.base import metadata
from service.catalog.tables.drafts import draft, draft_version
from service.catalog.tables.people import (
    account,
    api_token,
    calendar_feed,
    former_place,
    organisation,
    provider_identity,
    recovery_code,
    second_factor,
    sign_in_link,
    sign_in_try,
    tree_import,
    web_session,
)
from service.catalog.tables.register import (
    filing,
    register_counter,
    register_entry,
    register_number,
    signed_copy,
)
from service.catalog.tables.reminders import mail_digest, mail_wish
from service.catalog.tables.search import facet, shelf, shelf_month, token
from service.catalog.tables.sets import congress, document, document_set, edition, template_file
from service.catalog.tables.templates import template_choice, template_version
from service.catalog.tables.webhooks import webhook, webhook_delivery
from service.catalog.tables.work import audit, fixity_pass, idempotency, outbox, request_count

__all__ = [
    "account",
    "api_token",
    "audit",
    "calendar_feed",
    "congress",
    "document",
    "document_set",
    "draft",
    "draft_version",
    "edition",
    "facet",
    "filing",
    "fixity_pass",
    "former_place",
    "idempotency",
    "mail_digest",
    "mail_wish",
    "metadata",
    "organisation",
    "outbox",
    "provider_identity",
    "recovery_code",
    "register_counter",
    "register_entry",
    "register_number",
    "request_count",
    "second_factor",
    "shelf",
    "shelf_month",
    "sign_in_link",
    "sign_in_try",
    "signed_copy",
    "template_choice",
    "template_file",
    "template_version",
    "token",
    "tree_import",
    "web_session",
    "webhook",
    "webhook_delivery",
]
