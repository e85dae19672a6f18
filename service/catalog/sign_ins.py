"""What signs somebody in: sessions of browsers, links that work once, persons of an identity provider."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from service.catalog.account_rows import ACCOUNT, one_account
from service.catalog.records import AccountRecord
from service.catalog.tables import account, provider_identity, sign_in_link, web_session

FARTHEST: Final = dt.timedelta(hours=25)
"""No session and no link reaches so far ahead: what does was given out by a clock that has been set back since."""


class SignIns:
    """Ways in, by account; a disabled account is let in by none of them. Secrets come and go as SHA-256."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_link(self, *, account_id: str, secret_sha256: str, expires_at: dt.datetime) -> None:
        """A link that signs in once."""
        self._connection.execute(
            insert(sign_in_link).values(
                account_id=account_id, secret_sha256=secret_sha256, expires_at=expires_at
            )
        )

    def use_link(self, secret_sha256: str, *, at: dt.datetime) -> AccountRecord | None:
        """Whose link it is, the first time it is used before it expires."""
        owner = self._connection.execute(
            update(sign_in_link)
            .where(
                sign_in_link.c.secret_sha256 == secret_sha256,
                sign_in_link.c.used_at.is_(None),
                sign_in_link.c.expires_at > at,
                sign_in_link.c.expires_at <= at + FARTHEST,
            )
            .values(used_at=at)
            .returning(sign_in_link.c.account_id)
        ).scalar_one_or_none()
        return one_account(self._connection, ACCOUNT.where(account.c.id == owner)) if owner else None

    def add_session(
        self,
        *,
        account_id: str,
        secret_sha256: str,
        at: dt.datetime,
        expires_at: dt.datetime,
        waits_for_code: bool = False,
    ) -> None:
        """A browser that is signed in, or will be after a code."""
        self._connection.execute(
            insert(web_session).values(
                account_id=account_id,
                secret_sha256=secret_sha256,
                created_at=at,
                expires_at=expires_at,
                waits_for_code=waits_for_code,
            )
        )

    def by_session(
        self, secret_sha256: str, *, at: dt.datetime, waits_for_code: bool = False
    ) -> AccountRecord | None:
        """Who is signed in there; or who will be, after a code."""
        return one_account(
            self._connection,
            ACCOUNT.join(web_session, web_session.c.account_id == account.c.id).where(
                web_session.c.secret_sha256 == secret_sha256,
                web_session.c.expires_at > at,
                web_session.c.expires_at <= at + FARTHEST,
                web_session.c.waits_for_code.is_(waits_for_code),
            ),
        )

    def end_session(self, secret_sha256: str) -> None:
        """Sign out."""
        self._connection.execute(delete(web_session).where(web_session.c.secret_sha256 == secret_sha256))

    def end_sessions(self, account_id: str) -> None:
        """Sign out everywhere."""
        self._connection.execute(delete(web_session).where(web_session.c.account_id == account_id))

    def bind_identity(self, account_id: str, *, issuer: str, subject: str, at: dt.datetime) -> bool:
        """The account signs in by that person of that provider, and by no other; false when another account does."""
        owner = self._connection.execute(
            select(provider_identity.c.account_id).where(
                provider_identity.c.issuer == issuer, provider_identity.c.subject == subject
            )
        ).scalar()
        if owner is not None:
            return bool(owner == account_id)
        self.remove_identity(account_id)
        self._connection.execute(
            insert(provider_identity).values(
                account_id=account_id, issuer=issuer, subject=subject, bound_at=at
            )
        )
        return True

    def by_identity(self, *, issuer: str, subject: str) -> AccountRecord | None:
        """Whose account that person of that provider signs in to."""
        return one_account(
            self._connection,
            ACCOUNT.join(provider_identity, provider_identity.c.account_id == account.c.id).where(
                provider_identity.c.issuer == issuer, provider_identity.c.subject == subject
            ),
        )

    def identity_since(self, account_id: str) -> dt.datetime | None:
        """Since when the account signs in by a provider, if it does."""
        return self._connection.execute(
            select(provider_identity.c.bound_at).where(provider_identity.c.account_id == account_id)
        ).scalar()

    def remove_identity(self, account_id: str) -> bool:
        """The account signs in by no provider any more; whether it did."""
        removed = delete(provider_identity).where(provider_identity.c.account_id == account_id)
        return self._connection.execute(removed).rowcount == 1
