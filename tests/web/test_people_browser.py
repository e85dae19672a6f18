"""The pages of people, of the log and of what is left to do, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from service.bootstrap import Services
from tests.web.browsing import Visit, look, sign_in_by_link

pytestmark = pytest.mark.slow


def test_an_administrator_adds_somebody_and_sees_what_is_left_to_do(
    visit: Visit, services: Services, sealed: str, tmp_path: Path
) -> None:
    """
    The link is shown once; every page is usable wide and on a phone, in Vietnamese and in English.
    """
    sign_in_by_link(visit, services)
    page = visit.page
    page.get_by_role("link", name="Việc cần làm").click()
    expect(page.get_by_role("heading", name="Chờ ký và cấp số")).to_be_visible()
    look(page, tmp_path, "40-to-do")
    page.get_by_role("link", name="Tài khoản").click()
    page.get_by_label("Tên đăng nhập").fill("thu ky moi")
    page.get_by_role("button", name="Thêm và tạo đường liên kết đăng nhập").click()
    expect(page.get_by_text("/sign-in/link/")).to_be_visible()
    page.get_by_label("Dùng cho").fill("máy quét")
    page.get_by_role("button", name="Tạo mã truy cập").click()
    expect(page.get_by_text("chỉ hiện ở đây một lần")).to_be_visible()
    expect(page.get_by_text("/sign-in/link/")).to_be_hidden()
    look(page, tmp_path, "42-account")
    visit.go("/audit?language=en")
    expect(page.get_by_role("heading", name="Log of what was done")).to_be_visible()
    assert (visit.complaints, visit.strangers) == ([], [])
