"""
`python -m tests.faults.under_clock COMMAND`: `vankien COMMAND`, in a process whose clock libfaketime makes wrong.

Python sleeps until a moment of the monotonic clock. The library (0.9.10) takes such a moment for one of the other clock and refuses
it, so a sleep has to be told how long it is.
"""

from __future__ import annotations

import runpy
import select
import sys
import time


def _sleep(seconds: float) -> None:
    select.select([], [], [], seconds)


if __name__ == "__main__":
    # Before anything else is imported: others take it by name.
    time.sleep = _sleep
    sys.argv[0] = "vankien"
    runpy.run_module("service.cli", run_name="__main__", alter_sys=True)
