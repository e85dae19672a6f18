"""A list of two thousand at the desk, in a real browser: pasted, searched, mended on a far page, and on to the next step."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from service.bootstrap import Services
from tests.web.browsing import Visit, look
from tests.web.test_desk_browser import begin, cell, go_on, paste

pytestmark = pytest.mark.slow

PEOPLE = 2_150
FAULTY = 1_733


def lines() -> str:
    head = "STT\tSố thẻ\tHọ tên\tGiới tính\tNgày, tháng, năm sinh\tĐơn vị\n"
    return head + "\n".join(
        f"{n}\t{n}\tĐặng Thị {n}\t{'Nữ' if n % 2 else 'nam'}\t{'31/2' if n == FAULTY else f'{n % 28 + 1}/2'}/1985\tXưởng {n % 40}"
        for n in range(1, PEOPLE + 1)
    )


def test_two_thousand_delegates(visit: Visit, services: Services, tmp_path: Path) -> None:
    """
    No page has more than a hundred rows; what is typed on one is there after another was turned to.
    """
    page = visit.page
    page.set_viewport_size({"width": 1280, "height": 800})
    begin(visit, services)
    page.get_by_role("navigation", name="Các bước").get_by_role("button", name="Đại biểu").click()
    paste(page, "delegates.0.full_name", lines())
    expect(page.get_by_role("status").filter(has_text="Đã dán 2.150 dòng")).to_be_visible(timeout=30_000)
    expect(page.locator("tr[id^='delegates.']")).to_have_count(100)
    expect(cell(page, "delegates.99.full_name")).to_have_value("Đặng Thị 100")
    expect(page.get_by_text("Còn 1 lỗi ở những dòng trang này không hiện")).to_be_visible()

    # Typed, not saved, and the page turned: it is saved on the way.
    cell(page, "delegates.4.unit").fill("Nhà máy Một")
    page.get_by_role("button", name="Trang 22").first.click()
    expect(cell(page, "delegates.2149.full_name")).to_have_value("Đặng Thị 2150")
    expect(cell(page, "delegates.2151.full_name")).to_have_value("")
    look(page, tmp_path, "desk-thousands")
    page.get_by_label("Tìm trong danh sách").first.fill("nha may mot")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tìm thấy 1 dòng")).to_be_visible()
    expect(cell(page, "delegates.4.unit")).to_have_value("Nhà máy Một")

    # From the panel to the row with the fault, with something else not saved.
    cell(page, "delegates.4.position").fill("Tổ trưởng")
    page.locator("#panel").get_by_role("link", name=re.compile(f"thứ {FAULTY}")).click()
    faulty = cell(page, f"delegates.{FAULTY - 1}.born_on")
    expect(faulty).to_be_focused()
    expect(faulty).to_have_attribute("aria-invalid", "true")
    faulty.fill("3/2/1985")
    page.keyboard.press("Tab")
    expect(faulty).not_to_have_attribute("aria-invalid", "true")
    go_on(page, "Đoàn chủ tịch, các ban")

    (record,) = services.drafts.recent(account=services.access.ensure_administrator(""))
    saved = services.drafts.open(record.id, account=services.access.ensure_administrator("")).document
    assert PEOPLE == len(saved["delegates"])
    assert ("Nhà máy Một", "Tổ trưởng") == (saved["delegates"][4]["unit"], saved["delegates"][4]["position"])
    assert "1985-02-03" == saved["delegates"][FAULTY - 1]["born_on"]
    assert (visit.complaints, visit.strangers) == ([], [])
