"""
All files of an archived object with their digests, told without reading them.

Contents are in its inventory; what stands around them (declaration, inventories, sidecars) follows from the digests of the
inventories alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from service.storage.inventory import Inventory, Sha512, sha512, sidecar_of
from service.storage.layout import OBJECT_DECLARATION, OBJECT_DECLARATION_TEXT

INVENTORY: Final = "inventory.json"
SIDECAR: Final = "inventory.json.sha512"


def files_of(inventory: Inventory, inventories: Sequence[Sha512]) -> Iterator[tuple[str, Sha512]]:
    """
    Path below the object's folder and sha512 of each of its files, at the head of `inventory`.

    `inventories` are the digests of the inventories of its versions, the first one first. The order is always the same:
    backups that are kept name sizes by it.
    """
    yield OBJECT_DECLARATION, sha512(OBJECT_DECLARATION_TEXT)
    for folder, digest in (
        *((f"v{n}/", digest) for n, digest in enumerate(inventories, start=1)),
        ("", inventories[-1]),
    ):
        yield f"{folder}{INVENTORY}", digest
        yield f"{folder}{SIDECAR}", sha512(sidecar_of(digest))
    yield from sorted((path, digest) for digest, path in inventory.manifest.items())
