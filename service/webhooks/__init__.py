"""Telling other systems what was sealed and signed: where to, how it is signed, and what must never be reached."""

from service.webhooks.addresses import AddressRefused, Allowed, Target, check_url, resolved
from service.webhooks.desk import WebhookDesk
from service.webhooks.sending import DeliverWebhooks

__all__ = ["AddressRefused", "Allowed", "DeliverWebhooks", "Target", "WebhookDesk", "check_url", "resolved"]
