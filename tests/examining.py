"""The examination of templates in the test's own process: starting another takes seconds."""

from __future__ import annotations

from dataclasses import replace

from service.bootstrap import Services
from service.documents.examining import examined


def examining_here(services: Services) -> Services:
    """The same services; one test of the cage and the browser's tests have the real process."""
    desk = services.templates
    here = replace(
        desk, examine=lambda source, template: examined(source, template, desk.packs, desk.samples)
    )
    return replace(services, templates=here)
