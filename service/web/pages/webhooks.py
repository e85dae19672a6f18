"""Addresses that are told what was sealed and signed, for administrators."""

from __future__ import annotations

import base64
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request

from service.archive.proof import Signer
from service.web.identity import allowed
from service.web.refusals import NotThere
from service.web.see_other import see_other
from service.webhooks import AddressRefused, WebhookDesk

UNPROCESSABLE = 422


def key_for_receivers(signer: Signer) -> str:
    """What receivers check signatures with, as Standard Webhooks write it: the key of the moment."""
    return f"whpk_{base64.b64encode(signer.of_the_moment().public).decode()}"


def blueprint(webhooks: WebhookDesk, signer: Signer) -> Blueprint:
    """`/webhooks`, one of them with what it was told, removing it, sending again."""
    pages = Blueprint("webhooks", __name__, url_prefix="/webhooks")

    @pages.get("")
    def everything() -> str:
        by = allowed("manage")
        key = key_for_receivers(signer)
        return render_template("webhooks.html", webhooks=webhooks.all(by=by), key=key, own=by.organisation)

    @pages.post("")
    def add() -> Response:
        by = allowed("manage")
        url = request.form.get("url", "").strip()
        try:
            own_id = webhooks.add(url, by=by)
        except AddressRefused as error:
            page = render_template(
                "webhooks.html",
                webhooks=webhooks.all(by=by),
                key=key_for_receivers(signer),
                own=by.organisation,
                refused=error.reason,
                typed=url[:500],
            )
            return make_response(page, UNPROCESSABLE)
        return see_other(f"/webhooks/{own_id}")

    @pages.get("/<uuid:webhook_id>")
    def one(webhook_id: UUID) -> str:
        found = webhooks.deliveries(str(webhook_id), by=allowed("manage"))
        if found is None:
            raise NotThere
        return render_template("webhook.html", webhook=found[0], deliveries=found[1])

    @pages.post("/<uuid:webhook_id>/remove")
    def remove(webhook_id: UUID) -> Response:
        if not webhooks.remove(str(webhook_id), by=allowed("manage")):
            raise NotThere
        return see_other("/webhooks")

    @pages.post("/<uuid:webhook_id>/deliveries/<int:delivery_id>/again")
    def again(webhook_id: UUID, delivery_id: int) -> Response:
        if not webhooks.again(str(webhook_id), delivery_id, by=allowed("manage")):
            raise NotThere
        return see_other(f"/webhooks/{webhook_id}")

    return pages
