"""The tree, the figures and the terms in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from service.bootstrap import Services
from tests.web.browsing import Visit, look, sign_in_by_link
from tests.web.test_history import OWN, UPPER, term_before

pytestmark = pytest.mark.slow


def test_figures_and_terms_are_seen(
    visit: Visit, services: Services, complete: bytes, work_off: Callable[[], None], tmp_path: Path
) -> None:
    """
    From the tree to the figures and to two terms, wide and on a phone, in both languages, with no barrier.
    """
    account = services.access.ensure_administrator("")
    services.submit(term_before(complete), account=account, key="older")
    services.submit(complete, account=account, key="newer")
    work_off()
    sign_in_by_link(visit, services)
    page = visit.page
    page.get_by_role("link", name="Tổ chức", exact=True).click()
    page.get_by_role("link", name=UPPER).click()
    page.get_by_role("link", name=OWN).click()
    page.get_by_role("link", name="so với 2018-2023").click()
    page.get_by_role("link", name="Nhiệm kỳ 2023-2028").click()
    expect(page.get_by_role("table", name="Bầu Ban Chấp hành, vòng 1")).to_be_visible()
    look(page, tmp_path, "32-congress")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Turnout")).to_be_visible()
    assert (visit.complaints, visit.strangers) == ([], [])
