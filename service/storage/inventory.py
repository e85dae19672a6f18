"""
The inventory of one archived object: which files each version has, and where they stand.

Pure: bytes in, bytes out. The same versions give the same bytes, on any machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NewType

from service.storage.errors import Damaged, Missing
from service.storage.keys import check_key
from service.storage.written import written

Sha512 = NewType("Sha512", str)
"""The sha512 of a file, in lower-case hex: names bytes that an earlier version already holds."""

_TYPE: Final = "https://ocfl.io/1.1/spec/#inventory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an object: all its files by logical path, and who made it when and why."""

    number: int
    created: datetime
    message: str
    user: str
    files: Mapping[str, Sha512]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """
    All versions of one object, the first one first.

    `manifest` gives for each digest the path of its file below the object's folder,
    `sha256` for each such path a second digest.
    """

    object_id: str
    versions: tuple[Version, ...]
    manifest: Mapping[Sha512, str]
    sha256: Mapping[str, str]

    @property
    def head(self) -> int:
        """The number of the latest version."""
        return len(self.versions)

    def version(self, number: int) -> Version:
        """The version `number`, counted from 1. Raises Missing."""
        if not 1 <= number <= self.head:
            raise Missing(f"{self.object_id} has no version {number}")
        return self.versions[number - 1]

    def digest(self, number: int, logical_path: str) -> Sha512:
        """The digest of a file of a version. Raises Missing."""
        try:
            return self.version(number).files[logical_path]
        except KeyError:
            raise Missing(f"{self.object_id} v{number} has no {logical_path!r}") from None

    def added(self, number: int) -> dict[str, Sha512]:
        """The files that came with version `number`: content path -> digest, in order of paths."""
        folder = f"v{number}/"
        return {path: sha for path, sha in _turned(self.manifest) if path.startswith(folder)}

    def encode(self) -> bytes:
        """The bytes of `inventory.json`."""
        inventory = {
            "digestAlgorithm": "sha512",
            "fixity": {"sha256": _grouped(self.sha256)},
            "head": f"v{self.head}",
            "id": self.object_id,
            "manifest": {sha: [path] for sha, path in self.manifest.items()},
            "type": _TYPE,
            "versions": {f"v{version.number}": _encode_version(version) for version in self.versions},
        }
        return written(inventory, indent=2)


def decode(content: bytes) -> Inventory:
    """The inventory that `Inventory.encode` wrote. Raises Damaged."""
    try:
        raw = json.loads(content)
        inventory = Inventory(
            object_id=raw["id"],
            versions=tuple(_decode_version(n, raw["versions"][f"v{n}"]) for n in range(1, _head(raw) + 1)),
            manifest={Sha512(sha): path for sha, [path] in raw["manifest"].items()},
            sha256={path: sha for sha, paths in raw["fixity"]["sha256"].items() for path in paths},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"not an inventory: {type(error).__name__}") from error
    return inventory


def sha512(content: bytes) -> Sha512:
    """The digest by which an object names its files."""
    return Sha512(hashlib.sha512(content).hexdigest())


def sidecar(inventory: bytes) -> bytes:
    """The bytes of `inventory.json.sha512`, such that `sha512sum -c` reads them."""
    return sidecar_of(sha512(inventory))


def sidecar_of(digest: Sha512) -> bytes:
    """The same, of an inventory with that digest."""
    return f"{digest}  inventory.json\n".encode()


def extended(
    before: Inventory | None,
    *,
    object_id: str,
    files: Mapping[str, bytes | Sha512],
    created: datetime,
    message: str,
    user: str,
) -> tuple[Inventory, dict[str, bytes]]:
    """
    The inventory with one version more, and the new bytes it needs by content path.

    `files` are all files of that version; a digest stands for bytes an earlier version
    holds. Bytes that are held already, under any name, are not stored again. Raises
    ValueError for bad paths, no files or a time without zone; Missing for unknown digests.
    """
    _check_paths(files)
    if created.utcoffset() is None:
        raise ValueError("the time of a version needs its zone")
    number = (before.head if before else 0) + 1
    manifest = dict(before.manifest) if before else {}
    sha256 = dict(before.sha256) if before else {}
    state: dict[str, Sha512] = {}
    new: dict[str, bytes] = {}
    for logical_path, content in sorted(files.items()):
        sha = sha512(content) if isinstance(content, bytes) else content
        state[logical_path] = sha
        if sha in manifest:
            continue
        if not isinstance(content, bytes):
            raise Missing(f"{object_id} holds no file of sha512 {sha}")
        path = manifest[sha] = f"v{number}/content/{logical_path}"
        sha256[path] = hashlib.sha256(content).hexdigest()
        new[path] = content
    version = Version(number=number, created=created.astimezone(UTC), message=message, user=user, files=state)
    versions = (*(before.versions if before else ()), version)
    return Inventory(object_id=object_id, versions=versions, manifest=manifest, sha256=sha256), new


def _check_paths(files: Mapping[str, bytes | Sha512]) -> None:
    if not files:
        raise ValueError("a version needs at least one file")
    for path in files:
        # As a key of its own and inside a version: a path that fits neither is refused here.
        check_key(f"v1/content/{path}")
        parts = path.split("/")
        if any("/".join(parts[:depth]) in files for depth in range(1, len(parts))):
            raise ValueError(f"{path!r} lies in a folder that is also a file")


def _encode_version(version: Version) -> dict[str, Any]:
    return {
        "created": version.created.isoformat().replace("+00:00", "Z"),
        "message": version.message,
        "state": _grouped(version.files),
        "user": {"name": version.user},
    }


def _decode_version(number: int, raw: dict[str, Any]) -> Version:
    return Version(
        number=number,
        created=datetime.fromisoformat(raw["created"]),
        message=raw["message"],
        user=raw["user"]["name"],
        files={path: Sha512(sha) for sha, paths in raw["state"].items() for path in paths},
    )


def _head(raw: dict[str, Any]) -> int:
    return int(raw["head"].removeprefix("v"))


def _grouped(digests: Mapping[str, str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for path, digest in sorted(digests.items()):
        grouped.setdefault(digest, []).append(path)
    return grouped


def _turned(manifest: Mapping[Sha512, str]) -> list[tuple[str, Sha512]]:
    return sorted((path, sha) for sha, path in manifest.items())
