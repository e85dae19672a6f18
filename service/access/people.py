"""
The people of a subtree, as its administrators keep them: accounts, links to sign in, tokens, and what was done.

Nobody reaches past their own subtree: what lies outside is `UnknownAccount`, as if it were not there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from service.access.accounts import Access
from service.access.policy import Action
from service.access.refusals import (
    AccessRefused,
    AccountClosed,
    NameTaken,
    UnknownAccount,
    UnknownOrganisation,
)
from service.catalog import AccountRecord, AuditAsked, AuditRow, Catalog, Role, TokenRecord, Work
from service.congress.text import clean

EVERYTHING = AuditAsked()
"""Of the log: nothing is left out."""

CLOSED = "đã đóng"
"""Before the beginning of its id, what an account is called whose person is forgotten."""


class OwnAccount(AccessRefused):
    """Administrators do not lock themselves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """
    An account with its tokens, newest first; `is_disabled` accounts sign in no more, those that `is_closed` never again.

    `bound_since` is when its person began to sign in by a provider, if they do.
    """

    account: AccountRecord
    is_disabled: bool
    is_closed: bool
    bound_since: dt.datetime | None
    tokens: tuple[TokenRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleDesk:
    """Everything an administrator does about people; `by` is the administrator."""

    catalog: Catalog
    access: Access

    def accounts(
        self, *, by: AccountRecord, words: str = "", over: int = 0, most: int
    ) -> list[tuple[AccountRecord, bool]]:
        """
        The accounts of the subtree in the order of names, each with whether it is disabled.

        With `words`, those in whose name or organisation they stand; the first `over` are passed over.
        """
        with self.catalog.read() as work:
            return work.accounts.of_subtree(by.organisation.lineage, words=clean(words), over=over, most=most)

    def count(self, *, by: AccountRecord, words: str = "") -> int:
        """How many accounts `accounts` gives in all."""
        with self.catalog.read() as work:
            return work.accounts.count_of_subtree(by.organisation.lineage, words=clean(words))

    def account(self, account_id: str, *, by: AccountRecord) -> AccountPage:
        """One account. Raises `UnknownAccount`."""
        with self.catalog.read() as work:
            found, is_disabled = self._within(work, account_id, by)
            return AccountPage(
                account=found,
                is_disabled=is_disabled,
                is_closed=work.accounts.is_closed(found.id),
                bound_since=work.sign_ins.identity_since(found.id),
                tokens=tuple(work.tokens.of(found.id)),
            )

    def add(
        self, *, name: str, role: Role, organisation_id: str | None, by: AccountRecord
    ) -> tuple[AccountRecord, str]:
        """
        A new account without a password, and the secret of the link by which its owner signs in and sets one.

        Raises `NameTaken`, and `UnknownOrganisation` for one outside the subtree.
        """
        with self.catalog.begin() as work:
            place = work.organisations.find(organisation_id or by.organisation.id)
            if place is None or not place.lineage.startswith(by.organisation.lineage):
                raise UnknownOrganisation(organisation_id or "")
            if work.accounts.is_taken(clean(name)):
                raise NameTaken(clean(name))
            added = work.accounts.add(
                name=clean(name), role=role, organisation=place, password_hash=None, at=work.now()
            )
            work.audit.note("account_added", subject=added.id, at=work.now(), account_id=by.id)
            work.commit()
        return added, self.access.new_link(added.name)

    def new_link(self, account_id: str, *, by: AccountRecord) -> str:
        """The secret of a link that signs the account in once. Raises `UnknownAccount`, `AccountClosed`."""
        with self.catalog.begin() as work:
            found, is_disabled = self._open(work, account_id, by)
            if is_disabled:
                raise UnknownAccount(account_id)
            work.audit.note("link_made", subject=found.id, at=work.now(), account_id=by.id)
            work.commit()
        return self.access.new_link(found.name)

    def disable(self, account_id: str, *, by: AccountRecord) -> None:
        """
        The account signs in no more, and its sessions end; what it did stays.

        Raises `UnknownAccount`, `OwnAccount`, `AccountClosed`.
        """
        with self.catalog.begin() as work:
            found, _ = self._open(work, account_id, by)
            if found.id == by.id:
                raise OwnAccount
            work.accounts.disable(found.id, at=work.now())
            work.audit.note("account_disabled", subject=found.id, at=work.now(), account_id=by.id)
            work.commit()

    def close(self, account_id: str, *, by: AccountRecord) -> None:
        """
        Close the account for good: name, password, codes, tokens, links, calendar and sessions go.

        The log keeps what it did under its id, and the archive what papers say of who sent and numbered them. Raises
        `UnknownAccount`, `OwnAccount`.
        """
        with self.catalog.begin() as work:
            found, _ = self._within(work, account_id, by)
            if found.id == by.id:
                raise OwnAccount
            if not work.accounts.is_closed(found.id):
                now = work.now()
                work.accounts.close(found.id, name=f"{CLOSED} {found.id[:8]}", at=now)
                work.audit.note("account_closed", subject=found.id, at=now, account_id=by.id)
                work.commit()

    def unbind(self, account_id: str, *, by: AccountRecord) -> None:
        """Nobody signs in to the account by a provider any more; its sessions end. Raises `UnknownAccount`."""
        with self.catalog.begin() as work:
            found, _ = self._within(work, account_id, by)
            if work.sign_ins.remove_identity(found.id):
                work.sign_ins.end_sessions(found.id)
                work.audit.note("identity_removed", subject=found.id, at=work.now(), account_id=by.id)
                work.commit()

    def set_role(self, account_id: str, role: Role, *, by: AccountRecord) -> None:
        """The account may do what `role` may from now on. Raises `UnknownAccount`, `OwnAccount`, `AccountClosed`."""
        with self.catalog.begin() as work:
            found, _ = self._open(work, account_id, by)
            if found.id == by.id:
                raise OwnAccount
            work.accounts.set_role(found.id, role)
            work.sign_ins.end_sessions(found.id)  # whoever may do more, or less, signs in anew
            work.audit.note(
                "role_changed", subject=f"{found.id} {found.role} {role}", at=work.now(), account_id=by.id
            )
            work.commit()

    def enable(self, account_id: str, *, by: AccountRecord) -> None:
        """The account may sign in again. Raises `UnknownAccount`, `AccountClosed`."""
        with self.catalog.begin() as work:
            found, _ = self._open(work, account_id, by)
            work.accounts.enable(found.id)
            work.audit.note("account_enabled", subject=found.id, at=work.now(), account_id=by.id)
            work.commit()

    def add_token(
        self, account_id: str, *, label: str, days: int, only: Sequence[Action] | None, by: AccountRecord
    ) -> str:
        """
        The secret of a token that lasts so many days, for these actions or (None) all that the account may; shown once.

        Raises `UnknownAccount`, `AccountClosed`.
        """
        with self.catalog.read() as work:
            found, is_disabled = self._open(work, account_id, by)
        if is_disabled:
            raise UnknownAccount(account_id)
        return self.access.new_token(
            found.name, label=clean(label), lasts=dt.timedelta(days=days), actions=only
        )

    def revoke_token(self, account_id: str, token_id: str, *, by: AccountRecord) -> None:
        """The token opens nothing from now on. Raises `UnknownAccount`."""
        with self.catalog.begin() as work:
            found, _ = self._within(work, account_id, by)
            work.tokens.revoke(found.id, token_id, at=work.now())
            work.audit.note("token_revoked", subject=found.id, at=work.now(), account_id=by.id)
            work.commit()

    def note_access(self, what: str, *, granted: bool, by: AccountRecord) -> None:
        """Keep that an account was given personal data, or was refused them; `what` is a route and an id."""
        with self.catalog.begin() as work:
            event = "data_read" if granted else "data_refused"
            work.audit.note(event, subject=what, at=work.now(), account_id=by.id)
            work.commit()

    def log(self, *, by: AccountRecord, asked: AuditAsked = EVERYTHING, limit: int = 100) -> list[AuditRow]:
        """What accounts of the subtree did, newest first; at the root what the system did too."""
        is_root = by.organisation.parent_id is None
        with self.catalog.read() as work:
            return work.audit.rows(
                lineage=None if is_root else by.organisation.lineage, asked=asked, limit=limit
            )

    def _open(self, work: Work, account_id: str, by: AccountRecord) -> tuple[AccountRecord, bool]:
        found = self._within(work, account_id, by)
        if work.accounts.is_closed(account_id):
            raise AccountClosed(account_id)
        return found

    def _within(self, work: Work, account_id: str, by: AccountRecord) -> tuple[AccountRecord, bool]:
        found = work.accounts.any(account_id)
        if found is None or not found[0].organisation.lineage.startswith(by.organisation.lineage):
            raise UnknownAccount(account_id)
        return found
