"""Signing in by an OpenID provider: a real one, run by the test, that keeps to the rules or breaks one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from service.bootstrap import Services
from service.config import SettingsRefused, read_settings
from service.web import create_app
from tests.access.openid import CLIENT, SECRET, OpenIdProvider, provider
from tests.web.test_access_matrix import add_account
from tests.web.test_second_factor import code, secret_of
from tests.web.test_sign_in import PASSWORD, post

NAME = "Danh tính Liên đoàn"


@pytest.fixture
def openid() -> Iterator[OpenIdProvider]:
    with provider() as held:
        yield held


@pytest.fixture
def client(services: Services, openid: OpenIdProvider) -> FlaskClient:
    """A browser at a system that knows the provider, with an administrator and a secretary."""
    file = services.settings.var / "oidc-secret"
    file.write_text(f"{SECRET}\n")
    settings = replace(
        services.settings,
        public_url="http://localhost",
        oidc_issuer=openid.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret_file=file,
        oidc_name=NAME,
    )
    services.access.set_password(services.access.ensure_administrator("x"), PASSWORD)
    add_account(services, "an", "secretary", ("Công đoàn tỉnh",))
    app = create_app(replace(services, settings=settings))
    app.extensions["told"] = services, settings
    return app.test_client()


def at_provider(address: str) -> str:
    """What the browser does there: it is sent back, and this is where to."""
    answer = requests.get(address, allow_redirects=False, timeout=30)
    assert answer.status_code == 302
    return answer.headers["Location"]


def signed_in(client: FlaskClient, *, then: str = "/archive") -> Any:
    """Press the button, be at the provider, come back."""
    left = client.get(f"/sign-in/provider?next={then}")
    assert left.status_code == 303
    return client.get(at_provider(left.location))


def bound(client: FlaskClient, *, name: str = "an") -> Any:
    """Sign in by password, bind the account, sign out."""
    post(client, "/sign-in", name=name, password=PASSWORD)
    page = post(client, "/provider", old=PASSWORD)
    address = page.text.split('role="button" href="')[1].split('"')[0].replace("&amp;", "&")
    came = client.get(at_provider(address))
    post(client, "/sign-out", seen="/provider")
    return came


def test_without_a_provider_nothing_is_shown(services: Services) -> None:
    """
    No button, no page.
    """
    client = create_app(services).test_client()

    assert "/sign-in/provider" not in client.get("/sign-in").text
    assert [404] * 3 == [
        client.get(path).status_code
        for path in ("/sign-in/provider", "/sign-in/provider/return", "/provider")
    ]


def test_who_bound_their_account_signs_in_by_one_press(client: FlaskClient, services: Services) -> None:
    """
    With another session than before, at the page they wanted; the log says so; signing out tells that the provider's goes on.
    """
    came = bound(client)
    planted = client.get_cookie("vankien")
    client.set_cookie("vankien", "planted-by-somebody")
    entered = signed_in(client)
    session = client.get_cookie("vankien")
    page = client.get("/provider")
    left = post(client, "/sign-out", seen="/provider")
    told = {row.event for row in services.people.log(by=services.access.account_named("quan-tri"))}

    assert (303, "/provider") == (came.status_code, came.location)
    assert planted is None
    assert session
    assert session.value != "planted-by-somebody"
    assert (303, "/archive") == (entered.status_code, entered.location)
    assert f"đăng nhập được qua {NAME}" in page.text
    assert "vẫn đang đăng nhập" in client.get(left.location).text
    assert {"identity_bound", "signed_in"} <= told


def test_a_stranger_gets_no_account_whatever_the_provider_says_of_them(
    client: FlaskClient, services: Services, openid: OpenIdProvider
) -> None:
    """
    A verified mail and a role are no account; a closed account is none; whoever is unbound is a stranger again.
    """
    refused = signed_in(client)
    bound(client)
    openid.subject = "another"
    other = signed_in(client)
    openid.subject = OpenIdProvider().subject
    by, account = services.access.account_named("quan-tri"), services.access.account_named("an")
    services.people.unbind(account.id, by=by)
    unbound = signed_in(client)
    bound(client)
    services.people.disable(account.id, by=by)
    disabled = signed_in(client)

    assert [401] * 4 == [one.status_code for one in (refused, other, unbound, disabled)]
    assert "Chưa có tài khoản nào ở đây gắn" in refused.text
    assert client.get("/").status_code == 303


def test_one_person_of_the_provider_is_one_account(client: FlaskClient) -> None:
    """
    Bound to one account they are not bound to another; and binding asks for the password of who sits there.
    """
    bound(client)
    came = bound(client, name="quan-tri")
    post(client, "/sign-in", name="quan-tri", password=PASSWORD)
    wrong = post(client, "/provider", old="wrong")

    assert "/provider?taken=1" == came.location
    assert "đã gắn với một tài khoản khác" in client.get(came.location).text
    assert (422, "Sang" in wrong.text) == (wrong.status_code, False)


def test_codes_of_the_telephone_are_asked_for_all_the_same(
    client: FlaskClient, openid: OpenIdProvider
) -> None:
    """
    Whatever the provider says of how it made sure.
    """
    post(client, "/sign-in", name="an", password=PASSWORD)
    secret = secret_of(client.get("/second-factor"))
    post(client, "/second-factor", code=code(secret))
    post(client, "/provider", old=PASSWORD)
    page = post(client, "/provider", old=PASSWORD)
    address = page.text.split('role="button" href="')[1].split('"')[0].replace("&amp;", "&")
    client.get(at_provider(address))
    post(client, "/sign-out", seen="/provider")
    openid.twist = {"amr": ["pwd", "mfa"], "acr": "3"}
    entered = signed_in(client)
    before = client.get("/archive").status_code
    passed = post(client, entered.location, code=code(secret, later=30), next="/archive")

    assert entered.location.startswith("/sign-in/code")
    assert (303, 303) == (before, passed.status_code)
    assert client.get("/archive").status_code == 200


def by_another_key(own: OpenIdProvider, said: dict[str, Any]) -> str:
    return jwt.encode({"alg": "ES256", "kid": own.key.kid}, said, ECKey.generate_key("P-256"))


def by_the_secret(own: OpenIdProvider, said: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, said, OctKey.import_key(SECRET + "x" * 32))


UNTRUE: dict[str, dict[str, Any]] = {
    "another nonce": {"twist": {"nonce": "x" * 43}},
    "no nonce": {"twist": {"nonce": None}},
    "another issuer": {"twist": {"iss": "https://evil.example"}},
    "for another system": {"twist": {"aud": "another"}},
    "for two systems, by another": {"twist": {"aud": [CLIENT, "another"], "azp": "another"}},
    "expired": {"twist": {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200}},
    "never expires": {"twist": {"exp": None}},
    "of nobody": {"twist": {"sub": None}},
    "of no text": {"twist": {"sub": 7}},
    "not signed": {"sign": OpenIdProvider.unsigned},
    "signed by another key": {"sign": by_another_key},
    "signed by a shared secret": {"sign": by_the_secret},
    "no token at all": {"sign": lambda *_: "x.y.z"},
    "the answer of another provider": {"answer": {"iss": "https://evil.example"}},
}


@pytest.mark.parametrize("lie", UNTRUE)
def test_what_is_not_true_signs_nobody_in(client: FlaskClient, openid: OpenIdProvider, lie: str) -> None:
    """
    Each rule of the standard, broken once: the same plain sentence, and no session.
    """
    bound(client)
    for name, value in UNTRUE[lie].items():
        setattr(openid, name, value)
    refused = signed_in(client)

    assert (401, True) == (refused.status_code, "không đúng nên không được nhận" in refused.text)
    assert client.get("/").status_code == 303


def test_an_answer_to_another_question_is_not_taken(client: FlaskClient, services: Services) -> None:
    """
    Another state, an answer nobody waited for, a code that was used, one that was asked for in another browser.
    """
    bound(client)
    stolen = at_provider(client.get("/sign-in/provider").location)
    forged = client.get(stolen.replace("state=", "state=x"))
    again = client.get(stolen)
    used = at_provider(client.get("/sign-in/provider").location)
    kept = client.get_cookie("vankien-form")
    assert kept
    good = client.get(used)
    client.delete_cookie("vankien")
    client.set_cookie("vankien-form", kept.value)
    replayed = client.get(used)
    declined = client.get("/sign-in/provider")
    state = parse_qs(urlsplit(declined.location).query)["state"][0]
    no = client.get(f"/sign-in/provider/return?state={state}&error=access_denied&error_description=%3Cb%3E")

    assert [401, 401, 303, 401, 401] == [one.status_code for one in (forged, again, good, replayed, no)]
    assert ["đã quá lâu hoặc đã dùng rồi"] * 3 == [
        "đã quá lâu hoặc đã dùng rồi" if "đã quá lâu hoặc đã dùng rồi" in one.text else one.text
        for one in (forged, again, replayed)
    ]
    assert "không cho đăng nhập" in no.text
    assert client.get("/").status_code == 303
    assert services


def test_keys_of_the_provider_may_change(client: FlaskClient, openid: OpenIdProvider) -> None:
    """
    They are asked for anew when one signs that is not known; not at every sign-in.
    """
    bound(client)
    assert 303 == signed_in(client).status_code
    before = openid.asked.count("jwks")
    openid.rotate()

    assert 303 == signed_in(client).status_code
    assert (1, 2) == (before, openid.asked.count("jwks"))


def test_a_provider_that_is_away_or_mad_is_said_in_words(client: FlaskClient, openid: OpenIdProvider) -> None:
    """
    503 and the password as the way on; endpoints in the open, and the document of another issuer, are not used.
    """
    answers = []
    for lie in ({"issuer": "https://evil.example"}, {"authorization_endpoint": "http://evil.example/"},
                {"authorization_endpoint": "javascript:alert(1)"}, {"padding": "x" * 600_000}):  # fmt: skip
        openid.metadata = lie
        fresh = create_app_like(client)
        answers.append(fresh.get("/sign-in/provider"))

    assert [503] * 4 == [one.status_code for one in answers]
    assert all("không trả lời" in one.text and 'name="password"' in one.text for one in answers)


def create_app_like(client: FlaskClient) -> FlaskClient:
    """Another web process of the same system, that remembers nothing."""
    services, settings = client.application.extensions["told"]
    return create_app(replace(services, settings=settings)).test_client()


@pytest.mark.parametrize(
    "issuer",
    [
        "http://id.example.vn",
        "ftp://id.example.vn",
        "https://a@id.example.vn",
        "https://id.example.vn?x=1",
        "x",
    ],
)
def test_a_provider_in_the_open_is_no_setting(issuer: str) -> None:
    """
    And one without the name it knows this system by is none either.
    """
    with pytest.raises(SettingsRefused, match="VANKIEN_OIDC_ISSUER"):
        read_settings({"VANKIEN_OIDC_ISSUER": issuer, "VANKIEN_OIDC_CLIENT_ID": "a"})
    with pytest.raises(SettingsRefused, match="VANKIEN_OIDC_CLIENT_ID is not"):
        read_settings({"VANKIEN_OIDC_ISSUER": "https://id.example.vn"})
