"""
Reading an archived object back, and naming every file of it that is not as it was stored.

The inventory stands in the object's folder and again in the folder of its version, each with its digest
beside it: one of the four may be injured, and the others tell which. What the versions before must look
like follows from the newest. Nothing is repaired here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from service.storage.errors import Damaged, Missing
from service.storage.inventory import Inventory, decode, sha512, sidecar
from service.storage.layout import OBJECT_DECLARATION, OBJECT_DECLARATION_TEXT
from service.storage.port import Storage

_INVENTORY: Final = "inventory.json"
_SIDECAR: Final = "inventory.json.sha512"
_VERSION: Final = re.compile(r"v([1-9][0-9]*)/.+", re.ASCII)
# A writer may be at work: an injury is believed when a second look sees the same.
_LOOKS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """
    One object, or the root around them (""), read back.

    `changed` files hold other bytes than were stored, half-written ones among them; `missing` ones are not
    there; `untracked` ones belong to nothing. `unfinished` is no injury: a version is decided and not
    complete, and whoever writes next, or tidies up, completes it. `files` and `size` are what was read.
    """

    object_id: str
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    untracked: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    files: int = 0
    size: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether every file is as it was stored, and none too many."""
        return not (self.changed or self.missing or self.untracked)


def check_object(storage: Storage, folder: str, object_id: str, *, at_least: int = 0) -> Checked:
    """
    Read back the object in `folder`, which has `at_least` so many versions.

    Raises StorageUnavailable.
    """
    seen = _Look(storage, folder, object_id).check(at_least)
    for _ in range(_LOOKS):
        if seen.is_sound and not seen.unfinished:
            return seen
        again = _Look(storage, folder, object_id).check(at_least)
        if again == seen:
            return seen
        seen = again
    return seen


class _Look:
    """One look at one object; paths are relative to its folder."""

    def __init__(self, storage: Storage, folder: str, object_id: str) -> None:
        self._storage = storage
        self._folder = folder
        self._object_id = object_id
        self._there = {key.removeprefix(f"{folder}/") for key in storage.keys(folder)}
        self._held: dict[str, bytes | None] = {}
        self._read: dict[str, int] = {}
        self._changed: list[str] = []
        self._missing: list[str] = []

    def check(self, at_least: int) -> Checked:
        head = self._trusted()
        if head is None or (at_least == 0 and _INVENTORY not in self._there and decode(head).head == 1):
            return self._without_inventory(at_least)
        expected = {_INVENTORY, _SIDECAR, OBJECT_DECLARATION}
        self._compare(OBJECT_DECLARATION, OBJECT_DECLARATION_TEXT)
        self._compare(_INVENTORY, head)
        inventory = decode(head)
        unfinished = set()
        if at_least < inventory.head and self._stopped_before_the_last_file(inventory):
            unfinished.add(_SIDECAR)
        else:
            self._compare(_SIDECAR, sidecar(head))
        for number in range(1, inventory.head + 1):
            wanted = head if number == inventory.head else _until(inventory, number).encode()
            self._check_version(number, wanted)
            expected |= {f"v{number}/{_INVENTORY}", f"v{number}/{_SIDECAR}"}
        for digest, path in inventory.manifest.items():
            expected.add(path)
            content = self._find(path)
            if content is None:
                self._missing.append(path)
            elif sha512(content) != digest:
                self._changed.append(path)
            self._held.pop(path)  # contents are large, and looked at once
        self._missing += [f"v{number}" for number in range(inventory.head + 1, at_least + 1)]
        extra = self._there - expected
        begun = set(self._begun(inventory.head, extra))
        return self._checked(untracked=extra - begun, unfinished=begun | unfinished)

    def _trusted(self) -> bytes | None:
        """The newest inventory that something else vouches for: its digest, or its other copy."""
        found: list[tuple[int, bytes]] = []
        for number in (0, *self._numbers()):
            content = self._find(f"v{number}/{_INVENTORY}" if number else _INVENTORY)
            inventory = self._decoded(content)
            if content is None or inventory is None or number not in {0, inventory.head}:
                continue
            own, twin, its = _SIDECAR, f"v{inventory.head}/{_INVENTORY}", f"v{inventory.head}/{_SIDECAR}"
            is_own_digest = self._find(own) == sidecar(content)
            is_twin = self._find(_INVENTORY) == self._find(twin)
            if not number and (is_own_digest or is_twin):
                return content
            if is_own_digest or is_twin or self._find(its) == sidecar(content):
                found.append((inventory.head, content))
        return max(found)[1] if found else None

    def _decoded(self, content: bytes | None) -> Inventory | None:
        try:
            inventory = decode(content or b"")
        except Damaged:
            return None
        return inventory if inventory.object_id == self._object_id and inventory.head else None

    def _stopped_before_the_last_file(self, inventory: Inventory) -> bool:
        """Whether a writer left the digest of the version before, or none at all before the first."""
        before = self._find(f"v{inventory.head - 1}/{_INVENTORY}")
        return self._find(_SIDECAR) == (sidecar(before) if before is not None else None)

    def _check_version(self, number: int, wanted: bytes) -> None:
        path, beside = f"v{number}/{_INVENTORY}", f"v{number}/{_SIDECAR}"
        content = self._find(path)
        if content is not None and content != wanted and self._says_the_same(content, wanted, beside):
            return
        self._compare(path, wanted)
        self._compare(beside, sidecar(wanted))

    def _says_the_same(self, content: bytes, wanted: bytes, beside: str) -> bool:
        """A release that wrote JSON in another form may have made it: then its digest vouches for it."""
        return self._decoded(content) == decode(wanted) and self._find(beside) == sidecar(content)

    def _compare(self, path: str, wanted: bytes) -> None:
        content = self._find(path)
        if content is None:
            self._missing.append(path)
        elif content != wanted:
            self._changed.append(path)

    def _without_inventory(self, at_least: int) -> Checked:
        """No inventory can be believed: its files are named, and of the rest nothing can be said."""
        if not self._there:
            self._missing += [f"v{number}" for number in range(1, at_least + 1)] or [_INVENTORY]
            return self._checked()
        begun = set(self._begun(0, self._there))
        if not at_least and _INVENTORY not in self._there and (begun or not self._numbers()):
            begun |= {OBJECT_DECLARATION} & self._there if begun else set()
            return self._checked(untracked=self._there - begun, unfinished=begun)
        names = (_INVENTORY, *(f"v{number}/{_INVENTORY}" for number in self._numbers()))
        for path in [*names, *(f"{name}.sha512" for name in names)]:
            (self._changed if path in self._there else self._missing).append(path)
        return self._checked()

    def _begun(self, head: int, extra: set[str]) -> Iterator[str]:
        """What belongs to the version after the head, once its inventory decided it."""
        number = head + 1
        inventory = self._decoded(self._find(f"v{number}/{_INVENTORY}"))
        if inventory is None or inventory.head != number:
            return
        mine = {f"v{number}/{_INVENTORY}", f"v{number}/{_SIDECAR}", *inventory.added(number)}
        yield from extra & mine

    def _numbers(self) -> list[int]:
        return sorted({int(match[1]) for path in self._there if (match := _VERSION.fullmatch(path))})

    def _find(self, path: str) -> bytes | None:
        if path not in self._held:
            self._held[path] = self._ask(path) if path in self._there else None
        return self._held[path]

    def _ask(self, path: str) -> bytes | None:
        try:
            content = self._storage.read(f"{self._folder}/{path}")
        except (Missing, ValueError):  # a name that is no key was laid here by hand
            return None
        self._read[path] = len(content)
        return content

    def _checked(self, untracked: Iterable[str] = (), unfinished: Iterable[str] = ()) -> Checked:
        def keys(paths: Iterable[str]) -> tuple[str, ...]:
            return tuple(f"{self._folder}/{path}" for path in sorted(paths))

        return Checked(
            object_id=self._object_id,
            changed=keys(self._changed),
            missing=keys(self._missing),
            untracked=keys(untracked),
            unfinished=keys(unfinished),
            files=len(self._read),
            size=sum(self._read.values()),
        )


def _until(inventory: Inventory, number: int) -> Inventory:
    """The inventory as it was when version `number` was the newest."""
    folders = tuple(f"v{n}/" for n in range(1, number + 1))
    return replace(
        inventory,
        versions=inventory.versions[:number],
        manifest={sha: path for sha, path in inventory.manifest.items() if path.startswith(folders)},
        sha256={path: sha for path, sha in inventory.sha256.items() if path.startswith(folders)},
    )
