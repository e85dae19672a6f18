"""Two records of what was asked: keys of requests already answered, and the audit log."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from service.catalog.tables import audit, idempotency
from service.catalog.upsert import insert_or_keep


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A request that was answered before: the digest of its body, and the set it made."""

    body_sha256: str
    set_id: str


class Idempotency:
    """Keys of requests; a key is never forgotten, since it is the natural name of a submission."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(
        self, *, account_id: str, key: str, body_sha256: str, set_id: str, at: dt.datetime
    ) -> Answered | None:
        """Take the key for `set_id`; when it was taken before, what it was taken for."""
        if insert_or_keep(
            self._connection,
            idempotency,
            {"account_id": account_id, "key": key, "body_sha256": body_sha256, "set_id": set_id, "at": at},
        ):
            return None
        return self.find(account_id=account_id, key=key)

    def find(self, *, account_id: str, key: str) -> Answered | None:
        """What the key was taken for."""
        row = self._connection.execute(
            select(idempotency.c.body_sha256, idempotency.c.set_id).where(
                idempotency.c.account_id == account_id, idempotency.c.key == key
            )
        ).first()
        return Answered(body_sha256=row.body_sha256, set_id=row.set_id) if row else None


class Audit:
    """Who did what, in order; no personal data, only ids."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, event: str, *, subject: str, at: dt.datetime, account_id: str | None = None) -> None:
        """Append one event (`set_accepted`, `set_sealed`, `signed_in`, ...)."""
        self._connection.execute(
            insert(audit).values(at=at, account_id=account_id, event=event, subject=subject)
        )

    def events(self, subject: str) -> list[str]:
        """The events of one subject, oldest first."""
        rows = self._connection.execute(
            select(audit.c.event).where(audit.c.subject == subject).order_by(audit.c.seq)
        )
        return list(rows.scalars())
