"""The list of what is left to do: sign and number, bring the signed copy back, keep the time limits."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.archive import SearchRequest
from service.bootstrap import Services
from service.catalog import AccountRecord
from tests.pdfs import blank_pdf
from tests.web.test_access_matrix import add_account
from tests.web.test_look import signed_in

AFTER = Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023-sau-dai-hoi.json"


def calendar_of(browser: FlaskClient) -> tuple[str, TestResponse]:
    """The path of a new calendar, and what it answers to somebody who is not signed in."""
    made = posted(browser, "/calendar").text
    path = re.search(r"(/calendar/[A-Za-z0-9_-]{43}\.ics)", made)
    assert path
    return path[1], browser.application.test_client().get(path[1])


def posted(browser: FlaskClient, path: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/calendar").text)
    assert token
    return browser.post(path, data={"csrf_token": token[1]})


def resolution(services: Services, account: AccountRecord) -> str:
    (found,) = services.archive.search(SearchRequest(kind="resolution"), account=account).papers
    return found.document.id


def test_a_paper_moves_down_the_list_until_its_signed_copy_is_there(services: Services, sealed: str) -> None:
    """
    Without a number it is to be signed, with one its copy is to be brought back, with the copy it is off the list; cards
    never stand there.
    """
    account = services.access.ensure_administrator("")
    paper = resolution(services, account)

    first = services.to_do(account=account)
    services.register.give(paper, issued_on=dt.date(2023, 2, 15), account=account)
    second = services.to_do(account=account)
    page = signed_in(services).get("/to-do").text
    services.copies.attach(paper, blank_pdf(), name="bản ký.pdf", account=account)
    third = services.to_do(account=account)

    assert paper == first.to_sign[0].document.id
    assert {"credential_card", "summons"}.isdisjoint(one.document.template for one in first.to_sign)
    assert paper in {one.document.id for one in second.to_return}
    assert "Chờ nộp bản đã ký: " in page
    assert f'href="/documents/{paper}#sign"' in page
    assert len(first.to_sign) + len(first.to_return) - 1 == len(third.to_sign) + len(third.to_return)
    assert not first.has_more


def undecided() -> dict[str, Any]:
    """A congress of 2023 whose dossier was never sent."""
    running: dict[str, Any] = json.loads(AFTER.read_text("utf-8"))
    running["recognition"] = None
    running["marks"] = [one for one in running["marks"] if one["kind"] != "recognition_decision"]
    return running


def remembering(services: Services) -> Services:
    """As if the congresses of the examples had been held lately."""
    return replace(services, to_do=replace(services.to_do, forgotten_after=dt.timedelta(days=36_500)))


def test_a_limit_long_past_is_forgotten(services: Services, work_off: Callable[[], None]) -> None:
    """
    Nobody is told for years that a dossier of 2023 is overdue.
    """
    services.submit(
        json.dumps(undecided()).encode(), account=services.access.ensure_administrator(""), key="2023"
    )
    work_off()

    assert "Đã quá hạn" in signed_in(remembering(services)).get("/").text
    assert "Đã quá hạn" not in signed_in(services).get("/").text


def test_a_later_congress_ends_the_limits_of_the_one_before(
    services: Services, work_off: Callable[[], None]
) -> None:
    """
    Of the same organisation: what the committee before was to send is no longer to be sent.
    """
    services = remembering(services)
    account = services.access.ensure_administrator("")
    services.submit(json.dumps(undecided()).encode(), account=account, key="2023")
    work_off()
    before = len(services.to_do(account=account).reminders)
    own = undecided()["organisation"]
    later = {"format": "vankien/congress/1", "organisation": own, "term": {"start": 2028, "end": 2033}}
    services.submit(json.dumps(later).encode(), account=account, key="2028")

    assert (1, ()) == (before, services.to_do(account=account).reminders)


def test_a_time_limit_that_runs_stands_at_the_top(services: Services, work_off: Callable[[], None]) -> None:
    """
    After the first conference the day by which the dossier must be sent is told, with the congress; after the decision
    nothing is.
    """
    services = remembering(services)
    account = services.access.ensure_administrator("")
    decided = AFTER.read_text("utf-8")
    running = undecided()
    services.submit(json.dumps(running).encode(), account=account, key="running")
    work_off()
    (reminder,) = services.to_do(account=account).reminders
    browser = signed_in(services)
    home = browser.get("/").text
    address, feed = calendar_of(browser)
    events = re.findall(
        "BEGIN:VEVENT.*?END:VEVENT", feed.get_data(as_text=True).replace("\r\n ", ""), re.DOTALL
    )
    running["reason"] = "Đã có quyết định công nhận"
    running["recognition"], running["marks"] = (
        json.loads(decided)["recognition"],
        json.loads(decided)["marks"],
    )
    services.submit(json.dumps(running).encode(), account=account, key="decided")
    work_off()

    assert reminder.note[0].startswith("Hồ sơ đề nghị công nhận phải gửi công đoàn cấp trên chậm nhất ngày")
    assert "2023-2028" == reminder.congress.term
    assert reminder.last
    assert "Đã quá hạn" in home
    assert ("text/calendar", 1) == (feed.mimetype, len(events))
    assert f"DTSTART;VALUE=DATE:{reminder.last:%Y%m%d}" in events[0]
    assert "Hồ sơ đề nghị công nhận phải gửi công đoàn cấp trên" in events[0]
    assert all(len(line.encode()) <= 75 for line in feed.get_data(as_text=True).split("\r\n"))
    assert "BEGIN:VEVENT" not in browser.get(address).text
    assert "Đã quá hạn" not in browser.get("/").text
    assert () == services.to_do(account=account).reminders


def test_the_address_of_a_calendar_is_one_and_is_taken_back(services: Services) -> None:
    """
    A new one ends the one before; taken back, or with the account disabled, it leads nowhere.
    """
    own = add_account(services, "thu-ky", "secretary", ("Công đoàn tỉnh",))
    browser = signed_in(services, name="thu-ky")
    (first, _), (second, answer) = calendar_of(browser), calendar_of(browser)
    assert (404, 200) == (browser.get(first).status_code, answer.status_code)
    by = services.access.ensure_administrator("")
    services.people.disable(own.id, by=by)
    assert 404 == browser.get(second).status_code
    services.people.enable(own.id, by=by)
    assert 200 == browser.get(second).status_code

    posted(signed_in(services, name="thu-ky"), "/calendar/end")

    assert 404 == browser.get(second).status_code
