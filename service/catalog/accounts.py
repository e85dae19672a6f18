"""Accounts and the secrets that stand for them: tokens, one-time links, sessions."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, or_, select, update

from service.catalog.organisations import in_subtree, organisation_record
from service.catalog.records import (
    AccountRecord,
    OrganisationRecord,
    Role,
    SecondFactorRecord,
    TokenRecord,
)
from service.catalog.tables import (
    account,
    api_token,
    calendar_feed,
    mail_digest,
    mail_wish,
    organisation,
    provider_identity,
    recovery_code,
    second_factor,
    sign_in_link,
    tree_import,
    web_session,
)
from service.congress.text import fold

_ACCOUNT = select(
    account.c.id,
    account.c.name,
    account.c.role,
    account.c.password_hash,
    *(column.label(f"o_{column.name}") for column in organisation.c),
).join(organisation, organisation.c.id == account.c.organisation_id)


_WITH_STATE = _ACCOUNT.add_columns(account.c.disabled_at)


def _with_state(row: Row[Any]) -> tuple[AccountRecord, bool]:
    record = _account_record(row)
    assert record is not None  # noqa: S101 -- there is a row
    return record, row.disabled_at is not None


def _actions(held: str | None) -> tuple[str, ...] | None:
    return None if held is None else tuple(held.split())


def _account_record(row: Row[tuple[object, ...]] | None) -> AccountRecord | None:
    if row is None:
        return None
    return AccountRecord(
        id=row.id,
        name=row.name,
        role=row.role,
        organisation=organisation_record(row, "o_"),
        has_password=row.password_hash is not None,
    )


def _with_words(words: str) -> Iterator[ColumnElement[bool]]:
    if words:
        yield or_(
            func.lower(account.c.name).contains(words.lower(), autoescape=True),
            organisation.c.name_key.contains(fold(words), autoescape=True),
        )


class Accounts:
    """
    People and programs. A disabled account is found by nothing here.

    Secrets come and go as SHA-256; the plain ones are never written anywhere.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        *,
        name: str,
        role: Role,
        organisation: OrganisationRecord,
        password_hash: str | None,
        at: dt.datetime,
    ) -> AccountRecord:
        """
        A new account; the name is not taken, or the database refuses.

        An account that a rebuild made for whoever sent an edition becomes theirs again.
        """
        values = {"role": role, "organisation_id": organisation.id, "password_hash": password_hash}
        held = self._connection.execute(
            update(account)
            # Nobody else is disabled from the moment in which the account was made.
            .where(account.c.name == name, account.c.disabled_at == account.c.created_at)
            .values(**values, created_at=at, disabled_at=None)
            .returning(account.c.id)
        ).scalar_one_or_none()
        if held is None:
            held = str(uuid.uuid4())
            self._connection.execute(insert(account).values(id=held, name=name, created_at=at, **values))
        return AccountRecord(
            id=held, name=name, role=role, organisation=organisation, has_password=password_hash is not None
        )

    def find(self, account_id: str) -> AccountRecord | None:
        """The account with that id."""
        return self._one(_ACCOUNT.where(account.c.id == account_id))

    def any(self, account_id: str) -> tuple[AccountRecord, bool] | None:
        """The account with that id, and whether it is disabled."""
        row = self._connection.execute(_WITH_STATE.where(account.c.id == account_id)).first()
        return _with_state(row) if row else None

    def of_subtree(
        self, lineage: str, *, words: str = "", over: int = 0, most: int
    ) -> list[tuple[AccountRecord, bool]]:
        """
        The accounts at and below an organisation in the order of names, each with whether it is disabled.

        With `words`, those in whose name they stand, or (folded) in that of their organisation; the first `over` are passed over.
        """
        found = _WITH_STATE.where(in_subtree(lineage), *_with_words(words))
        rows = self._connection.execute(found.order_by(account.c.name, account.c.id).offset(over).limit(most))
        return [_with_state(row) for row in rows]

    def count_of_subtree(self, lineage: str, *, words: str = "") -> int:
        """How many accounts `of_subtree` gives in all."""
        found = _ACCOUNT.where(in_subtree(lineage), *_with_words(words)).subquery()
        count: int = self._connection.execute(select(func.count()).select_from(found)).scalar_one()
        return count

    def is_taken(self, name: str) -> bool:
        """Whether an account has that name, disabled or not; what a rebuild made for a sender is free to be taken."""
        made_by_rebuild = account.c.disabled_at == account.c.created_at
        held = self._connection.execute(
            select(account.c.id).where(
                account.c.name == name, or_(account.c.disabled_at.is_(None), ~made_by_rebuild)
            )
        )
        return held.first() is not None

    def disable(self, account_id: str, *, at: dt.datetime) -> None:
        """The account is found by nothing here from now on, and its sessions end."""
        self._connection.execute(
            update(account)
            .where(account.c.id == account_id, account.c.disabled_at.is_(None))
            .values(disabled_at=at)
        )
        self._connection.execute(delete(web_session).where(web_session.c.account_id == account_id))

    def enable(self, account_id: str) -> None:
        """The account may be used again."""
        self._connection.execute(update(account).where(account.c.id == account_id).values(disabled_at=None))

    def tokens(self, account_id: str) -> list[TokenRecord]:
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

    def revoke_token(self, account_id: str, token_id: str, *, at: dt.datetime) -> None:
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

    def name_of(self, account_id: str) -> str:
        """The sign-in name of an account that may be disabled by now."""
        name: str = self._connection.execute(
            select(account.c.name).where(account.c.id == account_id)
        ).scalar_one()
        return name

    def named(self, name: str) -> AccountRecord | None:
        """The account with that sign-in name."""
        return self._one(_ACCOUNT.where(account.c.name == name))

    def password_hash(self, account_id: str) -> str | None:
        """The argon2 hash of the password; none when no password was ever set."""
        return self._connection.execute(
            select(account.c.password_hash).where(account.c.id == account_id)
        ).scalar_one_or_none()

    def set_password(self, account_id: str, password_hash: str) -> None:
        """Replace the password and end every session that the old one opened."""
        self._connection.execute(
            update(account).where(account.c.id == account_id).values(password_hash=password_hash)
        )
        self._connection.execute(delete(web_session).where(web_session.c.account_id == account_id))

    def add_token(
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

    def by_token(
        self, secret_sha256: str, *, at: dt.datetime
    ) -> tuple[AccountRecord, tuple[str, ...] | None] | None:
        """Whose token it is and for which actions (None: all), unless it is revoked or has expired."""
        row = self._connection.execute(
            _ACCOUNT.add_columns(api_token.c.actions)
            .join(api_token, api_token.c.account_id == account.c.id)
            .where(
                api_token.c.secret_sha256 == secret_sha256,
                api_token.c.revoked_at.is_(None),
                or_(api_token.c.expires_at.is_(None), api_token.c.expires_at > at),
                account.c.disabled_at.is_(None),
            )
        ).first()
        found = _account_record(row)
        return (found, _actions(row.actions)) if row is not None and found is not None else None

    def is_use_told(self, secret_sha256: str, *, since: dt.datetime) -> bool:
        """Whether a use of the token since then stands in its row."""
        told = select(api_token.c.id).where(
            api_token.c.secret_sha256 == secret_sha256, api_token.c.used_at >= since
        )
        return self._connection.execute(told).first() is not None

    def token_used(self, secret_sha256: str, *, at: dt.datetime) -> None:
        """The token was used."""
        self._connection.execute(
            update(api_token).where(api_token.c.secret_sha256 == secret_sha256).values(used_at=at)
        )

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

    def identity_since(self, account_id: str) -> dt.datetime | None:
        """Since when the account signs in by a provider, if it does."""
        return self._connection.execute(
            select(provider_identity.c.bound_at).where(provider_identity.c.account_id == account_id)
        ).scalar()

    def remove_identity(self, account_id: str) -> bool:
        """The account signs in by no provider any more; whether it did."""
        removed = delete(provider_identity).where(provider_identity.c.account_id == account_id)
        return self._connection.execute(removed).rowcount == 1

    def by_identity(self, *, issuer: str, subject: str) -> AccountRecord | None:
        """Whose account that person of that provider signs in to."""
        return self._one(
            _ACCOUNT.join(provider_identity, provider_identity.c.account_id == account.c.id).where(
                provider_identity.c.issuer == issuer, provider_identity.c.subject == subject
            )
        )

    def close(self, account_id: str, *, name: str, at: dt.datetime) -> None:
        """Forget whoever the account was of: `name` takes the place of theirs, every secret of theirs goes, for good."""
        for table in (web_session, api_token, sign_in_link, calendar_feed, recovery_code, second_factor, provider_identity, tree_import, mail_wish, mail_digest):  # fmt: skip
            self._connection.execute(delete(table).where(table.c.account_id == account_id))
        self._connection.execute(
            update(account)
            .where(account.c.id == account_id)
            .values(
                name=name,
                password_hash=None,
                closed_at=at,
                disabled_at=func.coalesce(account.c.disabled_at, at),
            )
        )

    def is_closed(self, account_id: str) -> bool:
        """Whether the account was closed for good."""
        asked = select(account.c.id).where(account.c.id == account_id, account.c.closed_at.is_not(None))
        return self._connection.execute(asked).first() is not None

    def set_role(self, account_id: str, role: Role) -> None:
        """The account may do what the role may from now on."""
        self._connection.execute(update(account).where(account.c.id == account_id).values(role=role))

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
            )
            .values(used_at=at)
            .returning(sign_in_link.c.account_id)
        ).scalar_one_or_none()
        return self.find(owner) if owner else None

    def set_calendar(self, account_id: str, secret_sha256: str, *, at: dt.datetime) -> None:
        """The address of the account's calendar; the one before leads nowhere any more."""
        self.end_calendar(account_id)
        self._connection.execute(
            insert(calendar_feed).values(account_id=account_id, secret_sha256=secret_sha256, made_at=at)
        )

    def end_calendar(self, account_id: str) -> None:
        """The account has no calendar any more."""
        self._connection.execute(delete(calendar_feed).where(calendar_feed.c.account_id == account_id))

    def calendar_since(self, account_id: str) -> dt.datetime | None:
        """When the address of the account's calendar was made, if there is one."""
        return self._connection.execute(
            select(calendar_feed.c.made_at).where(calendar_feed.c.account_id == account_id)
        ).scalar()

    def by_calendar(self, secret_sha256: str) -> AccountRecord | None:
        """Whose calendar it is."""
        return self._one(
            _ACCOUNT.join(calendar_feed, calendar_feed.c.account_id == account.c.id).where(
                calendar_feed.c.secret_sha256 == secret_sha256
            )
        )

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
        return self._one(
            _ACCOUNT.join(web_session, web_session.c.account_id == account.c.id).where(
                web_session.c.secret_sha256 == secret_sha256,
                web_session.c.expires_at > at,
                web_session.c.waits_for_code.is_(waits_for_code),
            )
        )

    def end_sessions(self, account_id: str) -> None:
        """Sign out everywhere."""
        self._connection.execute(delete(web_session).where(web_session.c.account_id == account_id))

    def second_factor(self, account_id: str) -> SecondFactorRecord | None:
        """What makes the codes of an account, in force or not yet."""
        row = self._connection.execute(
            select(
                second_factor.c.sealed_secret, second_factor.c.confirmed_at, second_factor.c.last_step
            ).where(second_factor.c.account_id == account_id)
        ).first()
        return SecondFactorRecord(**row._mapping) if row is not None else None  # noqa: SLF001 -- public mapping view

    def begin_second_factor(self, account_id: str, sealed_secret: str) -> None:
        """What will make the codes of an account once one of them was entered; in the place of any before it."""
        self.remove_second_factor(account_id)
        self._connection.execute(
            insert(second_factor).values(account_id=account_id, sealed_secret=sealed_secret, last_step=0)
        )

    def use_step(self, account_id: str, step: int, *, confirmed_at: dt.datetime | None = None) -> bool:
        """Use the code of that step up; false when it, or a later one, was used before."""
        values: dict[str, object] = {"last_step": step}
        if confirmed_at is not None:
            values["confirmed_at"] = confirmed_at
        used = self._connection.execute(
            update(second_factor)
            .where(second_factor.c.account_id == account_id, second_factor.c.last_step < step)
            .values(**values)
        )
        return used.rowcount == 1

    def add_recovery_codes(self, account_id: str, digests: Sequence[str]) -> None:
        """Codes for when the telephone is lost, each good once."""
        self._connection.execute(
            insert(recovery_code), [{"account_id": account_id, "code_sha256": one} for one in digests]
        )

    def use_recovery_code(self, account_id: str, digest: str, *, at: dt.datetime) -> bool:
        """Use one up; false when there is no such unused one."""
        used = self._connection.execute(
            update(recovery_code)
            .where(
                recovery_code.c.account_id == account_id,
                recovery_code.c.code_sha256 == digest,
                recovery_code.c.used_at.is_(None),
            )
            .values(used_at=at)
        )
        return used.rowcount == 1

    def remove_second_factor(self, account_id: str) -> None:
        """The password alone is enough from now on."""
        self._connection.execute(delete(recovery_code).where(recovery_code.c.account_id == account_id))
        self._connection.execute(delete(second_factor).where(second_factor.c.account_id == account_id))

    def end_session(self, secret_sha256: str) -> None:
        """Sign out."""
        self._connection.execute(delete(web_session).where(web_session.c.secret_sha256 == secret_sha256))

    def _one(self, query: Select[tuple[object, ...]]) -> AccountRecord | None:
        return _account_record(self._connection.execute(query.where(account.c.disabled_at.is_(None))).first())
