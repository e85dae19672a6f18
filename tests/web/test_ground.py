"""What every answer stands on: headers, request ids, the log, the vendored files, the key."""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs
from werkzeug.http import parse_options_header

import service.web
from service.bootstrap import Services
from service.web import SecretKeyRefused
from service.web.downloads import content_disposition, file_name
from service.web.secret_key import secret_key
from tests.working import work_off

ROOM = Path(service.web.__file__).parent


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sign-in",
        "/api/v1/terms",
        "/api/v1/openapi.json",
        "/health/live",
        "/nothing",
        "/static/site.css",
    ],
)
def test_every_answer_carries_the_headers_of_safety(path: str, client: FlaskClient) -> None:
    """
    Good or bad, page or JSON: nothing is sniffed, framed, or loaded from elsewhere.
    """
    headers = client.get(path).headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert ("nosniff", "same-origin") == (headers["X-Content-Type-Options"], headers["Referrer-Policy"])
    assert "Server" not in headers


@pytest.mark.parametrize(("given_id", "kept"), [("abc-123_X.y", True), ("short", False), ("a" * 65, False), ("a b c d e f", False), ("<script>alert", False), ("đại-hội-2023", False)])  # fmt: skip
def test_a_request_id_is_kept_when_sane_and_made_otherwise(
    client: FlaskClient, given_id: str, kept: bool
) -> None:
    """
    It comes back in the answer, so that a report can name it.
    """
    found = client.get("/health/live", headers={"X-Request-Id": given_id}).headers["X-Request-Id"]

    assert kept == (found == given_id)
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", found)


def test_the_log_holds_no_secret_and_nobody(
    app: Flask, services: Services, token: str, complete: bytes
) -> None:
    """
    Routes, statuses, times and ids: no token, no link, no search word, no name from the data.
    """
    link, client = services.access.new_link("quan-tri"), app.test_client()
    bearer = {"Authorization": f"Bearer {token}", "Idempotency-Key": "canary-key-1"}
    with capture_logs() as lines:
        client.get(f"/sign-in/link/{link}")
        client.get("/api/v1/documents?q=canary-word", headers=bearer)
        client.post("/api/v1/congresses", data=complete, content_type="application/json", headers=bearer)
        client.post(
            "/api/v1/congresses",
            data=b'{"canary-field": 1}',
            content_type="application/json",
            headers=bearer | {"Idempotency-Key": "k"},
        )
        client.get("/canary-path")
    written = str(lines)

    assert 5 == len(lines)
    assert {"request_answered"} == {line["event"] for line in lines}
    for canary in (link, token, "canary", "Nguyễn", "Sở Công thương"):
        assert canary not in written


def test_an_unforeseen_error_is_logged_by_its_place(app: Flask, bearer: dict[str, str]) -> None:
    """
    The log says which error and where; its message, which may hold data, stays out, and the client learns nothing.
    """

    def fail() -> str:
        raise RuntimeError("Nguyễn Văn An")

    app.add_url_rule("/api/v1/fails", view_func=fail)
    with capture_logs() as lines:
        answer = app.test_client().get("/api/v1/fails", headers=bearer)
    failed = next(line for line in lines if line["event"] == "request_failed")

    assert (500, "internal") == (answer.status_code, answer.get_json()["code"])
    assert "RuntimeError" == failed["error"]
    assert "fail" in failed["place"]
    assert "Nguyễn" not in str(lines) + answer.text


def test_vendored_files_are_what_the_list_says() -> None:
    """
    Name, version, licence and digest of everything that others wrote, and nothing that is not listed.
    """
    folder = ROOM / "static" / "vendor"
    listed = tomllib.loads((folder / "vendored.toml").read_text("utf-8"))["vendored"]

    for one in listed:
        assert {"file", "name", "version", "licence", "licence_file", "sha256"} == set(one) - {"folder"}
        place = ROOM.parents[1] / one["folder"] if "folder" in one else folder
        assert one["sha256"] == hashlib.sha256((place / one["file"]).read_bytes()).hexdigest()
        assert (place / one["licence_file"]).is_file()
    here = [one for one in listed if "folder" not in one]
    names = {"vendored.toml"} | {one[key] for one in here for key in ("file", "licence_file")}
    assert names == {file.name for file in folder.iterdir()}


def test_nothing_but_the_programs_own_files_is_served_from_a_folder(app: Flask, services: Services) -> None:
    """
    What was uploaded lies elsewhere, and is given out by its id as a file to keep.
    """
    by_name = [rule.rule for rule in app.url_map.iter_rules() if "<path:" in rule.rule]

    assert ["/static/<path:filename>"] == by_name
    assert (ROOM / "static").samefile(app.static_folder or "")
    assert not (ROOM / "static").is_relative_to(services.settings.var.resolve())


def test_templates_hold_no_script_no_style_and_no_other_host() -> None:
    """
    The policy of the pages forbids them; a template that needs one fails here first.
    """
    for file in ROOM.rglob("*.html"):
        text = file.read_text("utf-8")
        assert not re.search(
            r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon[a-z]+=|https?://|javascript:|\|\s*safe", text
        ), file.name


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    """
    Several processes that start together agree on one key, which nobody else reads.
    """
    file = tmp_path / "new" / "secret-key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(file), range(32)))

    assert 1 == len(keys)
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert [file] == list(file.parent.iterdir())


@pytest.mark.parametrize("content", [b"", b"\n", b"changeme", b"x" * 31, b" " * 64])
def test_an_empty_or_short_key_is_refused(tmp_path: Path, content: bytes) -> None:
    """
    A key that may be guessed signs nothing.
    """
    file = tmp_path / "secret-key"
    file.write_bytes(content)

    with pytest.raises(SecretKeyRefused):
        secret_key(file)


NAMES = ["Nghị quyết Đại hội", "..", "../../etc/passwd", "CON", "a\r\nX-Evil: 1", 'a"; filename="b', "a\x00b", "\u202eexe.tổ", "Đ" * 500, "", "工会", "😀", "50% / 100%", "a\\b", "  ", ". .", "H’Hen Niê"]  # fmt: skip


@given(st.one_of(st.sampled_from(NAMES), st.text(max_size=300)))
def test_any_title_makes_one_safe_header_that_reads_back(title: str) -> None:
    """
    ASCII on the wire, one line, no path; a client that knows RFC 6266 reads the very name we meant.
    """
    name = file_name(title, "docx")
    header = content_disposition(name)
    kind, options = parse_options_header(header)

    assert ("attachment", name) == (kind, options["filename"])
    assert header.isascii()
    assert header.isprintable()
    assert re.match(r'attachment; filename="[a-z0-9-]+\.docx"; filename\*=UTF-8\'\'', header)
    assert not set(name) & set('/\\:*?"<>|\r\n\x00')
    assert len(name.encode()) <= 200
    assert not name.startswith(".")


def test_a_large_form_is_refused_in_words(client: FlaskClient, services: Services) -> None:
    """
    A file far too large: 413 with a sentence, before anybody reads it.
    """
    huge = io.BytesIO(b" " * (2 * services.settings.max_upload_bytes))
    answer = client.post("/congresses", data={"file": (huge, "a.json")})

    assert answer.status_code == 413
    assert "Tệp quá lớn" in answer.text


def test_one_id_goes_from_the_request_to_the_archive(
    client: FlaskClient, services: Services, bearer: dict[str, str], complete: bytes
) -> None:
    """
    What workers say of a set bears the id of the request that sent it, also after other requests.
    """
    sent = {
        **bearer,
        "Idempotency-Key": "traced",
        "X-Request-Id": "from-the-form-1",
        "Content-Type": "application/json",
    }
    data = json.dumps({**json.loads(complete), "delegates": []})
    client.post("/api/v1/congresses", data=data, headers=sent)
    client.get("/health/live", headers={"X-Request-Id": "somebody-else"})
    structlog.contextvars.clear_contextvars()
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        work_off(services)

    of_set = {line["event"]: line["request_id"] for line in lines if "set_id" in line}
    assert {"documents_rendered": "from-the-form-1", "set_sealed": "from-the-form-1"} == of_set
    assert {} == structlog.contextvars.get_contextvars()


@pytest.mark.parametrize(
    "host", ["a" * 300, "[", "a..b" + "c" * 70, "a b", "é", "<script>", "x:99999999", ".".join(["a" * 64])]
)
@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/terms", "/nowhere"])
def test_a_host_that_is_none_is_refused_before_anything(client: FlaskClient, path: str, host: str) -> None:
    """
    It was a 500: the page that says what happened asked for addresses that nobody could make.
    """
    answer = client.get(path, headers={"Host": host})

    assert 400 == answer.status_code
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1:8080", "[::1]:8080", "van-kien.congdoan.vn", "web_1:80", "xn--cng-on-8wa.vn"],
)
def test_every_sound_host_is_served(client: FlaskClient, host: str) -> None:
    """
    Names, addresses of both kinds, with a port and without.
    """
    assert 200 == client.get("/sign-in", headers={"Host": host}).status_code
