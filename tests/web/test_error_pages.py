"""Error pages: each says what happened in the reader's language, and none is a dead end or leads to another host."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import TooManyRequests
from werkzeug.test import TestResponse

from service.bootstrap import Services
from tests.web.test_access_matrix import add_account
from tests.web.test_look import signed_in

Provoke = Callable[[FlaskClient, str, dict[str, str]], TestResponse]
HERE = "http://localhost"


class Links(HTMLParser):
    """Every address a page leads to, by the words of its link."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = dict(attrs).get("href") or "" if tag == "a" else self._open

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self.found[data.strip()] = self._open

    def handle_endtag(self, tag: str) -> None:
        self._open = "" if tag == "a" else self._open


def posting(path: str, **fields: object) -> Provoke:
    """A form sent to `path`, with a sound token unless it is too large to be read."""

    def provoke(browser: FlaskClient, language: str, headers: dict[str, str]) -> TestResponse:
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(f"/?language={language}").text)
        assert token
        return browser.post(path, data={"csrf_token": token[1], **fields}, headers=headers)

    return provoke


def opening(path: str) -> Provoke:
    """The page at `path`."""

    def provoke(browser: FlaskClient, language: str, headers: dict[str, str]) -> TestResponse:
        return browser.get(f"{path}?language={language}", headers=headers)

    return provoke


def too_large(browser: FlaskClient, language: str, headers: dict[str, str]) -> TestResponse:
    file = (io.BytesIO(bytes(8 * 1024 * 1024)), "a.xlsx")
    return posting("/congresses", file=file)(browser, language, headers)


ERRORS: dict[int, tuple[Provoke, str, str]] = {
    400: (opening("/archive/zip"), "Chưa thực hiện được", "This could not be done"),
    403: (opening("/people"), "Tài khoản không được làm việc này", "Your account may not do this"),
    404: (opening("/nothing"), "Không tìm thấy trang này", "This page was not found"),
    405: (opening("/sign-out"), "Chưa thực hiện được", "This could not be done"),
    409: (posting("/sets/SET/again"), "Chưa thực hiện được", "This could not be done"),
    413: (too_large, "Tệp quá lớn", "The file is too large"),
    429: (opening("/too-often"), "Xin đợi một lát", "Please wait a moment"),
    500: (opening("/broken"), "Hệ thống gặp lỗi", "Something went wrong"),
}


def a_secretary(services: Services) -> FlaskClient:
    """Signed in, in a house where one page fails and one has had enough."""
    add_account(services, "thu-ky", "secretary")
    browser = signed_in(services, name="thu-ky")

    def broken() -> str:
        raise RuntimeError("Nguyễn Văn An")

    def too_often() -> str:
        raise TooManyRequests

    browser.application.add_url_rule("/broken", view_func=broken)
    browser.application.add_url_rule("/too-often", view_func=too_often)
    return browser


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_error_is_a_page_in_the_readers_language_with_ways_on(
    services: Services, sealed: str, language: str
) -> None:
    """
    Its status, its language, one heading that says what it is, what to do, and links that lead somewhere: back, to the first
    page, to the archive; the way around the site stays.
    """
    browser = a_secretary(services)
    browser.get(f"/?language={language}")
    back = "Quay lại trang trước" if language == "vi" else "Back to the page before"
    for status, (provoke, vi, en) in ERRORS.items():
        if status == 409:
            provoke = posting(f"/sets/{sealed}/again")  # noqa: PLW2901 -- only now it is known which
        answer = provoke(browser, language, {"Referer": f"{HERE}/register?year=2023"})
        page = answer.text
        links = Links(page).found

        assert status == answer.status_code, page
        assert f'<html lang="{language}">' in page
        assert [vi if language == "vi" else en] == re.findall(r"<h1>([^<]+)</h1>", page), status
        assert len(re.findall(r'role="alert"[^>]*>[^<]{20,}<', page)) == 1, status
        assert "/register?year=2023" == links[back], status
        assert {"/", "/archive", "/to-do"} <= set(links.values()), status
        assert "Nguyễn" not in page
        for path in {one for one in links.values() if one.startswith("/")} - {"/sign-out"}:
            if "language=" not in path and not path.startswith("/static"):
                assert browser.get(path, follow_redirects=True).status_code == 200, (status, path)


def test_a_stranger_is_led_to_the_sign_in_form(client: FlaskClient) -> None:
    """
    Nothing of the house is shown to them.
    """
    answer = client.get("/nothing")

    assert 404 == answer.status_code
    assert "/sign-in" in Links(answer.text).found.values()
    assert "/archive" not in Links(answer.text).found.values()


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/x",
        "///evil.example",
        "/\\evil.example",
        "//\\evil.example",
        '/"><script>alert(1)</script>',
        "/' onmouseover='alert(1)",
        "/javascript:alert(1)",
        "/a\r\nSet-Cookie: a=b",
        "/{{7*7}}",
        "/đại-hội",
    ],
)
def test_an_address_of_somebody_else_never_becomes_a_link(services: Services, path: str) -> None:
    """
    The page of an error names its own address in the link to the other language: escaped, and on this host alone.
    """
    raw = path.encode().decode("latin-1")
    answer = signed_in(services).open(
        environ_overrides={"PATH_INFO": raw, "QUERY_STRING": 'next=//evil.example&a="><script>alert(2)'}
    )

    assert 404 == answer.status_code
    assert [] == [
        one for one in Links(answer.text).found.values() if not re.match(r"#content$|/(?![/\\])", one)
    ]
    assert not re.search(r"<script(?! src=\"/static/)|onmouseover='|49", answer.text.partition("<main")[0])
    assert "<script>" not in answer.text
    assert "a=b" not in answer.headers.get("Set-Cookie", "")


@pytest.mark.parametrize(
    "came_from",
    [
        "http://evil.example/",
        "//evil.example/",
        f"{HERE}//evil.example/",
        f"{HERE}/\\evil.example/",
        f"{HERE}@evil.example/",
        "javascript:alert(1)",
        f"{HERE}:80x/",
        "http://[::1",
        f'{HERE}/"><script>alert(1)</script>',
    ],
)
def test_the_way_back_leads_to_pages_of_ours_alone(services: Services, came_from: str) -> None:
    """
    Where a browser says one came from is a word of strangers.
    """
    answer = signed_in(services).get("/nothing", headers={"Referer": came_from})

    assert 404 == answer.status_code
    assert [] == [
        one for one in Links(answer.text).found.values() if not re.match(r"#content$|/(?![/\\])", one)
    ]
    assert "<script>" not in answer.text


def test_a_page_that_failed_offers_itself_again_and_one_that_is_missing_does_not(services: Services) -> None:
    """
    With the number that the log knows it by.
    """
    browser = a_secretary(services)
    broken, missing = browser.get("/broken?a=1"), browser.get("/nothing")

    assert "/broken?a=1&language=vi" == Links(broken.text).found["Thử lại trang này"]
    assert f"<code>{broken.headers['X-Request-Id']}</code>" in broken.text
    assert "Thử lại trang này" not in missing.text
