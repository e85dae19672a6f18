"""Signing in and out, links, passwords, sessions, forms."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.access.patience import FREE_OF_ADDRESS
from service.bootstrap import Services
from service.web import create_app

PASSWORD = "mat khau dai du dung"


def form_token(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    return found[1]


def post(client: FlaskClient, address: str, *, seen: str | None = None, **fields: object) -> TestResponse:
    """Post a form as the page `seen` (or the address itself) gives it out."""
    return client.post(address, data={"csrf_token": form_token(client.get(seen or address)), **fields})


def kind_of(cookie: str) -> str:
    """Which of our three cookies it is."""
    name = cookie.partition("=")[0].removeprefix("__Host-")
    return {"vankien": "session", "vankien-form": "form", "vankien-language": "language"}[name]


@pytest.fixture
def link(services: Services) -> str:
    return f"/sign-in/link/{services.access.new_link('quan-tri')}"


@pytest.fixture
def with_password(services: Services) -> None:
    services.access.set_password(services.access.ensure_administrator("x"), PASSWORD)


def test_looking_at_a_link_does_not_use_it_up(client: FlaskClient, link: str) -> None:
    """
    Programs that preview links look at it first; the person behind them still gets in.
    """
    for _ in range(3):
        assert client.get(link).status_code == 200
    entered = post(client, link)

    assert (303, "/password") == (entered.status_code, entered.location)
    assert client.get("/").status_code == 200


def test_a_link_works_once(client: FlaskClient, link: str) -> None:
    """
    The second use is refused in words, with a way on.
    """
    post(client, link)
    again = post(client, link)

    assert again.status_code == 401
    assert "đã được dùng" in again.text
    assert 'href="/sign-in"' in again.text


def test_a_password_set_after_a_link_signs_in_next_time(client: FlaskClient, link: str) -> None:
    """
    Twelve characters or more, typed twice; then the name and it are enough, and the page asked for is shown.
    """
    post(client, link)
    short = post(client, "/password", password="ngan", again="ngan")
    differing = post(client, "/password", password=PASSWORD, again=PASSWORD + "x")
    kept = post(client, "/password", password=PASSWORD, again=PASSWORD)
    post(client, "/sign-out", seen="/")
    asked = client.get("/archive")
    entered = post(client, asked.location, name="quan-tri", password=PASSWORD, next="/archive")

    assert ([422, 422], 303) == ([short.status_code, differing.status_code], kept.status_code)
    assert "ít nhất 12 ký tự" in short.text
    assert "/sign-in?next=%2Farchive" == asked.location
    assert (303, "/archive") == (entered.status_code, entered.location)


@pytest.mark.parametrize(
    ("password", "status"),
    [(" Dấu cách ở hai đầu ", 303), ("x" * 200, 303), ("x" * 201, 422)],
)
def test_the_form_takes_long_passwords_as_they_are_typed(
    client: FlaskClient, services: Services, link: str, password: str, status: int
) -> None:
    """
    Up to 200 signs, none of which is cut off or changed; a longer one is refused, not shortened.
    """
    post(client, link)
    answer = post(client, "/password", password=password, again=password)

    assert status == answer.status_code
    assert (status == 303) == bool(services.access.sign_in("quan-tri", password))
    assert services.access.sign_in("quan-tri", password.strip()[:199]) is None


@pytest.mark.usefixtures("with_password")
def test_changing_a_password_asks_for_the_present_one(client: FlaskClient) -> None:
    """
    Somebody at a desk left open cannot take the account over.
    """
    post(client, "/sign-in", name="quan-tri", password=PASSWORD)
    wrong = post(client, "/password", password="x" * 12, again="x" * 12, old="nope")
    right = post(client, "/password", password="x" * 12, again="x" * 12, old=PASSWORD)

    assert (422, 303) == (wrong.status_code, right.status_code)


@pytest.mark.usefixtures("with_password")
@pytest.mark.parametrize(("name", "password"), [("quan-tri", "wrong"), ("nobody", PASSWORD), ("", ""), ("quan-tri", ""), ("a\x00b", PASSWORD), ("quan-tri", "x" * 5_000), ("' OR 1=1 --", "x")])  # fmt: skip
def test_wrong_names_and_passwords_are_refused_alike(client: FlaskClient, name: str, password: str) -> None:
    """
    401, the same sentence, and no session.
    """
    answer = post(client, "/sign-in", name=name, password=password)

    assert answer.status_code == 401
    assert "Tên hoặc mật khẩu không đúng" in answer.text
    assert client.get("/").status_code == 303


@pytest.mark.usefixtures("with_password")
@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\r\nX: y",
        "evil",
        "",
    ],
)
def test_signing_in_never_leads_to_another_host(client: FlaskClient, target: str) -> None:
    """
    An address that is not ours is taken for the first page.
    """
    answer = post(client, "/sign-in", name="quan-tri", password=PASSWORD, next=target)

    assert (303, "/") == (answer.status_code, answer.location)


@pytest.mark.usefixtures("with_password")
def test_signing_in_gives_a_new_session_and_ends_the_old(client: FlaskClient) -> None:
    """
    A secret known before signing in, or left behind by signing out, opens nothing.
    """
    client.set_cookie("vankien", "planted-by-somebody")
    post(client, "/sign-in", name="quan-tri", password=PASSWORD)
    first = client.get_cookie("vankien")
    post(client, "/sign-in", name="quan-tri", password=PASSWORD)
    second = client.get_cookie("vankien")
    assert first
    assert second
    post(client, "/sign-out", seen="/")
    found = []
    for cookie in (first, second):
        client.set_cookie("vankien", cookie.value)
        found.append(client.get("/").status_code)

    assert 3 == len({"planted-by-somebody", first.value, second.value})
    assert [303, 303] == found


def test_forms_without_their_token_do_nothing(
    client: FlaskClient, link: str, complete: bytes, services: Services
) -> None:
    """
    A form that another site sends in one's name is refused with a page that says what to do.
    """
    post(client, link)
    forged = [
        client.post("/congresses", data={"file": (io.BytesIO(complete), "a.json")}),
        client.post("/congresses", data={"file": (io.BytesIO(complete), "a.json"), "csrf_token": "x"}),
        client.post("/sign-out"),
        client.post("/password", data={"password": PASSWORD, "again": PASSWORD}),
    ]

    assert [400] * 4 == [answer.status_code for answer in forged]
    assert "Hãy mở lại trang" in forged[0].text
    assert client.get("/").status_code == 200
    assert [] == services.sets.recent(account=services.access.ensure_administrator("x"))


def test_cookies_are_kept_from_scripts_and_other_sites(services: Services) -> None:
    """
    HttpOnly and SameSite=Lax always; Secure and bound to the host when people come by https.
    """
    secure = replace(services, settings=replace(services.settings, public_url="https://vankien.example"))
    for held, flags in (
        (services, {"httponly", "samesite=lax"}),
        (secure, {"httponly", "samesite=lax", "secure"}),
    ):
        client = create_app(held).test_client()
        base = held.settings.public_url
        address = f"/sign-in/link/{services.access.new_link('quan-tri')}"
        token = form_token(client.get(address, base_url=base))
        entered = client.post(
            address, base_url=base, data={"csrf_token": token}, headers={"Referer": f"{base}/"}
        )
        chosen = client.get("/sign-in?language=en", base_url=base)
        cookies = [*entered.headers.getlist("Set-Cookie"), *chosen.headers.getlist("Set-Cookie")]

        assert entered.status_code == 303
        assert {"session", "form", "language"} == {kind_of(cookie) for cookie in cookies}
        for cookie in cookies:
            assert flags <= {part.strip().lower() for part in cookie.split(";")}, cookie


def test_a_piece_of_a_page_sends_the_whole_page_to_sign_in(client: FlaskClient) -> None:
    """
    The progress of a set, asked for after the session has ended, takes the reader to the sign-in page.
    """
    answer = client.get("/sets/00000000-0000-4000-8000-000000000001/progress", headers={"HX-Request": "true"})

    assert (204, "/sign-in") == (answer.status_code, answer.headers["HX-Redirect"])


def test_the_other_language_is_remembered(client: FlaskClient) -> None:
    """
    Vietnamese first; English after it was chosen once, with the page saying which it is.
    """
    pages = [
        client.get("/sign-in").text,
        client.get("/sign-in?language=en").text,
        client.get("/sign-in").text,
    ]
    odd = client.get("/sign-in?language=xx")

    assert ['<html lang="vi">', '<html lang="en">', '<html lang="en">'] == [
        re.findall("<html[^>]*>", page)[0] for page in pages
    ]
    assert odd.status_code == 200


@pytest.mark.usefixtures("with_password")
def test_after_many_wrong_passwords_the_page_says_how_long_to_wait(client: FlaskClient, link: str) -> None:
    """
    429 with the seconds to wait; a sign-in link still opens the door.
    """
    tries = (post(client, "/sign-in", name="quan-tri", password="wrong") for _ in range(100))
    slowed = next((answer for answer in tries if answer.status_code != 401), None)

    assert slowed
    assert (429, "Hãy đợi" in slowed.text) == (slowed.status_code, True)
    assert int(slowed.headers["Retry-After"]) >= 1
    assert 303 == post(client, link).status_code


def slowed_by_strangers(client: FlaskClient, *, at: str, then: str) -> int:
    """The status of somebody's first try at the address `then`, after many tries of made-up names at the address `at`."""
    token = form_token(client.get("/sign-in"))

    def entered(name: str, address: str) -> int:
        data = {"csrf_token": token, "name": name, "password": "wrong"}
        return client.post("/sign-in", data=data, headers={"X-Forwarded-For": address}).status_code

    for number in range(FREE_OF_ADDRESS + 1):
        entered(f"stranger {number}", at)
    return entered("honest", then)


def test_behind_a_proxy_a_stranger_slows_down_nobody_else(services: Services) -> None:
    """
    Visitors are told apart by the address that the proxy names; what a visitor claims before it is not read.
    """
    behind = replace(services, settings=replace(services.settings, proxies=1))
    client = create_app(behind).test_client()

    assert 401 == slowed_by_strangers(client, at="203.0.113.7", then="198.51.100.9")
    assert 429 == slowed_by_strangers(client, at="203.0.113.7", then="198.51.100.10, 203.0.113.7")


def test_without_a_proxy_nobody_chooses_their_address(client: FlaskClient) -> None:
    """
    The header of a proxy is not read where there is none.
    """
    assert 429 == slowed_by_strangers(client, at="203.0.113.7", then="198.51.100.9")
