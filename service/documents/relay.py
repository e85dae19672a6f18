"""The relay: tells the broker what is due, and tells it again until the work is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.catalog import Catalog

SENT_AGAIN_AFTER = dt.timedelta(seconds=10)
"""A message that led to nothing by then is taken for lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSize:
    """Sets of so many papers, both ends included; no end where `most` is None."""

    fewest: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How the work of sets of that size is sent, and whether there is room for more."""

    send: Callable[[int], None]
    size: SetSize = SetSize()
    has_room: Callable[[], bool] = lambda: True


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayOutbox:
    """Sends the ids of due work; the row stays until the work is finished, so nothing sent can be lost."""

    catalog: Catalog
    sent_again_after: dt.timedelta = SENT_AGAIN_AFTER

    def __call__(self, send: Callable[[int], None], *, limit: int = 100) -> int:
        """Send what is due, at most `limit`; return how many."""
        return self.by_size([Way(send=send)], limit=limit)

    def by_size(self, ways: Sequence[Way], *, limit: int = 100) -> int:
        """
        Send what is due, by one way after the other, at most `limit` by each; return how many.

        What is refused (sending raises) is due again at once, and so is what would have come after it. A crash between sending
        and committing sends twice, which every task can bear.
        """
        sizes = tuple((one.size.fewest, one.size.most) for one in ways)
        with self.catalog.read() as work:
            due = work.outbox.due_by_size(sizes, at=work.now(), limit=limit)
        sent: list[int] = []
        try:
            for way, ids in zip(ways, due, strict=True):
                if ids and way.has_room():
                    for message_id in ids:
                        way.send(message_id)
                        sent.append(message_id)
        finally:
            if sent:
                self._postpone(sent)
        return len(sent)

    def _postpone(self, sent: Sequence[int]) -> None:
        with self.catalog.begin() as work:
            work.outbox.postpone(sent, until=work.now() + self.sent_again_after)
            work.commit()
