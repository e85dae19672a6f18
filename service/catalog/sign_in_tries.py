"""Tries to sign in that failed, so that every web process waits with the same patience."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection, case, delete, or_, select, update

from service.catalog.tables import sign_in_try
from service.catalog.upsert import insert_or_keep

MOST = 128
"""Failures that are counted; more change nothing."""


class SignInTries:
    """Failures by key: the digest of a name, an address or both, which tells nobody who it was."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, keys: Collection[str], *, at: dt.datetime) -> dict[str, tuple[int, dt.datetime]]:
        """
        How often each has failed and when last; until the transaction ends nobody else counts there.

        In the order of the keys: two that hold the same ones wait for each other and never in a circle.
        """
        for key in sorted(keys):
            insert_or_keep(self._connection, sign_in_try, {"key_sha256": key, "failures": 0, "at": at})
        rows = self._connection.execute(
            select(sign_in_try)
            .where(sign_in_try.c.key_sha256.in_(keys))
            .order_by(sign_in_try.c.key_sha256)
            .with_for_update()
        )
        return {row.key_sha256: (row.failures, row.at) for row in rows}

    def failed(self, keys: Collection[str], *, at: dt.datetime, forget_after: dt.timedelta) -> None:
        """One more failure of each; what is further away than `forget_after`, of a clock that ran ahead too, is forgotten."""
        self._connection.execute(
            update(sign_in_try)
            .where(sign_in_try.c.key_sha256.in_(keys))
            .values(
                failures=case((sign_in_try.c.failures < MOST, sign_in_try.c.failures + 1), else_=MOST), at=at
            )
        )
        self._connection.execute(
            delete(sign_in_try).where(
                or_(sign_in_try.c.at < at - forget_after, sign_in_try.c.at > at + forget_after)
            )
        )

    def none_after(self, keys: Collection[str], *, at: dt.datetime) -> None:
        """Those of these that are to have failed later than `at` did so then."""
        self._connection.execute(
            update(sign_in_try).where(sign_in_try.c.key_sha256.in_(keys), sign_in_try.c.at > at).values(at=at)
        )

    def take_back(self, keys: Collection[str], *, at: dt.datetime) -> None:
        """One failure of each less: it was none."""
        self.hold(keys, at=at)
        self._connection.execute(
            update(sign_in_try)
            .where(sign_in_try.c.key_sha256.in_(keys), sign_in_try.c.failures > 0)
            .values(failures=sign_in_try.c.failures - 1)
        )

    def forget(self, key: str) -> None:
        """It never failed."""
        self._connection.execute(delete(sign_in_try).where(sign_in_try.c.key_sha256 == key))
