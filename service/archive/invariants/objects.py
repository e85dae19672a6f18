"""
One object of the archive, read by nothing but the OCFL specification: every byte, every version, every digest.

* I3, I4, I5, I10 are looked at here, as far as files alone can tell.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from service.archive.invariants.findings import Findings
from service.storage import Missing, Storage

INVENTORY: Final = "inventory.json"
_DECLARATION: Final = "0=ocfl_object_1.1"
_VERSION_FILE: Final = re.compile(r"v([1-9][0-9]*)/.+", re.ASCII)
_ZIP_ENDS_IN: Final = b"PK\x05\x06"
_ZIP_END: Final = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file as it is: what the rows call it by."""

    sha256: str
    size: int


@dataclass(slots=True)
class Held:
    """
    What an object holds: for each version its files, logical path -> content path; and what was read of each content path.

    `decided` is the version after the head, when its inventory stands and the rest of it does not yet.
    """

    folder: str
    versions: list[Mapping[str, str]] = field(default_factory=list)
    stored: dict[str, Stored] = field(default_factory=dict)
    small: dict[str, bytes] = field(default_factory=dict)
    decided: int | None = None

    def content(self, version: int, logical: str) -> bytes | None:
        """The bytes of a JSON file of a version."""
        path = self.versions[version - 1].get(logical) if 0 < version <= len(self.versions) else None
        return self.small.get(path) if path else None

    def file(self, version: int, logical: str) -> Stored | None:
        """What a file of a version is."""
        path = self.versions[version - 1].get(logical) if 0 < version <= len(self.versions) else None
        return self.stored.get(path) if path else None


def read_object(storage: Storage, folder: str, there: set[str], found: Findings) -> Held:
    """Read the object in `folder`, whose files are `there`, paths below it."""
    return _Reader(storage, folder, there, found).read()


class _Reader:
    def __init__(self, storage: Storage, folder: str, there: set[str], found: Findings) -> None:
        self._storage = storage
        self._folder = folder
        self._there = there
        self._found = found
        self._held = Held(folder=folder)

    def read(self) -> Held:
        raw = self._bytes(INVENTORY)
        if raw is None:
            self._before_the_first()
            return self._held
        inventory = self._inventory(raw, INVENTORY)
        if inventory is None:
            return self._held
        head = int(inventory["head"].removeprefix("v"))
        manifest = {digest: path for digest, [path] in inventory["manifest"].items()}
        for digest, path in sorted(manifest.items()):
            self._content(path, digest)
        for number in range(1, head + 1):
            state = inventory["versions"][f"v{number}"]["state"]
            self._held.versions.append(
                {name: manifest[digest] for digest, names in state.items() for name in names}
            )
            self._old_inventory(number, raw, inventory)
        self._expect_whole(_DECLARATION, b"ocfl_object_1.1\n")
        expected = {INVENTORY, f"{INVENTORY}.sha512", _DECLARATION, *manifest.values()}
        for number in range(1, head + 1):
            expected |= {f"v{number}/{INVENTORY}", f"v{number}/{INVENTORY}.sha512"}
        extra = self._there - expected - self._decided(head)
        self._own_digest(raw, head)
        for path in sorted(extra):
            self._found.expect(False, "I4", f"{self._folder}/{path} belongs to no version")
        return self._held

    def _before_the_first(self) -> None:
        decided = self._decided(0)
        for path in sorted(self._there - decided - ({_DECLARATION} if decided else set())):
            self._found.expect(
                False, "I4", f"{self._folder}/{path} belongs to no version: there is no inventory"
            )

    def _decided(self, head: int) -> set[str]:
        """The files of a version that is decided and not finished: whoever comes next finishes it."""
        number = head + 1
        raw = self._bytes(f"v{number}/{INVENTORY}") if f"v{number}/{INVENTORY}" in self._there else None
        if raw is None or (inventory := self._inventory(raw, f"v{number}/{INVENTORY}")) is None:
            return set()
        self._held.decided = number
        self._found.underway.append(
            f"{self._folder}: version {number} is decided and not finished; the next writer finishes it"
        )
        mine = {path for [path] in inventory["manifest"].values() if path.startswith(f"v{number}/")}
        return (mine | {f"v{number}/{INVENTORY}", f"v{number}/{INVENTORY}.sha512"}) & self._there

    def _own_digest(self, raw: bytes, head: int) -> None:
        """The digest beside the inventory, or that of the version before where a writer stopped in between."""
        beside = self._bytes(f"{INVENTORY}.sha512")
        if beside == _sidecar(raw):
            self._found.expect(True, "I5", "")
            return
        before = self._bytes(f"v{head - 1}/{INVENTORY}") if head > 1 else None
        stopped = beside == (None if before is None else _sidecar(before))
        if self._found.expect(
            stopped, "I5", f"{self._folder}/{INVENTORY}.sha512 is not that of the inventory"
        ):
            self._found.underway.append(f"{self._folder}: the digest of version {head} is not written yet")

    def _old_inventory(self, number: int, newest: bytes, inventory: Mapping[str, Any]) -> None:
        """Every version keeps its own inventory, and the newest one repeats what it said."""
        path = f"v{number}/{INVENTORY}"
        raw = self._bytes(path)
        if raw is None:
            self._found.expect(False, "I10", f"{self._folder}/{path} is missing")
            return
        self._expect_whole(f"{path}.sha512", _sidecar(raw))
        if raw == newest or (said := self._inventory(raw, path)) is None:
            return
        same = all(inventory["versions"].get(name) == one for name, one in said["versions"].items())
        kept = all(inventory["manifest"].get(digest) == one for digest, one in said["manifest"].items())
        self._found.expect(same and kept, "I10", f"{self._folder}/{path} tells another history than the head")

    def _content(self, path: str, digest: str) -> None:
        raw = self._bytes(path)
        where = f"{self._folder}/{path}"
        if not self._found.expect(raw is not None, "I3", f"{where} is missing") or raw is None:
            return
        if hashlib.sha512(raw).hexdigest() != digest:
            if _is_half(path, raw):
                self._found.expect(False, "I5", f"{where} is half a file of {len(raw)} bytes")
            else:
                self._found.expect(False, "I10", f"{where} holds other bytes than were stored")
            return
        self._found.looked_at["I5"] += 1
        self._found.looked_at["I10"] += 1
        self._held.stored[path] = Stored(sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))
        if path.endswith((".json", ".jsonl")):
            self._held.small[path] = raw

    def _expect_whole(self, path: str, wanted: bytes) -> None:
        raw = self._bytes(path)
        self._found.expect(raw == wanted, "I5", f"{self._folder}/{path} is not what it must be")

    def _inventory(self, raw: bytes, path: str) -> dict[str, Any] | None:
        try:
            told: dict[str, Any] = json.loads(raw)
            head = int(told["head"].removeprefix("v"))
            whole = len(told["versions"]) == head and all(len(one) == 1 for one in told["manifest"].values())
        except (ValueError, KeyError, AttributeError, TypeError):
            whole = False
            told = {}
        if not self._found.expect(whole, "I5", f"{self._folder}/{path} is not a whole inventory"):
            return None
        return told

    def _bytes(self, path: str) -> bytes | None:
        try:
            return self._storage.read(f"{self._folder}/{path}")
        except (Missing, ValueError):
            return None


def _sidecar(inventory: bytes) -> bytes:
    return f"{hashlib.sha512(inventory).hexdigest()}  inventory.json\n".encode()


def _is_half(path: str, raw: bytes) -> bool:
    """Whether the bytes end before the file does, as far as its kind tells."""
    if not raw:
        return True
    if path.endswith(".docx"):
        return _ZIP_ENDS_IN not in raw[-_ZIP_END * 40 :]
    if path.endswith(".json"):
        try:
            json.loads(raw)
        except ValueError:
            return True
    return path.endswith(".jsonl") and not raw.endswith(b"\n")
