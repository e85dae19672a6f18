"""
Proof without us: the code on a paper, signed with a key whose public half lies in the archive.

A code is one line, so that a QR holds it and anybody can read it:

    VK1|<paper>|<set>|<template>|<number>|<digest>|<key>|<signature>

Ids are UUIDs in base64url without padding, the digest is the SHA-256 of what the paper printed (as the manifest has
it, `fields_sha256`), and the signature is Ed25519 over everything before the last `|`, in UTF-8.

* BadCode   no code, one that was changed, or one signed with a key that nobody here knows
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from service.storage import OcflRoot

PREFIX = "VK1"
KEY_FORMAT = "vankien/key/1"

_PARTS = 8


class BadCode(Exception):
    """The code proves nothing; `reason` says why."""

    retryable = False

    def __init__(self, reason: Literal["malformed", "forged", "unknown_key"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a code says of a paper; `number` is what the paper printed, empty for a blank."""

    document_id: str
    set_id: str
    template: str
    number: str
    fields_sha256: str


class Signer:
    """The private half of a key; it never leaves its process."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key_id = key_id_of(self.public)

    def of_the_moment(self) -> Signer:
        """The one key that signs now: what names a key and what it signed must be of the same."""
        return self

    def code(self, claim: Claim) -> str:
        """The code of a paper; the same claim gives the same code."""
        said = "|".join(
            (
                PREFIX,
                _short(uuid.UUID(claim.document_id).bytes),
                _short(uuid.UUID(claim.set_id).bytes),
                claim.template,
                claim.number,
                _short(bytes.fromhex(claim.fields_sha256)),
                self.key_id,
            )
        )
        return f"{said}|{_short(self._private.sign(said.encode()))}"

    def sign(self, content: bytes) -> bytes:
        """The signature of these bytes."""
        return self._private.sign(content)

    def signature(self, content: bytes) -> str:
        """The signature of these bytes, in base64url without padding."""
        return _short(self._private.sign(content))

    @property
    def key_name(self) -> str:
        """The name of the public half in the archive."""
        return f"proof-key-{self.key_id}.json"

    def key_file(self) -> bytes:
        """The public half, as it lies in the archive."""
        value = {
            "format": KEY_FORMAT,
            "id": self.key_id,
            "algorithm": "Ed25519",
            "public": base64.b64encode(self.public).decode(),
        }
        return f"{json.dumps(value, indent=1)}\n".encode()


def read_key(content: bytes) -> tuple[str, bytes] | None:
    """Id and public half of a key file; nothing for anything else."""
    try:
        value = json.loads(content)
        public = base64.b64decode(value["public"], validate=True)
        is_key = value["format"] == KEY_FORMAT and value["id"] == key_id_of(public)
    except (ValueError, KeyError, TypeError):
        return None
    return (value["id"], public) if is_key else None


def read_code(code: str, keys: Mapping[str, bytes]) -> Claim:
    """What a code claims, once its signature holds. Raises `BadCode`."""
    parts = code.strip().split("|")
    if len(parts) != _PARTS or parts[0] != PREFIX:
        raise BadCode("malformed")
    try:
        claim = Claim(
            document_id=str(uuid.UUID(bytes=_long(parts[1]))),
            set_id=str(uuid.UUID(bytes=_long(parts[2]))),
            template=parts[3],
            number=parts[4],
            fields_sha256=_long(parts[5]).hex(),
        )
        signature = _long(parts[7])
    except (ValueError, binascii.Error):
        raise BadCode("malformed") from None
    if parts[6] not in keys:
        raise BadCode("unknown_key")
    try:
        Ed25519PublicKey.from_public_bytes(keys[parts[6]]).verify(signature, "|".join(parts[:7]).encode())
    except (InvalidSignature, ValueError):
        raise BadCode("forged") from None
    return claim


def is_signed(content: bytes, signature: str, public: bytes) -> bool:
    """Whether `signature` (as `Signer.signature` gives it) is that of these bytes, by that key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(_long(signature), content)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def key_id_of(public: bytes) -> str:
    """The id of a key: the beginning of its digest."""
    return hashlib.sha256(public).hexdigest()[:16]


_READER = b"<script>/* qr.min.js: qr by Paul Miller, MIT OR Apache-2.0 */</script>"
"""Where the page has the program that reads a QR, which others wrote."""


def verify_page() -> bytes:
    """The page that verifies papers in a browser, without a network."""
    here = files(__package__)
    page, reader = ((here / name).read_bytes() for name in ("verify.html", "qr.min.js"))
    return page.replace(_READER, b"<script>" + reader.strip() + b"</script>", 1)


def lay_verify_page(root: OcflRoot) -> None:
    """Lay the page beside the terms. What an earlier release laid there stays: the newer page has a name of its own."""
    for name in ("verify.html", *(f"verify-{edition}.html" for edition in range(2, 1000))):
        held = root.beside_at(name)
        if held is None:
            root.lay_beside(name, verify_page())
        if held is None or held == verify_page():
            return


def _short(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _long(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
