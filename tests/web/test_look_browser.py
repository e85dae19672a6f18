"""The Word file itself, drawn in Chromium beside its data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from service.bootstrap import Services
from tests.web.browsing import Visit, look, sign_in_by_link
from tests.web.test_look import resolution

pytestmark = pytest.mark.slow


def test_the_paper_is_drawn_beside_its_data(
    visit: Visit,
    services: Services,
    sealed: str,
    complete: bytes,
    work_off: Callable[[], None],
    tmp_path: Path,
) -> None:
    """
    The heading of the resolution is drawn in its frame, which reaches nothing of the site; a change is marked.
    """
    corrected = complete.replace(b"{", '{"reason": "Sửa phương châm",'.encode(), 1)
    corrected = corrected.replace("Đổi mới, dân chủ".encode(), "Đổi mới, sáng tạo".encode())
    services.submit(corrected, account=services.access.ensure_administrator(""), key="later")
    work_off()
    sign_in_by_link(visit, services)
    visit.go(f"/documents/{resolution(services)}")
    visit.page.get_by_role("link", name="Xem trước khi in").click()
    drawn = visit.page.frame_locator("#paper")

    expect(drawn.get_by_text("NGHỊ QUYẾT", exact=True)).to_be_visible()
    expect(drawn.get_by_text("Đổi mới, sáng tạo").first).to_be_visible()
    expect(visit.page.locator("#look-said")).to_be_hidden()
    expect(visit.page.locator(".changed ins")).to_contain_text("sáng tạo")
    look(visit.page, tmp_path, "20-look")
    frame = visit.page.frame(url=f"{visit.address}/preview.html")
    assert frame
    assert "null" == frame.evaluate("String(window.origin)")
    assert (visit.complaints, visit.strangers) == ([], [])


def test_a_paper_that_cannot_be_drawn_says_so(visit: Visit, services: Services, sealed: str) -> None:
    """
    When the file does not come, the page says to download it.
    """
    visit.page.route("**/file", lambda route: route.fulfill(status=200, body=b"no Word file"))
    sign_in_by_link(visit, services)
    visit.go(f"/documents/{resolution(services)}/look")

    expect(visit.page.get_by_text("Trình duyệt không vẽ được văn kiện này")).to_be_visible()
