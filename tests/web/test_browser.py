"""The pages in a real browser, as a secretary walks through them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from service.bootstrap import Services
from tests.example import PAPERS
from tests.web.browsing import Visit, look, sign_in_by_link

EXAMPLE = Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023-day-du.json"

pytestmark = pytest.mark.slow


def test_a_secretary_goes_from_a_link_to_a_paper_in_hand(
    visit: Visit, services: Services, tmp_path: Path
) -> None:
    """
    Sign in by link, send a file, watch the papers come, find the resolution and download it.
    """
    page = visit.page
    visit.go(f"/sign-in/link/{services.access.new_link('quan-tri')}")
    look(page, tmp_path, "01-link")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Đặt mật khẩu")).to_be_visible()
    look(page, tmp_path, "02-password")
    page.get_by_role("link", name="Để sau").click()

    page.get_by_label("Tệp dữ liệu đại hội").set_input_files(EXAMPLE)
    page.get_by_role("button", name="Chỉ kiểm tra").click()
    expect(page.get_by_role("heading", name="Kết quả kiểm tra")).to_be_visible()
    look(page, tmp_path, "04-plan")
    page.get_by_role("button", name=f"Gửi và dựng {PAPERS} văn kiện").click()
    expect(page.get_by_text(f"Đã dựng 0 trên {PAPERS} văn kiện (0%)")).to_be_visible()
    look(page, tmp_path, "05-set-in-progress")

    while services.relay(services.work_on):
        pass
    # Nobody reloads: the page itself finds out.
    expect(page.get_by_text(f"Xong: {PAPERS} văn kiện đã vào kho lưu trữ")).to_be_visible()
    look(page, tmp_path, "06-set-sealed")

    page.get_by_role("navigation").get_by_role("link", name="Lưu trữ").click()
    page.get_by_label("Tìm văn kiện").fill("nghi quyet")
    page.get_by_label("Loại văn kiện").select_option("resolution")
    # Nobody presses the button: what is typed is looked for.
    expect(page.get_by_role("heading", name="Tìm thấy 1 văn kiện")).to_be_visible()
    look(page, tmp_path, "08-found")
    page.get_by_role("link", name="Nghị quyết Đại hội", exact=True).click()
    look(page, tmp_path, "09-paper")
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("Tải tệp Word")).click()
    waiting.value.save_as(tmp_path / "paper.docx")

    assert waiting.value.suggested_filename == "Nghị quyết Đại hội.docx"
    assert (tmp_path / "paper.docx").read_bytes().startswith(b"PK")
    assert (visit.complaints, visit.strangers) == ([], [])


def test_all_faults_of_a_file_are_seen_at_once(visit: Visit, services: Services, tmp_path: Path) -> None:
    """
    A file with several faults comes back as one table, with the form to send it again below.
    """
    sign_in_by_link(visit, services)
    text = EXAMPLE.read_text("utf-8").replace('"start": 2023, "end": 2028', '"start": 2028, "end": 2023', 1)
    wrong = tmp_path / "wrong.json"
    wrong.write_text(text.replace('"present":', '"presnt":', 1), "utf-8")
    visit.page.get_by_label("Tệp dữ liệu đại hội").set_input_files(wrong)
    visit.page.get_by_role("button", name="Gửi và dựng văn kiện").click()
    expect(visit.page.get_by_role("heading", name="Dữ liệu chưa được nhận")).to_be_visible()
    look(visit.page, tmp_path, "10-faults")

    rows = visit.page.locator("tr.error")
    assert rows.count() >= 2
    expect(visit.page.get_by_label("Chọn lại tệp đã sửa")).to_be_visible()
    assert (visit.complaints, visit.strangers) == ([], [])


def test_what_is_held_back_says_what_is_missing(visit: Visit, services: Services, tmp_path: Path) -> None:
    """
    Data known only from the news make no paper yet; the page of the set lists what each one lacks.
    """
    sign_in_by_link(visit, services)
    visit.page.get_by_label("Tệp dữ liệu đại hội").set_input_files(
        EXAMPLE.with_name("so-cong-thuong-2023.json")
    )
    visit.page.get_by_role("button", name="Gửi và dựng văn kiện").click()
    expect(visit.page.get_by_text("Còn thiếu:").first).to_be_visible()
    visit.go("/?language=en")

    expect(visit.page.get_by_role("heading", name="Send congress data")).to_be_visible()
    assert visit.complaints == []


def test_without_scripts_the_set_page_still_moves_on(
    browser: Browser, address: str, services: Services
) -> None:
    """
    With JavaScript switched off the page reloads itself until the set is settled.
    """
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    visit = Visit(page=context.new_page(), address=address)
    sign_in_by_link(visit, services)
    visit.page.get_by_label("Tệp dữ liệu đại hội").set_input_files(EXAMPLE)
    visit.page.get_by_role("button", name="Gửi và dựng văn kiện").click()
    expect(visit.page.get_by_text(f"Đã dựng 0 trên {PAPERS} văn kiện (0%)")).to_be_visible()
    while services.relay(services.work_on):
        pass

    expect(visit.page.get_by_text(f"Xong: {PAPERS} văn kiện đã vào kho lưu trữ")).to_be_visible()
    context.close()


def test_markup_in_names_is_shown_and_never_run(visit: Visit, services: Services, tmp_path: Path) -> None:
    """
    A name that is a script stays a name on every page that shows it.
    """
    sign_in_by_link(visit, services)
    name = "Công đoàn <img src=x onerror=alert(1)> <script>alert(2)</script>"
    hostile = tmp_path / "hostile.json"
    hostile.write_text(
        EXAMPLE.read_text("utf-8").replace("Công đoàn cơ sở Sở Công thương", name), encoding="utf-8"
    )
    alerts: list[str] = []
    visit.page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    visit.page.get_by_label("Tệp dữ liệu đại hội").set_input_files(hostile)
    visit.page.get_by_role("button", name="Gửi và dựng văn kiện").click()
    expect(visit.page.get_by_text(name).first).to_be_visible()
    visit.go("/")
    expect(visit.page.get_by_text(name).first).to_be_visible()

    assert (alerts, visit.complaints, visit.strangers) == ([], [], [])


def test_a_moment_of_trouble_leaves_the_progress_on_the_page(visit: Visit, services: Services) -> None:
    """
    When the server cannot answer for a while, what was shown stays, and the page goes on asking.
    """
    page = visit.page
    in_trouble = False
    troubled: list[str] = []

    def answer(route: Route) -> None:
        if not in_trouble:
            route.continue_()
            return
        troubled.append(route.request.url)
        route.fulfill(status=503 if len(troubled) > 1 else 500, body="")

    # From the first page on: a rule that comes while the browser changes pages may miss the new one.
    page.route("**/progress", answer)
    sign_in_by_link(visit, services)
    page.get_by_label("Tệp dữ liệu đại hội").set_input_files(EXAMPLE)
    page.get_by_role("button", name="Gửi và dựng văn kiện").click()
    expect(page.get_by_text(f"Đã dựng 0 trên {PAPERS} văn kiện (0%)")).to_be_visible()
    with page.expect_response(lambda answered: answered.status == 503):
        in_trouble = True
    expect(page.get_by_text(f"Đã dựng 0 trên {PAPERS} văn kiện (0%)")).to_be_visible()
    in_trouble = False
    while services.relay(services.work_on):
        pass

    expect(page.get_by_text(f"Xong: {PAPERS} văn kiện đã vào kho lưu trữ")).to_be_visible()


def test_a_stream_that_drops_leaves_the_page_moving(visit: Visit, services: Services) -> None:
    """
    Without the stream of events the page asks by itself; with it, it need not wait that long.
    """
    page = visit.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/events", lambda route: route.abort())
    sign_in_by_link(visit, services)
    page.get_by_label("Tệp dữ liệu đại hội").set_input_files(EXAMPLE)
    page.get_by_role("button", name="Gửi và dựng văn kiện").click()
    expect(page.get_by_text(f"Đã dựng 0 trên {PAPERS} văn kiện (0%)")).to_be_visible()
    while services.relay(services.work_on):
        pass

    expect(page.get_by_text(f"Xong: {PAPERS} văn kiện đã vào kho lưu trữ")).to_be_visible()
    assert [one for one in asked if one.endswith("/events")]


def test_a_page_that_is_told_does_not_wait_its_turn(visit: Visit, services: Services) -> None:
    """
    The page asks by its timetable every three seconds; here its clock stands still, and the stream alone moves it.
    """
    page = visit.page
    page.clock.install()
    sign_in_by_link(visit, services)
    page.get_by_label("Tệp dữ liệu đại hội").set_input_files(EXAMPLE)
    with page.expect_response("**/events"):
        page.get_by_role("button", name="Gửi và dựng văn kiện").click()
    page.clock.pause_at(page.evaluate("Date.now() + 1"))
    expect(page.get_by_text(f"Đã dựng 0 trên {PAPERS} văn kiện (0%)")).to_be_visible()
    while services.relay(services.work_on):
        pass
    page.clock.run_for(10)

    expect(page.get_by_text(f"Xong: {PAPERS} văn kiện đã vào kho lưu trữ")).to_be_visible()


def test_a_session_that_ends_takes_the_reader_to_sign_in(
    visit: Visit, services: Services, context: BrowserContext
) -> None:
    """
    The page that refreshes itself does not swallow the sign-in form: it goes there.
    """
    sign_in_by_link(visit, services)
    visit.page.get_by_label("Tệp dữ liệu đại hội").set_input_files(EXAMPLE)
    visit.page.get_by_role("button", name="Gửi và dựng văn kiện").click()
    context.clear_cookies()

    expect(visit.page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
