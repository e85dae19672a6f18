"""A file of 100 MB, sent by a form without scripts to the server as it runs: people see a page, not a connection that was reset."""

from __future__ import annotations

import os
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from service.bootstrap import build
from service.config import Settings
from tests.running import free_port
from tests.web.browsing import Visit, sign_in_by_link
from workers.processes import Child, await_ready

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
HUGE = 100 * 1024 * 1024


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """Somebody signed in at `vankien serve`, whose browser runs no scripts."""
    port = free_port()
    services = build(Settings(var=tmp_path / "var", port=port), migrate=True)
    services.access.ensure_administrator("Tổng Liên đoàn")
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "VANKIEN_VAR": str(tmp_path / "var"),
        "VANKIEN_PORT": str(port),
    }
    server = Child("web", [sys.executable, "-m", "service.cli", "serve"], log=tmp_path / "web.log", env=env)
    context = browser.new_context(locale="vi-VN", java_script_enabled=False)
    try:
        await_ready(server, lambda: _is_alive(port), within=90)
        visit = Visit(page=context.new_page(), address=f"http://127.0.0.1:{port}")
        sign_in_by_link(visit, services)
        yield visit
    finally:
        context.close()
        server.stop()
        services.close()


def test_a_file_that_is_too_large_leads_to_a_page(visit: Visit, tmp_path: Path) -> None:
    """
    It says that nothing is stored, and leads back to the form; the next file is taken as ever.
    """
    page, huge = visit.page, tmp_path / "anh-dai-hoi.xlsx"
    with huge.open("wb") as opened:
        opened.truncate(HUGE)
    page.get_by_label("Tệp dữ liệu đại hội").set_input_files(huge)
    with page.expect_navigation(timeout=90_000) as went:
        page.get_by_role("button", name="Gửi và dựng văn kiện").click()

    assert 413 == went.value.status
    expect(page.get_by_role("heading", level=1)).to_have_text("Tệp quá lớn")
    expect(page.get_by_role("alert")).to_contain_text("chưa có gì được lưu")
    page.get_by_role("link", name="Về trang đầu").click()
    page.get_by_label("Tệp dữ liệu đại hội").set_input_files(
        ROOT / "examples" / "so-cong-thuong-2023-day-du.json"
    )
    page.get_by_role("button", name="Gửi và dựng văn kiện").click()
    page.wait_for_url("**/sets/*")


def _is_alive(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5) as answer:
            return int(answer.status) == 200
    except OSError:
        return False
