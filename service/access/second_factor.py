"""
Codes of a telephone beside the password (TOTP, RFC 6238): six digits that change every half minute.

The secret that makes them is sealed with the key of the web process, so that a copy of the database opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from service.access.refusals import AccessRefused, AccountClosed, UnknownAccount
from service.catalog import AccountRecord, Catalog, Work

STEP = 30
"""Seconds."""
RECOVERY_CODES = 10
_DRIFT = (0, -1, 1)
"""Steps that a telephone's clock may be wrong."""
_ISSUER = "Văn kiện"
_NONCE = 12


class KeyChanged(AccessRefused):
    """The secret was sealed with another key: the second factor has to be set up anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What a telephone needs: the `address` (otpauth://) that a QR shows, and the secret to type in where there is no camera."""

    address: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorDesk:
    """Setting codes up, and asking for them; `key` is the key of the web process, `clock` gives seconds since 1970."""

    catalog: Catalog
    key: bytes
    clock: Callable[[], float] = time.time

    def is_on(self, account: AccountRecord) -> bool:
        """Whether signing in asks for a code."""
        with self.catalog.read() as work:
            held = work.second_factors.of(account.id)
        return held is not None and held.confirmed_at is not None

    def enrolment(self, account: AccountRecord) -> Enrolment | None:
        """What the telephone is to be shown: the same until a code of it was entered, nothing after that."""
        with self.catalog.begin() as work:
            held = work.second_factors.of(account.id)
            if held is not None and held.confirmed_at is not None:
                return None
            try:
                secret = self._opened(held.sealed_secret, account) if held else b""
            except KeyChanged:
                secret = b""
            if not secret:
                secret = secrets.token_bytes(20)
                work.second_factors.begin(account.id, self._sealed(secret, account))
                work.commit()
        address = _totp(secret).get_provisioning_uri(account.name, _ISSUER)
        return Enrolment(address=address, secret=base64.b32encode(secret).decode())

    def confirm(self, account: AccountRecord, code: str) -> tuple[str, ...] | None:
        """
        Ask for codes from now on, when `code` is right: the recovery codes, shown once; every session ends.

        Nothing for a wrong code, or where codes are asked for already. Raises `KeyChanged`.
        """
        codes = tuple(_recovery_code() for _ in range(RECOVERY_CODES))
        with self.catalog.begin() as work:
            held = work.second_factors.of(account.id)
            if held is None or held.confirmed_at is not None:
                return None
            step = self._step(self._opened(held.sealed_secret, account), code)
            if step is None or not work.second_factors.use_step(account.id, step, confirmed_at=work.now()):
                return None
            work.second_factors.add_recovery_codes(account.id, [_digest(one) for one in codes])
            work.sign_ins.end_sessions(account.id)
            work.audit.note("second_factor_set", subject=account.id, at=work.now(), account_id=account.id)
            work.commit()
        return codes

    def passes(self, account: AccountRecord, code: str) -> bool:
        """Whether `code` is the telephone's, or an unused recovery code; either is used up. Raises `KeyChanged`."""
        with self.catalog.begin() as work:
            if not self._is_right(work, account, code):
                return False
            work.audit.note("code_right", subject=account.id, at=work.now(), account_id=account.id)
            work.commit()
        return True

    def remove(self, account: AccountRecord, *, by: AccountRecord) -> None:
        """
        The password alone is enough again; every session of the account ends.

        Raises `UnknownAccount`, `AccountClosed`.
        """
        with self.catalog.begin() as work:
            within = work.accounts.any(account.id)
            if within is None or not account.organisation.lineage.startswith(by.organisation.lineage):
                raise UnknownAccount(account.name)
            if work.accounts.is_closed(account.id):
                raise AccountClosed(account.name)
            work.second_factors.remove(account.id)
            work.sign_ins.end_sessions(account.id)
            work.audit.note("second_factor_removed", subject=account.id, at=work.now(), account_id=by.id)
            work.commit()

    def _is_right(self, work: Work, account: AccountRecord, code: str) -> bool:
        held = work.second_factors.of(account.id)
        if held is None or held.confirmed_at is None:
            return False
        plain = "".join(code.split()).upper()
        if len(plain) == 6 and plain.isascii() and plain.isdigit():
            step = self._step(self._opened(held.sealed_secret, account), plain)
            return step is not None and work.second_factors.use_step(account.id, step)
        return work.second_factors.use_recovery_code(
            account.id, _digest(plain.replace("-", "")), at=work.now()
        )

    def _step(self, secret: bytes, code: str) -> int | None:
        """The step whose code it is, if any is near enough."""
        now, totp = int(self.clock()) // STEP, _totp(secret)
        given = "".join(code.split()).encode()
        steps = [now + drift for drift in _DRIFT]
        return next((one for one in steps if secrets.compare_digest(totp.generate(one * STEP), given)), None)

    def _sealed(self, secret: bytes, account: AccountRecord) -> str:
        nonce = secrets.token_bytes(_NONCE)
        return base64.b64encode(nonce + self._cipher().encrypt(nonce, secret, account.id.encode())).decode()

    def _opened(self, sealed: str, account: AccountRecord) -> bytes:
        raw = base64.b64decode(sealed)
        try:
            return self._cipher().decrypt(raw[:_NONCE], raw[_NONCE:], account.id.encode())
        except InvalidTag as error:
            raise KeyChanged(account.name) from error

    def _cipher(self) -> AESGCM:
        return AESGCM(hashlib.sha256(b"second factor\0" + self.key).digest())


def _totp(secret: bytes) -> TOTP:
    # SHA-1 is what every telephone's program knows; nothing here needs it to be free of collisions.
    return TOTP(secret, 6, SHA1(), STEP, enforce_key_length=False)  # noqa: S303 -- see above


def _recovery_code() -> str:
    """Fifty bits in ten signs, parted where the eye rests."""
    code = base64.b32encode(secrets.token_bytes(7)).decode()[:10]
    return f"{code[:5]}-{code[5:]}"


def _digest(code: str) -> str:
    return hashlib.sha256(code.replace("-", "").encode()).hexdigest()
