"""A small OpenID provider that a test runs itself: real HTTP, tokens signed by a real key, and lies where a test asks for them."""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from werkzeug.serving import make_server

from tests.answering import answering

CLIENT = "vankien"
SECRET = "only for this test: a secret %"


@dataclass(kw_only=True)
class OpenIdProvider:
    """Whoever comes is `subject`; `twist` changes the claims of the next tokens, `sign` how they are signed."""

    issuer: str = ""
    subject: str = "248289761001"
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "first", "use": "sig"}))
    twist: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[OpenIdProvider, dict[str, Any]], str] = lambda own, said: own.signed(said)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def rotate(self) -> None:
        """Another key from now on; the one before is forgotten."""
        self.key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig"})

    def signed(self, said: dict[str, Any]) -> str:
        """As an honest provider signs."""
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, said, self.key)

    def unsigned(self, said: dict[str, Any]) -> str:
        """`alg: none`: claims that nobody signed."""
        parts = ({"alg": "none", "typ": "JWT"}, said)
        return (
            ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts)
            + "."
        )

    def app(self) -> Flask:
        """The provider's four addresses."""
        app = Flask("provider")

        @app.get("/.well-known/openid-configuration")
        def configuration() -> Response:
            self.asked.append("configuration")
            own = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
            addresses = {name: f"{self.issuer}/{path}" for name, path in own.items()}
            return jsonify({"issuer": self.issuer, **addresses, **self.metadata})

        @app.get("/authorize")
        def authorize() -> Any:
            code = secrets.token_urlsafe(16)
            self.codes[code] = request.args.to_dict()
            back = {"code": code, "state": request.args["state"], **self.answer}
            return redirect(f"{request.args['redirect_uri']}?{urlencode(back)}")

        @app.post("/token")
        def token() -> Any:
            asked = self.codes.pop(request.form.get("code", ""), None)
            told = request.authorization
            is_ours = told is not None and (told.username, told.password) == (CLIENT, SECRET)
            if asked is None or not is_ours or asked["redirect_uri"] != request.form["redirect_uri"]:
                return jsonify({"error": "invalid_grant" if is_ours else "invalid_client"}), 400
            if create_s256_code_challenge(request.form["code_verifier"]) != asked["code_challenge"]:
                return jsonify({"error": "invalid_grant"}), 400
            now = int(time.time())
            said = {"iss": self.issuer, "sub": self.subject, "aud": CLIENT, "nonce": asked["nonce"], "iat": now,
                    "exp": now + 300, "email": "quan-tri@example.vn", "email_verified": True, "role": "administrator"}  # fmt: skip
            said = {name: one for name, one in (said | self.twist).items() if one is not None}
            return jsonify({"access_token": "x", "token_type": "Bearer", "id_token": self.sign(self, said)})

        @app.get("/jwks")
        def keys() -> Response:
            self.asked.append("jwks")
            return jsonify(KeySet([self.key]).as_dict(private=False))

        return app


@contextmanager
def provider() -> Iterator[OpenIdProvider]:
    """A provider on a port of this machine."""
    held = OpenIdProvider()
    server = make_server("127.0.0.1", 0, held.app(), threaded=True)
    held.issuer = f"http://127.0.0.1:{server.port}"
    with answering(server):
        yield held
