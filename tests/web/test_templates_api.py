"""Templates over the API."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.bootstrap import Services
from service.documents.fields.published import published

CHECK = "/api/v1/templates/check"


def written(*paragraphs: str) -> bytes:
    document, target = docx.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(target)
    return target.getvalue()


@pytest.fixture
def check(client: FlaskClient, bearer: dict[str, str]) -> Any:
    """Sends a file to be checked; what is asked goes into the address."""

    def send(source: bytes, asked: str = "") -> TestResponse:
        return client.post(f"{CHECK}{asked}", data=source, headers=bearer)

    return send


def test_the_templates_are_listed(client: FlaskClient, bearer: dict[str, str], services: Services) -> None:
    """
    As the manifest has them, each with the way to its fields.
    """
    items = client.get("/api/v1/templates", headers=bearer).get_json()["items"]

    assert list(services.book.templates) == [item["id"] for item in items]
    assert [one.sha256 for one in services.book.templates.values()] == [item["sha256"] for item in items]
    assert all(200 == client.get(item["fields"], headers=bearer).status_code for item in items)


def test_the_fields_of_a_template_are_explained(client: FlaskClient, bearer: dict[str, str]) -> None:
    """
    Name, type, meaning in both languages, example.
    """
    body = client.get("/api/v1/templates/minutes/fields", headers=bearer).get_json()

    assert [*published()["minutes"].fields, "qr"] == [item["name"] for item in body["items"]]
    assert {
        "name": "sittings[]",
        "type": "texts",
        "vi": "Từng phiên họp: loại phiên, giờ, ngày",
        "en": "Each session: kind, times, day",
    }.items() <= body["items"][5].items()


def test_an_unknown_template_is_not_there(client: FlaskClient, bearer: dict[str, str]) -> None:
    """
    404, as for any other thing.
    """
    assert 404 == client.get("/api/v1/templates/card/fields", headers=bearer).status_code


def test_a_shipped_template_is_clean(check: Any, services: Services) -> None:
    """
    By its id or its kind. That all of them are is tried without the door, where each costs no process.
    """
    for template in (services.book["resolution"], services.book["election_result"]):
        by_id = check(template.source, f"?template={template.id}").get_json()
        by_kind = check(template.source, f"?kind={template.kind}").get_json()

        assert by_id == by_kind
        assert (template.id, True, []) == (by_id["template"], by_id["usable"], by_id["findings"])


def test_every_finding_is_answered_at_once(check: Any) -> None:
    """
    With place, tag, both languages and what was meant.
    """
    body = check(written("Biên bản", "{{ vennue }}", "{{ a b }}"), "?template=minutes").get_json()

    syntax, unknown = sorted(
        (one for one in body["findings"] if one["severity"] == "error"), key=lambda one: one["code"]
    )
    assert not body["usable"]
    assert ("tag-syntax", "unknown-field-meant") == (syntax["code"], unknown["code"])
    assert ("venue", "{{ vennue }}") == (unknown["meant"], unknown["tag"])
    assert {
        "vi": "thân văn bản, đoạn 2",
        "en": "body, paragraph 2",
        "part": "word/document.xml",
        "paragraph": 2,
        "table": None,
        "row": None,
        "column": None,
    } == unknown["place"]
    assert "Có phải là “venue”?" in unknown["do_vi"]
    assert "Did you mean “venue”?" in unknown["do_en"]


@pytest.mark.parametrize("source", [b"", b"{}", b"PK\x03\x04" + b"\0" * 100], ids=["empty", "json", "broken"])
def test_what_is_no_word_file_is_a_finding(check: Any, source: bytes) -> None:
    """
    The answer is the same kind of answer.
    """
    answer = check(source)

    assert 200 == answer.status_code
    assert [("not-a-zip", "error")] == [
        (one["code"], one["severity"]) for one in answer.get_json()["findings"]
    ]


def test_a_file_that_is_too_large_is_refused(check: Any, services: Services) -> None:
    """
    Before it is read.
    """
    answer = check(b"x" * (services.settings.max_upload_bytes + 1))

    assert (413, "body.too_large") == (answer.status_code, answer.get_json()["code"])


@pytest.mark.parametrize("asked", ["?template=card", "?template=../a", "?kind=card", "?x=1"])
def test_what_cannot_be_compared_is_refused(check: Any, asked: str) -> None:
    """
    400, naming the parameter.
    """
    answer = check(b"", asked)

    assert 400 == answer.status_code
    assert 1 == len(answer.get_json()["findings"])
