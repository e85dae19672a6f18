"""Webhooks over the API: addresses that are told, what they were told, and telling again."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request

from service.archive.proof import Signer
from service.catalog import AccountRecord
from service.web.answers import answer
from service.web.identity import allowed
from service.web.pages.webhooks import key_for_receivers
from service.web.query import NoQuery, read_query
from service.web.refusals import NotThere
from service.web.small_body import read_body
from service.web.webhook_bodies import (
    AddWebhookBody,
    DeliveriesBody,
    WebhooksBody,
    delivery_body,
    webhook_body,
)
from service.webhooks import WebhookDesk


def blueprint(desk: WebhookDesk, signer: Signer) -> Blueprint:
    """`/webhooks`, one of them with its deliveries, for administrators."""
    api = Blueprint("api_webhooks", __name__, url_prefix="/api/v1/webhooks")

    @api.get("")
    def listed() -> Response:
        by = allowed("manage")
        read_query(NoQuery, request.query_string)
        items = [webhook_body(one) for one in desk.all(by=by)]
        return answer(WebhooksBody(key=key_for_receivers(signer), items=items))

    @api.post("")
    def add() -> Response:
        by = allowed("manage")
        read_query(NoQuery, request.query_string)
        own_id = desk.add(read_body(AddWebhookBody).url, by=by)
        where = {"Location": f"/api/v1/webhooks/{own_id}/deliveries"}
        return answer(_deliveries(own_id, by).webhook, status=201, headers=where)

    @api.post("/<uuid:webhook_id>/remove")
    def remove(webhook_id: UUID) -> Response:
        by = allowed("manage")
        read_query(NoQuery, request.query_string)
        if not desk.remove(str(webhook_id), by=by):
            raise NotThere
        return answer(_deliveries(str(webhook_id), by).webhook)

    @api.get("/<uuid:webhook_id>/deliveries")
    def deliveries(webhook_id: UUID) -> Response:
        by = allowed("manage")
        read_query(NoQuery, request.query_string)
        return answer(_deliveries(str(webhook_id), by))

    @api.post("/<uuid:webhook_id>/deliveries/<int:delivery_id>/again")
    def again(webhook_id: UUID, delivery_id: int) -> Response:
        by = allowed("manage")
        read_query(NoQuery, request.query_string)
        if not desk.again(str(webhook_id), delivery_id, by=by):
            raise NotThere
        return answer(_deliveries(str(webhook_id), by))

    def _deliveries(webhook_id: str, by: AccountRecord) -> DeliveriesBody:
        found = desk.deliveries(webhook_id, by=by)
        if found is None:
            raise NotThere
        return DeliveriesBody(webhook=webhook_body(found[0]), items=[delivery_body(one) for one in found[1]])

    return api
