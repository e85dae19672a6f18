"""
The keys that codes of papers are signed with, as those who keep the system look at them.

Public halves lie in the archive for good; one private half is in use, and lies in a file of the server.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

from service.archive.key_files import renewed_key, signing_key
from service.archive.proof import Signer, read_key
from service.catalog import AccountRecord, Catalog
from service.storage import OcflRoot


class SetsInHand(Exception):
    """Papers are being made: their codes would be signed with two keys."""

    retryable = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownKey:
    """
    A public key of the archive.

    `fingerprint` is the SHA-256 of its 32 bytes in hexadecimal. `since` is when its private half was made, where that lies on
    this server (`private`, a file); a key that another server made tells neither.
    """

    id: str
    fingerprint: str
    is_current: bool
    since: dt.datetime | None
    private: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDesk:
    """The keys of the archive; `file` holds the private half in use."""

    catalog: Catalog
    root: OcflRoot
    file: Path

    def keys(self) -> list[ShownKey]:
        """Every key, the one in use first, then the newest. Raises `SigningKeyRefused`, `StorageError`."""
        current = signing_key(self.file).key_id
        read = [key for _, content in self.root.beside("proof-key-") if (key := read_key(content))]
        shown = [self._shown(key_id, public, is_current=key_id == current) for key_id, public in read]
        long_ago = dt.datetime.min.replace(tzinfo=dt.UTC)
        return sorted(shown, key=lambda one: (one.is_current, one.since or long_ago, one.id), reverse=True)

    def public_file(self, key_id: str) -> bytes | None:
        """The public half as it lies in the archive; nothing for a key that is not there."""
        held = (
            content
            for _, content in self.root.beside("proof-key-")
            if (read_key(content) or ("",))[0] == key_id
        )
        return next(held, None)

    def renew(self, *, by: AccountRecord) -> Signer:
        """
        A new key from now on, in every process that reads the file; what older ones signed stays valid.

        Raises `SetsInHand`, `SigningKeyRefused`, `StorageError`.
        """
        with self.catalog.read() as work:
            if work.figures.sets_by_state().get("accepted"):
                raise SetsInHand
        made = renewed_key(self.file, self.root)
        with self.catalog.begin() as work:
            work.audit.note("key_made", subject=made.key_id, at=work.now(), account_id=by.id)
            work.commit()
        return made

    def _shown(self, key_id: str, public: bytes, *, is_current: bool) -> ShownKey:
        private = self.file if is_current else self.file.with_name(f"{self.file.name}.{key_id}")
        is_here = private.is_file()
        return ShownKey(
            id=key_id,
            fingerprint=hashlib.sha256(public).hexdigest(),
            is_current=is_current,
            since=dt.datetime.fromtimestamp(private.stat().st_mtime, tz=dt.UTC) if is_here else None,
            private=private if is_here else None,
        )
