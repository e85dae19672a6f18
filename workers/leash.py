"""
Hold one program on a leash: when its starter ends, however it ends, the program and its group end too.

Run as a script, never imported for its behaviour: `python -I -S leash.py GRACE PROGRAM [ARGUMENT ...]`.

Descriptor 0 is one end of a socket pair whose other end only the starter holds. The kernel closes that end when the
starter dies, by `kill -9` too, so reading the end of file here cannot be missed, and it does not matter which thread of
the starter started us (Linux's parent-death signal alone would fire when that *thread* ends). The parent-death signal
guards the other link: it reaches the program if this process is killed.

In order: the program's pid is written to the line; at the end of file, or on SIGTERM, SIGINT or SIGHUP, the program alone gets
SIGTERM (it knows how to end its own children); after GRACE seconds, or when it has ended, what is left of its process
group gets SIGKILL. The exit status is the program's, or 128 + the signal that ended it, as shells count.

Only the standard library, and little of it: this process stays beside each program, so it must start fast and weigh little.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
import time
from contextlib import suppress
from typing import NoReturn

LINE = 0
PR_SET_PDEATHSIG = 1
CANNOT_EXECUTE = 127
TOLD_TO_END = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


def main(arguments: list[str]) -> int:
    """Run `arguments[1:]`, allow it `arguments[0]` seconds to end once told to; return its exit status."""
    grace, program = float(arguments[0]), arguments[1:]
    me = os.getpid()
    pid = os.fork()
    if pid == 0:
        become(program, leash=me)
    wake = wake_on_signals()
    # The starter may be gone already: the end of file below says so, better than this broken pipe.
    with suppress(BrokenPipeError):
        os.write(LINE, b"%d\n" % pid)
    status = await_end_or_word(pid, wake)
    if status is None:
        os.kill(pid, signal.SIGTERM)
        status = await_end(pid, wake, deadline=time.monotonic() + grace)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    if status is None:
        status = os.waitpid(pid, 0)[1]
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def become(program: list[str], *, leash: int) -> NoReturn:
    """Turn this freshly forked process into `program`, in a process group of its own, tied to the process `leash`."""
    try:
        os.setpgrp()
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))
            if os.getppid() != leash:
                # It died before the call above could notice.
                os._exit(CANNOT_EXECUTE)
        # Python ignores these two, and what is ignored stays ignored in the program.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), LINE)
        os.execvp(program[0], program)  # noqa: S606 -- no shell is wanted
    except OSError as error:
        os.write(2, f"cannot start {program[0]}: {error.strerror}\n".encode())
    os._exit(CANNOT_EXECUTE)


def wake_on_signals() -> int:
    """A descriptor from which the numbers of arriving signals can be read, one byte each."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer)
    for number in (signal.SIGCHLD, *TOLD_TO_END):
        signal.signal(number, lambda *_: None)
    return reader


def await_end_or_word(pid: int, wake: int) -> int | None:
    """The wait status of `pid` once it ended, or None once the starter is gone or a signal asked to end."""
    while (status := status_of(pid)) is None:
        ready = select.select([LINE, wake], [], [])[0]
        if LINE in ready or (wake in ready and TOLD_TO_END.intersection(os.read(wake, 64))):
            return None
    return status


def await_end(pid: int, wake: int, *, deadline: float) -> int | None:
    """The wait status of `pid` once it ended, or None at `deadline` (of the monotonic clock)."""
    while (status := status_of(pid)) is None:
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        if select.select([wake], [], [], left)[0]:
            os.read(wake, 64)
    return status


def status_of(pid: int) -> int | None:
    """The wait status of the child `pid` if it has ended, else None."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    return status if ended else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
