"""The JSON about webhooks that the API takes and gives."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import StringConstraints

from service.catalog import DeliveryRecord, WebhookRecord
from service.catalog.webhooks import DeliveryState
from service.congress.finding import Finding
from service.congress.shape import Shape
from service.web.bodies import Body
from service.webhooks import AddressRefused

_SENTENCES = {
    "form": (
        "Địa chỉ không đúng dạng. Hãy ghi https://máy/đường-dẫn, không kèm tên người dùng hay mật khẩu.",
        "The address is not in the form that is taken. Give https://host/path, without a user or password.",
    ),
    "unknown_host": (
        "Không tìm thấy máy này. Hãy kiểm tra tên máy.",
        "Nobody knows that host. Check its name.",
    ),
    "not_https": ("Chỉ nhận địa chỉ https.", "Only https is taken."),
    "not_public": (
        "Địa chỉ này dẫn vào mạng nội bộ. Nếu đúng là cần, hãy nhờ người vận hành cho phép mạng ấy (VANKIEN_WEBHOOK_NETWORKS).",
        "The address leads into a private network. If it must, ask the operator to allow that network"
        " (VANKIEN_WEBHOOK_NETWORKS).",
    ),
}


class AddWebhookBody(Shape):
    """An address to be told what is sealed and signed in the account's organisation and below."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class WebhookBody(Body):
    """An address; one that was removed is told nothing any more, and what it was told stays."""

    id: str
    url: str
    organisation_id: str
    organisation: str
    created_at: dt.datetime
    removed_at: dt.datetime | None


class WebhooksBody(Body):
    """The addresses of the account's subtree, oldest first; `key` is what receivers check signatures with (Standard Webhooks)."""

    key: str
    items: list[WebhookBody]


class DeliveryBody(Body):
    """
    One telling: `event_id` is the `webhook-id` of every try.

    `outcome` is what the last try came to: the status of the answer, or a word for why there is none.
    """

    id: int
    event_id: str
    event: str
    state: DeliveryState
    attempts: int
    created_at: dt.datetime
    due_at: dt.datetime
    tried_at: dt.datetime | None
    outcome: str | None


class DeliveriesBody(Body):
    """What an address was told, newest first: the last hundred."""

    webhook: WebhookBody
    items: list[DeliveryBody]


def webhook_body(record: WebhookRecord) -> WebhookBody:
    """An address as the API shows it."""
    return WebhookBody.model_validate(record)


def delivery_body(record: DeliveryRecord) -> DeliveryBody:
    """A telling, without what it says: ids that are in the archive."""
    named = {name: getattr(record, name) for name in DeliveryBody.model_fields}
    return DeliveryBody(**named)


def address_findings(error: AddressRefused) -> tuple[Finding, ...]:
    """Why an address is not taken."""
    vi, en = _SENTENCES[error.reason]
    return (Finding(code=f"webhook.{error.reason}", pointer="/url", severity="error", vi=vi, en=en),)
