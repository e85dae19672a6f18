"""From the one line of a setting to a storage."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from service.storage.folder import FolderStorage
from service.storage.port import Storage


def open_storage(url: str) -> Storage:
    """
    The storage at `url`: `file:///absolute/path`, or a plain path.

    ValueError for any other form, StorageUnavailable when it cannot be written.
    """
    scheme, separator, _ = url.partition("://")
    if not separator and url:
        return FolderStorage(Path(url))
    parts = urlsplit(url)
    if scheme == "file" and parts.netloc in {"", "localhost"} and len(parts.path) > 1:
        return FolderStorage(Path(unquote(parts.path)))
    raise ValueError(f"no storage is known at {url!r}: give file:///absolute/path or a plain path")
