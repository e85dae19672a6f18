"""
Child processes that end with us, and the supervisor that starts, watches and stops several of them.

What can go wrong:

* ProcessFailed            one sentence for the person at the terminal
  - ChildDied              a child ended by itself
  - ChildNotReady          a child runs, but was not ready in time
  - PortBusy               the address we want to listen on cannot be had

Each child is held by a small process of its own (see `leash.py`): when this process ends, by `kill -9` too, the child and
all it started end. POSIX only. The supervisor's children have sessions of their own, so Ctrl-C in a terminal reaches only the
supervisor, which then stops them in order.
"""

from __future__ import annotations

import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

LEASH = Path(__file__).with_name("leash.py")
READY_POLL = 0.05
LEASH_MARGIN = 5.0
LOG_TAIL_BYTES = 4096


class ProcessFailed(Exception):
    """A process of ours could not do its work; the message is one sentence for the person at the terminal."""


class ChildDied(ProcessFailed):
    """A child ended by itself."""


class ChildNotReady(ProcessFailed):
    """A child runs, but was not ready in time."""


class PortBusy(ProcessFailed):
    """The address we want to listen on cannot be had."""


class Child:
    """
    One running program, held on a leash: it ends when `stop` is called or when this process ends.

    `pid` is that of the program itself. Both output streams are appended to `log`. Any thread may start one. A process
    that this one *forks* without executing a program would share the leash and so prolong the child's life.
    """

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        grace: float = 10.0,
        keep_open: Collection[int] = (),
    ) -> None:
        """
        Start `argv`. `grace` is how many seconds it has between SIGTERM and SIGKILL; the descriptors `keep_open`
        stay open in it.

        Raises:
            ChildDied: the program could not even be forked. A program that does not exist dies a moment later instead.

        """
        self.name = name
        self.log = log
        self._grace = grace
        self._line, theirs = socket.socketpair()
        with theirs, log.open("ab") as output:
            self._log_begins = output.tell()
            self._leash = subprocess.Popen(
                [sys.executable, "-I", "-S", str(LEASH), str(grace), *argv],
                stdin=theirs.fileno(),
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                start_new_session=True,
                pass_fds=keep_open,
            )
        self.pid = self._read_pid()

    def _read_pid(self) -> int:
        words = b""
        while not words.endswith(b"\n"):
            received = self._line.recv(32)
            if not received:
                raise ChildDied(self.obituary())
            words += received
        return int(words)

    def fileno(self) -> int:
        """A descriptor that becomes readable when the child has ended; selectors ask for it."""
        return self._line.fileno()

    @property
    def running(self) -> bool:
        """Whether the program has neither ended nor been stopped."""
        return self._leash.poll() is None

    def ended_within(self, seconds: float) -> bool:
        """Wait up to `seconds` for the program to end by itself; whether it has."""
        try:
            self._leash.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self) -> None:
        """End the program: SIGTERM, up to `grace` seconds, SIGKILL to all of its group. Safe to call twice."""
        self._line.close()
        if not self.ended_within(self._grace + LEASH_MARGIN):
            self._leash.kill()
            self._leash.wait()

    def last_words(self, lines: int = 5) -> str:
        """The last non-empty `lines` this run wrote to its log, in one line."""
        with self.log.open("rb") as log:
            size = log.seek(0, 2)
            log.seek(max(self._log_begins, size - LOG_TAIL_BYTES))
            text = log.read().decode(errors="replace")
        kept = [line.strip() for line in text.splitlines() if line.strip()]
        return " | ".join(kept[-lines:])

    def obituary(self) -> str:
        """One sentence: who ended, with which status, and its last words."""
        # The line closes a moment before the exit status can be had.
        self.ended_within(LEASH_MARGIN)
        status = self._leash.poll()
        return f"{self.name} ended with status {status}; see {self.log}; its last lines: {self.last_words() or 'none'}"


class Supervisor:
    """
    Starts named children one after the other, notices when one dies, and stops all in reverse order.

        with Supervisor(log_folder=var / "log") as supervisor:
            supervisor.start("web", [...], ready=answers)
            supervisor.watch()
    """

    def __init__(self, *, log_folder: Path) -> None:
        log_folder.mkdir(parents=True, exist_ok=True)
        self._log_folder = log_folder
        self._children: list[Child] = []

    def start(
        self,
        name: str,
        argv: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        ready: Callable[[], bool] = lambda: True,
        ready_within: float = 30.0,
        grace: float = 10.0,
    ) -> Child:
        """
        Start `argv` as `name`, its output in `<log_folder>/<name>.log`, and wait until `ready` says True.

        Raises:
            ChildDied: it ended before it was ready.
            ChildNotReady: it was not ready within `ready_within` seconds. It is stopped with the others.

        """
        child = Child(name, argv, log=self._log_folder / f"{name}.log", env=env, grace=grace)
        self._children.append(child)
        await_ready(child, ready, within=ready_within)
        return child

    def adopt(self, child: Child) -> None:
        """Watch and stop `child` too, though somebody else started it."""
        self._children.append(child)

    def watch(self) -> None:
        """
        Wait until a child ends.

        Raises:
            ChildDied: always, naming the child; only an interruption (Ctrl-C) ends the wait otherwise.

        """
        with selectors.DefaultSelector() as selector:
            for child in self._children:
                selector.register(child, selectors.EVENT_READ, child)
            first = selector.select()[0][0].data
        raise ChildDied(first.obituary())

    def stop(self) -> None:
        """Stop all children, the last started first. Safe to call twice."""
        for child in reversed(self._children):
            child.stop()
        self._children.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def await_ready(child: Child, ready: Callable[[], bool], *, within: float) -> None:
    """
    Return once `ready` says True, asking it about twenty times a second for up to `within` seconds.

    Raises:
        ChildDied: the child ended first.
        ChildNotReady: the time is over; the child still runs.

    """
    deadline = time.monotonic() + within
    # Its end is asked for first: the one who answers may be an older process at the same address.
    while not child.ended_within(0) and not ready():
        if time.monotonic() > deadline:
            raise ChildNotReady(
                f"{child.name} was not ready within {within:g} s; see {child.log}; "
                f"its last lines: {child.last_words() or 'none'}"
            )
        child.ended_within(READY_POLL)
    if not child.running:
        raise ChildDied(child.obituary())


def treat_termination_as_interrupt() -> None:
    """Let SIGTERM and SIGHUP raise KeyboardInterrupt in the main thread, so that `with` blocks stop children in order."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        # Somebody who said `nohup` means it.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def require_free_port(host: str, port: int, *, setting: str = "VANKIEN_PORT") -> None:
    """
    Return if we could listen on `host`:`port` now; `setting` is the environment variable a person would change.

    Raises:
        PortBusy: with one sentence saying which port and how to choose another.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        # Servers set it too: without it a port looks busy for a minute after its last server ended.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise PortBusy(
                f"cannot listen on port {port} of {host} ({why}): choose another with {setting}=<port>, "
                f"for example {setting}={another_port(port)}"
            ) from error


def another_port(port: int) -> int:
    """A port to suggest instead of `port`: the next one, or 8001 where there is no sensible next one."""
    return port + 1 if 1023 < port < 65535 else 8001
