"""
What we ask of a place that stores bytes, in our words.

Every promise here can be kept by a folder (link, rename, fsync) and by an object store
(conditional writes: If-None-Match for `put`, If-Match for `replace`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol


class Naming(Protocol):
    """Gives names to bytes that were drafted."""

    def __call__(self, *keys: str) -> None:
        """Store what was drafted for `keys`, durably before this returns; raises as `Storage.put_all` does."""


class Storage(Protocol):
    """
    Bytes under keys, written once.

    Keys are described in `service.storage.keys`; a bad one is a ValueError. A folder of
    keys is a prefix without its last slash; a key cannot also be a folder of others.
    """

    reads_at_once: int
    """How many reads are worth beginning at the same time: more than one where each is answered from afar."""

    def put(self, key: str, content: bytes) -> None:
        """
        Store `content` under `key`, durably before this returns, whole or not at all.

        The same bytes again are fine and are made durable again. Raises KeyTaken for
        other bytes; StorageUnavailable or StorageFull when they could not be made durable:
        then nothing is there, or all of it, and putting again settles which.
        """

    def put_all(self, contents: Mapping[str, bytes]) -> None:
        """
        Put every content under its key, all durable when this returns: quicker than one by one.

        Raises as `put` does; then some are stored and some are not, each whole.
        """

    def drafting(self, contents: Mapping[str, bytes]) -> AbstractContextManager[Naming]:
        """
        Bytes that are to be stored one after another: all of them wait for the disk at once, and then have their names in turn.

        What was given no name by the end of the block was never stored. Raises StorageUnavailable, StorageFull.
        """

    def replace(self, key: str, content: bytes, *, instead_of: bytes | None) -> None:
        """
        Store `content` in place of `instead_of` (None: of nothing), in one step, durably.

        Only for the inventory of an archived object and its digest: ValueError for any
        other key. Fine when `content` is there already; raises KeyTaken when something
        other than `instead_of` is, StorageUnavailable or StorageFull as `put` does.
        """

    def read(self, key: str) -> bytes:
        """The bytes under `key`. Raises Missing, StorageUnavailable."""

    def exists(self, key: str) -> bool:
        """Whether bytes live under `key`. Raises StorageUnavailable."""

    def keys(self, prefix: str) -> Iterator[str]:
        """All keys in the folder `prefix` ("" for all), at any depth, each once, in no particular order."""

    def names(self, folder: str) -> list[str]:
        """
        What stands directly in `folder` ("" for the top), sorted: the last words of keys, and of folders with a slash behind them.

        What lies deeper is not looked at. A folder in which nothing lies yet may be among them.
        """

    def discard(self, prefix: str) -> None:
        """
        Forget the key `prefix` and all keys in the folder of that name.

        Only below `staging/`: ValueError for anything else. Nothing there is fine.
        """

    def sweep_folders(self, prefix: str) -> None:
        """
        Remove folders in `prefix`, and it itself, in which a crashed writer had not laid anything yet.

        Safe beside live writers. Where folders are only parts of keys there are none.
        """

    def sweep_drafts(self, *, made_before: datetime) -> int:
        """
        Remove what crashed writers had begun to write before `made_before`; return how many.

        Choose a moment no writer can still be at work on: an hour ago is plenty.
        """
