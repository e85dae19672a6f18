"""People as their administrators keep them, and the log of what was done."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.bootstrap import Services
from service.catalog import AccountRecord
from service.congress.zone import HERE
from tests.web.test_access_matrix import add_account
from tests.web.test_look import signed_in


@pytest.fixture
def administrator(services: Services) -> FlaskClient:
    """A browser of the administrator of one province."""
    add_account(services, "tinh", "administrator", ("Công đoàn tỉnh",))
    return signed_in(services, name="tinh")


def post(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Send a form as a page of people does."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/people").text)
    assert token
    return client.post(path, data={"csrf_token": token[1], **fields})


def added(services: Services, name: str) -> AccountRecord:
    with services.catalog.read() as work:
        found = work.accounts.named(name)
    assert found
    return found


def test_a_new_account_signs_in_by_its_link_until_it_is_disabled(
    app: Flask, services: Services, administrator: FlaskClient
) -> None:
    """
    The link stands on the page once and works once; a disabled account loses its sessions and tokens at once.
    """
    page = post(administrator, "/people", name="thu ky moi", role="secretary").text
    link = re.search(r"http://[^<]*(/sign-in/link/[^<]+)", page)
    assert link
    secret = link[1].rpartition("/")[2]
    session = services.access.sign_in_by_link(secret)
    assert session
    account = added(services, "thu ky moi")
    made = post(administrator, f"/people/{account.id}/tokens", label="máy quét", days="30", only="usual").text
    token = re.search(r'hiện ở đây một lần.</p><p><code class="digest">([^<]+)<', made)
    assert token
    assert services.access.by_token(token[1])
    assert services.access.by_session(session)
    assert token[1] not in administrator.get(f"/people/{account.id}").text

    post(administrator, f"/people/{account.id}/disable")

    assert "Công đoàn tỉnh" == account.organisation.name
    assert services.access.by_session(session) is None
    assert services.access.by_token(token[1]) is None
    assert "đã khóa" in administrator.get("/people").text
    post(administrator, f"/people/{account.id}/enable")
    assert services.access.by_token(token[1])
    (held,) = services.people.account(account.id, by=added(services, "tinh")).tokens
    post(administrator, f"/people/{account.id}/tokens/{held.id}/revoke")
    assert services.access.by_token(token[1]) is None
    assert "đã thu hồi" in administrator.get(f"/people/{account.id}").text


def test_what_is_wrong_is_said_and_nobody_is_locked_out(
    services: Services, administrator: FlaskClient
) -> None:
    """
    A taken name, a strange role, no days: a sentence each; the own account stays open.
    """
    own = added(services, "tinh")
    taken = post(administrator, "/people", name="quan-tri", role="secretary")
    role = post(administrator, "/people", name="x", role="emperor")
    days = post(administrator, f"/people/{own.id}/tokens", label="x", days="0", only="usual")
    locked = post(administrator, f"/people/{own.id}/disable")

    assert (409, 422, 422, 409) == (
        taken.status_code,
        role.status_code,
        days.status_code,
        locked.status_code,
    )
    assert "Tên này đã có người dùng" in taken.text
    assert "Hãy nhờ một người quản trị khác" in locked.text
    assert administrator.get("/people").status_code == 200


def test_the_log_holds_what_the_own_subtree_did(services: Services, administrator: FlaskClient) -> None:
    """
    Newest first, in pages; what is done elsewhere is seen at the root alone.
    """
    add_account(services, "ben canh", "secretary", ("Công đoàn khác",))
    signed_in(services, name="ben canh")
    post(administrator, "/people", name="moi", role="official")
    own, whole = administrator.get("/audit").text, signed_in(services).get("/audit").text
    newest = services.people.log(by=services.access.ensure_administrator(""), limit=1)[0]
    older = signed_in(services).get(f"/audit?before={newest.seq}").text

    assert own.index("<code>account_added") < own.index("<code>signed_in")
    assert "ben canh" not in own
    assert "ben canh" in whole
    assert older.count("<tr") < signed_in(services).get("/audit").text.count("<tr")
    assert 400 == administrator.get("/audit?before=x").status_code


def test_the_log_is_filtered_by_person_act_and_day(services: Services, administrator: FlaskClient) -> None:
    """
    Each alone and together; the way to older entries keeps what was asked.
    """
    post(administrator, "/people", name="moi", role="official")
    today = dt.datetime.now(tz=HERE).date()

    def rows(query: str) -> int:
        return max(0, administrator.get(f"/audit?{query}").text.count("<tr") - 1)

    assert 0 < rows("person=tinh&event=signed_in") < rows("person=tinh")
    assert 0 == rows("person=moi")
    assert rows("person=tinh") == rows(f"person=tinh&since={today}&until={today}&event=")
    assert 0 == rows(f"until={today - dt.timedelta(days=1)}")
    assert 400 == administrator.get("/audit?since=today").status_code


def test_a_role_is_changed_and_the_last_use_of_a_token_is_told(
    services: Services, administrator: FlaskClient
) -> None:
    """
    Nobody changes their own role; both are in the log or on the page.
    """
    own = added(services, "tinh")
    add_account(services, "nguoi", "secretary", ("Công đoàn tỉnh",))
    account = added(services, "nguoi")
    secret = services.people.add_token(account.id, label="máy", days=3, only=None, by=own)
    page = f"/people/{account.id}"
    assert "chưa dùng" in administrator.get(page).text
    assert services.access.by_token(secret)

    post(administrator, f"{page}/role", role="archivist")

    assert "archivist" == added(services, "nguoi").role
    assert "chưa dùng" not in administrator.get(page).text
    assert "Đổi vai trò" in administrator.get("/audit?event=role_changed").text
    assert 409 == post(administrator, f"/people/{own.id}/role", role="official").status_code
    assert 422 == post(administrator, f"{page}/role", role="emperor").status_code


def test_what_a_token_may_do_has_to_be_chosen_and_it_ends(
    services: Services, administrator: FlaskClient
) -> None:
    """
    The form begins with what a program needs as a rule; all that the account may is never what is left out.
    """
    account = add_account(services, "may", "secretary", ("Công đoàn tỉnh",))
    page = f"/people/{account.id}"
    form = administrator.get(page).text
    refused = post(administrator, f"{page}/tokens", label="a", days="30")
    for label, only in (("usual", "usual"), ("all", "all"), ("sign", "sign")):
        assert 200 == post(administrator, f"{page}/tokens", label=label, days="30", only=only).status_code
    made = services.people.account(account.id, by=added(services, "tinh")).tokens

    assert re.search(r'<select id="only" name="only"><option value="usual">', form)
    assert 'name="days" type="number" min="1" max="730" value="365" required' in form
    assert 422 == refused.status_code
    assert {"usual": ("submit", "read"), "all": None, "sign": ("sign",)} == {
        one.name: one.actions for one in made
    }
    assert all(one.expires_at for one in made)
    told = re.findall(r"<small>\((.*?)\)</small>", administrator.get(page).text)
    assert ["chỉ cấp số và nộp bản đã ký", "gửi dữ liệu, đọc và tải về", "mọi việc của tài khoản"] == sorted(
        told
    )


def test_an_account_is_closed_by_whoever_types_its_name(services: Services) -> None:
    """
    A press alone closes nothing; afterwards the page says what is gone and what is kept, and offers nothing more.
    """
    account = add_account(services, "an", "secretary", ("Công đoàn tỉnh",))
    client = signed_in(services)
    hasty = post(client, f"/people/{account.id}/close", sure="")
    meant = post(client, f"/people/{account.id}/close", sure="an")
    page = client.get(f"/people/{account.id}").text

    assert (422, 303) == (hasty.status_code, meant.status_code)
    assert f"đã đóng {account.id[:8]}" in page
    assert "đã đóng hẳn" in page
    assert f"/people/{account.id}/" not in page
