"""Accounts: signing in by password, one-time link, provider or token."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from service.access.policy import Action
from service.access.refusals import NameTaken, PasswordTooShort, UnknownAccount, UnknownOrganisation
from service.access.secret import digest, new_secret
from service.catalog import AccountRecord, Catalog, OrganisationRecord, Role, Work
from service.congress.text import clean, fold

if TYPE_CHECKING:
    from service.access.oidc import Person

ADMINISTRATOR = "quan-tri"
"""The account made at the first start."""

SHORTEST_PASSWORD = 12
SESSION_LASTS = dt.timedelta(hours=12)
LINK_LASTS = dt.timedelta(hours=24)
TOKEN_LASTS = dt.timedelta(days=365)
"""Unless whoever makes it says otherwise; none lasts for ever."""
_USE_IS_TOLD_FOR = dt.timedelta(hours=1)
CODE_WAITS = dt.timedelta(minutes=15)
"""After the password, for the code."""


def _has_second_factor(work: Work, account: AccountRecord) -> bool:
    held = work.second_factors.of(account.id)
    return held is not None and held.confirmed_at is not None


@cache
def _decoy(hasher: PasswordHasher) -> str:
    """A hash that no password matches; made once, since making it takes as long as checking one."""
    return hasher.hash(new_secret())


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Everything that turns a secret into an account; plain secrets are returned once and never kept."""

    catalog: Catalog
    hasher: PasswordHasher

    def ensure_administrator(self, root_organisation: str) -> AccountRecord:
        """The administrator of the whole tree, made with the tree's root at the first start."""
        with self.catalog.begin() as work:
            root = work.organisations.root() or work.organisations.plant_root(
                name=clean(root_organisation), name_key=fold(root_organisation)
            )
            found = work.accounts.named(ADMINISTRATOR)
            if found is None:
                found = work.accounts.add(
                    name=ADMINISTRATOR,
                    role="administrator",
                    organisation=root,
                    password_hash=None,
                    at=work.now(),
                )
                work.audit.note("account_added", subject=found.id, at=work.now())
            work.commit()
            return found

    def add_account(
        self, *, name: str, role: Role, organisation: OrganisationRecord, password: str
    ) -> AccountRecord:
        """A new account; raises `NameTaken` or `PasswordTooShort`."""
        hashed = self._hash(password)
        with self.catalog.begin() as work:
            if work.accounts.named(name) is not None:
                raise NameTaken(name)
            account = work.accounts.add(
                name=name, role=role, organisation=organisation, password_hash=hashed, at=work.now()
            )
            work.audit.note("account_added", subject=account.id, at=work.now())
            work.commit()
        return account

    def account_named(self, name: str) -> AccountRecord:
        """The account with that sign-in name. Raises `UnknownAccount`."""
        with self.catalog.read() as work:
            return self._named(work, name)

    def organisation_at(self, path: str) -> OrganisationRecord:
        """
        The organisation at `path`: names from the top, parted by ` / `, the root left out.

        Accents and case do not matter. The empty path is the root. Raises `UnknownOrganisation`.
        """
        with self.catalog.read() as work:
            found = work.organisations.root()
            for name in (part for part in path.split("/") if part.strip()):
                found = found and work.organisations.find_under(found, fold(name))
            if found is None:
                raise UnknownOrganisation(path)
            return found

    def sign_in(self, name: str, password: str) -> str | None:
        """The secret of a new session; nothing for a wrong name or password, after the same time."""
        with self.catalog.read() as work:
            account = work.accounts.named(name)
            hashed = work.accounts.password_hash(account.id) if account else None
        # An unknown name is checked against a hash too: the answer takes as long as for a known one.
        if not self._matches(hashed or _decoy(self.hasher), password) or account is None:
            return None
        with self.catalog.begin() as work:
            return self._open_session(work, account, waits=_has_second_factor(work, account))

    def sign_in_by_link(self, secret: str) -> str | None:
        """The secret of a new session; nothing when the link was used, has expired or never was."""
        with self.catalog.begin() as work:
            account = work.sign_ins.use_link(digest(secret), at=work.now())
            if account is None:
                return None
            return self._open_session(work, account, waits=_has_second_factor(work, account))

    def sign_in_by_provider(self, person: Person) -> str | None:
        """
        The secret of a new session of whose account is bound to that person; nothing for anybody else.

        Codes of a telephone are asked for as after a password: what the provider asked is its own word.
        """
        with self.catalog.begin() as work:
            account = work.sign_ins.by_identity(issuer=person.issuer, subject=person.subject)
            if account is None:
                return None
            waits = _has_second_factor(work, account)
            return self._open_session(work, account, waits=waits, event="provider_right")

    def bind(self, account: AccountRecord, person: Person) -> bool:
        """From now on that person of the provider signs in to the account; false when they sign in to another."""
        with self.catalog.begin() as work:
            now = work.now()
            if not work.sign_ins.bind_identity(
                account.id, issuer=person.issuer, subject=person.subject, at=now
            ):
                return False
            work.audit.note("identity_bound", subject=account.id, at=now, account_id=account.id)
            work.commit()
        return True

    def unbind(self, account: AccountRecord) -> None:
        """Nobody signs in to the account by a provider any more; its sessions end."""
        with self.catalog.begin() as work:
            if not work.sign_ins.remove_identity(account.id):
                return
            work.sign_ins.end_sessions(account.id)
            work.audit.note("identity_removed", subject=account.id, at=work.now(), account_id=account.id)
            work.commit()

    def bound_since(self, account: AccountRecord) -> dt.datetime | None:
        """Since when somebody signs in to the account by a provider, if anybody does."""
        with self.catalog.read() as work:
            return work.sign_ins.identity_since(account.id)

    def sign_in_as(self, account: AccountRecord) -> str:
        """The secret of a new session of somebody who has just shown who they are."""
        with self.catalog.begin() as work:
            return self._open_session(work, account, waits=False)

    def knows_password(self, account: AccountRecord, password: str) -> bool:
        """Whether it is the password of the account."""
        with self.catalog.read() as work:
            hashed = work.accounts.password_hash(account.id)
        return self._matches(hashed or _decoy(self.hasher), password) and hashed is not None

    def waiting(self, session: str) -> AccountRecord | None:
        """Who is signed in there as soon as a code is entered."""
        with self.catalog.read() as work:
            return work.sign_ins.by_session(digest(session), at=work.now(), waits_for_code=True)

    def sign_out(self, session: str) -> None:
        """End the session."""
        with self.catalog.begin() as work:
            work.sign_ins.end_session(digest(session))
            work.commit()

    def by_session(self, session: str) -> AccountRecord | None:
        """Who is signed in with that session."""
        with self.catalog.read() as work:
            return work.sign_ins.by_session(digest(session), at=work.now())

    def by_token(self, token: str) -> AccountRecord | None:
        """Whose token it is."""
        found = self.bearer(token)
        return found[0] if found else None

    def bearer(self, token: str) -> tuple[AccountRecord, tuple[str, ...] | None] | None:
        """
        Whose token it is, and the actions it is for (None: all that the account may do).

        That it was used is noted once an hour, so that programs do not write with every question.
        """
        held = digest(token)
        with self.catalog.read() as work:
            now = work.now()
            found = work.tokens.by_secret(held, at=now)
            is_told = work.tokens.is_use_told(held, since=now - _USE_IS_TOLD_FOR)
        if found is not None and not is_told:
            with self.catalog.begin() as work:
                work.tokens.used(held, at=now)
                work.commit()
        return found

    def set_password(self, account: AccountRecord, password: str) -> None:
        """Replace the password; every session of the account ends. Raises `PasswordTooShort`."""
        hashed = self._hash(password)
        with self.catalog.begin() as work:
            work.accounts.set_password(account.id, hashed)
            work.audit.note("password_set", subject=account.id, at=work.now(), account_id=account.id)
            work.commit()

    def new_token(
        self,
        account_name: str,
        *,
        label: str,
        lasts: dt.timedelta = TOKEN_LASTS,
        actions: Sequence[Action] | None = None,
    ) -> str:
        """A token by which a program acts as that account, in these actions or all. Raises `UnknownAccount`."""
        secret = new_secret()
        with self.catalog.begin() as work:
            account, now = self._named(work, account_name), work.now()
            work.tokens.add(
                account_id=account.id,
                name=label,
                secret_sha256=digest(secret),
                at=now,
                expires_at=now + lasts,
                actions=actions,
            )
            work.audit.note("token_added", subject=account.id, at=now)
            work.commit()
        return secret

    def new_link(self, account_name: str) -> str:
        """The secret of a link that signs in once. Raises `UnknownAccount`."""
        secret = new_secret()
        with self.catalog.begin() as work:
            account = self._named(work, account_name)
            work.sign_ins.add_link(
                account_id=account.id, secret_sha256=digest(secret), expires_at=work.now() + LINK_LASTS
            )
            work.commit()
        return secret

    def _named(self, work: Work, name: str) -> AccountRecord:
        account = work.accounts.named(name)
        if account is None:
            raise UnknownAccount(name)
        return account

    def _open_session(
        self, work: Work, account: AccountRecord, *, waits: bool, event: str = "password_right"
    ) -> str:
        secret, now = new_secret(), work.now()
        work.sign_ins.add_session(
            account_id=account.id,
            secret_sha256=digest(secret),
            at=now,
            expires_at=now + (CODE_WAITS if waits else SESSION_LASTS),
            waits_for_code=waits,
        )
        work.audit.note(event if waits else "signed_in", subject=account.id, at=now, account_id=account.id)
        work.commit()
        return secret

    def _hash(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise PasswordTooShort(f"a password has at least {SHORTEST_PASSWORD} characters")
        return self.hasher.hash(password)

    def _matches(self, hashed: str, password: str) -> bool:
        try:
            return self.hasher.verify(hashed, password)
        except VerificationError:
            return False
