"""Several things of one kind at a time: what waits for a disk or a server waits together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")
_Outcome = TypeVar("_Outcome")


def together(do: Callable[[_Item], _Outcome], to: Iterable[_Item], *, threads: int) -> list[_Outcome]:
    """
    What `do` gave for each, in the order given; one thread does one after another.

    The first error in that order is raised. By then none runs any more, and those that had not begun never will.
    """
    waiting = list(to)
    threads = min(threads, len(waiting))
    if threads < 2:
        return [do(one) for one in waiting]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(do, waiting))
