"""Templates of organisations, by page and over the API."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.archive import SearchRequest
from service.bootstrap import Services
from tests.examining import examining_here
from tests.web.test_access_matrix import PASSWORD, add_account
from tests.web.test_look import signed_in
from tests.word_files import with_words
from tests.working import work_off

VERSIONS = "/api/v1/templates/resolution/versions"


@pytest.fixture
def services(services: Services) -> Services:
    return examining_here(services)


@pytest.fixture
def spoilt(services: Services) -> bytes:
    return with_words(services.book["resolution"].source, ("{{ subject }}", "{{ subjekt }}"))


@pytest.fixture
def desk(app: Flask, services: Services) -> FlaskClient:
    """A client that an administrator is signed in to."""
    add_account(services, "quản trị", "administrator")
    secret = services.access.sign_in("quản trị", PASSWORD)
    assert secret
    client = app.test_client()
    client.set_cookie("vankien", secret)
    return client


def send(desk: FlaskClient, content: bytes, name: str = "nghị quyết.docx") -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', desk.get("/templates/resolution").text)
    assert token
    form = {"csrf_token": token[1], "file": (io.BytesIO(content), name)}
    return desk.post("/templates/resolution/versions", data=form)


def test_an_api_client_brings_looks_and_chooses(
    client: FlaskClient, bearer: dict[str, str], services: Services
) -> None:
    """
    201 with what was found; then it holds for the organisation, and back again.
    """
    source = with_words(services.book["resolution"].source, ("ĐOÀN CHỦ TỊCH", "ĐOÀN CHỦ TỊCH ĐẠI HỘI"))
    made = client.post(f"{VERSIONS}?name=a.docx", data=source, headers=bearer)
    body: dict[str, Any] = made.get_json()
    way = made.headers["Location"]
    used = client.post(f"{way}/use", headers=bearer).get_json()
    listed = client.get(VERSIONS, headers=bearer).get_json()
    back = client.post("/api/v1/templates/resolution/set-aside", headers=bearer).get_json()

    assert (201, True, [], "a.docx") == (
        made.status_code, body["check"]["usable"], body["used_by"], body["version"]["name"],
    )  # fmt: skip
    assert used["current"]
    assert (body["version"]["id"], [0]) == (listed["current"], [one["sets"] for one in listed["items"]])
    assert back["current"] is None
    assert source == client.get(f"{way}/file", headers=bearer).data
    for file in ("annotated", "preview"):
        answer = client.get(f"{way}/{file}", headers=bearer)
        assert (200, b"PK") == (answer.status_code, answer.data[:2])


def test_a_faulty_file_is_kept_and_refused_as_a_choice(
    client: FlaskClient, bearer: dict[str, str], spoilt: bytes
) -> None:
    """
    201 with the faults, 409 for using it or seeing a paper of it; 422 for what is no Word file.
    """
    made = client.post(VERSIONS, data=spoilt, headers=bearer)
    way = made.headers["Location"]
    refused = client.post(VERSIONS, data=b"%PDF-1.7", headers=bearer)

    assert ["unknown-field-meant"] == [
        one["code"] for one in made.get_json()["check"]["findings"] if one["severity"] == "error"
    ]
    assert [409, 409] == [
        client.post(f"{way}/use", headers=bearer).status_code,
        client.get(f"{way}/preview", headers=bearer).status_code,
    ]
    assert (422, "template.refused") == (refused.status_code, refused.get_json()["code"])
    assert ["template.not-a-zip"] == [one["code"] for one in refused.get_json()["findings"]]


def test_the_pages_say_what_is_wrong_and_what_to_do(desk: FlaskClient, spoilt: bytes) -> None:
    """
    The place, the fault and the way out in Vietnamese; no file and no Word file are said on the page itself.
    """
    made = send(desk, spoilt)
    page = desk.get(made.location).text
    nothing, other = send(desk, b"", ""), send(desk, b"%PDF-1.7")

    assert 303 == made.status_code
    for said in ("Không có trường “subjekt”", "Có phải là “subject”?", "Tải bản có ghi chú lỗi"):
        assert said in page
    assert "Dùng mẫu này" not in page
    assert (422, True) == (nothing.status_code, "Chưa chọn tệp nào" in nothing.text)
    assert (422, True) == (other.status_code, "không được giữ lại" in other.text)
    assert "còn lỗi" in desk.get("/templates/resolution").text
    assert "/templates" in desk.get("/").text


def test_only_administrators_are_led_there(app: Flask, services: Services) -> None:
    """
    Nobody else sees the page in the navigation.
    """
    add_account(services, "thư ký", "secretary")
    secret = services.access.sign_in("thư ký", PASSWORD)
    client = app.test_client()
    client.set_cookie("vankien", secret or "")

    assert 'href="/templates"' not in client.get("/").text
    assert 403 == client.get("/templates").status_code


def test_a_paper_leads_to_the_version_it_was_made_with_and_the_version_to_its_sets(
    services: Services, desk: FlaskClient, complete: bytes
) -> None:
    """
    Whoever may not look after templates reads which one it was; a paper made before the choice was made with ours.
    """
    by = services.access.ensure_administrator("")
    services.submit(complete, account=by, key="ours")
    work_off(services)
    source = with_words(services.book["resolution"].source, ("ĐOÀN CHỦ TỊCH", "ĐOÀN CHỦ TỊCH ĐẠI HỘI"))
    version = services.templates.bring("resolution", source, name="nghị quyết tỉnh.docx", by=by)
    services.templates.choose(version.id, by=by)
    corrected = json.dumps(json.loads(complete) | {"reason": "Sửa địa điểm", "venue": "Hội trường B"})
    set_id = services.submit(corrected.encode(), account=by, key="own").set_id
    work_off(services)
    asked = SearchRequest(kind="resolution", superseded=True)
    own, ours = (one.document.id for one in services.archive.search(asked, account=by).papers)
    add_account(services, "cán bộ", "official")
    official = signed_in(services, name="cán bộ")

    page, link = desk.get(f"/documents/{own}").text, f'href="/templates/versions/{version.id}"'
    assert link in page
    assert "nghị quyết tỉnh.docx, gửi lên" in page
    assert link not in official.get(f"/documents/{own}").text
    assert "nghị quyết tỉnh.docx, gửi lên" in official.get(f"/documents/{own}").text
    assert "mẫu có sẵn của hệ thống" in desk.get(f"/documents/{ours}").text
    assert 'href="/templates/resolution"' in desk.get(f"/documents/{ours}").text
    assert f'href="/sets/{set_id}"' in desk.get(f"/templates/versions/{version.id}").text
