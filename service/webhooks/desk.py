"""The addresses of a subtree, as its administrators keep them."""

from __future__ import annotations

from dataclasses import dataclass

from service.catalog import AccountRecord, Catalog, DeliveryRecord, WebhookRecord
from service.webhooks.addresses import Allowed, Resolver, resolved

MOST_SHOWN = 100
"""Deliveries on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDesk:
    """Everything an administrator does about webhooks; what lies outside of their subtree is not there."""

    catalog: Catalog
    allowed: Allowed
    resolve: Resolver | None = None

    def all(self, *, by: AccountRecord) -> list[WebhookRecord]:
        """The addresses of the subtree."""
        with self.catalog.read() as work:
            return work.webhooks.of_subtree(by.organisation.lineage)

    def add(self, url: str, *, by: AccountRecord) -> str:
        """Tell that address what happens in the administrator's organisation and below; its id. Raises `AddressRefused`."""
        resolved(url, allowed=self.allowed, resolve=self.resolve)
        with self.catalog.begin() as work:
            now = work.now()
            own_id = work.webhooks.add(organisation_id=by.organisation.id, url=url, account_id=by.id, at=now)
            work.audit.note("webhook_added", subject=own_id, at=now, account_id=by.id)
            work.commit()
        return own_id

    def remove(self, webhook_id: str, *, by: AccountRecord) -> bool:
        """Tell it nothing any more; false when there is none."""
        with self.catalog.begin() as work:
            if work.webhooks.find(webhook_id, lineage=by.organisation.lineage) is None:
                return False
            now = work.now()
            work.webhooks.remove(webhook_id, at=now)
            work.audit.note("webhook_removed", subject=webhook_id, at=now, account_id=by.id)
            work.commit()
        return True

    def deliveries(
        self, webhook_id: str, *, by: AccountRecord
    ) -> tuple[WebhookRecord, list[DeliveryRecord]] | None:
        """An address and what it was told, newest first; nothing when there is none."""
        with self.catalog.read() as work:
            found = work.webhooks.find(webhook_id, lineage=by.organisation.lineage)
            return (found, work.webhooks.deliveries(webhook_id, limit=MOST_SHOWN)) if found else None

    def again(self, webhook_id: str, delivery_id: int, *, by: AccountRecord) -> bool:
        """
        Send a delivery that was given up once more; false when there is none, or no such address.

        An address that was removed is told nothing any more: it is answered like one that is not there.
        """
        with self.catalog.begin() as work:
            found = work.webhooks.find(webhook_id, lineage=by.organisation.lineage)
            if found is None or found.removed_at is not None:
                return False
            if not work.webhooks.has_told(webhook_id, delivery_id):
                return False
            work.webhooks.again(webhook_id, delivery_id, at=work.now())
            work.commit()
        return True
