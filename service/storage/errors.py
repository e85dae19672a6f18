"""
What can go wrong while bytes are stored.

* StorageError
  - KeyTaken               other bytes already live under that key
  - VersionTaken           retryable: another writer made that version first; read the head again
  - Missing                no such key, version or file
  - Damaged                the bytes are not those that were stored
  - StorageUnfit           the place cannot keep what an archive needs; start-up only
  - StorageUnavailable     retryable: the disk or the network refused
    + StorageFull          retryable: there is no room; somebody has to make some
"""

from __future__ import annotations

from typing import ClassVar


class StorageError(Exception):
    """Bytes could not be stored or given back."""

    retryable: ClassVar[bool] = False


class KeyTaken(StorageError):
    """Other bytes already live under that key; they stay."""


class VersionTaken(StorageError):
    """Another writer made that version first, of other files."""

    retryable: ClassVar[bool] = True


class Missing(StorageError):
    """Nothing lives under that key."""


class Damaged(StorageError):
    """The bytes are there, but they are not those that were stored."""


class StorageUnfit(StorageError):
    """The place where bytes are to be stored does not keep the promises that an archive needs."""


class StorageUnavailable(StorageError):
    """The place where bytes are stored refused; no part of a content is ever seen."""

    retryable: ClassVar[bool] = True


class StorageFull(StorageUnavailable):
    """There is no room for the bytes; no part of them is kept."""
