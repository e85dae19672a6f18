"""
Signing in by an OpenID provider, beside passwords: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0).

The provider is the operator's choice, so its addresses may lie in a private network, other than those of webhooks; they are taken
from its discovery document, over https alone, and no redirect is followed. What it says of a person is believed in one thing:
issuer and subject. Names, mails and rights come from nowhere but the accounts.

* ProviderRefused       nobody is signed in; `reason` is a stable word
  - ProviderUnavailable   the provider does not answer as one does: trying again may help
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException
from requests.adapters import HTTPAdapter

from service.access.refusals import AccessRefused

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "Ed25519")
"""Signatures by a key that the provider alone holds: `none` and shared secrets are no proof of who signed."""

SECONDS: Final = 10.0
PENDING_LASTS: Final = dt.timedelta(minutes=10)
_DISCOVERED_FOR: Final = 3600.0
_LEEWAY: Final = 60
_MOST_BYTES: Final = 512 * 1024
_LONGEST: Final = 255
"""Characters of a subject, as the standard has it."""
_HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})

Reason = Literal["unavailable", "declined", "stale", "untrue", "unknown", "taken"]


class ProviderRefused(AccessRefused):
    """Nobody is signed in by the provider."""

    retryable = False

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class ProviderUnavailable(ProviderRefused):
    """The provider does not answer, or not as one does."""

    retryable = True

    def __init__(self, reason: Reason = "unavailable") -> None:
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What the browser keeps while its person is at the provider; it comes back with them, once."""

    state: str
    nonce: str
    verifier: str
    at: int

    def encode(self) -> dict[str, str | int]:
        """As JSON values, for the signed cookie."""
        return {"state": self.state, "nonce": self.nonce, "verifier": self.verifier, "at": self.at}

    @classmethod
    def read(cls, held: Any) -> Pending:
        """What was kept. Raises `ProviderRefused` (`stale`) where nothing is, or it is too old."""
        try:
            pending = cls(**held)
        except TypeError:
            raise ProviderRefused("stale") from None
        if time.time() - pending.at > PENDING_LASTS.total_seconds():
            raise ProviderRefused("stale")
        return pending


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who the provider says it is: the one pair that it never gives to anybody else."""

    issuer: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An OpenID provider; `name` is what people call it, `redirect_uri` where it sends them back to."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    redirect_uri: str
    _known: dict[str, tuple[float, Any]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def begin(self) -> tuple[str, Pending]:
        """The address to send the browser to, and what it keeps meanwhile. Raises `ProviderUnavailable`."""
        pending = Pending(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            at=int(time.time()),
        )
        with self._session() as session:
            address, _ = session.create_authorization_url(
                self._endpoint("authorization_endpoint"),
                state=pending.state,
                nonce=pending.nonce,
                code_verifier=pending.verifier,
            )
        return str(address), pending

    def finish(self, pending: Pending, answered: Mapping[str, str]) -> Person:
        """
        Who came back, by the query that the provider sent them back with.

        Raises `ProviderRefused`: `declined` by the person or the provider, `stale` for an answer to another question, `untrue`
        for what the provider did not sign for us and now; `ProviderUnavailable`.
        """
        if not hmac.compare_digest(answered.get("state", "").encode(), pending.state.encode()):
            raise ProviderRefused("stale")
        metadata = self._metadata()
        issuer = answered.get("iss")  # RFC 9207: the answer of another provider is not taken for this one's
        if issuer != self.issuer and (
            issuer or metadata.get("authorization_response_iss_parameter_supported")
        ):
            raise ProviderRefused("untrue")
        code = answered.get("code", "")
        if not code:
            raise ProviderRefused("declined")
        return self._person(self._exchanged(code, pending), pending)

    def _exchanged(self, code: str, pending: Pending) -> Mapping[str, Any]:
        try:
            with self._session() as session:
                token: Mapping[str, Any] = session.fetch_token(
                    self._endpoint("token_endpoint"),
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=pending.verifier,
                    redirect_uri=self.redirect_uri,
                    allow_redirects=False,
                    timeout=SECONDS,
                )
        except AuthlibBaseError:
            # A code that was used, is not ours or has expired.
            raise ProviderRefused("stale") from None
        except (RequestException, ValueError):
            raise ProviderUnavailable from None
        return token

    def _person(self, token: Mapping[str, Any], pending: Pending) -> Person:
        raw = token.get("id_token")
        if not isinstance(raw, str):
            raise ProviderRefused("untrue")
        try:
            header, said = self._signed(raw)
            claims = CodeIDToken(
                said,
                header,
                options={
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self.client_id},
                },
                params={
                    "nonce": pending.nonce,
                    "client_id": self.client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(leeway=_LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError):
            raise ProviderRefused("untrue") from None
        subject = said.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST or not subject.isprintable():
            raise ProviderRefused("untrue")
        return Person(issuer=self.issuer, subject=subject)

    def _signed(self, raw: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Header and claims of a token that a key of the provider signed; keys that it has changed are asked for once."""
        try:
            token = jwt.decode(raw, self._keys(), algorithms=list(ALGORITHMS))
        except (JoseError, ValueError):
            token = jwt.decode(raw, self._keys(anew=True), algorithms=list(ALGORITHMS))
        return dict(token.header), dict(token.claims)

    def _keys(self, *, anew: bool = False) -> KeySet:
        held = self._asked(self._endpoint("jwks_uri"), anew=anew)
        # A shared secret among the keys would be one that signs for everybody.
        public = [
            key
            for key in held.get("keys", ())
            if isinstance(key, dict) and key.get("kty") in {"RSA", "EC", "OKP"}
        ]
        return KeySet.import_key_set({"keys": public})

    def _endpoint(self, name: str) -> str:
        address = self._metadata().get(name)
        if not isinstance(address, str) or not _is_safe(address, beside=self.issuer):
            raise ProviderUnavailable
        return address

    def _metadata(self) -> dict[str, Any]:
        found = self._asked(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise ProviderUnavailable
        return found

    def _asked(self, address: str, *, anew: bool = False) -> dict[str, Any]:
        """The JSON at an address, remembered for an hour. Raises `ProviderUnavailable`."""
        with self._lock:
            since, held = self._known.get(address, (0.0, None))
        if held is None or anew or time.monotonic() - since > _DISCOVERED_FOR:
            try:
                with self._session() as session:
                    answer = session.request(
                        "GET",
                        address,
                        withhold_token=True,
                        allow_redirects=False,
                        timeout=SECONDS,
                        stream=True,
                    )
                    raw = answer.raw.read(_MOST_BYTES + 1, decode_content=True)
                    held = answer.json() if answer.status_code == 200 and _kept(answer, raw) else None
            except (RequestException, ValueError, OSError):
                held = None
            if not isinstance(held, dict):
                raise ProviderUnavailable
            with self._lock:
                self._known[address] = (time.monotonic(), held)
        found: dict[str, Any] = held
        return found

    def _session(self) -> OAuth2Session:
        session = OAuth2Session(
            client_id=self.client_id,
            client_secret=self.client_secret or None,
            scope="openid",
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
        )
        session.trust_env = False  # no proxy, no password of a .netrc
        session.mount("https://", _SystemsTrust())
        return session


class _SystemsTrust(HTTPAdapter):
    """Certificates are held against the authorities of the machine, as everywhere else, so that one of the house can be added there."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As requests have it, with that trust."""
        super().init_poolmanager(*args, **kwargs, ssl_context=ssl.create_default_context())


def _kept(answer: Any, raw: bytes) -> bool:
    answer._content = raw  # noqa: SLF001 -- what was read within the limit is the whole answer
    return len(raw) <= _MOST_BYTES


def _is_safe(address: str, *, beside: str) -> bool:
    """Whether an endpoint may be used: https, or http on this machine where the issuer is that too."""
    parts, issuer = urlsplit(address), urlsplit(beside)
    if parts.username is not None or not parts.hostname:
        return False
    return parts.scheme == "https" or (
        parts.scheme == issuer.scheme == "http" and parts.hostname in _HERE and issuer.hostname in _HERE
    )


def is_issuer(address: str) -> bool:
    """
    Whether an address can be that of a provider.

        >>> is_issuer("https://id.example.vn/realms/union"), is_issuer("http://id.example.vn")
        (True, False)
    """
    parts = urlsplit(address)
    return not parts.query and not parts.fragment and _is_safe(address, beside=address)
