"""
Power cuts: a model file system that knows what a disk may have forgotten.

What sealing sets does to files is recorded call by call. At every moment the power may go; what then lies on the disk is any state
that the calls so far allow: a name that was made, taken away or given to another file since its folder was synced may or may not be
there, each by itself; a file that was not synced since it was written may hold all of its bytes, half of them, or none. That is more than
any journalling file system does: an order that is right here is right everywhere.
"""

from __future__ import annotations

import itertools
import os
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from service.catalog import Catalog
from service.storage import Damaged, FolderStorage, MemoryStorage, Missing, OcflRoot, StorageError, durable
from tests.faults.killing import Broken

OBJECT: Final = "vankien:2023-2028/alder"


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that was done: `what` to the path, or to the file that a descriptor had opened."""

    what: str
    path: str
    more: Any = None


@dataclass(slots=True)
class Recorded:
    """Calls in their order, and after which of them somebody was told that a version stands."""

    calls: list[Call] = field(default_factory=list)
    told: list[tuple[int, int]] = field(default_factory=list)


class _Recorder:
    """Stands in the place of the calls of `os` and keeps what they did below a folder."""

    def __init__(self, root: Path, recorded: Recorded) -> None:
        self._root = str(root)
        self._recorded = recorded
        self._opened: dict[int, str] = {}
        self.real = {
            name: getattr(os, name)
            for name in ("open", "write", "fsync", "close", "link", "mkdir", "unlink", "rmdir", "replace")
        }

    def replaced(self) -> dict[str, Any]:
        """What to put in the place of each call."""
        named = {"open": self._open, "write": self._write, "fsync": self._fsync, "close": self._close}
        return {name: named.get(name) or self._done(name) for name in self.real}

    def _inside(self, path: Any) -> str | None:
        text = str(os.fspath(path))
        return os.path.relpath(text, self._root) if text.startswith(self._root) else None

    def _note(self, what: str, path: str | None, more: Any = None) -> None:
        if path is not None:
            self._recorded.calls.append(Call(what, path, more))

    def _open(self, path: Any, flags: int, *rest: Any, **named: Any) -> int:
        descriptor: int = self.real["open"](path, flags, *rest, **named)
        if (name := self._inside(path)) is not None:
            self._opened[descriptor] = name
            if flags & os.O_EXCL:
                self._note("create", name)
        return descriptor

    def _write(self, descriptor: int, content: Any) -> int:
        done: int = self.real["write"](descriptor, content)
        self._note("write", self._opened.get(descriptor), bytes(content[:done]))
        return done

    def _fsync(self, descriptor: int) -> None:
        self.real["fsync"](descriptor)
        self._note("sync", self._opened.get(descriptor))

    def _close(self, descriptor: int) -> None:
        self._opened.pop(descriptor, None)
        self.real["close"](descriptor)

    def _done(self, name: str) -> Callable[..., None]:
        def done(path: Any, *rest: Any, **named: Any) -> None:
            self.real[name](path, *rest, **named)
            self._note(
                name, self._inside(path), self._inside(rest[0]) if name in {"link", "replace"} else None
            )

        return done


@contextmanager
def recording(root: Path) -> Iterator[Recorded]:
    """Record what is done to files below `root` in this process."""
    recorded = Recorded()
    recorder = _Recorder(root, recorded)
    for name, replaced in recorder.replaced().items():
        setattr(os, name, replaced)
    # Calls in one order. Threads would mix those of files that have nothing to do with each other, and each state of any
    # of them is looked at together with each of the others anyhow.
    several, durable.AT_ONCE = durable.AT_ONCE, 1
    try:
        yield recorded
    finally:
        durable.AT_ONCE = several
        for name, real in recorder.real.items():
            setattr(os, name, real)


@dataclass(slots=True)
class File:
    """Bytes as the program sees them; `synced` says whether the disk has them."""

    content: bytes = b""
    synced: bool = True


@dataclass(slots=True)
class Disk:
    """
    Names and files as the program sees them, and what of it may be forgotten.

    `names` has for each folder its entries as they are on the disk for certain, `pending` what was done to it since, oldest first:
    the entry's name and what it leads to from then on (None: nothing). A folder is an entry that leads to "folder".
    """

    files: dict[int, File] = field(default_factory=dict)
    now: dict[str, int] = field(default_factory=dict)
    names: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    pending: dict[str, list[tuple[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def do(self, call: Call) -> None:
        """Let the call happen."""
        getattr(self, f"_{call.what}")(call.path, call.more)

    def _entry(self, path: str, leads_to: Any) -> None:
        folder, name = os.path.split(path)
        self.pending[folder].append((name, leads_to))
        if leads_to is None:
            self.now.pop(path, None)
        elif leads_to != "folder":
            self.now[path] = leads_to

    def _create(self, path: str, _: Any) -> None:
        number = len(self.files)
        self.files[number] = File()
        self._entry(path, number)

    def _write(self, path: str, content: bytes) -> None:
        held = self.files[self.now[path]]
        held.content += content
        held.synced = False

    def _sync(self, path: str, _: Any) -> None:
        if path in self.now:
            self.files[self.now[path]].synced = True
            return
        folder = "" if path == "." else path
        for name, leads_to in self.pending.pop(folder, []):
            if leads_to is None:
                self.names[folder].pop(name, None)
            else:
                self.names[folder][name] = leads_to

    def _link(self, path: str, new: str) -> None:
        self._entry(new, self.now[path])

    def _replace(self, path: str, new: str) -> None:
        number = self.now[path]
        self._entry(new, number)
        self._entry(path, None)

    def _mkdir(self, path: str, _: Any) -> None:
        self._entry(path, "folder")

    def _unlink(self, path: str, _: Any) -> None:
        self._entry(path, None)

    def _rmdir(self, path: str, _: Any) -> None:
        self._entry(path, None)

    def choices(self) -> int:
        """How many states the disk may be in, each choice by itself."""
        entries = sum(len(one) for one in self.pending.values())
        return 2**entries * 3 ** len(self._unsynced())

    def _unsynced(self) -> list[int]:
        return [number for number, one in self.files.items() if not one.synced]

    def states(self, chance: random.Random, most: int) -> Iterator[dict[str, bytes]]:
        """Every state after a cut now; where there are more than `most`, so many chosen at random, the extremes among them."""
        entries = [(folder, place) for folder, done in self.pending.items() for place in range(len(done))]
        unsynced = self._unsynced()
        if self.choices() <= most:
            kept: Any = itertools.product(
                itertools.product((False, True), repeat=len(entries)),
                itertools.product((0.0, 0.5, 1.0), repeat=len(unsynced)),
            )
        else:
            none, all_ = [False] * len(entries), [True] * len(entries)
            edges = [(one, [share] * len(unsynced)) for one in (none, all_) for share in (0.0, 0.5, 1.0)]
            some = (
                [chance.random() < 0.5 for _ in entries],
                [chance.choice((0.0, 0.5, 1.0)) for _ in unsynced],
            )
            drawn = (
                ([chance.random() < 0.5 for _ in entries], [chance.choice((0.0, 0.5, 1.0)) for _ in unsynced])
                for _ in range(most - len(edges) - 1)
            )
            kept = itertools.chain(edges, [some], drawn)
        for survive, shares in kept:
            yield self._after(
                dict(zip(entries, survive, strict=True)), dict(zip(unsynced, shares, strict=True))
            )

    def _after(self, survives: dict[tuple[str, int], bool], shares: dict[int, float]) -> dict[str, bytes]:
        """The files that whoever looks finds."""
        names = {folder: dict(held) for folder, held in self.names.items()}
        for folder, done in self.pending.items():
            held = names.setdefault(folder, {})
            for place, (name, leads_to) in enumerate(done):
                if not survives[folder, place]:
                    continue
                if leads_to is None:
                    held.pop(name, None)
                else:
                    held[name] = leads_to
        found: dict[str, bytes] = {}

        def walk(folder: str) -> None:
            for name, leads_to in names.get(folder, {}).items():
                path = f"{folder}/{name}" if folder else name
                if leads_to == "folder":
                    walk(path)
                else:
                    content = self.files[leads_to].content
                    found[path] = content[: round(len(content) * shares.get(leads_to, 1.0))]

        walk("")
        return found


def require_full_sync(folder: Path) -> None:
    """The model trusts SQLite with its own file: only where each commit waits for the disk. Raises `Broken`."""
    catalog = Catalog.open(f"sqlite:///{folder / 'catalog.db'}")
    with catalog._engine.connect() as connection:
        held = connection.exec_driver_sql("PRAGMA synchronous").scalar()
    catalog.close()
    if held != 2:
        raise Broken(f"I1: SQLite runs with synchronous={held}: a power cut would take acknowledged commits")


def versions_of(number: int) -> dict[str, bytes]:
    """The files of a version: some new, some as before."""
    return {
        "papers/a.docx": b"paper a of version %d" % number,
        "papers/b.docx": b"paper b, always the same",
        "manifest.json": b'{"set": "%d"}' % number,
    }


def record_seals(root: Path, *, versions: int = 2) -> Recorded:
    """Seal so many versions of one object as the product does: stage, add the version, discard what was staged."""
    storage = FolderStorage(root)
    with recording(root) as recorded:
        # As the first start found it, so that the folder itself is part of the model.
        archive = OcflRoot(storage)
        archive.initialise()
        for number in range(1, versions + 1):
            storage.put_all({f"staging/sets/{number}/a.docx": b"staged %d" % number})
            recorded.told.append((len(recorded.calls), -number))
            _add(archive, number)
            recorded.told.append((len(recorded.calls), number))
            storage.discard(f"staging/sets/{number}")
    return recorded


def _add(archive: OcflRoot, number: int) -> None:
    archive.add_version(
        OBJECT,
        files=versions_of(number),
        created=datetime(2026, 1, 1, tzinfo=UTC),
        message="seal",
        user="writer",
        expected_head=number - 1,
    )


def cut_everywhere(
    root: Path, *, states: int, seed: int, told: Callable[[str], None] = lambda _: None
) -> tuple[int, int]:
    """
    Cut the power after every call, look at the states the disk may be in; how many, and how many different ones.

    Raises `Broken`.
    """
    recorded = record_seals(root)
    chance = random.Random(seed)  # noqa: S311 -- states to look at, nothing secret
    disk = Disk()
    # What stood before the recording is on the disk.
    disk.names[""] = {"drafts": "folder"}
    sizes = []
    probe = Disk()
    probe.names[""] = {"drafts": "folder"}
    for call in recorded.calls:
        probe.do(call)
        sizes.append(probe.choices())
    most = max(8, states // len(sizes))
    while sum(min(one, most) for one in sizes) < states and most < max(sizes):
        most *= 2
    seen = 0
    different: set[int] = set()
    for at, call in enumerate(recorded.calls, 1):
        disk.do(call)
        known = [number for moment, number in recorded.told if moment <= at]
        for state in disk.states(chance, most):
            seen += 1
            print_of = hash(tuple(sorted(state.items())) + tuple(known[-1:]))
            if print_of in different:
                continue
            different.add(print_of)
            _judge(state, known, f"seed {seed}, after call {at} ({call.what} {call.path})")
        if at % 50 == 0:
            told(f"{at} of {len(recorded.calls)} moments, {seen} states, {len(different)} different")
    return seen, len(different)


def _judge(state: dict[str, bytes], known: list[int], where: str) -> None:
    sealed = max([number for number in known if number > 0], default=0)
    staged = max([-number for number in known if number < 0], default=0)
    if staged > sealed and state.get(f"staging/sets/{staged}/a.docx") != b"staged %d" % staged:
        raise Broken(f"I3: {where}: what was staged before its row said so is not there")
    storage = MemoryStorage()
    storage.put_all({path: content for path, content in state.items() if not path.startswith("drafts/")})
    archive = OcflRoot(storage)
    _whole(archive, sealed, where)
    try:
        archive.initialise()
        archive.settle_all()
        head = _whole(archive, sealed, where)
        _add(archive, head + 1)
        if _whole(archive, head + 1, where) != head + 1:
            raise Broken(f"I7: {where}: the next version does not stand")
    except Damaged as damaged:
        raise Broken(f"I5: {where}: {damaged}") from None
    except StorageError as error:
        raise Broken(f"I7: {where}: {type(error).__name__}: {error}") from None


def _whole(archive: OcflRoot, at_least: int, where: str) -> int:
    """The head, which is at least that, and every file of which is what was stored."""
    try:
        head = archive.head(OBJECT)
        number = head.head if head else 0
        if number < at_least:
            raise Broken(f"I1: {where}: version {at_least} was acknowledged, {number} stands")
        for one in range(1, number + 1):
            for path, content in versions_of(one).items():
                assert head is not None
                if archive.read_of(head, one, path) != content:
                    raise Broken(f"I5: {where}: {path} of version {one}")
    except (Damaged, Missing) as error:
        raise Broken(f"I5: {where}: {error}") from None
    return number
