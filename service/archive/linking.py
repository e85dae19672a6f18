"""
What a backup takes over from an older one: files of the archive, which are written once, by hard links.

Each backup holds a list of its objects: the digests of their inventories and the sizes of their files. An object whose
inventory has the digest that an older list says is the object that the older backup holds, and nothing else of it is read from
the storage: which files it has, and their digests, stand in the inventory.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from service.archive.bag import BagWriter
from service.archive.in_order import Outcome, Task, in_order
from service.storage import Inventory, OcflReader, Sha512, decode, files_of, sha512

LIST: Final = "objects.jsonl"


@dataclass(frozen=True, slots=True)
class Listed:
    """An object as a backup holds it: the sha512 of the inventory of each version, and bytes of each file in the order of `files_of`."""

    object_id: str
    inventories: Sequence[Sha512]
    sizes: Sequence[int]

    def line(self) -> str:
        """It as a line of the list."""
        return json.dumps([self.object_id, self.inventories, self.sizes], separators=(",", ":")) + "\n"


@dataclass(frozen=True, slots=True)
class _Found:
    """An object to be brought: its inventory, the sha512 of that of each version, and what an older backup holds of its files."""

    head: Inventory
    inventories: Sequence[Sha512]
    held: Mapping[tuple[str, Sha512], int]


class OlderBackup:
    """The objects of the backup at `folder`, to be asked for in the order of their identifiers."""

    def __init__(self, folder: Path, lines: Iterable[str]) -> None:
        self.folder = folder
        self._left = (Listed(*json.loads(line)) for line in lines)
        self._at = next(self._left, None)

    def find(self, object_id: str) -> Listed | None:
        """What it holds of that object."""
        while self._at is not None and self._at.object_id < object_id:
            self._at = next(self._left, None)
        return self._at if self._at is not None and self._at.object_id == object_id else None


@contextmanager
def older_backup(folder: Path | None, *, list_digest: str | None) -> Iterator[OlderBackup | None]:
    """The backup at `folder`; None where its list is not there, or has not the sha512 that it ought to have."""
    if folder is None:
        yield None
        return
    file = folder / "data" / LIST
    try:
        with file.open("rb") as opened:
            is_whole = hashlib.file_digest(opened, "sha512").hexdigest() == list_digest
    except FileNotFoundError:
        is_whole = False
    if not is_whole:
        yield None
        return
    with file.open(encoding="utf-8") as lines:
        yield OlderBackup(folder, lines)


@dataclass(slots=True, kw_only=True)
class CopyObjects:
    """
    Brings objects of the archive into `bag`, below `prefix`, those files linked that `older` holds.

    `linked` counts them; `injured` are files of the older backup that are missing or of another size, copied from the archive
    instead.
    """

    root: OcflReader
    bag: BagWriter
    prefix: str
    older: OlderBackup | None
    linked: int = 0
    injured: list[str] = field(default_factory=list)
    _unread: set[str] = field(default_factory=set)
    _threads: ThreadPoolExecutor | None = None

    def __call__(self, object_ids: Iterable[str]) -> Iterator[Listed]:
        """
        Those of the objects that are there, each up to the version its inventory names.

        They must come in the order of their identifiers. Raises Missing, Damaged, StorageUnavailable.
        """
        with self._reading_ahead():
            known = ((one, self.older.find(one) if self.older else None) for one in object_ids)
            for found in self._each(self._find, known):
                if found:
                    yield self._bring(found)

    @contextmanager
    def _reading_ahead(self) -> Iterator[None]:
        if self.root.reads_at_once == 1:
            yield
            return
        with ThreadPoolExecutor(self.root.reads_at_once) as self._threads:
            yield

    def _each(self, read: Callable[[Task], Outcome], tasks: Iterable[Task]) -> Iterator[Outcome]:
        """What `read` gives for each of `tasks`, in their order; where a store answers from afar some are asked for ahead."""
        threads = self._threads
        if threads is None:
            return map(read, tasks)
        return in_order(lambda task: threads.submit(read, task), tasks, ahead=self.root.reads_at_once)

    def _find(self, asked: tuple[str, Listed | None]) -> _Found | None:
        """What is to be brought of an object, of which an older backup holds this: its inventories are read."""
        object_id, known = asked
        if known:
            own = self.root.inventory_bytes(object_id)
            if own is not None and sha512(own) == known.inventories[-1]:
                head = decode(own)
                return _Found(head, known.inventories, _held(head, known))
        head_now = self.root.head(object_id)
        if head_now is None:
            return None
        texts = [self.root.inventory_bytes(object_id, n) or b"" for n in range(1, head_now.head + 1)]
        inventories = [sha512(one) for one in texts]
        held = {}
        if known and inventories[: len(known.inventories)] == known.inventories:
            held = _held(decode(texts[len(known.inventories) - 1]), known)
        return _Found(head_now, inventories, held)

    def is_unread(self, path: str) -> bool:
        """Whether a file of the bag, `data/...`, is of an object of which every file was linked."""
        depth = f"data/{self.prefix}/{self.root.prefix}/term/organisation/".count("/")
        return "/".join(path.split("/", depth)[:depth]) in self._unread

    def _bring(self, found: _Found) -> Listed:
        folder = f"{self.prefix}/{self.root.object_key(found.head.object_id)}"
        files = list(files_of(found.head, found.inventories))
        sizes: dict[str, int] = {}
        for path, digest in files:
            size = found.held.get((path, digest))
            if size is not None and self._link(f"{folder}/{path}", digest, size):
                sizes[path] = size
        self.linked += len(sizes)
        if len(sizes) == len(files):
            self._unread.add(f"data/{folder}")
        left = [(path, digest) for path, digest in files if path not in sizes]

        contents = self._each(lambda one: self.root.read_file(found.head, *one), left)
        for (path, digest), content in zip(left, contents, strict=True):
            self.bag.add(f"{folder}/{path}", content, digest=digest)
            sizes[path] = len(content)
        return Listed(found.head.object_id, found.inventories, [sizes[path] for path, _ in files])

    def _link(self, path: str, digest: Sha512, size: int) -> bool:
        assert self.older  # noqa: S101 -- only what an older backup holds is linked
        file = f"{self.older.folder}/data/{path}"
        if not _is_there(file, size):
            self.injured.append(file)
            return False
        return self.bag.link(path, file, digest=digest, size=size)


def _held(inventory: Inventory, known: Listed) -> dict[tuple[str, Sha512], int]:
    """The files of an object that an older backup holds, by path and digest, with their sizes."""
    return dict(zip(files_of(inventory, known.inventories), known.sizes, strict=True))


def _is_there(file: str, size: int) -> bool:
    try:
        found = os.lstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size == size
