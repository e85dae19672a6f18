"""
Reading sealed sets ahead of whoever puts them back: several processes read, prove and fold, each several sets at once.

What is read comes in the order in which it was asked for, and never more of it than a few tasks for each process.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from typing import TypeVar

from service.archive.in_order import in_order
from service.archive.sealed import SealedSet, SetReader
from service.storage import Missing, StorageUnavailable

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

_SETS_AT_ONCE = 4
"""Of one process: while a store is waited for, others are read."""

_AHEAD = 2
"""Tasks for each process that are under way or wait to be taken."""

_WORTH = 8
"""Fewer tasks are done here: a process that begins costs a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a set stands in the archive."""

    object_id: str
    version: int


class Reading:
    """What one process reads: each template once, since a thousand sets were made with the same ones."""

    def __init__(self, sets: SetReader) -> None:
        self.sets = sets
        self._templates: set[str] = set()

    def read(self, place: Place) -> SealedSet:
        """The set at a place. Raises `StorageError`."""
        head = self.sets.root.head(place.object_id)
        if head is None:
            raise Missing(place.object_id)
        found = self.sets.of(head, head.version(place.version), without=frozenset(self._templates))
        self._templates.update(found.templates)
        return found


class ReadingAhead:
    """
    Processes that read an archive, each with a reader of its own; a context, which ends them.

    `open_reader` makes one, there too: it must be a function of a module, or a `partial` of one.
    """

    def __init__(self, open_reader: Callable[[], SetReader], *, processes: int | None = None) -> None:
        self._open = open_reader
        self._processes = processes or min(8, len(os.sched_getaffinity(0)))
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> ReadingAhead:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def __call__(self, do: Callable[[Reading, Task], Outcome], tasks: Sequence[Task]) -> Iterator[Outcome]:
        """What `do` makes of each task, in their order. Raises what it raises, `StorageUnavailable` for a process that died."""
        if self._processes < 2 or len(tasks) < _WORTH:
            reading = Reading(self._open())
            yield from (do(reading, task) for task in tasks)
            return
        try:
            yield from in_order(
                lambda task: self._started().submit(_do, do, task), tasks, ahead=_AHEAD * self._processes
            )
        except BrokenProcessPool as error:
            raise StorageUnavailable("a process that read the archive was ended") from error

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A fork would share the store's connections.
            self._pool = ProcessPoolExecutor(
                self._processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(self._open,)
            )
        return self._pool


def read_sets(reading: Reading, places: Sequence[Place]) -> list[SealedSet]:
    """The sets at these places, in their order, with the templates that were not read before."""
    with ThreadPoolExecutor(_SETS_AT_ONCE) as threads:
        return list(threads.map(reading.read, places))


class _Here:
    """What this process reads with."""

    reading: Reading


def _begin(open_reader: Callable[[], SetReader]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Here.reading = Reading(open_reader())


def _end_with_parent() -> None:
    """Whoever asked may be killed: nobody would take what is read, and the wait for tasks has no end."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(do: Callable[[Reading, Task], Outcome], task: Task) -> Outcome:
    return do(_Here.reading, task)
