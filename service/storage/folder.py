"""
Bytes kept as files of one folder.

`put` drafts a file beside the others, syncs it, links it to its name and syncs the
folders: a reader never sees half a file, and a link, unlike a rename, never overwrites.
Drafts live in `<root>/drafts/`, where no reader and no validator of the archive looks.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from service.storage import durable
from service.storage.durable import alone, read_regular, refusals, sync, sync_upwards, write_durably
from service.storage.errors import KeyTaken, Missing, StorageUnavailable
from service.storage.keys import (
    DRAFTS,
    STAGING,
    check_discardable,
    check_key,
    check_prefix,
    check_replaceable,
)
from service.storage.listing import files_at, names_at, names_in
from service.storage.port import Naming
from service.storage.together import together

_LOCK: Final = "lock"
_PATIENCE_SECONDS: Final = 10.0
# A discard elsewhere may remove a folder just made for us, once for each discard.
_PLACINGS: Final = 20


class _Draft(NamedTuple):
    """Bytes, where they are drafted, and where they are to be."""

    target: Path
    path: Path
    content: bytes


class FolderStorage:
    """
    A storage over the folder `root` of one local file system with hard links.

    The folder is made where it is missing. Raises StorageUnavailable when it cannot be
    written.
    """

    reads_at_once = 1

    def __init__(self, root: Path) -> None:
        self._root = Path(os.path.abspath(root))  # noqa: PTH100 - resolve() would follow links
        self._drafts = self._root / DRAFTS
        try:
            stood = next(folder for folder in [self._root, *self._root.parents] if folder.exists())
            self._drafts.mkdir(mode=0o750, parents=True, exist_ok=True)
            self._probe()
            sync_upwards({self._root}, top=stood, fleeting=self._root / STAGING)
        except OSError as error:
            raise StorageUnavailable(
                f"the storage folder {self._root} cannot be used: {error.strerror}; it must be a folder this"
                " program may write, on a file system with hard links"
            ) from error

    def put(self, key: str, content: bytes) -> None:
        """Store `content` under `key`; see the port."""
        self.put_all({key: content})

    def put_all(self, contents: Mapping[str, bytes]) -> None:
        """Put every content under its key; see the port. Each file is synced by itself, each folder once, at the end."""
        with self.drafting(contents) as name:
            name(*contents)

    @contextmanager
    def drafting(self, contents: Mapping[str, bytes]) -> Iterator[Naming]:
        """Bytes that have their names in turn; see the port."""
        drafts = {
            key: _Draft(self._path(key), self._new_draft(), content) for key, content in contents.items()
        }

        def name(*keys: str) -> None:
            for key in keys:
                with refusals(f"store {key}"):
                    self._give_name(drafts[key])
            with refusals(f"store {', '.join(keys)}"):
                self._sync_names(*(drafts[key].target for key in keys))

        try:
            together(self._write_draft, drafts.values(), threads=durable.AT_ONCE)
            yield name
        finally:
            for one in drafts.values():
                _drop(one.path)

    def replace(self, key: str, content: bytes, *, instead_of: bytes | None) -> None:
        """Store `content` in place of `instead_of`; see the port."""
        target = self._path(check_replaceable(key))
        with refusals(f"replace {key}"), self._draft(content) as draft:
            with alone(self._drafts / _LOCK, patience_seconds=_PATIENCE_SECONDS):
                current = read_regular(target)
                if current not in {content, instead_of}:
                    raise KeyTaken(key)
                if current != content:
                    self._overwrite(draft, target)
            self._sync_names(target)

    def read(self, key: str) -> bytes:
        """The bytes under `key`; see the port."""
        with refusals(f"read {key}"):
            content = read_regular(self._path(key))
        if content is None:
            raise Missing(key)
        return content

    def exists(self, key: str) -> bool:
        """Whether bytes live under `key`."""
        with refusals(f"look for {key}"):
            return self._path(key).is_file()

    def keys(self, prefix: str) -> Iterator[str]:
        """
        All keys in the folder `prefix`; see the port.

        A file that somebody else laid here shows up too, whatever its name.
        """
        start = self._root / check_prefix(prefix)
        with refusals(f"list {prefix or 'all keys'}"):
            for path in names_at(str(start)):
                key = path[len(str(self._root)) + 1 :]
                if not key.startswith(f"{DRAFTS}/"):
                    yield key

    def names(self, folder: str) -> list[str]:
        """What stands directly in `folder`; see the port."""
        with refusals(f"list {folder or 'the top'}"):
            return [name for name in names_in(self._root / check_prefix(folder)) if name != f"{DRAFTS}/"]

    def discard(self, prefix: str) -> None:
        """Forget what lies below `prefix`; see the port."""
        start = self._path(check_discardable(prefix))
        with refusals(f"discard {prefix}"):
            for path in files_at(start):
                path.unlink(missing_ok=True)
            for folder in _folders_inside_out(start):
                _remove_if_empty(folder)
            above = start.parent
            while above != self._root / STAGING and _remove_if_empty(above):
                above = above.parent

    def sweep_folders(self, prefix: str) -> None:
        """Remove empty folders at and below `prefix`; who is about to use one makes it again."""
        with refusals(f"sweep the folders of {prefix}"):
            for folder in _folders_inside_out(self._path(prefix)):
                _remove_if_empty(folder)

    def sweep_drafts(self, *, made_before: datetime) -> int:
        """
        Remove drafts that crashed writers left before `made_before`; return how many.

        Choose a moment no writer can still be at work on: an hour ago is plenty.
        """
        swept = 0
        with refusals("sweep the drafts"):
            for path in files_at(self._drafts):
                if path.name == _LOCK or path.lstat().st_mtime >= made_before.timestamp():
                    continue
                path.unlink(missing_ok=True)
                swept += 1
        return swept

    def _path(self, key: str) -> Path:
        return self._root / check_key(key)

    def _probe(self) -> None:
        with self._draft(b"may this folder be written?") as draft:
            twin = draft.with_suffix(".probe")
            os.link(draft, twin)
            twin.unlink()

    def _new_draft(self) -> Path:
        return self._drafts / f"{os.getpid()}-{secrets.token_hex(16)}"

    @contextmanager
    def _draft(self, content: bytes) -> Iterator[Path]:
        path = self._new_draft()
        try:
            write_durably(path, content)
            yield path
        finally:
            _drop(path)

    def _write_draft(self, one: _Draft) -> None:
        """Write and sync it; what lies there already is looked at when it is to have its name."""
        # An exception for each new file would cost as much as its name.
        if not os.path.lexists(one.target):
            with refusals(f"store {self._key(one.target)}"):
                write_durably(one.path, one.content)

    def _give_name(self, one: _Draft) -> None:
        """Give a draft its name, or find its bytes there."""
        for _ in range(_PLACINGS):
            if self._place(one.path, one.target) or self._keep(one.target, one.content):
                return
            if not os.path.lexists(one.path):  # what lay there has been discarded since
                write_durably(one.path, one.content)
        raise StorageUnavailable(f"{self._key(one.target)} is discarded again and again")

    def _keep(self, target: Path, content: bytes) -> bool:
        """Sync `target` again when it holds `content`; False where there is no file."""
        try:
            held = target.read_bytes()
            if held == content:
                sync(target)
        except FileNotFoundError:
            return False
        except (IsADirectoryError, NotADirectoryError):
            raise KeyTaken(self._key(target)) from None
        if held != content:
            raise KeyTaken(self._key(target))
        return True

    def _place(self, draft: Path, target: Path) -> bool:
        """Link `draft` to its name; False when something is in the way, or its folder was missing and is there now."""
        try:
            # I5, I10: the draft is whole and synced, and a link never takes another file's place.
            os.link(draft, target)
        except FileNotFoundError:
            with suppress(FileExistsError, FileNotFoundError, NotADirectoryError):
                target.parent.mkdir(parents=True, exist_ok=True)
            return False
        except (FileExistsError, NotADirectoryError):
            return False
        return True

    def _overwrite(self, draft: Path, target: Path) -> None:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.replace(target)
        except (FileExistsError, IsADirectoryError, NotADirectoryError):
            raise KeyTaken(self._key(target)) from None

    def _sync_names(self, *targets: Path) -> None:
        folders = {target.parent for target in targets}
        sync_upwards(folders, top=self._root, fleeting=self._root / STAGING)

    def _key(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


def _drop(draft: Path) -> None:
    # The bytes are stored by now, or the error is on its way; the sweep gets what stays.
    with suppress(OSError):
        os.unlink(draft)  # noqa: PTH108 -- of a thousand papers a path's own way costs as much again


def _folders_inside_out(start: Path) -> Iterator[Path]:
    for folder, _, _ in os.walk(start, topdown=False):
        yield Path(folder)


def _remove_if_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        # Somebody stored something new in it: then it stays.
        return False
    return True
