"""The desk without a mouse: where the focus is can be seen, it follows the reading, is caught nowhere and lost nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from service.web import create_app
from tests.web.browsing import Visit
from tests.web.conftest import served
from tests.web.every_page import House, furnish, whole
from tests.web.measuring import focused
from tests.working import services_in

pytestmark = pytest.mark.slow

PASSWORD = "mat khau dai du dung"
MOST_STOPS = 400


@pytest.fixture(scope="module")
def house(sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[tuple[House, Visit]]:  # fmt: skip
    with services_in(tmp_path_factory.mktemp("house") / "var", sqlite_model) as built:
        services = whole(built)
        house = furnish(services)
        services.access.set_password(house.account, PASSWORD)
        with served(create_app(services)) as address:
            context = browser.new_context(locale="vi-VN")
            yield house, Visit(page=context.new_page(), address=address)
            context.close()


def stops(page: Page, key: str = "Tab") -> list[dict[str, Any]]:
    """Everything the key leads to, from where the focus is until it leaves the page or comes back."""
    found: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        now = focused(page)
        if now is None or any(now["number"] == one["number"] for one in found):
            return found
        found.append(now)
    pytest.fail(f"{key} never ends: {found[-1]['html']}")


def to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what has that text, name or id."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        now = focused(page)
        # A step also says how many faults it has.
        if now and (now["name"] == name or (name[0].isdigit() and now["name"].startswith(name))):
            return
    pytest.fail(f"the focus never comes to {name}")


def sign_in(visit: Visit) -> None:
    """By the keyboard alone: the focus is in the first field already."""
    page = visit.page
    page.context.clear_cookies()
    visit.go("/sign-in")
    expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    page.keyboard.type("quan-tri")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Gửi dữ liệu đại hội")).to_be_visible()


def begin(page: Page) -> None:
    """From the first page to the first step of a new draft."""
    keyboard = page.keyboard
    keyboard.press("Tab")
    keyboard.press("Enter")  # past the way around the site
    expect(page.locator("#content")).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Đại hội mới")).to_be_visible()
    to(page, "form")
    keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="Toàn thể")).to_be_checked()
    keyboard.press("ArrowDown")
    to(page, "start")
    keyboard.type("2023")
    keyboard.press("Tab")
    keyboard.type("2028")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tổ chức, nhiệm kỳ", level=1)).to_be_visible()


@pytest.mark.parametrize(
    "name",
    ["home", "step-delegates", "step-papers", "count", "set", "paper", "look", "found", "to-do", "register", "code", "webhook", "import-looked", "reminders", "provider", "people-after", "long-list", "paste-box", "not-found"],
)  # fmt: skip
def test_the_focus_is_seen_and_follows_the_reading(house: tuple[House, Visit], name: str) -> None:
    """
    Tab goes through the whole page and out of it; at every stop there is an outline, within the window, under nothing; down
    the page never up again within its main part; Shift-Tab leads back the same way.
    """
    here, visit = house
    page = visit.page
    if not page.context.cookies():
        sign_in(visit)
    here.open(visit, name)
    page.wait_for_load_state("networkidle")
    if page.locator("[autofocus]").count():
        # The browser gives the focus a moment after the page is there: one goes on from where it is then.
        page.wait_for_function("document.activeElement !== document.body")
    page.evaluate("document.activeElement.blur()")
    forward = stops(page)

    assert [] == [
        one["html"]
        for one in forward
        if one["tag"] != "IFRAME" and not (one["seen"] and one["within"] and one["free"])
    ]
    # Where a page puts the focus into its field or on its fault, one goes on from there.
    assert page.locator("[autofocus]").count() or forward[0]["html"].startswith('<a class="skip"')
    aside = [one for one in forward if one["tag"] != "A" and not one["rolls"]]
    ups = [
        f"{later['name']} after {sooner['name']}"
        for sooner, later in pairwise(aside)
        if later["bottom"] < sooner["top"] and later["left"] < sooner["left"] + 1
    ]
    assert [] == ups
    # Behind the last stop the focus is with the browser, which gives it back at the first press or at the second.
    page.locator(f'[data-walked="{forward[-1]["number"]}"]').focus()
    backward = stops(page, "Shift+Tab")
    assert {one["number"] for one in forward} <= {one["number"] for one in backward} | {forward[-1]["number"]}


def test_a_congress_is_typed_by_the_keyboard_alone(house: tuple[House, Visit]) -> None:
    """
    From the sign-in form to papers refused for a fault: after every step the focus is where one goes on, and after a fault
    it is on the sentence that says so.
    """
    _, visit = house
    page, keyboard = visit.page, visit.page.keyboard
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(visit)
    begin(page)
    to(page, "2. Đại biểu")
    keyboard.press("Space")
    expect(page.get_by_role("heading", name="Đại biểu", level=1)).to_be_visible()
    expect(page.locator("#begin")).to_be_focused()
    keyboard.press("Tab")
    assert "attendance.summoned" == (focused(page) or {})["name"]

    to(page, "delegates.0.full_name")
    page.evaluate("navigator.clipboard.writeText('An\\t1\\nBình\\t2\\nCúc\\t3\\nDung\\t4\\n')")
    keyboard.press("Control+V")
    expect(page.locator('[id="delegates.3.full_name"]')).to_have_value("Dung")
    keyboard.press("Enter")
    expect(page.locator('[id="delegates.1.full_name"]')).to_be_focused()
    to(page, "delegates.1.gender")
    keyboard.press("ArrowDown")
    to(page, "×")
    keyboard.press("Space")
    expect(page.locator('[id="delegates.2.full_name"]')).to_be_focused()
    to(page, "Thêm dòng")
    keyboard.press("Enter")
    expect(page.locator('[id="delegates.4.full_name"]')).to_be_focused()
    keyboard.type("Yến")

    to(page, "Lưu")
    keyboard.press("Enter")
    expect(page.locator("#panel")).to_contain_text("lưu lúc")
    expect(page.locator("#begin")).to_be_focused()
    expect(page.locator('[id="delegates.3.full_name"]')).to_have_value("Yến")

    to(page, "attendance.guests")
    keyboard.type("-4")
    to(page, "Lưu và sang bước sau")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Đoàn chủ tịch, các ban", level=1)).to_be_visible()
    to(page, "9. Lập văn kiện")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Lập văn kiện", level=1)).to_be_visible()
    to(page, "Lập văn kiện")
    keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Dữ liệu còn lỗi")


def test_the_panel_is_drawn_anew_under_the_focus(house: tuple[House, Visit]) -> None:
    """
    Whoever is in the panel already when the check comes back stays where they are.
    """
    here, visit = house
    page = visit.page
    if not page.context.cookies():
        sign_in(visit)
    visit.go(here.paths["step-organisation"])
    page.get_by_role("button", name="Lưu", exact=True).focus()
    page.locator('[id="venue"]').evaluate("one => { one.value = 'Hội trường C'; }")
    page.keyboard.press("Tab")
    before = focused(page)
    with page.expect_response("**/check"):
        page.locator('[id="venue"]').dispatch_event("change")
    expect(page.locator("#panel")).to_contain_text("Có nội dung chưa lưu")

    assert before
    assert page.evaluate("document.activeElement.closest('#panel') !== null")
    assert before["name"] == (focused(page) or {})["name"]


def test_a_refused_file_leads_to_what_is_wrong(house: tuple[House, Visit], tmp_path: Path) -> None:
    """
    The focus is on the summary of the faults, and Tab goes on to mending them.
    """
    _, visit = house
    sign_in(visit)
    wrong = tmp_path / "wrong.json"
    wrong.write_text("[1]", "utf-8")
    visit.page.get_by_label("Tệp dữ liệu đại hội").set_input_files(wrong)
    visit.page.get_by_role("button", name="Gửi và dựng văn kiện").press("Enter")

    expect(visit.page.get_by_role("alert")).to_be_focused()
    visit.page.keyboard.press("Tab")
    expect(visit.page.get_by_label("Chọn lại tệp đã sửa")).to_be_focused()
