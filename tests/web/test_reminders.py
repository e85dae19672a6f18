"""The page on which people ask for mail, change it and end it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.access.secret import digest
from service.bootstrap import Services
from service.reminders.desk import MOST_ASKED
from service.web import create_app
from tests.web.test_access_matrix import add_account
from tests.web.test_look import signed_in


@pytest.fixture
def offered(services: Services) -> Services:
    """A house with a mail server."""
    return replace(services, reminders=replace(services.reminders, is_offered=True))


def posted(browser: FlaskClient, path: str, **fields: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/reminders").text)
    assert token
    return browser.post(path, data={"csrf_token": token[1], **fields}, follow_redirects=True)


def test_mail_is_asked_for_changed_and_ended_on_one_page(offered: Services) -> None:
    """
    Each for the own account alone, and each in the log.
    """
    add_account(offered, "thu-ky", "secretary", ("Công đoàn tỉnh",))
    other = offered.access.ensure_administrator("")
    offered.reminders.ask("khac@congdoan.example", language="vi", account=other)
    browser = signed_in(offered, name="thu-ky")
    before = browser.get("/reminders").text
    asked = posted(browser, "/reminders", address="thu-ky@congdoan.example", mail_language="en").text
    account = offered.access.account_named("thu-ky")
    held = offered.reminders.of(account)[0]
    ended = posted(browser, "/reminders/end").text

    assert "thu-ky@congdoan.example" not in before
    assert "Liên kết xác nhận sẽ được gửi đến thu-ky@congdoan.example" in asked
    assert held
    assert ("thu-ky@congdoan.example", "en") == (held.address, held.language)
    assert "Đang gửi đến" not in ended
    assert None is offered.reminders.of(account)[0]
    assert offered.reminders.of(other)[0]


def test_what_is_no_address_stays_in_the_field_with_a_sentence(offered: Services) -> None:
    """
    Nothing is stored, and the field says what it wants.
    """
    answer = posted(signed_in(offered), "/reminders", address='x"><b>', mail_language="vi")

    assert 422 == answer.status_code
    assert 'value="x&#34;&gt;&lt;b&gt;"' in answer.text
    assert "Địa chỉ chưa đúng" in answer.text
    assert None is offered.reminders.of(offered.access.ensure_administrator(""))[0]


def test_a_house_without_a_mail_server_says_so_and_shows_another_way(services: Services) -> None:
    """
    The calendar needs no server.
    """
    page = signed_in(services).get("/reminders?language=en").text

    assert "This system has no mail server" in page
    assert 'href="/calendar"' in page
    assert 'name="address"' not in page


def test_an_address_is_confirmed_by_whoever_reads_its_mail(offered: Services) -> None:
    """
    Without a session, and by pressing a button: programs that look at links confirm nothing; the second time it is said that it is over.
    """
    account = offered.access.ensure_administrator("")
    offered.reminders.ask("van-phong@congdoan.example", language="vi", account=account)
    with offered.catalog.begin() as work:
        wish = work.reminders.wish_of(account.id)
        assert wish
        work.reminders.set_link(wish, digest("bi-mat"), until=work.now() + dt.timedelta(days=1))
        work.reminders.settle_link(wish, outcome="taken")
        work.commit()
    sent = signed_in(offered).get("/reminders").text
    stranger = create_app(offered).test_client()
    looked = stranger.get("/reminders/confirm/bi-mat").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', looked)
    assert token
    before = offered.reminders.of(account)[0]
    first, second = (
        stranger.post("/reminders/confirm/bi-mat", data={"csrf_token": token[1]}) for _ in range(2)
    )

    assert "Đã gửi liên kết xác nhận đến van-phong@congdoan.example" in sent
    assert "Đang gửi đến" not in sent
    assert before
    assert None is before.confirmed_at
    assert (200, 410) == (first.status_code, second.status_code)
    assert "Đã xác nhận" in first.text
    assert "van-phong" not in looked + first.text + second.text
    assert "Đang gửi đến van-phong@congdoan.example" in signed_in(offered).get("/reminders").text


def test_whoever_asks_again_and_again_is_told_to_wait(offered: Services) -> None:
    """
    429, in words, with what was typed.
    """
    browser = signed_in(offered)
    answers = [posted(browser, "/reminders", address=f"a{n}@congdoan.example") for n in range(MOST_ASKED + 1)]

    assert [200] * MOST_ASKED + [429] == [one.status_code for one in answers]
    assert "Hãy thử lại sau một giờ" in answers[-1].text
