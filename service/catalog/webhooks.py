"""Webhooks: who is told, and the rows that are the queue of what is to be told."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, Select, bindparam, insert, or_, select, update

from service.catalog.organisations import in_subtree
from service.catalog.settling import is_due, settle
from service.catalog.tables import organisation, webhook, webhook_delivery

_MOST = 2**63 - 1
"""What a row number can be; an address may name more."""

FARTHEST: Final = dt.timedelta(hours=25)
"""No next try lies so far ahead: what does was put off by a clock that leapt ahead during the try and was set back since."""

_SET_BACK: Final = dt.timedelta(minutes=1)
"""What was tried so much later than now was tried before the clock was set back."""

_ABOVE = (
    select(webhook.c.id)
    .join(organisation, organisation.c.id == webhook.c.organisation_id)
    .where(
        webhook.c.removed_at.is_(None),
        bindparam("lineage", type_=organisation.c.lineage.type).startswith(organisation.c.lineage),
    )
)

DeliveryState = Literal["waiting", "delivered", "dead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRecord:
    """An address that is told what happens in an organisation and below it."""

    id: str
    organisation_id: str
    organisation: str
    url: str
    created_at: dt.datetime
    removed_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRecord:
    """One telling; `event_id` is the same however often it is sent, `outcome` what the last try came to."""

    id: int
    webhook_id: str
    url: str
    event_id: str
    event: str
    payload: str
    state: DeliveryState
    attempts: int
    created_at: dt.datetime
    due_at: dt.datetime
    tried_at: dt.datetime | None
    outcome: str | None


_WEBHOOK: Select[Any] = select(
    webhook.c.id,
    webhook.c.organisation_id,
    organisation.c.name.label("organisation"),
    webhook.c.url,
    webhook.c.created_at,
    webhook.c.removed_at,
).join(organisation, organisation.c.id == webhook.c.organisation_id)
_DELIVERY: Select[Any] = select(webhook_delivery, webhook.c.url).join(
    webhook, webhook.c.id == webhook_delivery.c.webhook_id
)


class Webhooks:
    """Addresses by organisation, and deliveries; what is announced is durable with what it tells of."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, *, organisation_id: str, url: str, account_id: str, at: dt.datetime) -> str:
        """A new address; its id."""
        own_id = str(uuid.uuid4())
        values = {"organisation_id": organisation_id, "url": url, "created_at": at, "created_by": account_id}
        self._connection.execute(insert(webhook).values(id=own_id, **values))
        return own_id

    def of_subtree(self, lineage: str) -> list[WebhookRecord]:
        """The addresses of an organisation and everything below it, oldest first."""
        rows = self._connection.execute(
            _WEBHOOK.where(webhook.c.removed_at.is_(None), in_subtree(lineage)).order_by(
                webhook.c.created_at, webhook.c.id
            )
        )
        return [WebhookRecord(**row._mapping) for row in rows]  # noqa: SLF001 -- public mapping view

    def find(self, webhook_id: str, *, lineage: str) -> WebhookRecord | None:
        """One address of the subtree, removed ones too."""
        row = self._connection.execute(
            _WEBHOOK.where(in_subtree(lineage), webhook.c.id == webhook_id)
        ).first()
        return WebhookRecord(**row._mapping) if row else None  # noqa: SLF001 -- public mapping view

    def remove(self, webhook_id: str, *, at: dt.datetime) -> None:
        """Tell that address nothing any more; what it was told stays."""
        self._connection.execute(update(webhook).where(webhook.c.id == webhook_id).values(removed_at=at))
        self._connection.execute(
            update(webhook_delivery)
            .where(webhook_delivery.c.webhook_id == webhook_id, webhook_delivery.c.state == "waiting")
            .values(state="dead", outcome="removed")
        )

    def announce(self, event: str, data: Mapping[str, str | int], *, lineage: str, at: dt.datetime) -> None:
        """Promise to tell every address of the organisation with that lineage, and of those above it."""
        payload = json.dumps(
            {"type": event, "timestamp": at.isoformat(), "data": data}, separators=(",", ":")
        )
        rows = [
            {
                "webhook_id": one,
                "event_id": str(uuid.uuid4()),
                "event": event,
                "payload": payload,
                "state": "waiting",
                "attempts": 0,
                "due_at": at,
                "created_at": at,
            }
            for one in self._connection.execute(_ABOVE, {"lineage": lineage}).scalars()
        ]
        if rows:
            self._connection.execute(insert(webhook_delivery), rows)

    def claim(self, *, at: dt.datetime, until: dt.datetime, limit: int) -> list[DeliveryRecord]:
        """Take deliveries that are due; unless they are settled before `until`, they are due again then."""
        due = (
            select(webhook_delivery.c.id)
            .where(
                webhook_delivery.c.state == "waiting",
                or_(
                    is_due(webhook_delivery.c.due_at, at, farthest=FARTHEST),
                    webhook_delivery.c.tried_at > at + _SET_BACK,
                    # The first try waits for nothing, whatever the clock said when it was promised.
                    webhook_delivery.c.attempts == 0,
                ),
            )
            .order_by(webhook_delivery.c.due_at, webhook_delivery.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        ids = list(self._connection.execute(due).scalars())
        if not ids:
            return []
        taken = webhook_delivery.c.id.in_(ids)
        self._connection.execute(
            update(webhook_delivery)
            .where(taken)
            .values(due_at=until, attempts=webhook_delivery.c.attempts + 1, tried_at=at)
        )
        return self._deliveries(_DELIVERY.where(taken).order_by(webhook_delivery.c.id))

    def settle(
        self,
        delivery: DeliveryRecord,
        *,
        state: DeliveryState,
        outcome: str,
        due_at: dt.datetime | None = None,
    ) -> None:
        """Keep what a try came to, unless somebody else tried meanwhile."""
        settle(
            self._connection,
            webhook_delivery,
            {"id": delivery.id},
            attempts=delivery.attempts,
            state=state,
            outcome=outcome,
            due_at=due_at,
        )

    def deliveries(self, webhook_id: str, *, limit: int) -> list[DeliveryRecord]:
        """What an address was told, newest first."""
        asked = _DELIVERY.where(webhook_delivery.c.webhook_id == webhook_id)
        return self._deliveries(asked.order_by(webhook_delivery.c.id.desc()).limit(limit))

    def has_told(self, webhook_id: str, delivery_id: int) -> bool:
        """Whether that delivery is one of that address."""
        asked = select(webhook_delivery.c.id).where(
            webhook_delivery.c.webhook_id == webhook_id, webhook_delivery.c.id == min(delivery_id, _MOST)
        )
        return self._connection.execute(asked).first() is not None

    def again(self, webhook_id: str, delivery_id: int, *, at: dt.datetime) -> None:
        """Send one that was given up once more, from its first try on."""
        self._connection.execute(
            update(webhook_delivery)
            .where(
                webhook_delivery.c.webhook_id == webhook_id,
                webhook_delivery.c.id == delivery_id,
                webhook_delivery.c.state == "dead",
            )
            .values(state="waiting", attempts=0, due_at=at)
        )

    def _deliveries(self, asked: Select[Any]) -> list[DeliveryRecord]:
        rows: list[Row[Any]] = list(self._connection.execute(asked))
        return [DeliveryRecord(**row._mapping) for row in rows]  # noqa: SLF001 -- public mapping view
