"""Tokens by which programs act as an account."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from service.catalog.account_rows import ACCOUNT, account_record
from service.catalog.records import AccountRecord, TokenRecord
from service.catalog.tables import account, api_token

_OF_SECRET = api_token.c.secret_sha256 == bindparam("secret")
_OPENS = (
    ACCOUNT.add_columns(api_token.c.actions)
    .join(api_token, api_token.c.account_id == account.c.id)
    .where(
        _OF_SECRET,
        api_token.c.revoked_at.is_(None),
        or_(api_token.c.expires_at.is_(None), api_token.c.expires_at > bindparam("now")),
        account.c.disabled_at.is_(None),
    )
)
_USED_SINCE = select(api_token.c.id).where(_OF_SECRET, api_token.c.used_at >= bindparam("since"))


def _actions(held: str | None) -> tuple[str, ...] | None:
    return None if held is None else tuple(held.split())


class Tokens:
    """Tokens, those that open nothing any more too. Secrets come and go as SHA-256."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, account_id: str) -> list[TokenRecord]:
        """The tokens of an account, newest first, those that open nothing any more among them."""
        rows = self._connection.execute(
            select(
                api_token.c.id,
                api_token.c.name,
                api_token.c.created_at,
                api_token.c.expires_at,
                api_token.c.revoked_at,
                api_token.c.used_at,
                api_token.c.actions,
            )
            .where(api_token.c.account_id == account_id)
            .order_by(api_token.c.created_at.desc(), api_token.c.id)
        )
        return [TokenRecord(**{**row._mapping, "actions": _actions(row.actions)}) for row in rows]  # noqa: SLF001 -- public mapping view

    def revoke(self, account_id: str, token_id: str, *, at: dt.datetime) -> None:
        """The token opens nothing from now on."""
        self._connection.execute(
            update(api_token)
            .where(
                api_token.c.id == token_id,
                api_token.c.account_id == account_id,
                api_token.c.revoked_at.is_(None),
            )
            .values(revoked_at=at)
        )

    def add(
        self,
        *,
        account_id: str,
        name: str,
        secret_sha256: str,
        at: dt.datetime,
        expires_at: dt.datetime | None,
        actions: Sequence[str] | None = None,
    ) -> None:
        """A token by which a program acts as the account, in these actions or all."""
        self._connection.execute(
            insert(api_token).values(
                id=str(uuid.uuid4()),
                account_id=account_id,
                name=name,
                secret_sha256=secret_sha256,
                created_at=at,
                expires_at=expires_at,
                actions=None if actions is None else " ".join(actions),
            )
        )

    def by_secret(
        self, secret_sha256: str, *, at: dt.datetime
    ) -> tuple[AccountRecord, tuple[str, ...] | None] | None:
        """Whose token it is and for which actions (None: all), unless it is revoked or has expired."""
        row = self._connection.execute(_OPENS, {"secret": secret_sha256, "now": at}).first()
        found = account_record(row)
        return (found, _actions(row.actions)) if row is not None and found is not None else None

    def is_use_told(self, secret_sha256: str, *, since: dt.datetime) -> bool:
        """Whether a use of the token since then stands in its row."""
        asked = {"secret": secret_sha256, "since": since}
        return self._connection.execute(_USED_SINCE, asked).first() is not None

    def used(self, secret_sha256: str, *, at: dt.datetime) -> None:
        """The token was used."""
        self._connection.execute(
            update(api_token).where(api_token.c.secret_sha256 == secret_sha256).values(used_at=at)
        )
