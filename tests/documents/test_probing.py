"""A child is sent first where a process may end."""

from __future__ import annotations

import os
import signal

from service.documents.probing import ends_its_process


def test_what_ends_its_process_ends_the_childs() -> None:
    """
    By a signal, by an exit, or by never coming back; this one goes on.
    """
    assert ends_its_process(lambda: os.kill(os.getpid(), signal.SIGKILL))
    assert ends_its_process(lambda: os._exit(3))
    assert ends_its_process(signal.pause, seconds=0.05)


def test_an_error_is_none_of_that() -> None:
    """
    It is told by the try itself.
    """
    assert not ends_its_process(lambda: 1 // 0)
    assert not ends_its_process(lambda: None)
