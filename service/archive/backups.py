"""
A backup: the database and the archive's storage as they belong together, in one BagIt bag, and the way back.

Everything goes on while it is taken. What is copied when makes the parts agree:

1. the anchors of the audit log: the log that is copied next is at least as long;
2. the database, as it was at one moment: whatever a row speaks of had been stored by then, for bytes come before rows;
3. `staging/`: what vanishes from there meanwhile has been sealed, and is in the archive that is copied next;
4. the archive, object by object up to the version its inventory names: what is decided and not yet whole belongs to later.

A restored database may so be older than the restored archive, never newer; a rebuild brings it up.

* BackupRefused   something stands in the way, or the folder is no backup; the message says what
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from service.archive.anchors import ANCHORS
from service.archive.bag import BagRefused, BagWriter, check_bag, new_bag
from service.catalog import Catalog
from service.catalog.schema import revision_needed
from service.catalog.snapshot import kind_of, put_back, require_empty, snapshot
from service.storage import Missing, OcflRoot, Storage

FORMAT: Final = "vankien/backup/1"
_ABOUT: Final = "backup.json"
_DATABASE: Final = "database"
_STORAGE: Final = "storage"
_AT_ONCE: Final = 64


class BackupRefused(Exception):
    """Something stands in the way of a backup or of a restore."""

    retryable = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What a backup holds; `lacking` are sealed versions that the database knows and the archive did not give."""

    objects: int
    files: int
    size: int
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackUp:
    """Takes backups of one system."""

    catalog: Catalog
    catalog_url: str
    storage: Storage
    root: OcflRoot

    def __call__(self, folder: Path) -> BackedUp:
        """
        Write a backup into the new `folder`, and read it back.

        What is interrupted stays in `<folder>.partial`. Raises `BackupRefused`, `CatalogError`, `StorageError`, OSError.
        """
        if folder.exists():
            raise BackupRefused(f"something stands at {folder} already")
        begun = folder.with_name(f"{folder.name}.partial")
        if begun.exists():
            raise BackupRefused(f"a backup was begun at {begun} and did not end: remove it first")
        with self.catalog.read() as work:
            now = work.now()
            sealed = work.fixity.versions_sealed()
        heads: dict[str, int] = {}
        with new_bag(folder) as bag:
            self._copy(ANCHORS, bag)
            database = begun / "data" / _DATABASE
            database.parent.mkdir(parents=True, exist_ok=True)
            snapshot(self.catalog_url, database)
            bag.take(_DATABASE)
            self._copy("staging", bag)
            self._archive(bag, heads)
            about = {"format": FORMAT, "database": kind_of(self.catalog_url), "schema": revision_needed(),
                     "made_at": now.isoformat(), "objects": len(heads)}  # fmt: skip
            bag.add(_ABOUT, f"{json.dumps(about, indent=1)}\n".encode())
            bag.finish({"External-Description": "Backup of vankien: database and archive"}, on=now.date())
            os.sync()
        files = check_bag(folder)
        lacking = [f"{one} v{version}" for one, version in sealed.items() if heads.get(one, 0) < version]
        size = sum((folder / path).stat().st_size for path in files)
        return BackedUp(objects=len(heads), files=len(files), size=size, lacking=tuple(sorted(lacking)))

    def _copy(self, prefix: str, bag: BagWriter) -> None:
        for key in sorted(self.storage.keys(prefix)):
            try:
                bag.add(f"{_STORAGE}/{key}", self.storage.read(key))
            except Missing:
                continue  # sealed and cleared away since it was listed

    def _archive(self, bag: BagWriter, heads: dict[str, int]) -> None:
        prefix = f"{_STORAGE}/{self.root.prefix}"
        for name, content in (*self.root.root_files(), *self.root.beside()):
            bag.add(f"{prefix}/{name}", content)
        for object_id in self.root.object_ids():
            head = self.root.head(object_id)
            if head is None:
                continue
            for path, content in self.root.object_files(head):
                bag.add(f"{_STORAGE}/{self.root.object_key(object_id)}/{path}", content)
            heads[object_id] = head.head


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """
    Puts a backup back where nothing is.

    It may be stopped at any moment and said again. The database comes last; a rebuild afterwards brings it up to the archive.
    """

    catalog_url: str
    storage: Storage

    def __call__(
        self, folder: Path, *, with_database: bool = True, told: Callable[[int], None] = lambda _: None
    ) -> int:
        """
        Store every file, then the database; how many files there were. `told` hears how many are stored so far.

        Raises `BackupRefused` where the backup is injured, or of another kind of database, or something else stands here;
        `CatalogInUse`, `CatalogError`, `StorageError`.
        """
        about = read_about(folder)
        if with_database and about["database"] != kind_of(self.catalog_url):
            raise BackupRefused(
                f"the backup is of a {about['database']} database and VANKIEN_CATALOG_URL names another kind: restore the"
                " archive alone, and the catalog is made of it"
            )
        require_empty(self.catalog_url)
        try:
            held = check_bag(folder)
        except BagRefused as error:
            raise BackupRefused(f"the backup is injured: {error}") from error
        start = f"data/{_STORAGE}/"
        keys = sorted(path.removeprefix(start) for path in held if path.startswith(start))
        if foreign := next(self._foreign(frozenset(keys)), None):
            raise BackupRefused(f"the storage holds what the backup does not: {foreign}; give an empty one")
        done = 0
        for at in range(0, len(keys), _AT_ONCE):
            some = keys[at : at + _AT_ONCE]
            self.storage.put_all({key: (folder / start / key).read_bytes() for key in some})
            done += len(some)
            told(done)
        if with_database:
            put_back(self.catalog_url, folder / "data" / _DATABASE)
        return done

    def _foreign(self, keys: frozenset[str]) -> Iterator[str]:
        return (key for key in self.storage.keys("") if key not in keys)


def read_about(folder: Path) -> dict[str, Any]:
    """What a backup says of itself. Raises `BackupRefused`."""
    try:
        about: dict[str, Any] = json.loads((folder / "data" / _ABOUT).read_text())
        is_backup = about["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupRefused(f"{folder} is no backup, or is one that did not end") from error
    if not is_backup:
        raise BackupRefused(f"{folder} is a backup of another format: {about['format']}")
    return about
