"""Congress data that are no JSON, over the API and on the pages: workbooks and forms."""

from __future__ import annotations

import base64
import io
import json
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from service.bootstrap import Services
from service.cage import asking
from service.intake.workbook.write import filled_workbook
from service.web.downloads import XLSX
from tests.intake.forms import form_of, pairs_of
from tests.web.test_pages import send, sign_in

Post = Callable[..., TestResponse]


@pytest.fixture
def filled(complete: bytes) -> bytes:
    return filled_workbook(json.loads(complete))


@pytest.fixture
def faulty(complete: bytes) -> bytes:
    data = json.loads(complete)
    data["ordinal"] = "năm"
    data["attendance"]["present"] = 5_000
    return filled_workbook(data)


@pytest.fixture
def post(client: FlaskClient, bearer: dict[str, str]) -> Post:
    def post(body: Any, *, to: str = "congresses", kind: str = XLSX, key: str = "one") -> TestResponse:
        headers = bearer | {"Idempotency-Key": key}
        return client.post(f"/api/v1/{to}", data=body, content_type=kind, headers=headers)

    return post


class TestTheApi:
    @pytest.mark.parametrize(
        "kind", [XLSX, "application/octet-stream", "application/vnd.ms-excel", "application/json"]
    )
    def test_a_workbook_is_taken_by_its_bytes(self, post: Post, filled: bytes, kind: str) -> None:
        """
        Programs and browsers name the type of a workbook as they like.
        """
        assert 202 == post(filled, kind=kind).status_code

    def test_all_ways_plan_the_same_papers(self, post: Post, complete: bytes, filled: bytes) -> None:
        """
        JSON, workbook, form in one piece, form in parts: one congress, one plan.
        """
        data = json.loads(complete)
        plans = [
            post(body, to="plans", kind=kind).get_json()
            for body, kind in (
                (complete, "application/json"),
                (filled, XLSX),
                (form_of(data), "application/x-www-form-urlencoded"),
                (dict(pairs_of(data)), "multipart/form-data"),
            )
        ]

        assert [{**plan, "findings": []} for plan in plans[1:]] == [{**plans[0], "findings": []}] * 3
        assert {tuple((found["code"], found["pointer"]) for found in plan["findings"]) for plan in plans} == {
            tuple((found["code"], found["pointer"]) for found in plans[0]["findings"])
        }

    def test_faults_have_their_cells(self, post: Post, faulty: bytes) -> None:
        """
        The pointer and the cell, in one problem.
        """
        answer = post(faulty)
        found = {one["pointer"]: one["cell"] for one in answer.get_json()["findings"]}

        assert 422 == answer.status_code
        assert re.fullmatch(r"Đại hội!B\d+", found["/ordinal"])

    def test_a_workbook_that_was_cut_off_is_400(self, post: Post) -> None:
        """
        It begins like one: unreadable, like bytes that are no JSON.
        """
        answer = post(b"PK\x03\x04 nothing")

        assert (400, "data.unreadable") == (answer.status_code, answer.get_json()["code"])
        assert ["file.damaged"] == [one["code"] for one in answer.get_json()["findings"]]

    def test_a_form_with_a_file_is_no_data(self, post: Post, filled: bytes) -> None:
        """
        A form has names and texts; a file is sent as it is.
        """
        answer = post({"file": (io.BytesIO(filled), "a.xlsx")}, kind="multipart/form-data")

        assert (415, "body.not_data_type") == (answer.status_code, answer.get_json()["code"])

    def test_the_marked_workbook_comes_back(self, post: Post, faulty: bytes) -> None:
        """
        As a download with a Vietnamese name, the faulty cells commented.
        """
        answer = post(faulty, to="workbooks/marked")
        book = load_workbook(io.BytesIO(answer.data))
        comments = [cell.comment.text for row in book["Đại hội"] for cell in row if cell.comment]

        assert (200, XLSX) == (answer.status_code, answer.mimetype)
        assert "attachment" in answer.headers["Content-Disposition"]
        assert any("số nguyên" in text for text in comments)

    @pytest.mark.parametrize(("form", "has"), [("delegates", True), ("plenary", False)])
    def test_an_empty_workbook_can_be_had(
        self, client: FlaskClient, bearer: dict[str, str], form: str, has: bool
    ) -> None:
        """
        One for each form of congress.
        """
        answer = client.get(f"/api/v1/workbooks/new?form={form}", headers=bearer)

        assert has == ("Đại biểu" in load_workbook(io.BytesIO(answer.data)).sheetnames)
        assert 400 == client.get("/api/v1/workbooks/new?form=x", headers=bearer).status_code


class TestTheArchive:
    @pytest.mark.parametrize(
        ("kind", "ending"), [(XLSX, "xlsx"), ("application/x-www-form-urlencoded", "form")]
    )
    def test_the_bytes_are_kept_as_they_came(
        self,
        services: Services,
        post: Post,
        complete: bytes,
        work_off: Callable[[], None],
        kind: str,
        ending: str,
    ) -> None:
        """
        Beside the canonical JSON; the manifest says what they are, and a rebuild reads them back.
        """
        data = json.loads(complete)
        data["delegates"] = data["delegates"][:1]
        body = filled_workbook(data) if ending == "xlsx" else form_of(data)
        set_id = post(body, kind=kind).get_json()["set"]
        work_off()
        status = services.sets.status(set_id, account=services.access.ensure_administrator(""))
        assert status
        root, object_id = services.archive.root, status.congress.object_id
        manifest = json.loads(root.read(object_id, 1, "manifest.json"))

        assert body == root.read(object_id, 1, f"edition/received.{ending}")
        assert kind == manifest["edition"]["media_type"]


class TestThePages:
    @pytest.fixture
    def browser(self, app: Flask, services: Services) -> FlaskClient:
        return sign_in(app, services)

    def test_a_workbook_is_sent_like_any_file(self, browser: FlaskClient, filled: bytes) -> None:
        """
        The form of the first page takes it and leads to the set.
        """
        assert 303 == send(browser, filled).status_code

    def test_faults_are_shown_with_cells_and_a_marked_file(self, browser: FlaskClient, faulty: bytes) -> None:
        """
        The page names the cell, and carries the file along for the download.
        """
        page = send(browser, faulty)
        hidden = dict(re.findall(r'name="(csrf_token|carried)" value="([^"]+)"', page.text))
        marked = browser.post("/workbooks/marked", data=hidden)

        assert 422 == page.status_code
        assert re.search(r"Đại hội!B\d+", page.text)
        assert faulty == base64.b64decode(hidden["carried"])
        assert "Lỗi" in load_workbook(io.BytesIO(marked.data)).sheetnames

    def test_too_many_at_once_are_asked_to_come_back(
        self, browser: FlaskClient, filled: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Workbooks that wait may not hold all threads: who comes then is told when to send it again, and nothing is said of the file.
        """
        taken = threading.BoundedSemaphore(1)
        monkeypatch.setattr(asking, "IN_LINE", taken)
        with taken:
            refused = send(browser, filled)

        assert (503, "5") == (refused.status_code, refused.headers["Retry-After"])
        assert "chưa có gì bị mất" in refused.text
        assert 303 == send(browser, filled).status_code

    def test_faults_of_json_have_no_marked_file(self, browser: FlaskClient) -> None:
        """
        There are no cells to mark.
        """
        assert "/workbooks/marked" not in send(browser, b"{}").text

    def test_the_first_page_offers_both_workbooks(self, browser: FlaskClient) -> None:
        """
        One for delegates, one for all members; each can be downloaded.
        """
        links = re.findall(r'href="(/workbooks/new[^"]+)"', browser.get("/").text)

        assert ["/workbooks/new?form=delegates", "/workbooks/new?form=plenary"] == links
        assert {XLSX} == {browser.get(link).mimetype for link in links}
