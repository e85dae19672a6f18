"""What people send by mistake, twice, too late or from a page they went back to: each is told plainly, and nothing is lost."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from service.archive import SearchRequest
from service.bootstrap import Services
from service.intake.workbook.write import filled_workbook
from service.web import create_app
from tests.pdfs import blank_pdf
from tests.web.browsing import Visit, sign_in_by_link
from tests.web.conftest import served
from tests.web.every_page import EXAMPLES
from tests.working import services_in, work_off

pytestmark = pytest.mark.slow

EXAMPLE = EXAMPLES / "so-cong-thuong-2023-day-du.json"
PASSWORD = "mat khau dai du dung"
HUGE = 100 * 1024 * 1024


@pytest.fixture(scope="module")
def place(sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, str]]:
    with services_in(tmp_path_factory.mktemp("place") / "var", sqlite_model) as services:
        services.access.set_password(services.access.ensure_administrator(""), PASSWORD)
        with served(create_app(services)) as address:
            yield services, address


@pytest.fixture
def visit(place: tuple[Services, str], browser: Browser) -> Iterator[Visit]:
    context = browser.new_context(locale="vi-VN")
    visit = Visit(page=context.new_page(), address=place[1])
    sign_in_by_link(visit, place[0])
    yield visit
    context.close()


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 100 MB that takes up no room."""
    file = tmp_path_factory.mktemp("huge") / "anh-dai-hoi.xlsx"
    with file.open("wb") as opened:
        opened.truncate(HUGE)
    return file


def wrong_files() -> dict[str, tuple[str, bytes, str]]:
    """What is chosen by mistake: its name, its bytes, and what is said of it."""
    good = filled_workbook(json.loads(EXAMPLE.read_bytes()))
    renamed = load_workbook(io.BytesIO(good))
    for row in renamed["Đại biểu"].iter_rows(max_row=5):
        for cell in row:
            if cell.value == "Họ và tên *":
                cell.value = "Tên gọi khác"
    other = load_workbook(io.BytesIO(good))
    for sheet in other.sheetnames[1:]:
        del other[sheet]
    other[other.sheetnames[0]].title = "Bảng lương"
    saved = [io.BytesIO(), io.BytesIO()]
    renamed.save(saved[0])
    other.save(saved[1])
    word = next((EXAMPLES.parent / "templates_docx").glob("*.docx")).read_bytes()
    return {
        "a picture": ("du-lieu.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500), "Tệp là hình ảnh (PNG)"),
        "old Excel": ("du-lieu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "định dạng Excel cũ (.xls)"),
        "Word": ("nghi-quyet.docx", word, "Tệp không phải là tệp Excel (.xlsx)"),
        "a PDF as JSON": ("du-lieu.json", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "Tệp là tệp PDF"),
        "nothing": ("du-lieu.json", b"", "Tệp rỗng"),
        "cut off": ("du-lieu.xlsx", good[: len(good) // 2], "tải về chưa hết"),
        "no sheet of ours": ("du-lieu.xlsx", saved[1].getvalue(), "không có trang nào của mẫu"),
        "a wrong heading": ("du-lieu.xlsx", saved[0].getvalue(), "“Tên gọi khác” không có trong mẫu"),
    }  # fmt: skip


def choose(page: Page, file: Path) -> None:
    page.get_by_label("Tệp dữ liệu đại hội").set_input_files(file)


def send_example(visit: Visit) -> str:
    """The address of the set that the complete example makes."""
    visit.go("/")
    choose(visit.page, EXAMPLE)
    visit.page.get_by_role("button", name="Gửi và dựng văn kiện").click()
    visit.page.wait_for_url("**/sets/*")
    return visit.page.url


def resolution(place: tuple[Services, str]) -> str:
    services, _ = place
    work_off(services)
    account = services.access.ensure_administrator("")
    return services.archive.search(SearchRequest(kind="resolution"), account=account).papers[0].document.id


def test_every_wrong_file_is_called_by_its_name(visit: Visit, tmp_path: Path) -> None:
    """
    What it is and what to send instead; with the form to choose again, and a draft that is begun from it says the same.
    """
    page, files = visit.page, wrong_files()
    for what, (name, content, said) in files.items():
        (tmp_path / name).write_bytes(content)
        visit.go("/")
        choose(page, tmp_path / name)
        page.get_by_role("button", name="Gửi và dựng văn kiện").click()
        expect(page.get_by_role("alert"), what).to_contain_text("Chưa có gì được lưu")
        expect(page.locator("main"), what).to_contain_text(said)
        expect(page.get_by_label("Chọn lại tệp đã sửa"), what).to_be_visible()
    for what in ("a picture", "cut off"):
        name, content, said = files[what]
        (tmp_path / name).write_bytes(content)
        visit.go("/drafts/new")
        choose(page, tmp_path / name)
        page.get_by_role("button", name="Mở tệp thành bản nháp").click()
        expect(page.locator("main"), what).to_contain_text(said)

    assert visit.complaints == []


@pytest.mark.alone
def test_a_file_of_100_mb_is_refused_before_it_is_sent(visit: Visit, huge: Path) -> None:
    """
    Within two seconds, in one sentence, on the page one is on; and the right file is taken after that.
    """
    page = visit.page
    visit.go("/")
    began = time.monotonic()
    choose(page, huge)
    expect(page.get_by_role("alert")).to_contain_text("chỉ nhận tệp đến 5 MB")
    took = time.monotonic() - began
    page.get_by_role("button", name="Gửi và dựng văn kiện").click()
    expect(page.get_by_role("alert")).to_be_visible()
    choose(page, EXAMPLE)
    expect(page.get_by_role("alert")).to_be_hidden()
    page.get_by_role("button", name="Chỉ kiểm tra").click()

    expect(page.get_by_role("heading", name="Kết quả kiểm tra")).to_be_visible()
    assert took < 2


def test_a_file_of_100_mb_is_refused_without_a_script(
    place: tuple[Services, str], browser: Browser, huge: Path
) -> None:
    """
    The browser sends it all and then shows the sentence, instead of a page of its own that the connection was lost.
    """
    context = browser.new_context(locale="vi-VN", java_script_enabled=False)
    visit = Visit(page=context.new_page(), address=place[1])
    sign_in_by_link(visit, place[0])
    visit.go("/")
    choose(visit.page, huge)
    visit.page.get_by_role("button", name="Gửi và dựng văn kiện").click()

    expect(visit.page.get_by_role("alert")).to_contain_text("Tệp quá lớn")
    visit.page.go_back()
    expect(visit.page.get_by_role("button", name="Gửi và dựng văn kiện")).to_be_visible()
    context.close()


def test_a_double_click_sends_once(visit: Visit, place: tuple[Services, str], tmp_path: Path) -> None:
    """
    A set, a number, a signed copy, a draft, an account, a token: pressing twice makes one.
    """
    page, (services, _) = visit.page, place
    account = services.access.ensure_administrator("")
    visit.go("/")
    choose(page, EXAMPLE)
    page.get_by_role("button", name="Gửi và dựng văn kiện").dblclick()
    page.wait_for_url("**/sets/*")
    assert 1 == len(services.sets.recent(account=account))

    visit.go(f"/documents/{resolution(place)}")
    page.get_by_label("Ngày ban hành").fill("2023-02-20")
    page.get_by_role("button", name="Cấp số").dblclick()
    expect(page.get_by_text("Số 01/NQ-ĐH, ngày")).to_be_visible()
    (tmp_path / "ký.pdf").write_bytes(blank_pdf())
    page.get_by_label("Bản quét").set_input_files(tmp_path / "ký.pdf")
    page.get_by_role("button", name="Đưa bản đã ký vào hồ sơ").dblclick()
    expect(page.get_by_role("link", name="ký.pdf")).to_have_count(1)

    visit.go("/drafts/new")
    page.get_by_label("Nhiệm kỳ: năm đầu").fill("2023")
    page.get_by_label("Nhiệm kỳ: năm cuối").fill("2028")
    page.get_by_role("button", name="Bắt đầu nhập").dblclick()
    page.wait_for_url("**/organisation")
    assert 1 == len(services.drafts.recent(account=account))

    visit.go("/people")
    page.get_by_label("Tên đăng nhập").fill("thu ky moi")
    page.get_by_role("button", name="Thêm và tạo đường liên kết đăng nhập").dblclick()
    expect(page.get_by_text("/sign-in/link/")).to_be_visible()


def test_the_way_back_after_sending_makes_no_second_set(visit: Visit, place: tuple[Services, str]) -> None:
    """
    The form is there as it was left, and sending it again leads to the set that is there already.
    """
    services, _ = place
    first = send_example(visit)
    before = len(services.sets.recent(account=services.access.ensure_administrator("")))
    visit.page.go_back()
    visit.page.reload()
    choose(visit.page, EXAMPLE)
    visit.page.get_by_role("button", name="Gửi và dựng văn kiện").click()
    visit.page.wait_for_url("**/sets/*")

    assert first == visit.page.url
    assert before == len(services.sets.recent(account=services.access.ensure_administrator("")))


def test_a_session_that_ends_leads_back_to_the_page_one_was_on(
    visit: Visit, place: tuple[Services, str]
) -> None:
    """
    Giving a number after the session ended: nothing is done, it is said, and signing in leads back to that paper.
    """
    send_example(visit)
    page, paper = visit.page, f"/documents/{resolution(place)}"
    visit.go(paper)
    page.context.clear_cookies(name="vankien")
    page.evaluate("document.querySelector('form.narrow [required]').value ||= 'x'; document.querySelector('form.narrow').requestSubmit()")  # fmt: skip
    expect(page.get_by_text("việc vừa rồi chưa được thực hiện")).to_be_visible()
    page.get_by_label("Tên đăng nhập").fill("quan-tri")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()

    expect(page).to_have_url(f"{visit.address}{paper}")
