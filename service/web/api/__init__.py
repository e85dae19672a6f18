"""The API: `/api/v1`, for programs, by token."""

from __future__ import annotations

from flask import Blueprint

from service.bootstrap import Services
from service.web.api import (
    congresses,
    copies,
    documents,
    register,
    schemas,
    sets,
    template_versions,
    templates,
    webhooks,
    workbooks,
)
from service.web.identity import require_token
from service.web.rates import Rate
from service.web.waiting import Waits

MOST_WAITS = 4
"""Of the threads of a web process: pages that are told of what moves hold some as well."""


def blueprints(services: Services) -> tuple[Blueprint, ...]:
    """Every blueprint of the API; all but the schemas ask for a token before anything else."""
    asked = (
        congresses.blueprint(services.submit, most_bytes=services.settings.max_upload_bytes),
        sets.blueprint(services.sets, services.archive, services.submit, Waits(most=MOST_WAITS)),
        documents.blueprint(services.archive),
        register.blueprint(services.register, services.print_register, services.archive),
        workbooks.blueprint(services.submit, most_bytes=services.settings.max_upload_bytes),
        copies.blueprint(services.copies, services.archive),
        templates.blueprint(services.book, most_bytes=services.settings.max_upload_bytes),
        template_versions.blueprint(services.templates, most_bytes=services.settings.max_upload_bytes),
        webhooks.blueprint(services.webhooks, services.signer),
    )
    rate = Rate(catalog=services.catalog, limit=services.settings.requests_per_minute)
    for one in asked:
        one.before_request(lambda: require_token(services.access))
        one.before_request(rate.check)
        one.after_request(rate.tell)
    return (*asked, schemas.blueprint())
