"""
An OCFL 1.1 storage root over any storage: objects of versions, each appearing whole.

A version is made in three steps, so that any crash and any rival leave the archive right:

1. *Prepare.* The new files are put below `staging/versions/`, bundled as one file in a folder
   named by the digest of the inventory to be. Nothing of it is in the archive yet.
2. *Decide.* The new inventory is put as `vN/inventory.json`. Only one can live there: of
   two rivals one wins, the other gets VersionTaken and nothing of its files ever enters.
3. *Finish.* The files are copied in, the digest of the inventory, then the object's own
   inventory is replaced (the moment readers see the version), then its digest; those of a
   first version are laid together. Anyone may finish what was decided, any number of times;
   `settle` does.

Nothing in the archive is ever removed, and only the object's own inventory is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Final

from service.storage.bundle import BUNDLE, bundled, unbundled
from service.storage.errors import Damaged, KeyTaken, Missing, StorageUnavailable, VersionTaken
from service.storage.inventory import Inventory, Sha512, Version, decode, extended, sha512, sidecar
from service.storage.keys import STAGING
from service.storage.layout import (
    BESIDE,
    OBJECT_DECLARATION,
    OBJECT_DECLARATION_TEXT,
    README,
    README_TEXT,
    ROOT_DECLARATION,
    ROOT_DECLARATION_TEXT,
    object_id_at,
    object_path,
)
from service.storage.ocfl_reader import OcflReader
from service.storage.port import Naming
from service.storage.whole_object import INVENTORY, SIDECAR

_PREPARED: Final = f"{STAGING}/versions"
_PREPARED_NAME: Final = re.compile(r"(staging/versions/[^/]+/[^/]+/v([0-9]+)\.[0-9a-f]{32})/.+", re.ASCII)
# How often a rival may move an object on while we look at it.
_RIVALS: Final = 50


class OcflRoot(OcflReader):
    """
    The archive to write to, below the key `prefix` of `storage`.

    No `ocfl_layout.json` is written: that file may only name a registered layout, and
    ours is described in the README, as the specification asks of local conventions.
    """

    def initialise(self) -> None:
        """Declare the archive and lay its README; again is fine, and an older README stays."""
        self._storage.put(f"{self._prefix}/{ROOT_DECLARATION}", ROOT_DECLARATION_TEXT)
        if not self._storage.exists(f"{self._prefix}/{README}"):
            self._storage.put(f"{self._prefix}/{README}", README_TEXT.encode())

    def lay_beside(self, name: str, content: bytes) -> None:
        """
        Lay a file that helps to verify papers beside the terms; one that lies there already stays.

        ValueError for any name but `verify.html`, `verify-<number>.html` and `proof-key-<16 hexadecimal digits>.json`.
        """
        if not BESIDE.fullmatch(name):
            raise ValueError(f"nothing named {name!r} lies beside the terms")
        if not self._storage.exists(f"{self._prefix}/{name}"):
            self._storage.put(f"{self._prefix}/{name}", content)

    def add_version(
        self,
        object_id: str,
        *,
        files: Mapping[str, bytes | Sha512],
        created: datetime,
        message: str,
        user: str,
        expected_head: int,
    ) -> Version:
        """
        Add version `expected_head` + 1 of exactly `files`, logical path -> bytes; 0 for a new object.

        Durable when it returns. The same call again returns the same version. Raises
        VersionTaken when that version has other files, Missing when `expected_head` is not
        there, ValueError (see `inventory.extended`), StorageError.
        """
        # What an earlier call decided is finished with the bytes at hand, should its prepared ones be injured.
        head = self._settle(object_id, at_hand=files.values())
        before = self._inventory_at(object_id, expected_head, head)
        inventory, new = extended(
            before, object_id=object_id, files=files, created=created, message=message, user=user
        )
        self._add(inventory, new, is_next=head is None or head.head == expected_head)
        return inventory.versions[-1]

    def settle(self, object_id: str) -> Inventory | None:
        """
        Finish the version a crashed writer had decided, clear away what it had only prepared.

        Idempotent, and safe beside live writers. Returns the head, as `head` does. Raises Damaged when what was
        prepared is not what was decided: then only the writer who has the bytes completes it, by `add_version`.
        """
        return self._settle(object_id)

    def _settle(self, object_id: str, at_hand: Iterable[bytes | Sha512] = ()) -> Inventory | None:
        head = self.head(object_id)
        number = head.head if head else 0
        while (decided := self._find(self._version_key(object_id, number + 1, INVENTORY))) is not None:
            inventory = decode(decided)
            if inventory.object_id != object_id:
                raise Damaged(self._version_key(object_id, number + 1, INVENTORY))
            held = {sha512(one): one for one in at_hand if isinstance(one, bytes)}
            self._finish(inventory, decided, held)
            number += 1
        if number:
            self._match_sidecar(object_id)
        for prepared, wanted in self._prepared(object_id):
            # What is prepared for a version not yet decided may belong to a live writer.
            if wanted <= number:
                self._storage.discard(prepared)
        return self.head(object_id)

    def settle_all(self) -> list[str]:
        """Settle every object a crash may have left unfinished; return their identifiers."""
        paths = {"/".join(key.split("/")[2:4]) for key in self._storage.keys(_PREPARED)}
        found = [object_id for path in sorted(paths) if (object_id := object_id_at(path))]
        for object_id in found:
            self.settle(object_id)
            # A writer that died before its first file may have made the folder for it.
            self._storage.sweep_folders(self.object_key(object_id))
        return found

    def _add(self, inventory: Inventory, new: Mapping[str, bytes], *, is_next: bool) -> None:
        """The three steps of a version whose bytes are at hand; they wait for the disk together, and have their names step by step."""
        content = inventory.encode()
        # One file, since nobody reads it but whoever finishes for a writer that died, and a disk syncs it once.
        bundle = f"{self._prepared_key(inventory, content)}/{BUNDLE}"
        prepared = {bundle: bundled(new.values())} if is_next else {}
        decided = {self._version_key(inventory.object_id, inventory.head, INVENTORY): content}
        files = self._brought(inventory, content, _by_digest(inventory, new))
        shown = self._shown_first(inventory, content)
        with self._storage.drafting({**prepared, **decided, **files, **shown}) as name:
            name(*prepared)
            try:
                # I4: what is prepared enters the archive only behind this one file, by an object the catalog knows.
                name(*decided)
            except KeyTaken:
                self._storage.discard(self._prepared_key(inventory, content))
                raise VersionTaken(f"{inventory.object_id} has another v{inventory.head}") from None
            self._copy_in(inventory, content, files, shown, name)

    def _finish(self, inventory: Inventory, content: bytes, held: Mapping[Sha512, bytes]) -> None:
        """Copy in what a version brought that was decided, from `held` or from what was prepared; `content` is its inventory."""
        files = self._brought(inventory, content, held)
        shown = self._shown_first(inventory, content)
        with self._storage.drafting({**files, **shown}) as name:
            self._copy_in(inventory, content, files, shown, name)

    def _copy_in(
        self,
        inventory: Inventory,
        content: bytes,
        files: Iterable[str],
        shown: Iterable[str],
        name: Naming,
    ) -> None:
        """The third step: `shown` are the keys of a new object's own inventory and its digest."""
        name(*files)
        if not self._show_first(shown, name):
            self._advance(inventory.object_id, inventory.head, content)
            self._match_sidecar(inventory.object_id)
        self._storage.discard(self._prepared_key(inventory, content))

    def _brought(
        self, inventory: Inventory, content: bytes, held: Mapping[Sha512, bytes]
    ) -> dict[str, bytes]:
        """What the newest version lays into the object, but for its inventory; from `held` or from what was prepared."""
        object_id, number = inventory.object_id, inventory.head
        prepared, added = self._prepared_key(inventory, content), inventory.added(number)
        if not held.keys() >= {*added.values()}:
            held = {**self._bundle(f"{prepared}/{BUNDLE}"), **held}
        files = {
            self._own_key(object_id, path): held[digest]
            if digest in held
            else self._prepared_file(f"{prepared}/{path}", object_id, path, digest)
            for path, digest in added.items()
        }
        files[self._version_key(object_id, number, SIDECAR)] = sidecar(content)
        files[self._own_key(object_id, OBJECT_DECLARATION)] = OBJECT_DECLARATION_TEXT
        return files

    def _bundle(self, key: str) -> dict[Sha512, bytes]:
        """What was prepared; nothing where somebody else finished meanwhile and cleared up."""
        content = self._find(key)
        return {sha512(one): one for one in unbundled(content)} if content is not None else {}

    def _prepared_file(self, key: str, object_id: str, path: str, digest: Sha512) -> bytes:
        # Versions of this program before the bundle prepared each file by itself.
        content = self._find(key)
        if content is None:
            # Somebody else finished meanwhile and cleared up, or this is a second call.
            content = self._find(self._own_key(object_id, path))
        if content is not None and sha512(content) == digest:
            return content
        raise Damaged(self._own_key(object_id, path))

    def _shown_first(self, inventory: Inventory, content: bytes) -> dict[str, bytes]:
        """
        A new object's own inventory and its digest; nothing for a later version, which replaces those that lie there.

        Readers compare the inventory with the digest in its version, so either may come first.
        """
        if inventory.head > 1:
            return {}
        return {
            self._own_key(inventory.object_id, INVENTORY): content,
            self._own_key(inventory.object_id, SIDECAR): sidecar(content),
        }

    def _show_first(self, shown: Iterable[str], name: Naming) -> bool:
        """Lay them where nothing lies yet, both at once; false where something does."""
        if keys := [*shown]:
            with suppress(KeyTaken):
                name(*keys)
                return True
        return False

    def _advance(self, object_id: str, number: int, content: bytes) -> None:
        key = self._own_key(object_id, INVENTORY)
        for _ in range(_RIVALS):
            current = self._find(key)
            if current is not None and current != content and decode(current).head >= number:
                return
            with suppress(KeyTaken):
                self._storage.replace(key, content, instead_of=current)
                return
        raise StorageUnavailable(f"{key} is replaced by others again and again")

    def _match_sidecar(self, object_id: str) -> None:
        key = self._own_key(object_id, SIDECAR)
        for _ in range(_RIVALS):
            current = self._find(key)
            content = self._storage.read(self._own_key(object_id, INVENTORY))
            self._checked(object_id, content)
            with suppress(KeyTaken):
                self._storage.replace(key, sidecar(content), instead_of=current)
                return
        raise StorageUnavailable(f"{key} is replaced by others again and again")

    def _inventory_at(self, object_id: str, number: int, head: Inventory | None) -> Inventory | None:
        if number == 0:
            return None
        if head is None or head.head < number:
            raise Missing(f"{object_id} has no version {number}")
        if head.head == number:
            return head
        return self._checked(object_id, self._storage.read(self._version_key(object_id, number, INVENTORY)))

    def _prepared(self, object_id: str) -> set[tuple[str, int]]:
        keys = self._storage.keys(f"{_PREPARED}/{object_path(object_id)}")
        return {(match[1], int(match[2])) for key in keys if (match := _PREPARED_NAME.fullmatch(key))}

    def _prepared_key(self, inventory: Inventory, content: bytes) -> str:
        at = f"{_PREPARED}/{object_path(inventory.object_id)}"
        return f"{at}/v{inventory.head}.{sha512(content)[:32]}"


def _by_digest(inventory: Inventory, new: Mapping[str, bytes]) -> dict[Sha512, bytes]:
    """The bytes that the newest version brings, which were hashed when its inventory was made."""
    added = inventory.added(inventory.head)
    return {added[path]: content for path, content in new.items()}
