"""
Several things of one kind at a time: what waits for a disk or a server waits together.

The threads stay for the next ones: a set of papers waits for its disk ten times, and a thread costs as much as a paper's XML.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
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
    futures = [_pool(threads).submit(do, one) for one in waiting]
    try:
        return [one.result() for one in futures]
    finally:
        for one in futures:
            one.cancel()
        wait(futures)


@lru_cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="together", initializer=_begin)


def _begin() -> None:
    _here.is_one_of_several = True


# Threads do not live on in a fork.
os.register_at_fork(after_in_child=_pool.cache_clear)
