"""Bytes kept in a dict: for tests, and as the shortest reading of what a storage does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import Lock

from service.storage.errors import KeyTaken, Missing
from service.storage.keys import check_discardable, check_key, check_prefix, check_replaceable, is_below
from service.storage.port import Naming


class MemoryStorage:
    """A storage that lasts as long as its process."""

    reads_at_once = 1

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}
        self._lock = Lock()

    def put(self, key: str, content: bytes) -> None:
        """Store `content` under `key`; see the port."""
        check_key(key)
        with self._lock:
            self._refuse_folder(key)
            if self._contents.setdefault(key, content) != content:
                raise KeyTaken(key)

    def put_all(self, contents: Mapping[str, bytes]) -> None:
        """Put every content under its key; see the port."""
        for key, content in contents.items():
            self.put(key, content)

    @contextmanager
    def drafting(self, contents: Mapping[str, bytes]) -> Iterator[Naming]:
        """Bytes that have their names in turn; see the port."""
        yield lambda *keys: self.put_all({key: contents[key] for key in keys})

    def replace(self, key: str, content: bytes, *, instead_of: bytes | None) -> None:
        """Store `content` in place of `instead_of`; see the port."""
        check_replaceable(key)
        with self._lock:
            self._refuse_folder(key)
            if self._contents.get(key) not in {content, instead_of}:
                raise KeyTaken(key)
            self._contents[key] = content

    def read(self, key: str) -> bytes:
        """The bytes under `key`; see the port."""
        try:
            return self._contents[check_key(key)]
        except KeyError:
            raise Missing(key) from None

    def exists(self, key: str) -> bool:
        """Whether bytes live under `key`."""
        return check_key(key) in self._contents

    def keys(self, prefix: str) -> Iterator[str]:
        """All keys in the folder `prefix`; see the port."""
        check_prefix(prefix)
        with self._lock:
            found = [key for key in self._contents if is_below(key, prefix)]
        return iter(found)

    def names(self, folder: str) -> list[str]:
        """What stands directly in `folder`; see the port."""
        start = len(folder) + 1 if folder else 0
        parts = (key[start:].partition("/") for key in self.keys(folder) if key != folder)
        return sorted({name + slash for name, slash, _ in parts})

    def discard(self, prefix: str) -> None:
        """Forget what lies below `prefix`; see the port."""
        check_discardable(prefix)
        with self._lock:
            for key in [key for key in self._contents if is_below(key, prefix)]:
                del self._contents[key]

    def sweep_folders(self, prefix: str) -> None:
        """There are no folders here, only keys."""
        check_key(prefix)

    def sweep_drafts(self, *, made_before: datetime) -> int:  # noqa: ARG002 -- as the port says
        """Nothing is ever half written here."""
        return 0

    def _refuse_folder(self, key: str) -> None:
        if any(is_below(other, key) or is_below(key, other) for other in self._contents if other != key):
            raise KeyTaken(key)
