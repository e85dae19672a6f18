"""The pages beyond the straight way: nothing chosen, wrong data, other roles, failures, trouble."""

from __future__ import annotations

import io
import json
import re
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.bootstrap import Services
from service.catalog import Role
from service.congress.text import fold
from service.documents.failure import POISON
from tests.example import PAPERS

PASSWORD = "mat khau dai du dung"


def sign_in(
    app: Flask, services: Services, *, role: Role = "administrator", organisation: str | None = None
) -> FlaskClient:
    """A browser signed in as a new account of that role, at the root or an organisation below it."""
    with services.catalog.begin() as work:
        place = work.organisations.root()
        assert place
        if organisation:
            place = work.organisations.under(
                place, name=organisation, name_key=fold(organisation), level="grassroots"
            )
        work.commit()
    name = f"{role} {organisation}"
    services.access.add_account(name=name, role=role, organisation=place, password=PASSWORD)
    client = app.test_client()
    client.set_cookie("vankien", services.access.sign_in(name, PASSWORD) or "")
    return client


def send(client: FlaskClient, body: bytes | None, **fields: str) -> TestResponse:
    """Send a file by the form of the first page."""
    hidden = dict(re.findall(r'name="(csrf_token|form_id)" value="([^"]+)"', client.get("/").text))
    chosen = {"file": (io.BytesIO(body), "a.json")} if body is not None else {}
    return client.post("/congresses", data={**hidden, **fields, **chosen})


@pytest.fixture
def browser(app: Flask, services: Services) -> FlaskClient:
    return sign_in(app, services)


def test_nothing_chosen_is_said_so(browser: FlaskClient) -> None:
    """
    The first page comes back with one sentence, announced.
    """
    answer = send(browser, None)

    assert answer.status_code == 422
    assert re.search('role="alert"[^>]*>Chưa chọn tệp nào', answer.text)


def test_pressing_send_twice_makes_one_set(browser: FlaskClient, services: Services, complete: bytes) -> None:
    """
    The same form and file lead to the same set; going back and choosing another file makes another.
    """
    first = send(browser, complete, form_id="11111111-1111-4111-8111-111111111111")
    again = send(browser, complete, form_id="11111111-1111-4111-8111-111111111111")
    corrected = complete.replace(b"{", '{"reason": "Sửa tên nguồn",'.encode(), 1)
    other = send(browser, corrected, form_id="11111111-1111-4111-8111-111111111111")

    assert (303, 303, 303) == (first.status_code, again.status_code, other.status_code)
    assert first.location == again.location != other.location
    assert 2 == len(services.sets.recent(account=services.access.ensure_administrator("")))


def test_what_was_checked_is_sent_without_choosing_again(
    browser: FlaskClient, services: Services, complete: bytes
) -> None:
    """
    The page of the check carries the very bytes; nothing is stored before they are sent.
    """
    checked = send(browser, complete, intent="check")
    stored = services.sets.recent(account=services.access.ensure_administrator(""))
    carried = re.search(r'name="carried" value="([^"]+)"', checked.text)
    assert carried
    sent = send(browser, None, intent="send", carried=carried[1])

    assert (200, [], 303) == (checked.status_code, stored, sent.status_code)
    assert f"Gửi và dựng {PAPERS} văn kiện" in checked.text
    assert "Phiếu bầu cử bầu Ban Chấp hành, vòng 1 <small>(in 31 tờ)</small>" in checked.text


@pytest.mark.parametrize("intent", ["send", "check"])
def test_faults_are_shown_by_place_sentence_figures_and_article(
    browser: FlaskClient, complete: bytes, intent: str
) -> None:
    """
    A broken rule of the charter: where in words, what, the figures by name, and the article.
    """
    data = json.loads(complete)
    data["attendance"].update(summoned=100, present=10)
    answer = send(browser, json.dumps(data).encode(), intent=intent)

    assert answer.status_code == 422
    assert "số lượng tham dự" in answer.text
    assert "Chọn lại tệp đã sửa" in answer.text
    assert re.search(r"số được triệu tập: 100|có mặt: 10", answer.text)
    assert "Điều" in answer.text


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 100_000, b"null", b'{"a":"\\ud800"}', b'{"\\ud800": 1}']
)
def test_a_wrong_file_never_breaks_the_page(browser: FlaskClient, body: bytes) -> None:
    """
    Whatever file is chosen: a page of faults and the form to choose another.
    """
    for intent in ("send", "check"):
        answer = send(browser, body, intent=intent)

        assert answer.status_code in {400, 422}
        assert "Chưa có gì được lưu" in answer.text
        assert 'type="file"' in answer.text


def test_data_of_another_organisation_say_whose_they_are(
    app: Flask, services: Services, complete: bytes
) -> None:
    """
    Both names stand side by side, so that a slip in the name is seen.
    """
    client = sign_in(app, services, role="secretary", organisation="Công đoàn Trường học")
    answer = send(client, complete)

    assert answer.status_code == 403
    assert "Công đoàn cơ sở Sở Công thương" in answer.text
    assert "Công đoàn Trường học" in answer.text


@pytest.mark.parametrize("role", ["official", "archivist"])
def test_those_who_only_read_see_no_form(app: Flask, services: Services, role: Role) -> None:
    """
    They are shown the way to the archive instead of a form that would refuse them.
    """
    client = sign_in(app, services, role=role)
    page = client.get("/").text

    assert 'type="file"' not in page
    assert 'href="/archive"' in page
    assert 200 == client.get("/archive").status_code


def test_a_set_that_was_given_up_says_why_and_what_to_do(
    browser: FlaskClient, services: Services, complete: bytes
) -> None:
    """
    The reason in plain words, announced, and the page stops refreshing itself.
    """
    location = send(browser, complete).location
    set_id = location.rpartition("/")[2]
    with services.catalog.begin() as work:
        work.outbox.drop(set_id)
        work.sets.failed(set_id, failure=POISON.encode())
        work.commit()
    page = browser.get(location).text

    assert POISON.vi in page
    assert "Không có văn kiện nào của bộ này vào kho lưu trữ" in page
    assert "hx-trigger" not in page
    assert "refresh" not in page
    assert 409 == browser.get(f"{location}/file").status_code


def test_a_superseded_paper_leads_to_the_new_set(
    browser: FlaskClient, complete: bytes, work_off: Callable[[], None]
) -> None:
    """
    The old paper stays and says that another has taken its place, and where.
    """
    first = send(browser, complete).location
    work_off()
    newer = json.dumps(json.loads(complete) | {"reason": "Sửa địa điểm", "venue": "Hội trường B"}).encode()
    second = send(browser, newer).location
    work_off()
    paper = re.search(r'href="(/documents/[0-9a-f-]{36})"', browser.get(first).text)
    assert paper
    page = browser.get(paper[1]).text

    assert "Văn kiện này đã có bản thay" in page
    assert f'href="{second}"' in page
    assert "Đã có bộ mới hơn thay bộ này" in browser.get(first).text


def test_empty_places_say_what_to_do(browser: FlaskClient) -> None:
    """
    No set, no paper, nothing found: each page names the next step.
    """
    assert "Hãy chọn tệp ở trên" in browser.get("/").text
    assert "Hãy gửi dữ liệu đại hội trước" in browser.get("/archive").text
    assert "Hãy bớt từ khóa" in browser.get("/archive/papers?q=gi+do").text


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/sets/1", 404), ("/sets/00000000-0000-4000-8000-000000000001", 404), ("/archive/papers?cursor=x", 400), ("/archive/papers?q=%00", 400)])  # fmt: skip
def test_error_pages_are_words_with_a_way_on(browser: FlaskClient, path: str, status: int) -> None:
    """
    No bare status: a sentence, announced, and a link that leads on.
    """
    answer = browser.get(path)

    assert (status, "text/html") == (answer.status_code, answer.mimetype)
    assert 'role="alert"' in answer.text
    assert 'href="/"' in answer.text


def test_a_role_that_may_not_send_is_told_so(app: Flask, services: Services, complete: bytes) -> None:
    """
    403 in words, and the way on; nothing is stored.
    """
    client = sign_in(app, services, role="official")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    assert token
    answer = client.post(
        "/congresses", data={"csrf_token": token[1], "file": (io.BytesIO(complete), "a.json")}
    )

    assert (403, "text/html") == (answer.status_code, answer.mimetype)
    assert "Vai trò của tài khoản không cho phép" in answer.text
    assert [] == services.sets.recent(account=services.access.ensure_administrator(""))


def test_a_database_that_is_gone_is_a_page_too(browser: FlaskClient, services: Services) -> None:
    """
    503: come back in a few minutes, and nothing was lost.
    """
    services.close()
    database = services.settings.var / "catalog.db"
    for left in database.parent.glob("catalog.db*"):
        left.unlink()
    database.mkdir()
    answer = browser.get("/archive")

    assert (503, "text/html", "5") == (answer.status_code, answer.mimetype, answer.headers["Retry-After"])
    assert "chưa có gì bị mất" in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_trouble_with_the_storage_is_a_page_that_can_be_reported(
    browser: FlaskClient, services: Services, complete: bytes, work_off: Callable[[], None]
) -> None:
    """
    A paper whose file is gone: the page says so and gives the number to tell the administrator.
    """
    location = send(browser, complete).location
    work_off()
    file = re.search(r'href="(/documents/[0-9a-f-]{36}/file)"', browser.get(location).text)
    assert file
    for paper in (services.settings.var / "storage").rglob("*.docx"):
        paper.unlink()
    answer = browser.get(file[1])

    assert (500, "text/html") == (answer.status_code, answer.mimetype)
    assert "không còn nguyên vẹn" in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_every_field_of_every_form_has_a_label(
    browser: FlaskClient, complete: bytes, app: Flask, work_off: Callable[[], None]
) -> None:
    """
    Whoever cannot see the page hears what each field is for; headings begin with one h1.
    """
    location = send(browser, complete).location
    work_off()
    stranger = app.test_client()
    pages = [
        stranger.get("/sign-in"),
        *(browser.get(path) for path in ("/", "/password", "/archive", "/archive/papers", location)),
    ]
    for page in pages:
        fields = re.findall(
            r'<(?:input|select)(?![^>]*type="(?:hidden|checkbox)")[^>]*\bid="([^"]+)"', page.text
        )
        assert set(fields) <= set(re.findall(r'<label for="([^"]+)"', page.text))
        assert 1 == page.text.count("<h1")
        assert 'class="skip"' in page.text
        assert '<html lang="vi">' in page.text


def test_the_example_from_the_news_lists_what_each_paper_lacks(browser: FlaskClient) -> None:
    """
    Accepted, nothing made: the page is settled, and every paper names its missing data in words.
    """
    news = (Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023.json").read_bytes()
    page = browser.get(send(browser, news).location).text

    assert "chưa văn kiện nào đủ dữ liệu" in page
    assert "Văn kiện chưa dựng được" in page
    assert "hx-trigger" not in page


def test_what_was_found_is_narrowed_by_kind(browser: FlaskClient, sealed: str) -> None:
    """
    Each kind is named with its count; following one leads to so many papers, with the words that were looked for.
    """
    page = browser.get("/archive/papers?q=dai+hoi").text
    facets = re.search(r'<ul class="facets".*?</ul>', page, re.DOTALL)
    assert facets
    found = re.findall(r'<a href="([^"]+)">([^<]+)</a>: ([0-9]+)', facets[0])
    assert len(found) > 2
    for address, _, count in found:
        narrowed = browser.get(address.replace("&amp;", "&")).text
        assert "q=dai+hoi" in address
        assert min(int(count), 50) == narrowed.count('name="paper"')


def test_some_papers_and_all_that_were_found_come_as_one_zip(browser: FlaskClient, sealed: str) -> None:
    """
    Those ticked, or all of a search, by term and organisation; nothing ticked is said so, a stranger's paper is not there.
    """
    page = browser.get("/archive/papers?kind=election_result").text
    ids = re.findall(r'name="paper" value="([0-9a-f-]{36})"', page)
    every = re.search(r'href="(/archive/papers/zip[^"]*)"', page)
    assert every
    chosen = "&".join(f"paper={one}" for one in ids[:2])

    two = zipfile.ZipFile(io.BytesIO(browser.get(f"/archive/zip?{chosen}&{chosen}").data)).namelist()
    found = zipfile.ZipFile(io.BytesIO(browser.get(every[1].replace("&amp;", "&")).data)).namelist()
    none = browser.get("/archive/zip")

    assert 2 == len(set(two))
    assert len(ids) == len(set(found)) > 2
    assert set(two) < set(found)
    assert {"2023-2028/cong-doan-co-so-so-cong-thuong"} == {"/".join(name.split("/")[:2]) for name in found}
    assert (400, True) == (none.status_code, "Chưa chọn văn kiện nào" in none.text)
    assert 404 == browser.get(f"/archive/zip?{chosen}&paper={uuid.uuid4()}").status_code
    assert 400 == browser.get("/archive/zip?paper=x").status_code
