"""
A process of its own for whatever opens a workbook from outside, with little memory and little time.

The Excel readers are native code or build large trees; a hostile file can make them abort. Then this process dies, and
whoever asked is told in one sentence. Run as `python -m service.intake.workbook.cage TASK`: the task's words as a line of
JSON and then the file on standard input; on standard output a line of JSON with the outcome, then bytes if there are any.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from service.intake.workbook.refused import WorkbookRefused

Task = Literal["read", "mark"]

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space."""
SECONDS = 20
"""Of processor time; three times as many by the clock."""
DISK = 256 * 1024 * 1024
"""Bytes of a temporary file; openpyxl makes one for each sheet."""

_NOT_UNDERSTOOD = 1
"""How Python ends for an exception nobody caught: the libraries raise a dozen kinds for a file they do not understand."""

_NO_ROOM = 2

_AT_ONCE = threading.BoundedSemaphore(2)
"""Several large workbooks at the same time wait for each other, so that the memory of all together has a bound too."""


def caged(task: Task, raw: bytes, words: Any = None) -> tuple[Any, bytes]:
    """
    The outcome of `task` on the workbook `raw`, as JSON values and bytes, worked out in a process of its own.

    Raises `WorkbookRefused`, also when that process died or took too long.
    """
    said = json.dumps(words).encode() + b"\n" + raw
    with _AT_ONCE:
        try:
            ended = subprocess.run(
                [sys.executable, "-m", __name__, task],
                input=said,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=3 * SECONDS,
                env=_surroundings(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise WorkbookRefused("cannot_be_read") from None
    if ended.returncode != 0:
        raise WorkbookRefused("damaged" if ended.returncode == _NOT_UNDERSTOOD else "cannot_be_read")
    line, _, content = ended.stdout.partition(b"\n")
    outcome = json.loads(line)
    if "refused" in outcome:
        raise WorkbookRefused(outcome["refused"], **outcome["figures"])
    return outcome["done"], content


def _surroundings() -> dict[str, str]:
    """The environment without our settings: the password of the database is no business of a reader of files."""
    return {name: value for name, value in os.environ.items() if not name.startswith("VANKIEN_")}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (DISK, DISK))


def _read(raw: bytes, _: Any) -> tuple[Any, bytes]:
    from service.intake.workbook.grids import read_grids, to_json

    return [to_json(grid) for grid in read_grids(raw)], b""


def _mark(raw: bytes, notes: Sequence[Mapping[str, str]]) -> tuple[Any, bytes]:
    from service.intake.workbook.mark import marked
    from service.intake.workbook.survey import survey

    survey(raw)
    return True, marked(raw, notes)


def main(task: str) -> int:
    """Do the task; 0 when the outcome was said, whatever it is."""
    _limit()
    words, _, raw = sys.stdin.buffer.read().partition(b"\n")
    content = b""
    try:
        done, content = {"read": _read, "mark": _mark}[task](raw, json.loads(words))
        outcome: Mapping[str, Any] = {"done": done}
    except MemoryError:
        return _NO_ROOM
    except WorkbookRefused as error:
        outcome = {"refused": error.code, "figures": error.figures}
    sys.stdout.buffer.write(json.dumps(outcome).encode() + b"\n" + content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
