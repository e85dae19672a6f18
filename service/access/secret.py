"""Secrets that open something: given out once, kept as digests."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """One that nobody guesses."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """How it is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()
