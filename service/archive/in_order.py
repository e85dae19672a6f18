"""Work that is begun ahead of whoever takes its outcomes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import TypeVar

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")


def in_order(
    begin: Callable[[Task], Future[Outcome]], tasks: Iterable[Task], *, ahead: int
) -> Iterator[Outcome]:
    """
    The outcomes of `tasks` in their order, at most `ahead` of them under way or waiting to be taken.

    Each is begun by whoever takes the outcomes, one after the other. Raises what a task raised, when it is its turn.
    """
    under_way: deque[Future[Outcome]] = deque()
    for task in tasks:
        under_way.append(begin(task))
        if len(under_way) >= ahead:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()
