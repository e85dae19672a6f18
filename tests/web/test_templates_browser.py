"""An office words the resolution its own way: from the template in use to a set that is made with the new one."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from service.bootstrap import Services
from service.web.downloads import DOCX
from tests.example import RESOLUTION_ALONE
from tests.web import browsing
from tests.web.browsing import Visit, look, sign_in_by_link
from tests.word_files import with_words

pytestmark = pytest.mark.slow

OWN_WORDS = ("ĐOÀN CHỦ TỊCH", "ĐOÀN CHỦ TỊCH ĐẠI HỘI")


def downloaded(page: Page, link: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("link", name=link).click()
    return Path(started.value.path()).read_bytes()


def send(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("Tệp Word (.docx)").set_input_files(
        FilePayload(name=name, mimeType=DOCX, buffer=content)
    )
    page.get_by_role("button", name="Gửi lên và kiểm tra").click()


def test_an_office_brings_its_own_wording(
    visit: Visit, services: Services, complete: bytes, work_off: Callable[[], None], tmp_path: Path
) -> None:
    """
    Download, spoil, read the faults, take the comments, mend, look, choose, make a set, see that it was made with it.
    """
    sign_in_by_link(visit, services)
    page = visit.page
    page.get_by_role("link", name="Mẫu Word", exact=True).click()
    expect(page.get_by_role("heading", name="Công đoàn Việt Nam")).to_be_visible()
    look(page, tmp_path, "50-templates")
    page.get_by_role("link", name="Nghị quyết Đại hội", exact=True).click()
    expect(page.get_by_text("chưa gửi mẫu riêng nào")).to_be_visible()
    current = downloaded(page, "Tải mẫu đang dùng về để sửa")
    assert services.book["resolution"].source == current

    send(page, "bỏ chữ ký.docx", with_words(current, ("{{ signer }}", ""), OWN_WORDS))
    expect(page.get_by_text("Mẫu thiếu trường bắt buộc “signer”")).to_be_visible()
    expect(page.get_by_role("button", name="Dùng mẫu này")).to_have_count(0)
    look(page, tmp_path, "51-template-faulty")
    with zipfile.ZipFile(io.BytesIO(downloaded(page, "Tải bản có ghi chú lỗi"))) as copy:
        assert "trường bắt buộc “signer”".encode() in copy.read("word/comments.xml")

    page.get_by_role("link", name="Gửi tệp khác").click()
    send(page, "nghị quyết của tỉnh.docx", with_words(current, OWN_WORDS))
    drawn = page.frame_locator("#paper")
    expect(drawn.get_by_text("ĐOÀN CHỦ TỊCH ĐẠI HỘI").first).to_be_visible()
    expect(page.locator("#look-said")).to_be_hidden()
    if browsing.pictures:
        page.locator("#paper").screenshot(path=tmp_path / "52-frame.png")
    look(page, tmp_path, "52-template-good")
    page.reload()  # this browser lays the frame over its neighbours once its window has changed its size
    page.get_by_role("button", name="Dùng mẫu này").click()
    expect(page.get_by_role("cell", name="đang dùng")).to_be_visible()
    look(page, tmp_path, "53-template-chosen")

    whole = json.loads(complete)
    raw = json.dumps({name: whole[name] for name in RESOLUTION_ALONE}).encode()
    made = services.submit(raw, account=services.access.ensure_administrator(""), key="one").set_id
    work_off()
    page.get_by_role("link", name="nghị quyết của tỉnh.docx").first.click()
    page.get_by_role("link", name="Công đoàn cơ sở Sở Công thương, nhiệm kỳ 2023-2028").click()
    expect(page).to_have_url(f"{visit.address}/sets/{made}")
    visit.go("/templates/resolution?language=en")
    page.get_by_role("button", name="Stop using it").click()
    expect(page.get_by_text("back to what holds above")).to_be_visible()
    look(page, tmp_path, "54-template-set-aside")
    assert (visit.complaints, visit.strangers) == ([], [])
