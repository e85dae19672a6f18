"""`vankien webhook ...`: addresses that are told what was sealed and signed."""

from __future__ import annotations

import base64

import click

from service.cli.failures import REFUSED, Stop
from service.cli.opening import administrator, services_at_hand
from service.cli.tables import show_table

WHY = {
    "form": "give https://host/path, without a user, a zone or a fragment",
    "unknown_host": "nobody knows that host",
    "not_public": "it leads into a private network; the operator may allow it by VANKIEN_WEBHOOK_NETWORKS",
    "not_https": "only https is told anything, but for networks that the operator allowed",
}


@click.group()
def webhook() -> None:
    """Addresses that are told what was sealed and signed."""


@webhook.command("add")
@click.argument("url")
def add_webhook(url: str) -> None:
    """Tell URL of every sealed set and signed copy, and print its id and the key that its messages are signed with."""
    from service.webhooks import AddressRefused

    with services_at_hand() as services:
        try:
            own_id = services.webhooks.add(url, by=administrator(services))
        except AddressRefused as error:
            raise Stop(f"{url} is refused: {WHY[error.reason]}.", exit_code=REFUSED) from error
        click.echo(own_id)
        click.echo(f"whpk_{base64.b64encode(services.signer.public).decode()}")


@webhook.command("list")
def list_webhooks() -> None:
    """List the addresses, with the newest thing each was told."""
    with services_at_hand() as services:
        by = administrator(services)
        rows = []
        for one in services.webhooks.all(by=by):
            told = services.webhooks.deliveries(one.id, by=by)
            newest = told[1][0] if told and told[1] else None
            last = f"{newest.event} {newest.state} {newest.outcome or ''}".strip() if newest else ""
            rows.append([one.id, one.organisation, one.url, last])
    show_table(("id", "organisation", "address", "newest"), rows)


@webhook.command("remove")
@click.argument("webhook_id")
def remove_webhook(webhook_id: str) -> None:
    """Tell that address nothing any more."""
    with services_at_hand() as services:
        if not services.webhooks.remove(webhook_id, by=administrator(services)):
            raise Stop(f"There is no webhook {webhook_id}.", exit_code=REFUSED)
