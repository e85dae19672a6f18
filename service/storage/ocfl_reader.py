"""
Reading an OCFL 1.1 storage root over any storage: objects, their versions, and every byte checked against its digest.

Whoever only reads an archive needs nothing else of it: no lock, no database, no leave to write.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.storage.errors import Damaged, Missing
from service.storage.fixity import Checked, check_object
from service.storage.inventory import Inventory, Sha512, decode, sha512, sidecar
from service.storage.keys import check_key
from service.storage.layout import (
    BESIDE,
    OBJECT_DECLARATION,
    README,
    ROOT_DECLARATION,
    ROOT_DIGESTS,
    object_id_at,
    object_path,
)
from service.storage.port import Storage
from service.storage.whole_object import INVENTORY, SIDECAR


class OcflReader:
    """
    The archive below the key `prefix` of `storage`.

    No `ocfl_layout.json` is looked for: that file may only name a registered layout, and
    ours is described in the README, as the specification asks of local conventions.
    """

    def __init__(self, storage: Storage, prefix: str = "archive") -> None:
        self._storage = storage
        self._prefix = check_key(prefix)

    @property
    def reads_at_once(self) -> int:
        """How many reads are worth beginning at the same time."""
        return self._storage.reads_at_once

    @property
    def prefix(self) -> str:
        """The key below which the archive stands."""
        return self._prefix

    def beside_at(self, name: str) -> bytes | None:
        """The file of that name beside the terms, if it lies there."""
        return self._find(f"{self._prefix}/{name}") if BESIDE.fullmatch(name) else None

    def beside(self, start: str = "") -> Iterator[tuple[str, bytes]]:
        """The files beside the terms whose names begin so, by name."""
        for name in self._storage.names(self._prefix):
            if name.startswith(start) and BESIDE.fullmatch(name):
                yield name, self._storage.read(f"{self._prefix}/{name}")

    def head(self, object_id: str) -> Inventory | None:
        """
        The inventory of the latest whole version; None when there is no such object.

        Raises Damaged when it does not have the digest recorded beside that version.
        """
        content = self._find(self._own_key(object_id, INVENTORY))
        if content is None:
            return None
        return self._checked(object_id, content)

    def read(self, object_id: str, version: int, logical_path: str) -> bytes:
        """The bytes of one file of one version, checked. Raises Missing, Damaged."""
        return self.read_of(self._need(object_id), version, logical_path)

    def read_of(self, inventory: Inventory, version: int, logical_path: str) -> bytes:
        """The same, of an object whose inventory is at hand."""
        digest = inventory.digest(version, logical_path)
        key = f"{self.object_key(inventory.object_id)}/{inventory.manifest[digest]}"
        content = self._storage.read(key)
        if sha512(content) != digest:
            raise Damaged(key)
        return content

    def content_key(self, object_id: str, version: int, logical_path: str) -> str:
        """The key under which the bytes of one file of one version live. Raises Missing."""
        inventory = self._need(object_id)
        return f"{self.object_key(object_id)}/{inventory.manifest[inventory.digest(version, logical_path)]}"

    def object_key(self, object_id: str) -> str:
        """The folder of an object, as a prefix of keys."""
        return f"{self._prefix}/{object_path(object_id)}"

    def object_ids(self) -> Iterator[str]:
        """The identifiers of all objects, by term, then organisation."""
        depth = self._prefix.count("/") + 1
        found = []
        for key in self._storage.keys(self._prefix):
            *folders, name = key.split("/")[depth:]
            object_id = object_id_at("/".join(folders))
            if name == INVENTORY and object_id:
                found.append(object_id)
        return iter(sorted(found))

    def possible_ids(self) -> list[str]:
        """The same, and those of folders in which no version is whole yet: found without looking at every key."""
        terms = [term for term in self._storage.names(self._prefix) if term.endswith("/")]
        paths = (
            f"{term}{name[:-1]}"
            for term in terms
            for name in self._storage.names(f"{self._prefix}/{term[:-1]}")
            if name.endswith("/")
        )
        return sorted(object_id for path in paths if (object_id := object_id_at(path)))

    def root_files(self) -> Iterator[tuple[str, bytes]]:
        """The files of the root itself: name and bytes."""
        for name in (ROOT_DECLARATION, README):
            yield name, self._storage.read(f"{self._prefix}/{name}")

    def object_files(self, inventory: Inventory) -> Iterator[tuple[str, bytes]]:
        """
        Every file of the object as it was at the head of `inventory`: path below its folder, and bytes.

        Contents are checked. Raises Missing, Damaged.
        """
        object_id = inventory.object_id
        yield OBJECT_DECLARATION, self._storage.read(self._own_key(object_id, OBJECT_DECLARATION))
        for number in range(1, inventory.head + 1):
            for name in (INVENTORY, SIDECAR):
                content = self._storage.read(self._version_key(object_id, number, name))
                yield f"v{number}/{name}", content
                if number == inventory.head:
                    # The same bytes: the object's own may be of a later version by now.
                    yield name, content
        for digest, path in inventory.manifest.items():
            content = self._storage.read(self._own_key(object_id, path))
            if sha512(content) != digest:
                raise Damaged(self._own_key(object_id, path))
            yield path, content

    def inventory_bytes(self, object_id: str, number: int = 0) -> bytes | None:
        """The inventory of one version as it lies there, or by 0 the object's own, unchecked; None where it is missing."""
        key = (
            self._version_key(object_id, number, INVENTORY) if number else self._own_key(object_id, INVENTORY)
        )
        return self._find(key)

    def read_file(self, inventory: Inventory, path: str, digest: Sha512) -> bytes:
        """One of the files that `files_of` tells of, checked. Raises Missing, Damaged."""
        # The object's own may be of a later version by now.
        place = f"v{inventory.head}/{path}" if path in {INVENTORY, SIDECAR} else path
        content = self._storage.read(self._own_key(inventory.object_id, place))
        if sha512(content) != digest:
            raise Damaged(self._own_key(inventory.object_id, place))
        return content

    def survey(self) -> tuple[set[str], Checked]:
        """The identifiers of all folders that could be objects, and the files around them, checked."""
        folders: set[str] = set()
        around: set[str] = set()
        depth = self._prefix.count("/") + 1
        for key in self._storage.keys(self._prefix):
            object_id = object_id_at("/".join(key.split("/")[depth : depth + 2]))
            if object_id and key.startswith(f"{self.object_key(object_id)}/"):
                folders.add(object_id)
            else:
                around.add(key)
        return folders, self._check_around(around)

    def check(self, object_id: str, *, at_least: int = 0) -> Checked:
        """Read an object back; see `service.storage.fixity`."""
        return check_object(self._storage, self.object_key(object_id), object_id, at_least=at_least)

    def _check_around(self, there: set[str]) -> Checked:
        declaration, readme = f"{self._prefix}/{ROOT_DECLARATION}", f"{self._prefix}/{README}"
        held = {key: content for key in (declaration, readme) if (content := self._find(key)) is not None}
        changed = [
            key
            for key, content in held.items()
            if sha512(content) not in ROOT_DIGESTS[key.rpartition("/")[2]]
        ]
        return Checked(
            object_id="",
            changed=tuple(changed),
            missing=tuple(key for key in (declaration, readme) if key not in held),
            untracked=tuple(
                key
                for key in sorted(there - {declaration, readme})
                if not BESIDE.fullmatch(key.removeprefix(f"{self._prefix}/"))
            ),
            files=len(held),
            size=sum(map(len, held.values())),
        )

    def _checked(self, object_id: str, content: bytes) -> Inventory:
        # The sidecar of the version, not the object's own: that one is replaced a moment later.
        inventory = decode(content)
        recorded = self._find(self._version_key(object_id, inventory.head, SIDECAR))
        if recorded != sidecar(content) or inventory.object_id != object_id:
            raise Damaged(self._own_key(object_id, INVENTORY))
        return inventory

    def _need(self, object_id: str) -> Inventory:
        inventory = self.head(object_id)
        if inventory is None:
            raise Missing(object_id)
        return inventory

    def _find(self, key: str) -> bytes | None:
        try:
            return self._storage.read(key)
        except Missing:
            return None

    def _version_key(self, object_id: str, number: int, name: str) -> str:
        return f"{self.object_key(object_id)}/v{number}/{name}"

    def _own_key(self, object_id: str, name: str) -> str:
        return f"{self.object_key(object_id)}/{name}"
