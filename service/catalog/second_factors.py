"""Codes of a telephone, and those for when it is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, delete, insert, or_, select, update

from service.catalog.records import SecondFactorRecord
from service.catalog.tables import recovery_code, second_factor

FARTHEST: Final = 20
"""Steps, ten minutes: a code that was used so far ahead of one that is shown now was used while a clock ran ahead."""


class SecondFactors:
    """At most one for each account, in force or not yet."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, account_id: str) -> SecondFactorRecord | None:
        """What makes the codes of an account, in force or not yet."""
        row = self._connection.execute(
            select(
                second_factor.c.sealed_secret, second_factor.c.confirmed_at, second_factor.c.last_step
            ).where(second_factor.c.account_id == account_id)
        ).first()
        return SecondFactorRecord(**row._mapping) if row is not None else None  # noqa: SLF001 -- public mapping view

    def begin(self, account_id: str, sealed_secret: str) -> None:
        """What will make the codes of an account once one of them was entered; in the place of any before it."""
        self.remove(account_id)
        self._connection.execute(
            insert(second_factor).values(account_id=account_id, sealed_secret=sealed_secret, last_step=0)
        )

    def use_step(self, account_id: str, step: int, *, confirmed_at: dt.datetime | None = None) -> bool:
        """
        Use the code of that step up; false when it, or a later one, was used before.

        What a clock that ran ahead has used up does not count once it was set back: nobody could sign in until then.
        """
        values: dict[str, object] = {"last_step": step}
        if confirmed_at is not None:
            values["confirmed_at"] = confirmed_at
        used = self._connection.execute(
            update(second_factor)
            .where(
                second_factor.c.account_id == account_id,
                or_(second_factor.c.last_step < step, second_factor.c.last_step > step + FARTHEST),
            )
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

    def remove(self, account_id: str) -> None:
        """The password alone is enough from now on."""
        self._connection.execute(delete(recovery_code).where(recovery_code.c.account_id == account_id))
        self._connection.execute(delete(second_factor).where(second_factor.c.account_id == account_id))
