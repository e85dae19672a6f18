"""Numbers over the API and on the pages."""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.bootstrap import Services
from tests.pdfs import blank_pdf

Headers = dict[str, str]


@pytest.fixture
def resolution(client: FlaskClient, bearer: Headers, sealed: str) -> str:
    """The id of a sealed resolution."""
    papers = client.get(f"/api/v1/sets/{sealed}", headers=bearer).get_json()["documents"]
    found: str = next(one["id"] for one in papers if one["kind"] == "resolution")
    return found


def given(client: FlaskClient, bearer: Headers, document_id: str, day: str = "2023-02-27") -> Any:
    return client.post(f"/api/v1/documents/{document_id}/number", json={"issued_on": day}, headers=bearer)


def signed_in(client: FlaskClient, services: Services) -> str:
    """The form token of somebody who signed in by a link."""
    link = f"/sign-in/link/{services.access.new_link('quan-tri')}"
    client.post(link, data={"csrf_token": form_token(client.get(link).text)})
    return form_token(client.get("/password").text)


def form_token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


class TestApi:
    def test_a_number_is_given_once(self, client: FlaskClient, bearer: Headers, resolution: str) -> None:
        """
        201 for a new one, 200 and the same for one that is asked for again; the paper shows it.
        """
        first, again = given(client, bearer, resolution), given(client, bearer, resolution)
        shown = client.get(f"/api/v1/documents/{resolution}", headers=bearer).get_json()

        assert (201, 200) == (first.status_code, again.status_code)
        assert first.get_json() == again.get_json()
        assert ("01/NQ-ĐH", "2023-02-27") == (shown["number"], shown["issued_on"])

    def test_the_register_shows_who_signed_and_what_was_voided(
        self, client: FlaskClient, bearer: Headers, resolution: str
    ) -> None:
        """
        A voided number stays in its line, with the reason; the next one stands below it.
        """
        given(client, bearer, resolution)
        client.post(
            f"/api/v1/documents/{resolution}/number/void", json={"reason": "Ghi nhầm"}, headers=bearer
        )
        given(client, bearer, resolution)
        register = client.get("/api/v1/register?year=2023&symbol=NQ-%C4%90H", headers=bearer).get_json()
        other_year = client.get("/api/v1/register?year=2024", headers=bearer).get_json()

        assert [("01/NQ-ĐH", "voided", "Ghi nhầm"), ("02/NQ-ĐH", "given", None)] == [
            (one["written"], one["state"], one["reason"]) for one in register["items"]
        ]
        assert all(one["signers"] for one in register["items"])
        assert ([2023], []) == (register["years"], other_year["items"])

    @pytest.mark.parametrize(
        ("body", "codes"),
        [
            ({}, ["shape.missing"]),
            ({"issued_on": "27/02/2023"}, ["shape.wrong_type"]),
            ({"issued_on": 0, "number": 7}, ["shape.unknown_field", "shape.wrong_type"]),
            ({"issued_on": "2023-02-27\u202e"}, ["text.bidi_control"]),
            ([], ["shape.wrong_type"]),
        ],
    )
    def test_a_wrong_body_is_said_value_by_value(
        self, client: FlaskClient, bearer: Headers, resolution: str, body: Any, codes: list[str]
    ) -> None:
        """
        Every fault at once, as for congress data; no number is given.
        """
        answer = client.post(f"/api/v1/documents/{resolution}/number", json=body, headers=bearer)

        assert (422, codes) == (
            answer.status_code,
            sorted(one["code"] for one in answer.get_json()["findings"]),
        )
        assert [] == client.get("/api/v1/register", headers=bearer).get_json()["items"]

    @pytest.mark.parametrize("day", ["2023-02-01", "2999-01-01"])
    def test_an_impossible_day_is_refused(
        self, client: FlaskClient, bearer: Headers, resolution: str, day: str
    ) -> None:
        """
        Before the congress, or not yet come.
        """
        answer = given(client, bearer, resolution, day)

        assert (422, "number.day") == (answer.status_code, answer.get_json()["code"])

    def test_numbers_in_the_data_that_clash_are_findings(
        self, client: FlaskClient, bearer: Headers, resolution: str, complete: bytes
    ) -> None:
        """
        The place in the data, and whose number it is.
        """
        minutes = client.get("/api/v1/documents?kind=minutes", headers=bearer).get_json()["items"][0]["id"]
        given(client, bearer, minutes)
        marks = (
            b'{"reason": "x", "marks": [{"kind": "election_result", "election": 1, "round": 1, "number": 1}],'
        )
        answer = client.post(
            "/api/v1/congresses",
            data=complete.replace(b"{", marks, 1),
            content_type="application/json",
            headers={**bearer, "Idempotency-Key": "clash"},
        )
        (found,) = (one for one in answer.get_json()["findings"] if one["severity"] == "error")

        assert (422, "/marks/0/number", "marks.number_taken") == (
            answer.status_code,
            found["pointer"],
            found["code"],
        )


class TestPages:
    def test_a_number_is_given_and_voided_by_forms(
        self, client: FlaskClient, services: Services, resolution: str
    ) -> None:
        """
        The button on the paper's page, then the line in the register.
        """
        token = signed_in(client, services)
        page = client.get(f"/documents/{resolution}").text
        form = {"csrf_token": token, "issued_on": "2023-02-27", "reason": "Ghi nhầm"}
        gave = client.post(f"/documents/{resolution}/number", data=form)
        with_number = client.get(f"/documents/{resolution}").text
        voided = client.post(f"/documents/{resolution}/number/void", data=form)
        register = client.get("/register").text

        assert "Cấp số" in page
        assert (303, 303) == (gave.status_code, voided.status_code)
        assert "Số 01/NQ-ĐH, ngày ban hành 27/02/2023" in with_number
        assert "Đã hủy: Ghi nhầm" in register

    def test_a_register_without_numbers_says_so(self, client: FlaskClient, services: Services) -> None:
        """
        And where numbers are given.
        """
        signed_in(client, services)

        assert "Chưa cấp số nào" in client.get("/register").text

    def test_an_empty_reason_is_refused(
        self, client: FlaskClient, services: Services, bearer: Headers, resolution: str
    ) -> None:
        """
        A number is not voided for no reason.
        """
        given(client, bearer, resolution)
        token = signed_in(client, services)
        answer = client.post(
            f"/documents/{resolution}/number/void", data={"csrf_token": token, "reason": "  "}
        )

        assert 422 == answer.status_code
        assert "given" == client.get("/api/v1/register", headers=bearer).get_json()["items"][0]["state"]


class TestSignedCopies:
    def test_a_copy_is_attached_listed_and_taken_out(
        self, client: FlaskClient, bearer: Headers, resolution: str
    ) -> None:
        """
        201 for new bytes, 200 for the same again; the bytes come back as an attachment with their digest.
        """
        given(client, bearer, resolution)
        address = f"/api/v1/documents/{resolution}/signed-copies"
        content = blank_pdf(pages=2)
        first = client.post(f"{address}?name=b%E1%BA%A3n%20k%C3%BD.pdf", data=content, headers=bearer)
        again = client.post(address, data=content, headers=bearer)
        (listed,) = client.get(address, headers=bearer).get_json()["items"]
        file = client.get(listed["file"], headers=bearer)

        assert (201, 200) == (first.status_code, again.status_code)
        assert ("bản ký.pdf", 2, "01/NQ-ĐH") == (listed["name"], listed["pages"], listed["number"])
        assert (content, "application/pdf") == (file.data, file.mimetype)
        assert file.headers["Content-Disposition"].startswith("attachment;")
        assert listed["sha256"] in file.headers["ETag"]

    def test_every_reason_against_a_file_is_said(
        self, client: FlaskClient, bearer: Headers, resolution: str
    ) -> None:
        """
        A problem with findings, and nothing is kept.
        """
        address = f"/api/v1/documents/{resolution}/signed-copies"
        bad = blank_pdf(lambda writer: writer.add_attachment("a.txt", b"x"), pages=501)
        answer = client.post(address, data=bad, headers=bearer)

        assert (422, "copy.refused", ["copy.embedded", "copy.too_many_pages"]) == (
            answer.status_code,
            answer.get_json()["code"],
            [one["code"] for one in answer.get_json()["findings"]],
        )
        assert [] == client.get(address, headers=bearer).get_json()["items"]

    def test_a_copy_of_another_paper_is_not_there(
        self, client: FlaskClient, bearer: Headers, resolution: str
    ) -> None:
        """
        The address of a copy holds only under its own paper.
        """
        copy = client.post(
            f"/api/v1/documents/{resolution}/signed-copies", data=blank_pdf(), headers=bearer
        ).get_json()
        minutes = client.get("/api/v1/documents?kind=minutes", headers=bearer).get_json()["items"][0]["id"]

        assert 404 == client.get(copy["file"].replace(resolution, minutes), headers=bearer).status_code

    def test_a_copy_is_sent_by_the_form(
        self, client: FlaskClient, services: Services, resolution: str
    ) -> None:
        """
        The paper's page shows it with its digest; a file that is no PDF is refused in words.
        """
        token = signed_in(client, services)

        def send(content: bytes) -> Any:
            form = {"csrf_token": token, "file": (io.BytesIO(content), "Nghị quyết.pdf")}
            return client.post(f"/documents/{resolution}/signed-copies", data=form)

        sent, refused = send(blank_pdf()), send(b"Word")
        page = client.get(f"/documents/{resolution}").text

        assert (303, 422) == (sent.status_code, refused.status_code)
        assert "Tệp không phải PDF" in refused.text
        assert "Nghị quyết.pdf" in page
        assert hashlib.sha256(blank_pdf()).hexdigest() in page
