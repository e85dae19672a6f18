"""Two records of what was asked: keys of requests already answered, and the audit log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, text

from service.catalog.chain import BEGINNING, Entry, Link, digest_of
from service.catalog.organisations import in_subtree
from service.catalog.tables import account, audit, idempotency, organisation
from service.catalog.upsert import insert_or_keep


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A request that was answered before: the digest of its body, and the set it made."""

    body_sha256: str
    set_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One event: `subject` is the id of what it was about, `account` the name of who did it, if anybody."""

    seq: int
    at: dt.datetime
    event: str
    subject: str
    account: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAsked:
    """
    Which events are looked for: below the place `before`, by the account of that name, of that kind, from `since` on and
    before `until`. What is left out is not asked.
    """

    before: int | None = None
    person: str = ""
    event: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


_ANSWERED = select(idempotency.c.body_sha256, idempotency.c.set_id).where(
    idempotency.c.account_id == bindparam("account_id"), idempotency.c.key == bindparam("key")
)
_HEAD = select(audit.c.seq, audit.c.digest).order_by(audit.c.seq.desc()).limit(1)
_ENTRY = insert(audit)


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
        row = self._connection.execute(_ANSWERED, {"account_id": account_id, "key": key}).first()
        return Answered(body_sha256=row.body_sha256, set_id=row.set_id) if row else None


_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7234215001)")
"""Held to the end of the transaction; any number serves that nothing else here takes."""

_AT_ONCE = 1000


class Audit:
    """
    Who did what, in order; no personal data, only ids.

    Entries are a chain (`service.catalog.chain`). They are written when the transaction is committed: whoever appends
    must be the only one until its commit, and so waits for others as short as can be.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._noted: list[tuple[str, str, dt.datetime, str | None]] = []
        self._beginning = BEGINNING

    def note(self, event: str, *, subject: str, at: dt.datetime, account_id: str | None = None) -> None:
        """Append one event (`set_accepted`, `set_sealed`, `signed_in`, ...) when the transaction is committed."""
        self._noted.append((event, subject, at, account_id))

    def begin_after(self, link: Link) -> None:
        """Join the first entry to that one, which an empty log does not hold any more."""
        self._beginning = link

    def settle(self) -> None:
        """Write what was noted; part of the commit."""
        if not self._noted:
            return
        if self._connection.dialect.name == "postgresql":  # SQLite has one writer anyhow
            self._connection.execute(_ONE_AT_A_TIME)
        last = self.head() or self._beginning
        rows = []
        for event, subject, at, account_id in self._noted:
            said = {"at": at, "account_id": account_id, "event": event, "subject": subject}
            seq = last.seq + 1
            digest = digest_of(
                seq, at=at, account_id=account_id, event=event, subject=subject, prior=last.digest
            )
            rows.append({"seq": seq, "prior": last.digest, "digest": digest, **said})
            last = Link(seq=seq, digest=digest)
        self._connection.execute(_ENTRY, rows)
        self._noted.clear()

    def head(self) -> Link | None:
        """The newest entry."""
        row = self._connection.execute(_HEAD).first()
        return Link(seq=row.seq, digest=row.digest) if row else None

    def entries(self, *, after: int = 0) -> Iterator[Entry]:
        """The entries past the place `after`, oldest first."""
        while True:
            rows = self._connection.execute(
                select(audit).where(audit.c.seq > after).order_by(audit.c.seq).limit(_AT_ONCE)
            ).all()
            for row in rows:
                yield Entry(**row._mapping)  # noqa: SLF001 -- public mapping view
            if len(rows) < _AT_ONCE:
                return
            after = rows[-1].seq

    def note_all(self, event: str, subjects: Sequence[str], *, at: dt.datetime, account_id: str) -> None:
        """Append the event once for each subject when the transaction is committed."""
        self._noted += [(event, one, at, account_id) for one in subjects]

    def rows(self, *, lineage: str | None, asked: AuditAsked, limit: int) -> list[AuditRow]:
        """Events newest first: of accounts in the subtree of `lineage`, or all."""
        query = (
            select(audit.c.seq, audit.c.at, audit.c.event, audit.c.subject, account.c.name.label("account"))
            .select_from(audit)
            .outerjoin(account, account.c.id == audit.c.account_id)
            .order_by(audit.c.seq.desc())
            .limit(limit)
        )
        if asked.before is not None:
            query = query.where(audit.c.seq < asked.before)
        if asked.person:
            query = query.where(account.c.name == asked.person)
        if asked.event:
            query = query.where(audit.c.event == asked.event)
        if asked.since is not None:
            query = query.where(audit.c.at >= asked.since)
        if asked.until is not None:
            query = query.where(audit.c.at < asked.until)
        if lineage is not None:
            query = query.join(organisation, organisation.c.id == account.c.organisation_id).where(
                in_subtree(lineage)
            )
        rows = self._connection.execute(query)
        return [AuditRow(**row._mapping) for row in rows]  # noqa: SLF001 -- public mapping view

    def events(self, subject: str) -> list[str]:
        """The events of one subject, oldest first."""
        rows = self._connection.execute(
            select(audit.c.event).where(audit.c.subject == subject).order_by(audit.c.seq)
        )
        return list(rows.scalars())
