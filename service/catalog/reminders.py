"""Reminders by mail: who wants them, and the one mail of each account and day."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, insert, select, update

from service.catalog.settling import is_due, settle
from service.catalog.tables import account, mail_digest, mail_wish
from service.catalog.upsert import insert_or_keep

MailLanguage = Literal["vi", "en"]
DigestState = Literal["waiting", "sent", "empty", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWish:
    """
    Where somebody wants to be reminded, and in which language; nothing but the link goes there before it is confirmed.

    The mail with the link is due at `link_due_at`, if it is; `link_outcome` is what the last try came to.
    """

    account_id: str
    address: str
    language: MailLanguage
    since: dt.datetime
    confirmed_at: dt.datetime | None = None
    link_sha256: str | None = None
    link_until: dt.datetime | None = None
    link_due_at: dt.datetime | None = None
    link_attempts: int = 0
    link_outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRecord:
    """The mail of one account and day; `outcome` is what the last try came to."""

    account_id: str
    day: dt.date
    state: DigestState
    attempts: int
    due_at: dt.datetime
    tried_at: dt.datetime | None
    outcome: str | None


FARTHEST: Final = dt.timedelta(hours=2)
"""No mail is put off for so long."""

_WISH: Select[Any] = select(mail_wish).join(account, account.c.id == mail_wish.c.account_id)


def _as_taken(wish: MailWish) -> tuple[ColumnElement[bool], ...]:
    """The row as it was when its link was taken to be sent."""
    held = mail_wish.c
    return (
        held.account_id == wish.account_id,
        held.address == wish.address,
        held.since == wish.since,
        held.link_attempts == wish.link_attempts,
        held.confirmed_at.is_(None),
    )


class Reminders:
    """Wishes by account, and one row for each mail that is promised; accounts that are disabled get none."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def wish(self, account_id: str, *, address: str, language: MailLanguage, at: dt.datetime) -> None:
        """Remind the account there once the address is confirmed; a link for that is due at once."""
        self.end(account_id)
        wish = MailWish(account_id=account_id, address=address, language=language, since=at, link_due_at=at)
        self._connection.execute(insert(mail_wish).values(asdict(wish)))

    def set_language(self, account_id: str, language: MailLanguage) -> None:
        """Write to the account in that language."""
        self._connection.execute(
            update(mail_wish).where(mail_wish.c.account_id == account_id).values(language=language)
        )

    def claim_links(self, *, at: dt.datetime, until: dt.datetime, limit: int) -> list[MailWish]:
        """Take addresses to which a link is due; unless they are settled before `until`, it is due again then."""
        due = (
            select(mail_wish.c.account_id)
            .join(account, account.c.id == mail_wish.c.account_id)
            .where(is_due(mail_wish.c.link_due_at, at, farthest=FARTHEST), account.c.disabled_at.is_(None))
            .order_by(mail_wish.c.link_due_at, mail_wish.c.account_id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=mail_wish)
        )
        taken = list(self._connection.execute(due).scalars())
        self._connection.execute(
            update(mail_wish)
            .where(mail_wish.c.account_id.in_(taken))
            .values(link_due_at=until, link_attempts=mail_wish.c.link_attempts + 1)
        )
        rows = self._connection.execute(
            _WISH.where(mail_wish.c.account_id.in_(taken)).order_by(mail_wish.c.account_id)
        )
        return [MailWish(**row._mapping) for row in rows]  # noqa: SLF001 -- public mapping view

    def set_link(self, wish: MailWish, secret_sha256: str, *, until: dt.datetime) -> None:
        """The link of the mail that is tried now; one that was sent before opens nothing any more."""
        self._connection.execute(
            update(mail_wish).where(*_as_taken(wish)).values(link_sha256=secret_sha256, link_until=until)
        )

    def settle_link(self, wish: MailWish, *, outcome: str, due_at: dt.datetime | None = None) -> None:
        """Keep what a try came to, unless somebody else tried, or the address changed, meanwhile."""
        self._connection.execute(
            update(mail_wish).where(*_as_taken(wish)).values(link_outcome=outcome[:60], link_due_at=due_at)
        )

    def confirm(self, secret_sha256: str, *, at: dt.datetime) -> str | None:
        """The account whose address that link confirms, the first time it is used before it ends."""
        confirmed: str | None = self._connection.execute(
            update(mail_wish)
            .where(mail_wish.c.link_sha256 == secret_sha256, mail_wish.c.link_until > at)
            .values(confirmed_at=at, link_sha256=None, link_until=None, link_due_at=None)
            .returning(mail_wish.c.account_id)
        ).scalar_one_or_none()
        return confirmed

    def end(self, account_id: str) -> bool:
        """Remind the account no more, not by what is promised already either; whether it was reminded."""
        ended = self._connection.execute(delete(mail_wish).where(mail_wish.c.account_id == account_id))
        return bool(ended.rowcount)

    def wish_of(self, account_id: str) -> MailWish | None:
        """Where the account is reminded, if it wants to be."""
        row = self._connection.execute(_WISH.where(mail_wish.c.account_id == account_id)).first()
        return MailWish(**row._mapping) if row else None  # noqa: SLF001 -- public mapping view

    def newest(self, account_id: str) -> DigestRecord | None:
        """The mail of the newest day."""
        asked = select(mail_digest).where(mail_digest.c.account_id == account_id)
        row = self._connection.execute(asked.order_by(mail_digest.c.day.desc()).limit(1)).first()
        return DigestRecord(**row._mapping) if row else None  # noqa: SLF001 -- public mapping view

    def promise(self, day: dt.date, *, at: dt.datetime) -> int:
        """Promise the mail of that day to every confirmed address that was not promised it yet; how many were."""
        has_one = exists().where(mail_digest.c.account_id == mail_wish.c.account_id, mail_digest.c.day == day)
        wanting = _WISH.with_only_columns(mail_wish.c.account_id).where(
            account.c.disabled_at.is_(None), mail_wish.c.confirmed_at.is_not(None), ~has_one
        )
        row = {"day": day, "state": "waiting", "attempts": 0, "due_at": at}
        return sum(
            insert_or_keep(self._connection, mail_digest, {"account_id": one, **row})
            for one in list(self._connection.execute(wanting).scalars())
        )

    def claim(
        self, day: dt.date, *, at: dt.datetime, until: dt.datetime, limit: int
    ) -> list[tuple[MailWish, DigestRecord]]:
        """Take mails of that day that are due; unless they are settled before `until`, they are due again then."""
        due = (
            select(mail_digest.c.account_id)
            .join(mail_wish, mail_wish.c.account_id == mail_digest.c.account_id)
            .join(account, account.c.id == mail_digest.c.account_id)
            .where(
                mail_digest.c.day == day,
                mail_digest.c.state == "waiting",
                is_due(mail_digest.c.due_at, at, farthest=FARTHEST),
                mail_wish.c.confirmed_at.is_not(None),
                account.c.disabled_at.is_(None),
            )
            .order_by(mail_digest.c.due_at, mail_digest.c.account_id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=mail_digest)
        )
        taken = list(self._connection.execute(due).scalars())
        self._connection.execute(
            update(mail_digest)
            .where(mail_digest.c.day == day, mail_digest.c.account_id.in_(taken))
            .values(due_at=until, attempts=mail_digest.c.attempts + 1, tried_at=at)
        )
        wishes = {
            row.account_id: MailWish(**row._mapping)  # noqa: SLF001 -- public mapping view
            for row in self._connection.execute(_WISH.where(mail_wish.c.account_id.in_(taken)))
        }
        held = select(mail_digest).where(mail_digest.c.day == day, mail_digest.c.account_id.in_(taken))
        return [
            (wishes[row.account_id], DigestRecord(**row._mapping))  # noqa: SLF001 -- public mapping view
            for row in self._connection.execute(held.order_by(mail_digest.c.account_id))
        ]

    def settle(
        self, digest: DigestRecord, *, state: DigestState, outcome: str, due_at: dt.datetime | None = None
    ) -> None:
        """Keep what a try came to, unless somebody else tried meanwhile."""
        settle(
            self._connection,
            mail_digest,
            {"account_id": digest.account_id, "day": digest.day},
            attempts=digest.attempts,
            state=state,
            outcome=outcome,
            due_at=due_at,
        )

    def forget(self, before: dt.date) -> None:
        """Drop what is known of the mails of days before that one."""
        self._connection.execute(delete(mail_digest).where(mail_digest.c.day < before))
