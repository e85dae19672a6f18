"""A program for the cage that tries whatever it must not be able to do."""

from __future__ import annotations

import errno
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from service.cage import serve


def _said(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except OSError as error:
        return type(error).__name__
    return "done"


def _attempts(raw: bytes, words: Any) -> tuple[Any, bytes]:
    tries: dict[str, Callable[[], object]] = {
        "a socket": socket.socket,
        "a pair of sockets": socket.socketpair,
        "a child": os.fork,
        "a program": lambda: subprocess.run(["true"], check=False),
        "another program": lambda: os.execv(sys.executable, ["python"]),  # noqa: S606 -- it must fail
        "a signal to its parent": lambda: os.kill(os.getppid(), 0),
        "a file": lambda: tempfile.TemporaryFile(dir=words),  # noqa: SIM115 -- gone with the process
        "a folder": Path(words, "made").mkdir,
        "another name": lambda: Path(words, "kept").rename(Path(words, "moved")),
        "no file any more": Path(words, "moved").unlink,
    }
    return {name: _said(attempt) for name, attempt in tries.items()}, raw


def _eat(raw: bytes, words: Any) -> tuple[Any, bytes]:
    return len(b"x" * (resource.getrlimit(resource.RLIMIT_AS)[0] + 1)), raw


def _end(raw: bytes, words: Any) -> tuple[Any, bytes]:
    getattr(os, words)() if words == "abort" else os._exit(7)
    return None, raw


def _sleep(raw: bytes, words: Any) -> tuple[Any, bytes]:
    time.sleep(60)
    return None, raw


def _fail(raw: bytes, words: Any) -> tuple[Any, bytes]:
    raise LookupError(words)


def _find_no_room(raw: bytes, words: Any) -> tuple[Any, bytes]:
    raise OSError(errno.ENOSPC, "no space left")


def _surroundings(raw: bytes, words: Any) -> tuple[Any, bytes]:
    return [name for name in os.environ if name.startswith("VANKIEN_")], raw


def _flood(raw: bytes, words: Any) -> tuple[Any, bytes]:
    piece = b"x" * 1_000_000
    for _ in range(1_000):
        sys.stdout.buffer.write(piece)
    return None, raw


if __name__ == "__main__":
    tasks = {
        "attempts": _attempts,
        "writing": _attempts,
        "eat": _eat,
        "end": _end,
        "sleep": _sleep,
        "fail": _fail,
        "find no room": _find_no_room,
        "surroundings": _surroundings,
        "flood": _flood,
    }
    sys.exit(serve(tasks, writing=frozenset({"writing"})))
