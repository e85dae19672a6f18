"""
Anchors of the audit log: what it was on a day, signed and laid where nothing is ever replaced.

A chain alone shows that an entry was changed, but not that its end was cut off or that all of it was written anew.
An anchor is a file below `anchors/` of the archive's storage, written once a day:

| `vankien/audit-anchor/1` | |
|---|---|
| `seq`, `digest` | the newest entry at that moment |
| `since` | the entry of the anchor before; 0 for the first |
| `before` | the SHA-256 of the file of that anchor, or null |
| `entries` | the first 16 hexadecimal digits of the digest of each entry after `since`, in order, so that the first bad one can be named even where the whole chain was written anew |
| `at` | when, by the clock of the database |
| `key`, `signature` | Ed25519 by the archive's key, over the JSON without `signature`, names in order, without spaces |
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.archive.proof import Signer, is_signed
from service.catalog import BEGINNING, Link
from service.storage import KeyTaken, Storage

ANCHORS = "anchors"
SHORT = 16
"""Hexadecimal digits that an anchor keeps of the digest of an entry."""

_FORMAT = "vankien/audit-anchor/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One anchor as it was read; `fault` says why it cannot be believed."""

    key: str
    link: Link
    since: int
    before: str | None
    entries: tuple[str, ...]
    at: dt.datetime
    sha256: str
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """The anchors in a storage."""

    storage: Storage

    def keys(self) -> list[str]:
        """The names of all anchors, oldest first: by their entry, since the year may be that of a clock that ran ahead."""
        return sorted(self.storage.keys(ANCHORS), key=lambda key: (key.rpartition("/")[2], key))

    def last(self) -> Anchor | None:
        """The newest anchor, whoever signed it. Raises `StorageError`."""
        keys = self.keys()
        return self._read(keys[-1], None) if keys else None

    def all(self, public_keys: Mapping[str, bytes]) -> Iterator[Anchor]:
        """Every anchor, oldest first, each held against the keys and the anchor before it. Raises `StorageError`."""
        for key in self.keys():
            yield self._read(key, public_keys)

    def lay(
        self, head: Link, *, last: Anchor | None, entries: Sequence[str], at: dt.datetime, signer: Signer
    ) -> bool:
        """Lay an anchor at `head`; false when one lies there already. `entries` are the digests since the last."""
        signer = signer.of_the_moment()
        said = {
            "format": _FORMAT,
            "seq": head.seq,
            "digest": head.digest,
            "since": last.link.seq if last else BEGINNING.seq,
            "before": last.sha256 if last else None,
            "entries": [digest[:SHORT] for digest in entries],
            "at": at.astimezone(dt.UTC).isoformat(),
            "key": signer.key_id,
        }
        content = json.dumps({**said, "signature": signer.signature(_canonical(said))}, indent=1)
        try:
            self.storage.put(f"{ANCHORS}/{at:%Y}/{head.seq:012d}.json", f"{content}\n".encode())
        except KeyTaken:
            return False
        return True

    def _read(self, key: str, public_keys: Mapping[str, bytes] | None) -> Anchor:
        content = self.storage.read(key)
        try:
            said: dict[str, Any] = json.loads(content)
            signature = said.pop("signature")
            anchor = Anchor(
                key=key,
                link=Link(seq=int(said["seq"]), digest=str(said["digest"])),
                since=int(said["since"]),
                before=said["before"],
                entries=tuple(map(str, said["entries"])),
                at=dt.datetime.fromisoformat(said["at"]),
                sha256=hashlib.sha256(content).hexdigest(),
                fault=_fault(said, str(signature), public_keys),
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            return _unreadable(key, content)
        if len(anchor.entries) != anchor.link.seq - anchor.since:
            return _unreadable(key, content)
        return anchor


def _fault(said: Mapping[str, Any], signature: str, public_keys: Mapping[str, bytes] | None) -> str:
    if said["format"] != _FORMAT:
        return "unreadable"
    if public_keys is None:
        return ""
    if said["key"] not in public_keys:
        return "unknown_key"
    return "" if is_signed(_canonical(said), signature, public_keys[said["key"]]) else "forged"


def _unreadable(key: str, content: bytes) -> Anchor:
    return Anchor(
        key=key,
        link=BEGINNING,
        since=0,
        before=None,
        entries=(),
        at=dt.datetime.fromtimestamp(0, tz=dt.UTC),
        sha256=hashlib.sha256(content).hexdigest(),
        fault="unreadable",
    )


def _canonical(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
