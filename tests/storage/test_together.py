"""Several things at a time: none is left running, and what comes back stands in order."""

from __future__ import annotations

import os
from threading import Barrier, Event, get_ident

import pytest

from service.storage.together import together


def test_as_many_run_together_as_threads_are_given() -> None:
    """
    Each waits for the other two, so one after another would never end.
    """
    all_there = Barrier(3, timeout=20)

    def wait_for_all(number: int) -> int:
        all_there.wait()
        return -number

    assert [-1, -2, -3] == together(wait_for_all, [1, 2, 3], threads=3)


def test_an_error_is_raised_when_none_runs_any_more() -> None:
    """
    Whoever tidies up after the error meets no thread that still writes.
    """
    begun, failed, ended = Event(), Event(), Event()

    def work(which: str) -> None:
        if which == "fails":
            begun.wait(20)
            failed.set()
            raise OSError("the disk is full")
        begun.set()
        failed.wait(20)
        ended.set()

    with pytest.raises(OSError, match="full"):
        together(work, ["fails", "lasts"], threads=2)

    assert ended.is_set()


def test_one_thread_does_one_after_another() -> None:
    """
    The fault runs stop at a point of their choice: nothing may run beside it.
    """
    done: list[int] = []

    with pytest.raises(IndexError):
        together(lambda one: done.append(one) or [0][one], [0, 1, 2], threads=1)

    assert [0, 1] == done


def test_threads_are_the_same_ones_the_next_time() -> None:
    """
    Making threads took longer than what they did.
    """
    all_there = Barrier(2)

    def who(_: int) -> int:
        all_there.wait(20)
        return get_ident()

    assert set(together(who, [1, 2], threads=2)) == set(together(who, [1, 2], threads=2))


def test_one_of_several_does_its_own_one_after_another() -> None:
    """
    It would wait for threads that wait for it.
    """

    def below(number: int) -> list[int]:
        return together(lambda one: number + one, [1, 2], threads=2)

    assert [[11, 12], [21, 22], [31, 32]] == together(below, [10, 20, 30], threads=2)


def test_a_fork_has_threads_of_its_own() -> None:
    """
    Those of its parent are not there.
    """
    together(abs, [1, 2], threads=2)

    pid = os.fork()
    if not pid:
        done = together(abs, [-1, -2], threads=2)
        os._exit(0 if done == [1, 2] else 1)

    _, ended = os.waitpid(pid, 0)
    assert ended == 0
