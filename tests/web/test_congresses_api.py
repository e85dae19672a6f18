"""Sending congress data by the API: what is refused, what is repeated, what is stored."""

from __future__ import annotations

import copy
import json
import sqlite3
import threading
import unicodedata
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.bootstrap import Services
from service.intake.belonging import object_id

Data = dict[str, Any]
Send = Callable[..., TestResponse]


@pytest.fixture
def send(client: FlaskClient, bearer: dict[str, str]) -> Send:
    """Posts a body as the administrator."""

    def post(
        body: bytes, *, key: str | None = "one", to: str = "congresses", kind: str = "application/json"
    ) -> TestResponse:
        headers = bearer | ({"Idempotency-Key": key} if key is not None else {})
        return client.post(f"/api/v1/{to}", data=body, content_type=kind, headers=headers)

    return post


def rows(services: Services) -> dict[str, int]:
    """How many rows each table has; how often somebody asked is counted whatever the answer."""
    with closing(sqlite3.connect(services.settings.var / "catalog.db")) as database:
        tables = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "shelf_fts")) and name != "request_count"
        ]
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}  # noqa: S608 -- names of tables


def changed(data: Data, change: Callable[[Data], object]) -> bytes:
    value = copy.deepcopy(data)
    change(value)
    return json.dumps(value).encode()


def _double(data: Data) -> None:
    data["delegates"][1] = copy.deepcopy(data["delegates"][0])


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "json.malformed"),
    "not JSON": (b"{oops", "json.malformed"),
    "cut off": (b'{"format": "vankien/congress/1", "organ', "json.malformed"),
    "not UTF-8": (b'{"motto": "\xff\xfe"}', "json.not_utf8"),
    "UTF-16": ('{"motto": "a"}'.encode("utf-16"), "json.not_utf8"),
    "a name twice": (b'{"term": 1, "term": 2}', "json.name_twice"),
    "NaN": (b'{"ordinal": NaN}', "json.not_a_number"),
    "Infinity": (b'{"ordinal": -Infinity}', "json.not_a_number"),
    "a number of a thousand digits": (b'{"ordinal": ' + b"9" * 1000 + b"}", "json.number_too_long"),
    "100,000 deep": (b"[" * 100_000 + b"]" * 100_000, "json.too_deep"),
    "objects 100,000 deep": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "json.too_deep"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_400_with_one_finding(name: str, send: Send, services: Services) -> None:
    """
    Bytes that are no JSON of ours: one finding says why, nothing is stored.
    """
    body, code = UNREADABLE[name]
    before = rows(services)
    answer = send(body)
    problem = answer.get_json()

    assert (400, "application/problem+json", "data.unreadable") == (
        answer.status_code,
        answer.mimetype,
        problem["code"],
    )
    assert [code] == [found["code"] for found in problem["findings"]]
    assert before == rows(services)
    assert send(body, to="plans").status_code == 400


WRONG: dict[str, tuple[Callable[[Data], object], str, str]] = {
    "a list": (lambda data: data.clear(), "/format", "shape.missing"),
    "a count that is text": (
        lambda data: data["attendance"].update(summoned="32"),
        "/attendance/summoned",
        "shape.wrong_type",
    ),
    "a count that is a fraction": (
        lambda data: data["attendance"].update(summoned=1.5),
        "/attendance/summoned",
        "shape.wrong_type",
    ),
    "a count that is true": (
        lambda data: data["attendance"].update(summoned=True),
        "/attendance/summoned",
        "shape.wrong_type",
    ),
    "a negative count": (
        lambda data: data["attendance"].update(summoned=-1),
        "/attendance/summoned",
        "shape.out_of_range",
    ),
    "an unknown field": (lambda data: data.update(surprise=1), "/surprise", "shape.unknown_field"),
    "a field nobody may set": (
        lambda data: data.update(organisation_id="x"),
        "/organisation_id",
        "shape.unknown_field",
    ),
    "an unknown word": (lambda data: data.update(form="online"), "/form", "shape.unknown_value"),
    "an impossible date": (
        lambda data: data.update(opened_on="2023-02-30"),
        "/opened_on",
        "shape.wrong_type",
    ),
    "a day that is no date": (
        lambda data: data.update(opened_on="24/02/2023"),
        "/opened_on",
        "shape.wrong_type",
    ),
    "a date that is a number": (lambda data: data.update(opened_on=0), "/opened_on", "shape.wrong_type"),
    "a date that is a number in quotes": (
        lambda data: data.update(opened_on="86400"),
        "/opened_on",
        "shape.wrong_type",
    ),
    "a time with a zone": (
        lambda data: data["sessions"][0].update(opened_at="08:00+07:00"),
        "/sessions/0/opened_at",
        "shape.wrong_type",
    ),
    "a control character": (lambda data: data.update(venue="Hội\x07trường"), "/venue", "text.control"),
    "a NUL": (lambda data: data.update(venue="Hội\x00trường"), "/venue", "text.control"),
    "half a character": (lambda data: data.update(venue="Hội \ud800"), "/venue", "text.surrogate"),
    "turned writing": (lambda data: data.update(venue="Hội \u202etrường"), "/venue", "text.bidi_control"),
    "an old encoding": (
        lambda data: data.update(venue="C«ng ®oµn tØnh Gia Lai"),
        "/venue",
        "text.legacy_encoding",
    ),
    "a line break in a name": (
        lambda data: data["organisation"].update(name="Công đoàn\ncơ sở"),
        "/organisation/name",
        "text.line_break",
    ),
    "a term turned round": (lambda data: data.update(term={"start": 2028, "end": 2023}), "/term", ""),
    "contradictory counts": (
        lambda data: data["elections"][0]["rounds"][0].update(valid=9_999),
        "/elections/0/rounds/0",
        "",
    ),
    "a delegate twice": (_double, "/delegates/1", ""),
    "an empty name": (lambda data: data["organisation"].update(name=""), "/organisation/name", "shape.empty"),
    "a very long name": (
        lambda data: data["organisation"].update(name="Đ" * 5_000),
        "/organisation/name",
        "shape.too_long",
    ),
    "null for an object": (lambda data: data.update(term=None), "/term", "shape.wrong_type"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_data_are_422_with_a_finding_at_the_place(
    name: str, send: Send, complete: bytes, services: Services
) -> None:
    """
    Each fault is located, said in both languages, and nothing of the data is stored.
    """
    change, pointer, code = WRONG[name]
    before = rows(services)
    answer = send(changed(json.loads(complete), change))
    problem = answer.get_json()
    found = [
        one
        for one in problem["findings"]
        if one["pointer"].startswith(pointer) and one["code"].startswith(code)
    ]

    assert (422, "application/problem+json", "data.refused") == (
        answer.status_code,
        answer.mimetype,
        problem["code"],
    )
    assert any(one["severity"] == "error" for one in found), problem["findings"]
    for one in problem["findings"]:
        assert set(one) == {
            "code",
            "pointer",
            "severity",
            "figures",
            "article",
            "rule_set",
            "vi",
            "en",
            "cell",
        }
        assert one["vi"]
        assert one["en"]
    assert before == rows(services)


def test_all_faults_come_back_at_once(send: Send, complete: bytes) -> None:
    """
    Faults of shape, of text and of meaning in one answer.
    """

    def spoil(data: Data) -> None:
        data.update(surprise=1, venue="Hội\x07trường", term={"start": 2028, "end": 2023})
        data["elections"][0]["rounds"][0]["valid"] = 9_999

    problem = send(changed(json.loads(complete), spoil)).get_json()
    errors = {one["pointer"] for one in problem["findings"] if one["severity"] == "error"}

    assert {"/surprise", "/venue", "/term"} <= errors
    assert any(pointer.startswith("/elections/0") for pointer in errors)


def test_a_rule_of_the_charter_names_its_article_and_figures(send: Send, complete: bytes) -> None:
    """
    A broken rule says which figures break it and which article it rests on.
    """

    def few(data: Data) -> None:
        data["attendance"].update(summoned=100, present=10)

    problem = send(changed(json.loads(complete), few)).get_json()
    resting = [one for one in problem["findings"] if one["article"]]

    assert resting
    assert all(one["rule_set"] for one in resting)
    assert any(one["figures"] for one in resting)


def test_decomposed_text_is_taken_and_said(send: Send, complete: bytes) -> None:
    """
    NFD is put into NFC: a warning, never a refusal.
    """
    body = unicodedata.normalize("NFD", complete.decode()).encode()
    answer = send(body, to="plans").get_json()

    assert answer["acceptable"]
    assert "text.not_nfc" in {one["code"] for one in answer["findings"]}
    assert send(body).status_code == 202


def test_too_large_is_413_and_other_types_415(app: Flask, send: Send, services: Services) -> None:
    """
    Neither is read any further.
    """
    large = b" " * (services.settings.max_upload_bytes + 1)

    assert [413, 413] == [send(large, to=to).status_code for to in ("congresses", "plans")]
    assert [415, 415, 415] == [
        send(b"{}", kind=kind).status_code for kind in ("text/plain", "", "application/xml")
    ]


def test_an_idempotency_key_is_required_and_plain(send: Send, complete: bytes, services: Services) -> None:
    """
    Without a key, or with one that is no printable ASCII of 1 to 200 characters: 400, and nothing is stored.
    """
    before = rows(services)
    answers = [send(complete, key=key) for key in (None, "", " ", "a b", "k" * 201, "khóa")]

    assert [400] * 6 == [answer.status_code for answer in answers]
    assert {"idempotency.key_missing", "idempotency.key_unusable"} == {
        answer.get_json()["code"] for answer in answers
    }
    assert before == rows(services)


def test_the_same_again_gives_the_same_answer(send: Send, complete: bytes) -> None:
    """
    A client that never heard the answer asks again, and gets the very same.
    """
    first, again = send(complete), send(complete)

    assert (202, first.data) == (first.status_code, again.data)
    assert (202, first.headers["Location"]) == (again.status_code, again.headers["Location"])
    assert (
        first.headers["Location"] == first.get_json()["location"] == f"/api/v1/sets/{first.get_json()['set']}"
    )


def test_a_key_is_not_taken_for_other_data(send: Send, complete: bytes, services: Services) -> None:
    """
    The same key with another body is refused, so that a mistake in a client is seen.
    """
    send(complete)
    before = rows(services)
    answer = send(complete + b" ")

    assert (422, "idempotency.key_reused") == (answer.status_code, answer.get_json()["code"])
    assert before == rows(services)


def test_twenty_at_once_with_one_key_make_one_set(
    app: Flask, bearer: dict[str, str], complete: bytes, services: Services
) -> None:
    """
    However many repeat a submission at the same moment, there is one set, and all learn its address.
    """
    answers: list[TestResponse] = []
    barrier = threading.Barrier(20)

    def post() -> None:
        headers = {**bearer, "Idempotency-Key": "together"}
        barrier.wait()
        answers.append(
            app.test_client().post(
                "/api/v1/congresses", data=complete, content_type="application/json", headers=headers
            )
        )

    threads = [threading.Thread(target=post) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [202] * 20 == [answer.status_code for answer in answers]
    assert 1 == len({answer.data for answer in answers})
    assert (1, 1) == (rows(services)["document_set"], rows(services)["edition"])


def test_a_plan_stores_nothing_and_says_what_is_missing(
    send: Send, complete: bytes, services: Services
) -> None:
    """
    Without the vote on the resolution, that paper lacks it; all others are ready.
    """
    before = rows(services)
    body = changed(json.loads(complete), lambda data: data["resolution"].pop("adopted"))
    plan = send(body, key=None, to="plans").get_json()
    states = {(paper["template"], paper["subject"]): paper for paper in plan["papers"]}

    assert plan["acceptable"]
    assert "lacking" == states["resolution", ""]["state"]
    assert "/resolution/adopted" in {one["pointer"] for one in states["resolution", ""]["lacks"]}
    assert "ready" == states["election_result", "executive_committee/1"]["state"]
    assert before == rows(services)


def test_a_plan_says_by_when_the_dossier_must_be_sent(send: Send, complete: bytes) -> None:
    """
    Once the committee has met, in both languages.
    """
    body = json.dumps(json.loads(complete) | {"first_conference": {"held_on": "2023-02-15"}})
    notes = send(body.encode(), key=None, to="plans").get_json()["notes"]

    assert [] != [
        one for one in notes if "chậm nhất ngày 02/03/2023" in one["vi"] and "2023-03-02" in one["en"]
    ]


def test_a_plan_of_data_of_the_wrong_shape_is_422(send: Send) -> None:
    """
    What is no congress owes no papers; every fault is told.
    """
    answer = send(b'{"format": "vankien/congress/1"}', key=None, to="plans")

    assert (422, "data.refused") == (answer.status_code, answer.get_json()["code"])
    assert {"/organisation", "/term"} <= {one["pointer"] for one in answer.get_json()["findings"]}


def test_a_plan_of_contradictory_data_comes_with_the_faults(send: Send, complete: bytes) -> None:
    """
    The shape is right, so papers are planned, though the data would not be taken as they are.
    """
    body = changed(json.loads(complete), lambda data: data.update(term={"start": 2028, "end": 2023}))
    answer = send(body, key=None, to="plans")

    assert (200, False) == (answer.status_code, answer.get_json()["acceptable"])
    assert "/term" in {one["pointer"] for one in answer.get_json()["findings"] if one["severity"] == "error"}
    assert answer.get_json()["papers"]


@pytest.mark.parametrize("name", ["!!!", "…", "😀", "工会", "١٢٣", "'", "a" * 200, "Đ" * 200])
def test_odd_names_of_organisations_never_break_the_house(name: str, send: Send, complete: bytes) -> None:
    """
    A name without a letter we can spell is refused or taken, and never an internal error.
    """
    answer = send(changed(json.loads(complete), lambda data: data["organisation"].update(name=name)))

    assert answer.status_code in {202, 422}


def test_names_in_other_scripts_keep_their_own_place_in_the_archive() -> None:
    """
    Two organisations never share one object of the archive; names without any letter are refused before.
    """
    names = ["Công đoàn 工会", "Công đoàn 公会", "Công đoàn", "工会", "公会"]

    assert len(names) == len({object_id("2023-2028", [name]) for name in names})
    assert "vankien:2023-2028/cong-doan" == object_id("2023-2028", ["Công đoàn"])
