"""
The signing key in its file: made once, followed when another takes its place, and never one that the archive does not know.

* SigningKeyRefused   the file of the signing key is not there, cannot be made, read or used
  - NotOfThisArchive  the archive is signed with other keys than the one at hand, or with some while none is at hand
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from service.archive.proof import Claim, Signer, read_key
from service.storage import OcflRoot
from service.storage.durable import sync


class SigningKeyRefused(Exception):
    """The file of the signing key cannot be used."""

    retryable = False


class NotOfThisArchive(SigningKeyRefused):
    """What is at hand is none of the keys that the archive knows."""

    def __init__(self, at_hand: str, known: Iterable[str]) -> None:
        super().__init__(
            f"{at_hand}, and this archive is signed with {', '.join(sorted(known))}: copy the file from a host that has it;"
            " where it is lost for good, `vankien key new` makes another"
        )


class FollowingSigner(Signer):
    """The key that lies in a file: once another lies there, everything is signed with that one, without a restart."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read = (0, 0)
        self._follow()

    def of_the_moment(self) -> Signer:
        """The key that lies there now. Raises `SigningKeyRefused`."""
        self._follow()
        return Signer(self._private)

    def code(self, claim: Claim) -> str:
        """The code of a paper, by the key of the moment. Raises `SigningKeyRefused`."""
        return self.of_the_moment().code(claim)

    def sign(self, content: bytes) -> bytes:
        """The signature of these bytes, by the key of the moment. Raises `SigningKeyRefused`."""
        return self.of_the_moment().sign(content)

    def signature(self, content: bytes) -> str:
        """The same in base64url without padding. Raises `SigningKeyRefused`."""
        return self.of_the_moment().signature(content)

    def _follow(self) -> None:
        try:
            held = self._file.stat()
            read = (held.st_mtime_ns, held.st_ino)
        except OSError:
            # Whose file was taken away goes on with the key it has read; at the next start it is missed.
            read = self._read
        if read != self._read or read == (0, 0):
            super().__init__(signing_key(self._file)._private)  # noqa: SLF001 -- of the same class
            self._read = read


def new_key(file: Path) -> Signer:
    """
    Make a key and keep its private half in `file`, which must not be there. Raises `SigningKeyRefused`.

    The file is whole and durable before anything is signed: the archive must not know a key that a power cut took away.
    """
    private = Ed25519PrivateKey.generate()
    content = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f"{file.name}.") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
            os.link(out.name, file)
        sync(file.parent)
    except OSError as error:
        raise SigningKeyRefused(f"the signing key {file} cannot be made: {error.strerror}") from error
    return Signer(private)


def renewed_key(file: Path, root: OcflRoot) -> Signer:
    """
    Put a new key in the place of the one in `file`, which stays beside it under its id. Raises `SigningKeyRefused`, `StorageError`.

    The public half lies in the archive before anything is signed with it; nobody ever finds no key in `file`.
    """
    new = file.with_name(f"{file.name}.new")
    try:
        new.unlink(missing_ok=True)
        made = new_key(new)
        root.lay_beside(made.key_name, made.key_file())
        if file.exists():
            kept = file.with_name(f"{file.name}.{signing_key(file).key_id}")
            if not kept.exists():
                os.link(file, kept)
        new.replace(file)
    except OSError as error:
        raise SigningKeyRefused(f"the signing key {file} cannot be renewed: {error.strerror}") from error
    return made


def require_key(file: Path, root: OcflRoot) -> None:
    """
    Let a key of the archive lie in `file`, its public half in the archive.

    Only where neither has any is one made: a second host that made its own would sign what the first has begun, with another
    code for the same paper. Raises `NotOfThisArchive`, `SigningKeyRefused`, `StorageError`.
    """
    known = {key[0] for _, content in root.beside("proof-key-") if (key := read_key(content))}
    if not file.exists():
        if known:
            raise NotOfThisArchive(f"{file} is not there", known)
        try:
            new_key(file)
        except SigningKeyRefused:
            # Another process that starts at the same moment may have been first.
            if not file.exists():
                raise
    signer = signing_key(file)
    if known and signer.key_id not in known:
        raise NotOfThisArchive(f"{file} holds the key {signer.key_id}", known)
    root.lay_beside(signer.key_name, signer.key_file())


def signing_key(file: Path) -> Signer:
    """The key in `file`. Raises `SigningKeyRefused`."""
    try:
        private = load_pem_private_key(file.read_bytes(), password=None)
    except FileNotFoundError as error:
        raise SigningKeyRefused(f"the signing key {file} is not there") from error
    except (OSError, ValueError, TypeError) as error:
        raise SigningKeyRefused(f"the signing key {file} cannot be read") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise SigningKeyRefused(f"the signing key {file} is no Ed25519 key")
    return Signer(private)
