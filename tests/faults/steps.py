"""
Counting what a process does to the world: each call that makes, writes, syncs, names or removes a file, and each statement.

A count is a place: the same seed comes to the same place again, whatever the machine's mood.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from itertools import count
from typing import Any, Final

import obstore
from sqlalchemy import Engine, event

CALLS: Final = ("open", "write", "fsync", "link", "mkdir", "unlink", "rmdir", "replace", "fchmod")
REQUESTS: Final = ("put", "get", "delete")
"""What the client of S3 asks for."""
REQUESTED: Final = tuple(f"s3 {name}" for name in REQUESTS)
"""What those steps are called."""

Reached = Callable[[int, str], object]

SHORT: Final = "short"
"""What `reached` returns to have half of a write written."""


def count_steps(reached: Reached) -> None:
    """Call `reached(n, name)` before the n-th step of this process, from now on; steps inside `reached` are not counted."""
    counted = count(1)
    here = threading.local()

    def step(name: str) -> object:
        if getattr(here, "inside", False):
            return None
        here.inside = True
        try:
            return reached(next(counted), name)
        finally:
            here.inside = False

    for name in CALLS:
        setattr(os, name, _counted(name, getattr(os, name), step))
    for name, called in zip(REQUESTS, REQUESTED, strict=True):
        setattr(obstore, name, _counted(called, getattr(obstore, name), step))
    event.listen(Engine, "before_cursor_execute", lambda *_: step("statement"))
    event.listen(Engine, "commit", lambda _: step("commit"))


def _counted(name: str, call: Callable[..., Any], step: Callable[[str], object]) -> Callable[..., Any]:
    def counted(*arguments: Any, **named: Any) -> Any:
        only_read = name == "open" and not (arguments[1:] or (0,))[0] & (os.O_WRONLY | os.O_RDWR)
        if not only_read and step(name) == SHORT:
            descriptor, content = arguments
            return call(descriptor, content[: len(content) // 2])
        return call(*arguments, **named)

    return counted
