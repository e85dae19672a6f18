"""
The chain of the audit log: each entry carries the digest of the one before it.

Pure: which bytes an entry is, and what its digest is. `service.archive.auditing` walks the chain.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The place and digest of one entry: what the next one is joined to."""

    seq: int
    digest: str


BEGINNING = Link(seq=0, digest="0" * 64)
"""What the first entry of all is joined to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as it is stored; `prior` is the digest of the entry before, `digest` its own."""

    seq: int
    at: dt.datetime
    account_id: str | None
    event: str
    subject: str
    prior: str
    digest: str

    @property
    def link(self) -> Link:
        """What the next entry is joined to."""
        return Link(seq=self.seq, digest=self.digest)

    def true_digest(self) -> str:
        """The digest that the entry must have by what it says."""
        return digest_of(
            self.seq,
            at=self.at,
            account_id=self.account_id,
            event=self.event,
            subject=self.subject,
            prior=self.prior,
        )


def digest_of(
    seq: int, *, at: dt.datetime, account_id: str | None, event: str, subject: str, prior: str
) -> str:
    """
    The SHA-256 of an entry's canonical bytes: JSON with its names in order, no spaces, UTF-8, the time in UTC
    to the microsecond.

        >>> at = dt.datetime(2023, 2, 27, 8, tzinfo=dt.UTC)
        >>> digest_of(1, at=at, account_id=None, event="signed_in", subject="x", prior="0" * 64)[:16]
        'df7124f7a65e97bd'
    """
    said = {
        "account": account_id,
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "event": event,
        "prior": prior,
        "seq": seq,
        "subject": subject,
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
