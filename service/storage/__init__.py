"""Bytes that are written once, durably, and the archive laid over them."""

from __future__ import annotations

from service.storage.errors import (
    Damaged,
    KeyTaken,
    Missing,
    StorageError,
    StorageFull,
    StorageUnavailable,
    StorageUnfit,
    VersionTaken,
)
from service.storage.fixity import Checked
from service.storage.folder import FolderStorage
from service.storage.inventory import Inventory, Sha512, Version, decode, sha512
from service.storage.layout import object_path
from service.storage.memory import MemoryStorage
from service.storage.ocfl import OcflRoot
from service.storage.ocfl_reader import OcflReader
from service.storage.opening import BadStorageAddress, open_storage, open_to_read
from service.storage.port import Storage
from service.storage.reading import ReadOnlyFolder
from service.storage.whole_object import files_of
from service.storage.written import written

__all__ = [
    "BadStorageAddress",
    "Checked",
    "Damaged",
    "FolderStorage",
    "Inventory",
    "KeyTaken",
    "MemoryStorage",
    "Missing",
    "OcflReader",
    "OcflRoot",
    "ReadOnlyFolder",
    "Sha512",
    "Storage",
    "StorageError",
    "StorageFull",
    "StorageUnavailable",
    "StorageUnfit",
    "Version",
    "VersionTaken",
    "decode",
    "files_of",
    "object_path",
    "open_storage",
    "open_to_read",
    "sha512",
    "written",
]
