"""The tree of organisations as its administrators keep it on the pages."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect
from werkzeug.test import TestResponse

from service.bootstrap import Services
from service.catalog import OrganisationRecord
from service.congress.text import fold
from tests.intake.test_tree import with_rows
from tests.web.browsing import Visit, look, sign_in_by_link
from tests.web.test_access_matrix import add_account
from tests.web.test_look import signed_in

PROVINCE = "Công đoàn tỉnh"


@pytest.fixture
def administrator(services: Services) -> FlaskClient:
    """A browser of the administrator of one province."""
    add_account(services, "tinh", "administrator", (PROVINCE,))
    return signed_in(services, name="tinh")


def post(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/organisations/import").text)
    assert token
    return client.post(path, data={"csrf_token": token[1], **fields})


def at(services: Services, *path: str) -> OrganisationRecord | None:
    with services.catalog.read() as work:
        place = work.organisations.root()
        for name in path:
            place = work.organisations.find_under(place, fold(name)) if place else None
    return place


def test_one_is_added_renamed_moved_and_closed_by_hand(
    services: Services, administrator: FlaskClient
) -> None:
    """
    What stood before is told on its page; what cannot be done is said, with what was typed.
    """
    own = at(services, PROVINCE)
    assert own
    for name in ("CĐCS Một", "CĐCS Hai"):
        post(administrator, f"/organisations/{own.id}/change", act="add", name=name, level="grassroots")
    one, two = at(services, PROVINCE, "CĐCS Một"), at(services, PROVINCE, "CĐCS Hai")
    assert one
    assert two
    taken = post(
        administrator, f"/organisations/{one.id}/change", act="change", name="cđcs hai", parent=PROVINCE
    )
    assert (422, True) == (taken.status_code, 'value="cđcs hai"' in taken.text)
    post(
        administrator,
        f"/organisations/{one.id}/change",
        act="change",
        name="CĐCS Ba",
        parent="CĐCS Hai",
        code="B3",
    )
    moved = at(services, PROVINCE, "CĐCS Hai", "CĐCS Ba")
    assert moved
    assert (one.id, "B3") == (moved.id, moved.code)
    page = administrator.get(f"/organisations/{one.id}").text
    assert f"CĐCS Một, trực thuộc {PROVINCE}" in page
    still_open = post(administrator, f"/organisations/{two.id}/change", act="close")
    assert "còn 1 tổ chức đang hoạt động" in still_open.text
    post(administrator, f"/organisations/{one.id}/change", act="close")
    assert "đã đóng ngày" in administrator.get(f"/organisations/{one.id}").text
    own_closed = post(administrator, f"/organisations/{own.id}/change", act="close")
    assert (422, True) == (own_closed.status_code, "tổ chức của chính bạn" in own_closed.text)
    assert "organisation_renamed" in administrator.get("/audit").text


def test_a_list_is_shown_before_it_is_stored(services: Services, administrator: FlaskClient) -> None:
    """
    Faults at their cells; then what is added; stored once somebody says yes, within the own subtree alone.
    """
    empty = administrator.get("/organisations/workbook").data
    bad = with_rows(empty, [("", "", "Vua", "X", "")], first=5)
    faulty = post(administrator, "/organisations/import", file=(io.BytesIO(bad), "a.xlsx"))
    assert (422, True) == (faulty.status_code, all(cell in faulty.text for cell in ("!B5", "!C5", "!D5")))
    good = with_rows(empty, [("C1", "CĐCS Một", "", "", "")], first=5)
    sent = post(administrator, "/organisations/import", file=(io.BytesIO(good), "b.xlsx"))
    shown = administrator.get(sent.location).text
    digest = re.search(r'name="digest" value="([0-9a-f]+)"', shown)
    assert digest
    assert at(services, PROVINCE, "CĐCS Một") is None
    foreign = signed_in(services).get(sent.location)
    assert 404 == foreign.status_code
    moved = post(administrator, sent.location, digest="0")
    done = post(administrator, sent.location, digest=digest[1])

    assert (409, 200) == (moved.status_code, done.status_code)
    assert at(services, PROVINCE, "CĐCS Một")
    assert 404 == post(administrator, sent.location, digest=digest[1]).status_code
    assert 422 == post(administrator, "/organisations/import", file=(io.BytesIO(b"x"), "c.xlsx")).status_code


@pytest.mark.slow
def test_an_administrator_imports_a_list_in_the_browser(
    visit: Visit, services: Services, tmp_path: Path
) -> None:
    """
    From the tree to the list and back, wide and on a phone.
    """
    sign_in_by_link(visit, services)
    page = visit.page
    page.get_by_role("link", name="Tổ chức", exact=True).click()
    page.get_by_role("link", name="Quản lý tổ chức").click()
    look(page, tmp_path, "50-tree-own")
    root = at(services)
    assert root
    page.get_by_label("Tên tổ chức công đoàn").fill("LĐLĐ tỉnh Gia Lai")
    page.get_by_role("button", name="Thêm").click()
    expect(page.get_by_role("heading", name="LĐLĐ tỉnh Gia Lai")).to_be_visible()
    page.get_by_role("link", name="Quản lý tổ chức").click()
    look(page, tmp_path, "51-tree-one")
    visit.go("/organisations/import")
    look(page, tmp_path, "52-tree-import")
    account = services.access.ensure_administrator("")
    empty = services.tree.workbook(by=account)
    for rows, name in (
        ([("", "", "Vua", "X", "")], "53-tree-faults"),
        ([("C1", "CĐCS Một", "", "", ""), ("C2", "CĐCS Hai", "", "C1", "")], "54-tree-looked"),
    ):
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(with_rows(empty, rows, first=6))
        page.get_by_label("Tệp Excel đã sửa").set_input_files(file)
        page.get_by_role("button", name="Xem các thay đổi").click()
        page.wait_for_load_state()
        look(page, tmp_path, name)
    page.get_by_role("button", name="Lưu thay đổi của 2 tổ chức").click()
    expect(page.get_by_role("heading", name="Đã lưu danh sách tổ chức")).to_be_visible()
    look(page, tmp_path, "55-tree-done")
    visit.go("/organisations/import?language=en")
    look(page, tmp_path, "56-tree-english")
    assert ([], []) == (visit.complaints, visit.strangers)
