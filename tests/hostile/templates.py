"""Injected templates, batch by batch, each in a cage: nothing but text may come of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from service.cage import caged
from tests.hostile import injected
from tests.hostile.payloads import payloads

BATCH = 60


@dataclass(slots=True, kw_only=True)
class Injected:
    """What became of the payloads on all paths: outcomes by name, and what should not have been."""

    outcomes: Counter[str] = field(default_factory=Counter)
    escapes: list[str] = field(default_factory=list)
    events: Counter[str] = field(default_factory=Counter)


def chosen(count: int) -> tuple[str, ...]:
    """`count` payloads or all there are, spread over all of them, always the same."""
    all_ = tuple(dict.fromkeys(payloads()))
    return all_[:: max(1, len(all_) // count)]


def run(tried: Sequence[str]) -> Injected:
    """Render each on every path. Raises CageDied when one of them killed or froze its process."""
    found = Injected()
    for batch in _batches(tried):
        said, _ = caged(injected.__file__, "inject", b"", {"payloads": batch})
        found.outcomes.update(said["said"])
        found.escapes += said["escapes"]
        found.events.update(said["events"])
    return found


def _batches(tried: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(tried), BATCH):
        yield tried[start : start + BATCH]
