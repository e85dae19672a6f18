"""The files of a folder that is only read, such as a bag on a disk that cannot be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from service.storage.durable import read_regular, refusals
from service.storage.errors import Missing, StorageUnfit
from service.storage.keys import check_key, check_prefix
from service.storage.listing import files_at, names_in


class ReadOnlyFolder:
    """A storage over the files of `root`, which stays as it is."""

    reads_at_once = 1

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()

    def read(self, key: str) -> bytes:
        """The bytes under `key`; see the port."""
        with refusals(f"read {key}"):
            content = read_regular(self._root / check_key(key))
        if content is None:
            raise Missing(key)
        return content

    def exists(self, key: str) -> bool:
        """Whether bytes live under `key`."""
        return (self._root / check_key(key)).is_file()

    def keys(self, prefix: str) -> Iterator[str]:
        """All keys in the folder `prefix`; see the port."""
        with refusals(f"list {prefix or 'all keys'}"):
            for path in files_at(self._root / check_prefix(prefix)):
                yield path.relative_to(self._root).as_posix()

    def names(self, folder: str) -> list[str]:
        """What stands directly in `folder`; see the port."""
        with refusals(f"list {folder or 'the top'}"):
            return names_in(self._root / check_prefix(folder))

    def put(self, key: str, content: bytes) -> None:
        """Refused."""
        self._refuse(key, content)

    def put_all(self, contents: Mapping[str, bytes]) -> None:
        """Refused."""
        self._refuse(contents)

    def drafting(self, contents: Mapping[str, bytes]) -> NoReturn:
        """Refused."""
        self._refuse(contents)

    def replace(self, key: str, content: bytes, *, instead_of: bytes | None) -> None:
        """Refused."""
        self._refuse(key, content, instead_of)

    def discard(self, prefix: str) -> None:
        """Refused."""
        self._refuse(prefix)

    def sweep_folders(self, prefix: str) -> None:
        """Refused."""
        self._refuse(prefix)

    def sweep_drafts(self, *, made_before: datetime) -> int:
        """Refused."""
        self._refuse(made_before)

    def _refuse(self, *_: object) -> NoReturn:
        raise StorageUnfit(f"{self._root} is only read")
