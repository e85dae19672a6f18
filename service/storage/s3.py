"""
Bytes kept as objects of one S3 bucket.

An object store has no half-written objects: a PUT is there whole, or not at all. What makes
it fit for an archive are conditions that the store itself checks: `If-None-Match: *` for
bytes that are written once, `If-Match` for the two files that are replaced. Some stores
that speak S3 ignore the one or the other without a word, so both are tried out at the
start, and a store that overwrites is refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
from obstore.store import S3Store

from service.storage.errors import KeyTaken, Missing, StorageUnavailable, StorageUnfit
from service.storage.keys import (
    DRAFTS,
    check_discardable,
    check_key,
    check_prefix,
    check_replaceable,
)
from service.storage.port import Naming
from service.storage.together import together

if TYPE_CHECKING:
    from obstore import UpdateVersion
    from obstore.store import S3Config

_AT_ONCE: Final = 16
# A rival may discard what we met, once for each try.
_TRIES: Final = 20
_KNOWN_FOLDERS: Final = 100_000
_PATIENCE: Final = timedelta(seconds=20)


class S3Storage:
    """
    A storage over `bucket`, below the key `prefix` ("" for the whole bucket).

    Without `keys` (access key, secret key) the environment and the roles of the machine
    are asked, as AWS's own tools do. Whoever will `only_read` does not try the store out. Raises StorageUnfit when the store would overwrite,
    StorageUnavailable when it does not answer.
    """

    reads_at_once = 8

    def __init__(
        self,
        bucket: str,
        prefix: str,
        *,
        endpoint: str | None = None,
        region: str = "us-east-1",
        keys: tuple[str, str] | None = None,
        only_read: bool = False,
    ) -> None:
        config: S3Config = {"region": region, "checksum_algorithm": "SHA256"}
        if endpoint:
            config["endpoint"] = endpoint
        if keys:
            config["access_key_id"], config["secret_access_key"] = keys
        self._name = f"s3://{bucket}/{prefix}".rstrip("/")
        self._store = S3Store(
            bucket,
            prefix=check_prefix(prefix) or None,
            config=config,
            client_options={"allow_http": True, "connect_timeout": "5s", "timeout": "30s"},
            retry_config={"max_retries": 4, "retry_timeout": _PATIENCE},
        )
        self._folders: set[str] = set()
        if not only_read:
            self._probe()

    def put(self, key: str, content: bytes) -> None:
        """Store `content` under `key`; see the port."""
        self.put_all({key: content})

    def put_all(self, contents: Mapping[str, bytes]) -> None:
        """Put every content under its key, many at once; see the port."""
        self._refuse_folders([check_key(key) for key in contents])
        together(lambda item: self._store_once(*item), contents.items(), threads=_AT_ONCE)

    @contextmanager
    def drafting(self, contents: Mapping[str, bytes]) -> Iterator[Naming]:
        """Bytes that have their names in turn: here an object has its name from the beginning; see the port."""
        yield lambda *keys: self.put_all({key: contents[key] for key in keys})

    def replace(self, key: str, content: bytes, *, instead_of: bytes | None) -> None:
        """Store `content` in place of `instead_of`; see the port."""
        self._refuse_folders([check_replaceable(key)])
        for _ in range(_TRIES):
            current, mode = self._look(key)
            if current == content:
                return
            if current != instead_of:
                raise KeyTaken(key)
            if self._write(key, content, mode):
                return
        raise StorageUnavailable(f"{key} is replaced by others again and again")

    def read(self, key: str) -> bytes:
        """The bytes under `key`; see the port."""
        content, _ = self._look(check_key(key))
        if content is None:
            raise Missing(key)
        return content

    def exists(self, key: str) -> bool:
        """Whether bytes live under `key`."""
        check_key(key)
        with self._refusals(f"look for {key}"):
            try:
                obstore.head(self._store, key)
            except FileNotFoundError:
                return False
        return True

    def keys(self, prefix: str) -> Iterator[str]:
        """All keys in the folder `prefix`; see the port."""
        if check_prefix(prefix) and self.exists(prefix):
            yield prefix
        with self._refusals(f"list {prefix or 'all keys'}"):
            for page in obstore.list(self._store, prefix=prefix or None):
                for found in page:
                    if not found["path"].startswith(f"{DRAFTS}/"):
                        yield found["path"]

    def names(self, folder: str) -> list[str]:
        """What stands directly in `folder`; see the port."""
        with self._refusals(f"list {folder or 'the top'}"):
            found = obstore.list_with_delimiter(self._store, prefix=check_prefix(folder) or None)
        folders = (f"{one.rstrip('/')}/" for one in found["common_prefixes"])
        keys = [*(one["path"] for one in found["objects"]), *folders]
        start = len(folder) + 1 if folder else 0
        return sorted(key[start:] for key in keys if not key.startswith(f"{DRAFTS}/"))

    def discard(self, prefix: str) -> None:
        """Forget what lies below `prefix`; see the port."""
        found = list(self.keys(check_discardable(prefix)))
        with self._refusals(f"discard {prefix}"):
            if found:
                obstore.delete(self._store, found)

    def sweep_folders(self, prefix: str) -> None:
        """There are no folders here, only keys."""
        check_key(prefix)

    def sweep_drafts(self, *, made_before: datetime) -> int:
        """Remove what dead processes left of trying out the store; return how many."""
        with self._refusals("sweep the drafts"):
            pages = obstore.list(self._store, prefix=DRAFTS)
            old = [one["path"] for page in pages for one in page if one["last_modified"] < made_before]
            if old:
                obstore.delete(self._store, old)
        return len(old)

    def _store_once(self, key: str, content: bytes) -> None:
        for _ in range(_TRIES):
            if self._write(key, content, "create"):
                return
            held, _ = self._look(key)
            if held == content:
                return
            if held is not None:
                raise KeyTaken(key)
        raise StorageUnavailable(f"{key} is discarded again and again")

    def _write(self, key: str, content: bytes, mode: Literal["create"] | UpdateVersion) -> bool:
        """Whether the store took it; it refuses when the condition in `mode` does not hold."""
        with self._refusals(f"store {key}"):
            try:
                obstore.put(self._store, key, content, mode=mode, use_multipart=False)
            except (AlreadyExistsError, PreconditionError, FileNotFoundError):
                return False
        return True

    def _look(self, key: str) -> tuple[bytes | None, Literal["create"] | UpdateVersion]:
        """The bytes under `key`, and the mode in which a PUT takes their place, theirs only."""
        with self._refusals(f"read {key}"):
            try:
                found = obstore.get(self._store, key)
                return bytes(found.bytes()), {"e_tag": found.meta["e_tag"]}
            except FileNotFoundError:
                return None, "create"

    def _refuse_folders(self, keys: list[str]) -> None:
        """
        Raise KeyTaken for a key that is a folder of others, or lies below a key.

        A store would allow both and a folder of files neither. This is against mistakes of
        ours, not against rivals, so what once was seen to be a folder is not asked again.
        """
        above = {folder: key for key in keys for folder in _above(key)}
        asked = sorted(above.keys() - self._folders)
        held = together(self.exists, asked, threads=_AT_ONCE)
        for folder, is_key in zip(asked, held, strict=True):
            if is_key:
                raise KeyTaken(above[folder])
        parents = sorted({key.rpartition("/")[0] for key in keys})
        below = together(self._folders_in, parents, threads=_AT_ONCE)
        if taken := {folder for found in below for folder in found} & {*keys}:
            raise KeyTaken(min(taken))
        if len(self._folders) > _KNOWN_FOLDERS:
            self._folders.clear()
        self._folders.update(asked)

    def _folders_in(self, folder: str) -> list[str]:
        with self._refusals(f"list {folder or 'all folders'}"):
            return list(obstore.list_with_delimiter(self._store, prefix=folder or None)["common_prefixes"])

    def _probe(self) -> None:
        key = f"{DRAFTS}/probe-{secrets.token_hex(16)}"
        try:
            if not self._write(key, b"one", "create"):
                raise StorageUnavailable(f"{self._name} refuses new objects: does the bucket exist?")
            if self._write(key, b"two", "create"):
                raise StorageUnfit(f"{self._name} {_OVERWRITES.format('If-None-Match: *')}")
            _, first = self._look(key)
            if not self._write(key, b"three", first):
                raise StorageUnfit(f"{self._name} does not replace an object whose ETag matches (If-Match)")
            if self._write(key, b"four", first):
                raise StorageUnfit(f"{self._name} {_OVERWRITES.format('If-Match')}")
            if self._look(key)[0] != b"three":
                raise StorageUnfit(f"{self._name} does not give back what was stored last")
        finally:
            with self._refusals(f"try out {self._name}"):
                obstore.delete(self._store, [key])

    @contextmanager
    def _refusals(self, action: str) -> Iterator[None]:
        """Turn every error of the client inside into StorageUnavailable, saying what `action` failed."""
        try:
            yield
        except (BaseError, OSError) as error:
            # What follows the first line is the client's inner life.
            said = (str(error).splitlines() or [type(error).__name__])[0]
            raise StorageUnavailable(f"could not {action}: {said}") from error


_OVERWRITES: Final = (
    "cannot hold an archive: the store ignores `{}`, so that of two writers the second would overwrite"
    " the first; use a store with conditional writes"
)


def _above(key: str) -> list[str]:
    """The folders that hold `key`, the outermost first."""
    parts = key.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]
