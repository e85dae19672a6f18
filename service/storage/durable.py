"""
Files and folders that survive a power cut: the few system calls, each in its order.

A name is durable when the folder that holds it was synced; a file's bytes when the
file was. A failed fsync is never tried again on the same descriptor: the kernel may
have dropped the pages, and the second call would say that all is well.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from service.storage.errors import StorageFull, StorageUnavailable
from service.storage.together import together

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_LOCK_PAUSE_SECONDS: Final = 0.005
AT_ONCE: int = 8
"""Threads that wait for the disk together; 1 does one thing after another, in the order given."""


def write_durably(path: Path, content: bytes) -> None:
    """Make the new, read-only file `path` of `content` and sync it. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fchmod(descriptor, 0o444)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_regular(path: Path) -> bytes | None:
    """The bytes of the regular file `path`; None where there is none. Raises OSError."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def sync(path: Path) -> None:
    """Make the file or folder `path` durable. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_upwards(folders: Iterable[Path], *, top: Path, fleeting: Path) -> None:
    """
    Make the names in `folders`, and in every folder from them up to `top`, durable.

    All of them, also the folders that stood already: whoever made those may have died
    before syncing them. A folder below `fleeting` may have been discarded meanwhile, with
    all that was in it. Raises OSError.
    """
    chain = {above for folder in folders for above in (folder, *folder.parents) if above.is_relative_to(top)}

    def sync_one(folder: Path) -> None:
        try:
            sync(folder)
        except FileNotFoundError:
            if not folder.is_relative_to(fleeting):
                raise

    together(sync_one, sorted(chain, reverse=True), threads=AT_ONCE)


@contextmanager
def alone(lock: Path, *, patience_seconds: float) -> Iterator[None]:
    """
    Hold the file `lock` against every other thread and process.

    The kernel lets go when the holder dies, so a crash never leaves it locked. Raises
    StorageUnavailable when the wait is over, OSError.
    """
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(descriptor, until=time.monotonic() + patience_seconds)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def refusals(action: str) -> Iterator[None]:
    """Turn every OSError inside into StorageUnavailable or StorageFull, saying what `action` failed."""
    try:
        yield
    except OSError as error:
        kind = StorageFull if error.errno in _FULL else StorageUnavailable
        raise kind(f"could not {action}: {error.strerror}") from error


def _take(descriptor: int, *, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise StorageUnavailable("another writer has held the storage for too long") from None
            time.sleep(_LOCK_PAUSE_SECONDS)
        else:
            return
