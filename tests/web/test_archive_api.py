"""Sets and papers by the API: progress, search, pages, bytes."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header

from service.bootstrap import Services
from service.web.downloads import DOCX
from tests.example import PAPERS, PLAN

Headers = dict[str, str]


def documents(client: FlaskClient, bearer: Headers, query: str = "") -> list[dict[str, object]]:
    items: list[dict[str, object]] = client.get(f"/api/v1/documents?{query}", headers=bearer).get_json()[
        "items"
    ]
    return items


def test_a_set_tells_how_far_it_is(
    client: FlaskClient, bearer: Headers, complete: bytes, work_off: Callable[[], None]
) -> None:
    """
    Accepted with all papers waiting; then sealed, each with its digest and where to get it.
    """
    headers = {**bearer, "Idempotency-Key": "k"}
    location = client.post(
        "/api/v1/congresses", data=complete, content_type="application/json", headers=headers
    ).location
    before = client.get(location, headers=bearer).get_json()
    early = client.get(f"{location}/file", headers=bearer)
    work_off()
    after = client.get(location, headers=bearer).get_json()

    assert ("accepted", False, PAPERS, PAPERS) == (
        before["state"],
        before["settled"],
        before["progress"]["total"],
        before["progress"]["waiting"],
    )
    assert (409, "set.not_sealed") == (early.status_code, early.get_json()["code"])
    assert ("sealed", True, PAPERS, 1) == (
        after["state"],
        after["settled"],
        after["progress"]["sealed"],
        after["version"],
    )
    assert all(one["sha256"] and one["file"] for one in after["documents"])
    assert all(one["file"] is None for one in before["documents"])


def test_a_set_that_makes_nothing_says_what_it_lacks(client: FlaskClient, bearer: Headers) -> None:
    """
    Data from the news alone make no paper: the set is settled, and every paper names what it lacks.
    """
    news = (Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023.json").read_bytes()
    headers = {**bearer, "Idempotency-Key": "k"}
    location = client.post(
        "/api/v1/congresses", data=news, content_type="application/json", headers=headers
    ).location
    found = client.get(location, headers=bearer).get_json()

    assert ("incomplete", True, [], None) == (
        found["state"],
        found["settled"],
        found["documents"],
        found["file"],
    )
    assert found["held_back"]
    assert all(paper["lacks"] for paper in found["held_back"])
    assert "hội nghị ban chấp hành lần thứ nhất" in found["notes"][0]["vi"]


def test_a_newer_edition_supersedes_the_set(
    client: FlaskClient, bearer: Headers, sealed: str, complete: bytes, work_off: Callable[[], None]
) -> None:
    """
    The older set stays, names the newer one, and its papers are found only when asked for.
    """
    newer = json.dumps(json.loads(complete) | {"reason": "Sửa địa điểm", "venue": "Hội trường B"})
    sent = client.post(
        "/api/v1/congresses",
        data=newer,
        content_type="application/json",
        headers={**bearer, "Idempotency-Key": "newer"},
    )
    work_off()
    older = client.get(f"/api/v1/sets/{sealed}", headers=bearer).get_json()

    assert older["superseded_by"] == sent.get_json()["set"]
    assert 1 == len(documents(client, bearer, "kind=resolution"))
    assert {True, False} == {
        one["superseded"] for one in documents(client, bearer, "kind=resolution&superseded=true")
    }


def test_the_zip_holds_every_paper_of_the_set(client: FlaskClient, bearer: Headers, sealed: str) -> None:
    """
    Streamed, named for the organisation and term, and each member is the sealed paper.
    """
    answer = client.get(f"/api/v1/sets/{sealed}/file", headers=bearer)
    found = client.get(f"/api/v1/sets/{sealed}", headers=bearer).get_json()
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        digests = {hashlib.sha256(packed.read(name)).hexdigest() for name in packed.namelist()}

    assert {one["sha256"] for one in found["documents"]} == digests
    assert "application/zip" == answer.mimetype
    assert "Bộ văn kiện Công đoàn cơ sở Sở Công thương 2023-2028.zip" == name_of(
        answer.headers["Content-Disposition"]
    )


def name_of(disposition: str) -> str | None:
    """The file name as a client reads it that knows RFC 6266."""
    kind, options = parse_options_header(disposition)
    assert kind == "attachment"
    return options.get("filename")


def test_a_paper_comes_with_its_name_and_digests(client: FlaskClient, bearer: Headers, sealed: str) -> None:
    """
    The name keeps its Vietnamese letters, an old client gets one in ASCII, the bytes can be checked.
    """
    (paper,) = documents(client, bearer, "kind=resolution")
    answer = client.get(str(paper["file"]), headers=bearer)
    digest = base64.b64encode(hashlib.sha256(answer.data).digest()).decode()

    assert (200, DOCX) == (answer.status_code, answer.headers["Content-Type"])
    assert "Nghị quyết Đại hội.docx" == name_of(answer.headers["Content-Disposition"])
    assert 'filename="nghi-quyet-dai-hoi.docx"' in answer.headers["Content-Disposition"]
    assert f"sha-256=:{digest}:" == answer.headers["Repr-Digest"]
    assert f'"{paper["sha256"]}"' == answer.headers["ETag"]
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert paper["size"] == len(answer.data)


def test_a_paper_that_is_held_already_is_not_sent_again(
    client: FlaskClient, bearer: Headers, sealed: str
) -> None:
    """
    If-None-Match with the digest: 304 and no body.
    """
    (paper,) = documents(client, bearer, "kind=resolution")
    answer = client.get(str(paper["file"]), headers={**bearer, "If-None-Match": f'"{paper["sha256"]}"'})

    assert (304, b"") == (answer.status_code, answer.data)


def test_a_damaged_paper_is_never_given_out(
    client: FlaskClient, bearer: Headers, sealed: str, services: Services
) -> None:
    """
    One byte turned on the disk: a problem instead of the paper.
    """
    (paper,) = documents(client, bearer, "kind=resolution")
    (file,) = (services.settings.var / "storage").rglob("**/v1/**/nghi-quyet-dai-hoi.docx")
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.chmod(0o644)
    file.write_bytes(content)
    answer = client.get(str(paper["file"]), headers=bearer)

    assert (500, "archive.damaged", "application/problem+json") == (
        answer.status_code,
        answer.get_json()["code"],
        answer.mimetype,
    )


def test_terms_are_counted_by_kind(client: FlaskClient, bearer: Headers, sealed: str) -> None:
    """
    One term, with as many papers of each kind as the set has.
    """
    (term,) = client.get("/api/v1/terms", headers=bearer).get_json()["items"]

    assert ("2023-2028", PAPERS) == (term["term"], term["total"])
    assert Counter(paper.kind for paper in PLAN.papers) == term["kinds"]


def test_search_minds_neither_accents_nor_case(client: FlaskClient, bearer: Headers, sealed: str) -> None:
    """
    However it is typed, the resolution is among what is found.
    """
    for words in ("nghi quyet", "Nghị quyết", "NGHỊ  QUYẾT", "nghi-quyet"):
        assert "Nghị quyết Đại hội" in {
            one["title"] for one in documents(client, bearer, f"q={quote(words)}")
        }


def test_filters_narrow_what_is_found(client: FlaskClient, bearer: Headers, sealed: str) -> None:
    """
    By kind, by term, by an organisation that is not there.
    """
    assert 3 == len(documents(client, bearer, "kind=election_result"))
    assert PAPERS == len(documents(client, bearer, "limit=200&term=2023-2028"))
    assert [] == documents(client, bearer, "term=2018-2023")
    assert [] == documents(client, bearer, "organisation=00000000-0000-4000-8000-00000000dead")
    assert PAPERS == len(
        documents(client, bearer, "limit=200&organisation=00000000-0000-4000-8000-000000000001")
    )


def test_pages_lead_to_one_another_until_everything_was_seen(
    client: FlaskClient, bearer: Headers, sealed: str
) -> None:
    """
    Following the Link headers gives each paper once, in one order, and then ends.
    """
    address, seen = "/api/v1/documents?limit=7&term=2023-2028", []
    while address:
        answer = client.get(address, headers=bearer)
        seen += [one["id"] for one in answer.get_json()["items"]]
        link = answer.headers.get("Link")
        assert (link is None) == (answer.get_json()["next"] is None)
        address = link.split(">")[0].removeprefix("<") if link else ""

    assert PAPERS == len(seen) == len(set(seen))
    assert [one["id"] for one in documents(client, bearer, "limit=200")] == seen


BAD_QUERIES = [
    "limit=abc", "limit=0", "limit=-1", "limit=201", "limit=1e2", "limit=%2B5", "limit=5.0", "limit=1_0", "limit=", "limit=" + "9" * 5000,
    "cursor=abc", "cursor=-1", "cursor=" + "9" * 19, "cursor=", "cursor=%00", "kind=poem", "kind=", "term=2023", "term=%27%20OR%201=1",
    "term=" + quote("２０２３-２０２８"), "organisation=x", "organisation=../../etc", "superseded=yes", "superseded=1", "superseded=",
    "q=%00", "q=a%0Ab", "q=" + "a" * 100_000, "q=%ED%A0%80", "q=%FF", "unknown=1", "q=a&q=b", "__proto__=1", "&".join(f"a{n}=1" for n in range(50)),
]  # fmt: skip


@pytest.mark.parametrize("query", BAD_QUERIES, ids=lambda query: query[:30])
def test_bad_queries_are_400_and_say_which_value(query: str, client: FlaskClient, bearer: Headers) -> None:
    """
    Whatever stands in the address: a problem that names the parameter, and never an internal error.
    """
    answer = client.get(f"/api/v1/documents?{query}", headers=bearer)

    assert (400, "query.refused", "application/problem+json") == (
        answer.status_code,
        answer.get_json()["code"],
        answer.mimetype,
    )
    assert all(one["figures"]["parameter"] for one in answer.get_json()["findings"])
    assert answer.get_json()["findings"]


ODD_WORDS = [
    '"',
    "'",
    "*",
    "NEAR(",
    "a AND",
    "head:x",
    "(",
    "\\",
    "%",
    "_",
    "-",
    "đ" * 200,
    "工会",
    "😀",
    "1/",
    "/" * 50,
    "& | !",
    "a:*",
]


def test_any_words_may_be_searched_for(client: FlaskClient, bearer: Headers, sealed: str) -> None:
    """
    Signs that mean something to a search engine are only words here.
    """
    for words in ODD_WORDS:
        assert 200 == client.get(f"/api/v1/documents?q={quote(words)}", headers=bearer).status_code, words


@pytest.mark.parametrize(
    "path",
    [
        "sets/1",
        "sets/%00",
        "documents/x",
        "documents/%ED%A0%80",
        "documents/../sets",
        "sets/" + "a" * 10_000,
        "documents/{}/file",
    ],
)
def test_ids_that_are_none_are_not_found(path: str, client: FlaskClient, bearer: Headers) -> None:
    """
    What cannot be an id is as little there as an unknown one.
    """
    assert 404 == client.get(f"/api/v1/{path}", headers=bearer).status_code


def test_health_tells_how_old_the_oldest_work_is(
    client: FlaskClient, bearer: Headers, complete: bytes, work_off: Callable[[], None]
) -> None:
    """
    Nothing promised: no age. Promised and not done: an age. Done: none again.
    """
    ages = [client.get("/health/ready").get_json()["oldest_work_seconds"]]
    client.post(
        "/api/v1/congresses",
        data=complete,
        content_type="application/json",
        headers={**bearer, "Idempotency-Key": "k"},
    )
    ages.append(client.get("/health/ready").get_json()["oldest_work_seconds"])
    work_off()
    ages.append(client.get("/health/ready").get_json()["oldest_work_seconds"])

    assert [True, False, True] == [age is None for age in ages]
    assert 0 <= ages[1] < 60


def test_health_sees_that_the_storage_is_gone(client: FlaskClient, services: Services) -> None:
    """
    A disk that is no longer mounted makes the process not ready, though alive.
    """
    (services.settings.var / "storage").rename(services.settings.var / "elsewhere")
    answer = client.get("/health/ready")

    assert (503, "not ready", False, True) == (
        answer.status_code,
        *(answer.get_json()[name] for name in ("status", "storage", "catalog")),
    )
    assert 200 == client.get("/health/live").status_code
