"""
Several things of one kind at a time: what waits for a disk or a server waits together.

The threads stay for the next ones: a set of papers waits for its disk ten times, and a thread costs as much as a paper's XML.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from functools import lru_cache
from typing import TypeVar

_Item = TypeVar("_Item")
_Outcome = TypeVar("_Outcome")

_here = threading.local()


def together(do: Callable[[_Item], _Outcome], to: Iterable[_Item], *, threads: int) -> list[_Outcome]:
    """
    What `do` gave for each, in the order given; one thread does one after another.

    The first error in that order is raised. By then none runs any more, and those that had not begun never will.
    """
    waiting = list(to)
    # Whoever is one of several already would wait for threads that wait for it.
    if threads < 2 or len(waiting) < 2 or getattr(_here, "is_one_of_several", False):
        return [do(one) for one in waiting]
    left = deque(enumerate(waiting))
    done: dict[int, _Outcome] = {}
    failed: dict[int, Exception] = {}

    def take_turns() -> None:
        # A turn for each would cost more than a short thing itself.
        with suppress(IndexError):
            while True:
                place, one = left.popleft()
                try:
                    done[place] = do(one)
                except Exception as error:  # noqa: BLE001 -- raised below, by whoever waits
                    left.clear()
                    failed[place] = error

    futures = [_pool(threads).submit(take_turns) for _ in range(min(threads, len(waiting)))]
    try:
        wait(futures)
    finally:
        left.clear()
        wait(futures)
    if failed:
        raise failed[min(failed)]
    return [done[place] for place in range(len(waiting))]


@lru_cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="together", initializer=_begin)


def _begin() -> None:
    _here.is_one_of_several = True


# Threads do not live on in a fork.
os.register_at_fork(after_in_child=_pool.cache_clear)
