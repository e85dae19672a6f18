"""
The queues: small work never waits behind big work.

What a set weighs is the number of its papers. Small sets and large ones have a queue each, for workers of their own. Sets of a
few papers are taken by every worker, and before anything else, because the minutes of a count are wanted while the hall waits:
where all who render small sets are busy, one for large sets may have nothing to do. A worker of both takes whatever is smaller first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from service.documents.relay import SetSize
from service.intake.submit import CHUNK

URGENT: Final = "urgent"
SMALL: Final = "small"
LARGE: Final = "large"

QUEUES: Final = {URGENT: "vankien.urgent", SMALL: "vankien.small", LARGE: "vankien.large"}
"""Each queue, and its name in the broker."""

CHOSEN: Final = (SMALL, LARGE)
"""Those that workers are started for."""

PRIORITIES: Final = (0, 3, 6)
"""The broker keeps a list for each and serves them in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Sets of that size go to that queue, with that priority; 0 goes first."""

    queue: str
    size: SetSize
    priority: int


LANES: Final = (
    Lane(queue=URGENT, size=SetSize(most=3), priority=0),
    Lane(queue=SMALL, size=SetSize(fewest=4, most=CHUNK), priority=3),
    # More than one chunk: only here does the work of one set come in many pieces.
    Lane(queue=LARGE, size=SetSize(fewest=CHUNK + 1), priority=6),
)
"""Every size of set is in exactly one."""


def taken_by(queues: tuple[str, ...]) -> tuple[str, ...]:
    """The queues from which a worker of these takes work."""
    return (URGENT, *queues)


def sign_of(queues: tuple[str, ...]) -> str:
    """Under what name a worker of these queues leaves the sign of its progress; one of both is just `worker`."""
    return "worker" if set(queues) == set(CHOSEN) else f"worker-{'-'.join(queues)}"
