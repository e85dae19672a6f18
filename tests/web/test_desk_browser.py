"""The desk in a real browser: typed, pasted, mended, shared, interrupted; counted on the night itself."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from service.bootstrap import Services
from tests.web.browsing import Visit, look, show, sign_in_by_link

EXAMPLE = Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023-day-du.json"
PASSWORD = "mat khau dai du dung"

pytestmark = pytest.mark.slow


def begin(visit: Visit, services: Services, form: str = "Đại biểu") -> None:
    sign_in_by_link(visit, services)
    visit.page.get_by_role("link", name="Đại hội mới").click()
    visit.page.get_by_role("radio", name=form).check()
    visit.page.get_by_label("Nhiệm kỳ: năm đầu").fill("2023")
    visit.page.get_by_label("Nhiệm kỳ: năm cuối").fill("2028")
    visit.page.get_by_role("button", name="Bắt đầu nhập").click()
    expect(visit.page.get_by_role("heading", name="Tổ chức, nhiệm kỳ", level=1)).to_be_visible()


def open_example(visit: Visit, services: Services) -> str:
    """The address of a draft that holds the complete example."""
    sign_in_by_link(visit, services)
    visit.go("/drafts/new")
    visit.page.locator("#file").set_input_files(EXAMPLE)
    visit.page.get_by_role("button", name="Mở tệp thành bản nháp").click()
    expect(visit.page.get_by_role("heading", name="Tổ chức, nhiệm kỳ", level=1)).to_be_visible()
    return visit.page.url.rpartition("/")[0].removeprefix(visit.address)


def cell(page: Page, name: str):  # type: ignore[no-untyped-def]  # the browser's own type
    """The field of that name."""
    return page.locator(f'[id="{name}"]')


def fill(page: Page, **fields: str) -> None:
    """Type into fields; two underscores stand for a point."""
    for name, text in fields.items():
        field = cell(page, name.replace("__", "."))
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=text)
        else:
            field.fill(text)


def paste(page: Page, name: str, text: str) -> None:
    """Paste into a field what a spreadsheet puts on the clipboard."""
    page.wait_for_load_state("load")  # the script that takes what is pasted comes last
    cell(page, name).focus()
    page.evaluate(
        """text => {
            const held = new DataTransfer();
            held.setData("text/plain", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def go_on(page: Page, to: str) -> None:
    page.get_by_role("button", name="Lưu và sang bước sau").click()
    expect(page.get_by_role("heading", name=to, level=1)).to_be_visible()


def test_fifty_delegates_are_pasted_from_a_spreadsheet(visit: Visit, services: Services) -> None:
    """
    With the spreadsheet's own headings, in its own order; a column that is not shown is named, not swallowed.
    """
    page = visit.page
    begin(visit, services)
    page.get_by_role("navigation", name="Các bước").get_by_role("button", name="Đại biểu").click()
    head = "STT\tSố thẻ\tHọ tên\tGiới tính\tNgày, tháng, năm sinh\tSố giày\n"
    lines = [
        f"{n}\t{n}\tĐại biểu {n}\t{'Nữ' if n % 2 else 'nam'}\t{n % 28 + 1}/2/1985\t40" for n in range(1, 51)
    ]
    paste(page, "delegates.0.full_name", head + "\n".join(lines) + "\n")

    told = page.get_by_role("status").filter(has_text="Đã dán 50 dòng")
    expect(told).to_contain_text("Số giày")
    expect(cell(page, "delegates.49.full_name")).to_have_value("Đại biểu 50")
    expect(cell(page, "delegates.48.gender")).to_have_value("female")
    expect(page.locator("#panel")).to_contain_text("Có nội dung chưa lưu")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#panel")).to_contain_text("lưu lúc")
    expect(cell(page, "delegates.49.born_on")).to_have_value("23/02/1985")
    show(page, "desk-fifty")
    assert visit.complaints == []


def test_a_fault_is_shown_at_its_cell_and_mended(visit: Visit, services: Services) -> None:
    """
    While one types: the sentence under the field, the way there in the panel; gone when it is mended.
    """
    page = visit.page
    begin(visit, services)
    field = cell(page, "opened_on")
    field.fill("31/2/2023")
    page.keyboard.press("Tab")
    fault = page.locator('[id="f:opened_on"]')
    expect(fault).to_contain_text("ngày có thật")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("aria-describedby", re.compile("f:opened_on"))
    cell(page, "venue").focus()
    page.locator("#panel").get_by_role("link", name=re.compile("ngày khai mạc")).first.click()
    expect(field).to_be_focused()
    field.fill("28/2/2023")
    page.keyboard.press("Tab")

    expect(fault).to_have_count(0)
    expect(field).not_to_have_attribute("aria-invalid", "true")
    assert visit.complaints == []


def test_what_was_typed_before_the_programs_came_is_checked_when_they_come(
    visit: Visit, services: Services
) -> None:
    """
    On a slow line one types before the page is all there: nobody should have to type it again to be told.
    """
    page = visit.page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/(desk|htmx\.min)\.js"), hold)
    begin(visit, services)
    field = cell(page, "opened_on")
    field.fill("31/2/2023")
    page.keyboard.press("Tab")
    for one in held:
        one.continue_()

    expect(page.locator('[id="f:opened_on"]')).to_contain_text("ngày có thật")
    expect(field).to_have_value("31/2/2023")
    assert visit.complaints == []


def test_two_people_change_one_draft(
    visit: Visit, services: Services, context: BrowserContext, tmp_path: Path
) -> None:
    """
    The second is told what the first wrote, sees both, chooses; and what only one touched needs no choice.
    """
    begin(visit, services)
    first, second = visit.page, context.new_page()
    second.goto(first.url)
    fill(first, venue="Hội trường A", motto="Đổi mới")
    first.get_by_role("button", name="Lưu", exact=True).click()
    expect(first.locator("#panel")).to_contain_text("lưu lúc")
    fill(second, venue="Hội trường B", ordinal="5")
    second.get_by_role("button", name="Lưu", exact=True).click()
    expect(second.get_by_role("heading", name="Hai người cùng sửa")).to_be_visible()
    expect(second.get_by_text("Hội trường A")).to_be_visible()
    look(second, tmp_path, "desk-clash")
    second.get_by_role("radio", name=re.compile("Hội trường B")).check()
    second.get_by_role("button", name="Lưu theo lựa chọn").click()

    expect(cell(second, "venue")).to_have_value("Hội trường B")
    expect(cell(second, "motto")).to_have_value("Đổi mới")
    expect(cell(second, "ordinal")).to_have_value("5")


def test_a_double_click_and_the_way_back_lose_nothing(visit: Visit, services: Services) -> None:
    """
    Pressing twice saves once; going back shows what was saved, and saving from there keeps both changes.
    """
    page = visit.page
    begin(visit, services)
    page.get_by_role("navigation", name="Các bước").get_by_role("button", name="Đại biểu").click()
    paste(page, "delegates.0.full_name", "An\tx\nBình\ty\n")
    page.get_by_role("button", name="Lưu", exact=True).dblclick()
    expect(page.get_by_role("heading", name="Đại biểu", level=1)).to_be_visible()
    expect(cell(page, "delegates.1.full_name")).to_have_value("Bình")
    expect(cell(page, "delegates.2.full_name")).to_have_value("")
    fill(page, attendance__summoned="40")
    go_on(page, "Đoàn chủ tịch, các ban")
    page.go_back()
    expect(page.get_by_role("heading", name="Đại biểu", level=1)).to_be_visible()
    fill(page, attendance__present="39")
    page.get_by_role("button", name="Lưu", exact=True).click()

    expect(page.locator("#panel")).to_contain_text("lưu lúc")
    expect(cell(page, "attendance.summoned")).to_have_value("40")
    expect(cell(page, "attendance.present")).to_have_value("39")
    expect(cell(page, "delegates.1.full_name")).to_have_value("Bình")


def test_a_session_that_ends_while_one_types_loses_nothing(
    visit: Visit, services: Services, context: BrowserContext, tmp_path: Path
) -> None:
    """
    The check says so and leaves the page; saving asks to sign in, and then saves what was typed.
    """
    services.access.set_password(services.access.ensure_administrator("x"), PASSWORD)
    page = visit.page
    begin(visit, services)
    context.clear_cookies(name="vankien")
    fill(page, venue="Hội trường lớn")
    page.keyboard.press("Tab")
    expect(page.locator("#panel")).to_contain_text("Phiên làm việc đã hết")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Những gì bạn vừa nhập còn nguyên")).to_be_visible()
    look(page, tmp_path, "desk-sign-in-again")
    page.get_by_label("Tên đăng nhập").fill("quan-tri")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    look(page, tmp_path, "desk-again")
    page.get_by_role("button", name="Lưu và tiếp tục").click()

    expect(page.get_by_role("heading", name="Tổ chức, nhiệm kỳ", level=1)).to_be_visible()
    expect(cell(page, "venue")).to_have_value("Hội trường lớn")


@pytest.mark.alone
def test_the_night_of_the_count(visit: Visit, services: Services) -> None:
    """
    One vote's figures in, its minutes on the screen in less than two seconds; by the keyboard alone.
    """
    page = visit.page
    draft = open_example(visit, services)
    visit.go(f"{draft}/count/0/0")
    expect(page.frame_locator("#paper").get_by_text("Nguyễn Văn An").first).to_be_visible()
    votes = "elections.0.rounds.0.candidates.{}.votes"
    took = []
    # The fastest of three: a busy machine is slow, not wrong.
    for figure in ("28", "27", "26"):
        cell(page, votes.format(0)).fill(figure)
        page.keyboard.press("Enter")
        expect(cell(page, votes.format(1))).to_be_focused()
        page.get_by_role("button", name="Lưu và xem biên bản").focus()
        began = time.monotonic()
        page.keyboard.press("Enter")
        expect(page.frame_locator("#paper").get_by_text(f"{figure}/31").first).to_be_visible()
        took.append(time.monotonic() - began)
    show(page, "desk-count")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Tải tệp Word").click()

    assert min(took) < 2, took
    assert waiting.value.suggested_filename.endswith(".docx")
    cell(page, "elections.0.rounds.0.valid").fill("29")
    page.keyboard.press("Tab")
    expect(page.locator("#panel")).to_contain_text("Lỗi phải sửa")
    assert (visit.complaints, visit.strangers) == ([], [])
