"""The key that signs form tokens: made at the first start, kept in a file that only its owner reads."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

SHORTEST = 32
"""Bytes; a shorter key was not made by us and may be guessed."""


class SecretKeyRefused(Exception):
    """The file holds no usable key."""


def secret_key(file: Path) -> bytes:
    """The key in `file`, made there (mode 0600) when there is none. Raises `SecretKeyRefused`."""
    if not file.exists():
        _make(file)
    key = file.read_bytes().strip()
    if len(key) < SHORTEST:
        raise SecretKeyRefused(
            f"{file} holds {len(key)} bytes, a key has at least {SHORTEST}: remove the file to have one made"
        )
    return key


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=file.parent)  # mode 0600 from the first moment
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_hex(SHORTEST).encode())
            stream.flush()
            os.fsync(stream.fileno())
        # Several processes may start at once: a link never replaces the key of whoever was first.
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        Path(draft).unlink()


def provider_secret(file: Path) -> str:
    """The secret that an OpenID provider gave to this system; empty where no file is named. Raises `SecretKeyRefused`."""
    if file == Path():
        return ""
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise SecretKeyRefused(f"VANKIEN_OIDC_CLIENT_SECRET_FILE: {file} cannot be read") from error
    if not secret:
        raise SecretKeyRefused(f"VANKIEN_OIDC_CLIENT_SECRET_FILE: {file} is empty")
    return secret
