"""The relay: tells the broker what is due, and tells it again until the work is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from service.catalog import Catalog

SENT_AGAIN_AFTER = dt.timedelta(seconds=10)
"""A message that led to nothing by then is taken for lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSize:
    """Sets of so many papers, both ends included; no end where `most` is None."""

    fewest: int = 0
    most: int | None = None


ANY_SIZE = SetSize()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayOutbox:
    """Sends the ids of due work; the row stays until the work is finished, so nothing sent can be lost."""

    catalog: Catalog
    sent_again_after: dt.timedelta = SENT_AGAIN_AFTER

    def has_due(self) -> bool:
        """Whether anything is due now; one short question."""
        with self.catalog.read() as work:
            return bool(work.outbox.due(at=work.now(), limit=1))

    def __call__(
        self,
        send: Callable[[int], None],
        *,
        limit: int = 100,
        size: SetSize = ANY_SIZE,
        has_room: Callable[[], bool] = lambda: True,
    ) -> int:
        """
        Send what is due for sets of that size, if there is room for it; return how many.

        What `send` refuses (it raises) is due again at once. A crash between sending and committing sends
        twice, which every task can bear.
        """
        with self.catalog.read() as work:
            due = work.outbox.due(at=work.now(), limit=limit, fewest=size.fewest, most=size.most)
        if not due or not has_room():
            return 0
        for message_id in due:
            send(message_id)
        with self.catalog.begin() as work:
            work.outbox.postpone(due, until=work.now() + self.sent_again_after)
            work.commit()
        return len(due)
