"""
A backup: the database and the archive's storage as they belong together, in one BagIt bag, and the way back.

Everything goes on while it is taken. What is copied when makes the parts agree:

1. the anchors of the audit log: the log that is copied next is at least as long;
2. the database, as it was at one moment: whatever a row speaks of had been stored by then, for bytes come before rows;
3. `staging/`: what vanishes from there meanwhile has been sealed, and is in the archive that is copied next;
4. the archive, object by object up to the version its inventory names: what is decided and not yet whole belongs to later.

Files of the archive that an older backup holds may be linked from there (`service.archive.linking`); a backup in which none is
linked is called whole. Either is a complete bag, and needs no other.

A restored database may so be older than the restored archive, never newer; a rebuild brings it up.

* BackupRefused   something stands in the way, or the folder is no backup; the message says what
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from service.archive.anchors import ANCHORS
from service.archive.bag import BagRefused, BagWriter, check_bag, new_bag, payload
from service.archive.linking import LIST, CopyObjects, OlderBackup, older_backup
from service.catalog import Catalog
from service.catalog.schema import revision_needed
from service.catalog.snapshot import kind_of, put_back, require_empty, snapshot
from service.storage import Missing, OcflRoot, Storage

FORMAT: Final = "vankien/backup/1"
_ABOUT: Final = "backup.json"
_LIST_DIGEST: Final = "objects_sha512"
_DATABASE: Final = "database"
_STORAGE: Final = "storage"
_AT_ONCE: Final = 64


class BackupRefused(Exception):
    """Something stands in the way of a backup or of a restore."""

    retryable = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """
    What a backup holds: `size` in bytes, `linked` of its files shared with an older one.

    `lacking` are sealed versions that the database knows and the archive did not give; `injured` what was found wrong in an
    older backup, and is right in this one.
    """

    objects: int
    files: int
    size: int
    lacking: tuple[str, ...]
    linked: int = 0
    injured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BackUp:
    """Takes backups of one system."""

    catalog: Catalog
    catalog_url: str
    storage: Storage
    root: OcflRoot

    def __call__(self, folder: Path, *, onto: Path | None = None) -> BackedUp:
        """
        Write a backup into the new `folder`, files of the archive linked from the backup `onto`, and read back what is new.

        What cannot be linked is copied. What is interrupted stays in `<folder>.partial`. Raises `BackupRefused`,
        `CatalogError`, `StorageError`, OSError.
        """
        if folder.exists():
            raise BackupRefused(f"something stands at {folder} already")
        begun = folder.with_name(f"{folder.name}.partial")
        if begun.exists():
            raise BackupRefused(f"a backup was begun at {begun} and did not end: remove it first")
        before = read_about(onto) if onto else {}
        with self.catalog.read() as work:
            now = work.now()
            sealed = work.fixity.versions_sealed()
        # Bytes that backups share are not to be written to by anybody.
        with (
            new_bag(folder, mode=0o444) as bag,
            older_backup(onto, list_digest=before.get(_LIST_DIGEST)) as older,
        ):
            copied, heads = self._fill(bag, begun / "data", older)
            about = {"format": FORMAT, "database": kind_of(self.catalog_url), "schema": revision_needed(),
                     "made_at": now.isoformat(), "objects": len(heads), _LIST_DIGEST: bag.take(LIST),
                     **_descent(before, onto, linked=copied.linked)}  # fmt: skip
            bag.add(_ABOUT, f"{json.dumps(about, indent=1)}\n".encode())
            bag.finish({"External-Description": "Backup of vankien: database and archive"}, on=now.date())
            os.sync()
            # Before it bears its name: the next one may build on it.
            check_bag(begun, on_trust=copied.is_unread)
        lacking = [f"{one} v{version}" for one, version in sealed.items() if heads.get(one, 0) < version]
        lost_list = [f"{onto}/data/{LIST}"] if before.get(_LIST_DIGEST) and not older else []
        return BackedUp(objects=len(heads), files=bag.files, size=bag.size, lacking=tuple(sorted(lacking)),
                        linked=copied.linked, injured=(*lost_list, *copied.injured))  # fmt: skip

    def _fill(
        self, bag: BagWriter, data: Path, older: OlderBackup | None
    ) -> tuple[CopyObjects, dict[str, int]]:
        """Everything in its order; how the objects were copied, and the head of each."""
        self._copy(ANCHORS, bag)
        (data / _DATABASE).parent.mkdir(parents=True, exist_ok=True)
        snapshot(self.catalog_url, data / _DATABASE)
        bag.take(_DATABASE)
        self._copy("staging", bag)
        for name, content in (*self.root.root_files(), *self.root.beside()):
            bag.add(f"{_STORAGE}/{self.root.prefix}/{name}", content)
        copy, heads = CopyObjects(root=self.root, bag=bag, prefix=_STORAGE, older=older), dict[str, int]()
        with (data / LIST).open("x", encoding="utf-8") as listed:
            for entry in copy(self.root.possible_ids()):
                listed.write(entry.line())
                heads[entry.object_id] = len(entry.inventories)
        return copy, heads

    def _copy(self, prefix: str, bag: BagWriter) -> None:
        for key in sorted(self.storage.keys(prefix)):
            try:
                bag.add(f"{_STORAGE}/{key}", self.storage.read(key))
            except Missing:
                continue  # sealed and cleared away since it was listed


def _descent(before: dict[str, Any], onto: Path | None, *, linked: int) -> dict[str, Any]:
    """What a backup says of the one it builds on; `following` is how many were taken since a whole one."""
    if onto is None or not linked:
        return {"following": 0}
    return {"following": before.get("following", 0) + 1, "onto": onto.name, "linked": linked}


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
            check_bag(folder)
        except BagRefused as error:
            raise BackupRefused(f"the backup is injured: {error}") from error
        held = folder / "data" / _STORAGE
        if foreign := next((key for key in self.storage.keys("") if not (held / key).is_file()), None):
            raise BackupRefused(f"the storage holds what the backup does not: {foreign}; give an empty one")
        start = f"data/{_STORAGE}/"
        keys = (path.removeprefix(start) for path, _ in payload(folder) if path.startswith(start))
        done = 0
        while some := list(islice(keys, _AT_ONCE)):
            self.storage.put_all({key: (held / key).read_bytes() for key in some})
            done += len(some)
            told(done)
        if with_database:
            put_back(self.catalog_url, folder / "data" / _DATABASE)
        return done


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
