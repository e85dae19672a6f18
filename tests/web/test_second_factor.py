"""Codes of a telephone beside the password, and other ways to keep strangers out."""

from __future__ import annotations

import base64
import re
import time
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.access import SecondFactorDesk
from service.bootstrap import Services
from service.catalog import AccountRecord
from service.web import create_app
from tests.web.test_sign_in import PASSWORD, post

NAME = "quan-tri"
A_YEAR = 365 * 86_400


@pytest.fixture
def administrator(services: Services) -> AccountRecord:
    """With a password."""
    account = services.access.ensure_administrator("x")
    services.access.set_password(account, PASSWORD)
    return account


def secret_of(page: TestResponse) -> str:
    found = re.search(r'class="digest">([A-Z2-7]{32})<', page.text)
    assert found
    return found[1]


def code(secret: str, *, later: int = 0) -> str:
    """What the telephone shows, or will show after so many seconds."""
    totp = TOTP(base64.b32decode(secret), 6, SHA1(), 30, enforce_key_length=False)  # noqa: S303 -- as telephones do
    return totp.generate(int(time.time()) + later).decode()


def enrolled(client: FlaskClient) -> tuple[str, list[str]]:
    """Sign in, set a telephone up, sign out: its secret, and the recovery codes."""
    post(client, "/sign-in", name=NAME, password=PASSWORD)
    secret = secret_of(client.get("/second-factor"))
    shown = post(client, "/second-factor", code=code(secret))
    assert shown.status_code == 200
    post(client, "/sign-out", seen="/")
    return secret, re.findall(r"<code class=\"digest\">([A-Z2-7]{5}-[A-Z2-7]{5})</code>", shown.text)


@pytest.mark.usefixtures("administrator")
class TestTheCode:
    def test_the_password_alone_opens_nothing(self, client: FlaskClient) -> None:
        """
        After it a code is asked for; the right one leads to the page that was wanted, with another session.
        """
        secret, _ = enrolled(client)
        asked = post(client, "/sign-in", name=NAME, password=PASSWORD, next="/archive")
        before = client.get_cookie("vankien")
        shut = [client.get(page).status_code for page in ("/", "/archive", "/second-factor", "/password")]
        wrong = post(client, "/sign-in/code", code="000000")
        entered = post(client, "/sign-in/code", code=code(secret, later=30), next="/archive")
        after = client.get_cookie("vankien")

        assert (303, "/sign-in/code?next=%2Farchive") == (asked.status_code, asked.location)
        assert [303] * 4 == shut
        assert 401 == wrong.status_code
        assert (303, "/archive") == (entered.status_code, entered.location)
        assert 200 == client.get("/archive").status_code
        assert before is not None
        assert after is not None
        assert before.value != after.value

    def test_a_code_is_good_once(self, client: FlaskClient) -> None:
        """
        Whoever looked over a shoulder is too late, with a recovery code too.
        """
        secret, codes = enrolled(client)
        said = []
        for one in (
            code(secret, later=30),
            code(secret, later=30),
            code(secret),
            codes[0],
            codes[0].lower(),
            codes[1].lower(),
        ):
            post(client, "/sign-in", name=NAME, password=PASSWORD)
            said.append(post(client, "/sign-in/code", code=one).status_code)

        assert 10 == len(set(codes))
        assert [303, 401, 401, 303, 401, 303] == said

    def test_a_code_used_while_the_clock_was_ahead_keeps_nobody_out(
        self, services: Services, administrator: AccountRecord
    ) -> None:
        """
        Once the clock is right, the codes of now are taken, each once.
        """
        desk = SecondFactorDesk(catalog=services.catalog, key=b"k" * 32)
        ahead = replace(desk, clock=lambda: time.time() + A_YEAR)
        shown = desk.enrolment(administrator)
        assert shown
        desk.confirm(administrator, code(shown.secret))
        then = ahead.passes(administrator, code(shown.secret, later=A_YEAR))
        now = code(shown.secret, later=30)

        assert then
        assert [True, False] == [desk.passes(administrator, now) for _ in range(2)]

    def test_guessing_codes_is_slowed_down(self, client: FlaskClient) -> None:
        """
        A million codes are soon tried by whoever knows the password.
        """
        enrolled(client)
        post(client, "/sign-in", name=NAME, password=PASSWORD)
        said = [post(client, "/sign-in/code", code=f"{n:06}").status_code for n in range(8)]

        assert 429 in said

    def test_a_link_does_not_go_around_it(self, client: FlaskClient, services: Services) -> None:
        """
        A link that went astray opens nothing either.
        """
        enrolled(client)
        entered = post(client, f"/sign-in/link/{services.access.new_link(NAME)}")

        assert "/sign-in/code?next=%2Fpassword" == entered.location
        assert 303 == client.get("/").status_code

    def test_the_database_does_not_hold_the_secret(
        self, client: FlaskClient, services: Services, administrator: AccountRecord
    ) -> None:
        """
        It is sealed with the key of the web process, which lies in a file.
        """
        secret, codes = enrolled(client)
        with services.catalog.read() as work:
            held = work.second_factors.of(administrator.id)
        assert held is not None
        raw = (services.settings.var / "catalog.db").read_bytes()

        for plain in (base64.b32decode(secret), secret.encode(), *map(str.encode, codes)):
            assert plain not in raw
            assert plain not in base64.b64decode(held.sealed_secret)

    def test_it_can_be_taken_off(self, client: FlaskClient) -> None:
        """
        By whoever has it, with a code: from then on the password alone signs in.
        """
        _, codes = enrolled(client)
        post(client, "/sign-in", name=NAME, password=PASSWORD)
        post(client, "/sign-in/code", code=codes[0])
        refused = post(client, "/second-factor/remove", seen="/second-factor", code="123456")
        removed = post(client, "/second-factor/remove", seen="/second-factor", code=codes[1])
        post(client, "/sign-out", seen="/")
        entered = post(client, "/sign-in", name=NAME, password=PASSWORD)

        assert (422, 303) == (refused.status_code, removed.status_code)
        assert "/" == entered.location

    def test_somebody_above_takes_it_off_a_lost_telephone(
        self, client: FlaskClient, services: Services, administrator: AccountRecord
    ) -> None:
        """
        Their sessions end too; nobody does it to themselves without a code.
        """
        enrolled(client)
        other = services.access.add_account(
            name="pho", role="administrator", organisation=administrator.organisation, password=PASSWORD
        )
        post(client, "/sign-in", name="pho", password=PASSWORD)
        page = f"/people/{administrator.id}"
        own = post(client, f"/people/{other.id}/second-factor/remove", seen=page)
        removed = post(client, f"{page}/second-factor/remove", seen=page)
        post(client, "/sign-out", seen="/")

        assert (409, 303) == (own.status_code, removed.status_code)
        assert "/" == post(client, "/sign-in", name=NAME, password=PASSWORD).location


def test_administrators_must_have_one_where_people_come_by_https(
    services: Services, administrator: AccountRecord
) -> None:
    """
    Until then every page leads to where it is set up; on one machine of one's own it is only offered.
    """
    settings = replace(services.settings, public_url="https://vankien.example", second_factor="")
    client = create_app(replace(services, settings=settings)).test_client()
    base = settings.public_url
    page = client.get("/sign-in", base_url=base)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    form = {"csrf_token": token[1], "name": NAME, "password": PASSWORD}
    client.post("/sign-in", base_url=base, data=form, headers={"Referer": f"{base}/"})

    assert ("required", "offered") == (settings.second_factor, services.settings.second_factor)
    assert "/second-factor" == client.get("/", base_url=base).location
    assert 200 == client.get("/second-factor", base_url=base).status_code


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 400),
        ({"Origin": "null"}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 400),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 303),
        ({}, 303),
    ],
)
def test_a_form_of_another_site_is_refused(client: FlaskClient, headers: dict[str, str], status: int) -> None:
    """
    Even with a token in it: the browser says where it comes from.
    """
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert token
    form = {"csrf_token": token[1], "name": NAME, "password": PASSWORD}

    assert status == client.post("/sign-in", data=form, headers=headers).status_code


def test_a_token_does_what_it_is_for(client: FlaskClient, services: Services, complete: bytes) -> None:
    """
    One that may only send cannot read, and the other way round; what no role allows no token allows.
    """
    services.access.ensure_administrator("x")
    sending = services.access.new_token(NAME, label="a", actions=("submit",))
    reading = services.access.new_token(NAME, label="b", actions=("read",))
    said = {}
    for name, token in (("sending", sending), ("reading", reading)):
        headers = {"Authorization": f"Bearer {token}"}
        plan = client.post("/api/v1/plans", data=complete, content_type="application/json", headers=headers)
        said[name] = (plan.status_code, client.get("/api/v1/terms", headers=headers).status_code)

    assert {"sending": (200, 403), "reading": (403, 200)} == said
