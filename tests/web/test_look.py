"""Looking at a paper: its story, what it printed, what changed, and the paper as PDF."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from flask.testing import FlaskClient

from service.archive import SearchRequest
from service.bootstrap import Services
from service.web import create_app


def resolution(services: Services, *, superseded: bool = False) -> str:
    """The id of the resolution; with `superseded` that of the one whose place was taken."""
    account = services.access.ensure_administrator("")
    request = SearchRequest(kind="resolution", superseded=superseded)
    papers = services.archive.search(request, account=account).papers
    return next(one.document.id for one in papers if one.superseded == superseded)


def signed_in(services: Services, *, name: str = "quan-tri") -> FlaskClient:
    """A browser signed in as the administrator, or as somebody else."""
    client = create_app(services).test_client()
    client.set_cookie("vankien", services.access.sign_in_by_link(services.access.new_link(name)) or "")
    return client


def test_a_paper_tells_its_story_and_what_changed_since(
    services: Services, sealed: str, complete: bytes, work_off: Callable[[], None]
) -> None:
    """
    After a correction the page names the edition, who sent it and the paper before; looking at it marks what changed.
    """
    reader, first = signed_in(services), resolution(services)
    alone = reader.get(f"/documents/{first}/look").text
    page = reader.get(f"/documents/{first}").text
    assert "lần gửi thứ 1, quan-tri gửi lúc" in page
    assert "TLD-XII" in page
    assert "Bản trước" not in page
    assert 'class="changed"' not in alone
    assert "Phương châm, trong ngoặc kép" in alone

    corrected = complete.replace(b"{", '{"reason": "Sửa phương châm",'.encode(), 1)
    corrected = corrected.replace("Đổi mới, dân chủ".encode(), "Đổi mới, sáng tạo".encode())
    assert corrected.count("sáng tạo".encode()) == complete.count("Đổi mới, dân chủ".encode()) > 0
    services.submit(corrected, account=services.access.ensure_administrator(""), key="later")
    work_off()
    second = resolution(services)
    page, beside = reader.get(f"/documents/{second}").text, reader.get(f"/documents/{second}/look").text

    assert "lần gửi thứ 2, quan-tri gửi lúc" in page
    assert f'href="/documents/{first}"' in page
    assert re.search(r"<del>[^<]*Đổi mới, dân chủ[^<]*</del>", beside)
    assert re.search(r"<ins>[^<]*Đổi mới, sáng tạo[^<]*</ins>", beside)
    assert "1 chỗ đã đổi" in page
    assert 1 == beside.count('class="changed"')
    assert 'class="changed"' not in reader.get(f"/documents/{first}/look").text
    assert "Trước:" not in alone


def test_the_frame_that_draws_may_ask_for_nothing(client: FlaskClient) -> None:
    """
    Its policy gives it no origin and no connection; only our own pages may hold it.
    """
    policy = client.get("/preview.html").headers["Content-Security-Policy"]

    assert {"default-src 'none'", "sandbox allow-scripts", "frame-ancestors 'self'"} <= set(
        policy.split("; ")
    )
    assert "connect-src" not in policy


def with_office(services: Services, program: str) -> Services:
    """The same services with another program as LibreOffice."""
    return replace(services, settings=replace(services.settings, office=program))


def test_a_paper_opens_as_pdf_where_libreoffice_is(services: Services, sealed: str) -> None:
    """
    Made once for each reader. Without LibreOffice nothing is offered; one that fails says what to do instead.
    """
    paper = resolution(services)
    reader = signed_in(services)
    made = reader.get(f"/documents/{paper}/pdf")
    assert made.data.startswith(b"%PDF-")
    assert "application/pdf" == made.mimetype
    assert made.headers["Content-Disposition"].startswith("inline; filename=")

    without = signed_in(with_office(services, "no-such-program"))
    assert "PDF" in reader.get(f"/documents/{paper}/look").text
    assert "PDF" not in without.get(f"/documents/{paper}/look").text
    assert 404 == without.get(f"/documents/{paper}/pdf").status_code

    broken = signed_in(with_office(services, "false"))
    failed = broken.get(f"/documents/{paper}/pdf")
    held = broken.get(f"/documents/{paper}/pdf", headers={"If-None-Match": made.headers["ETag"]})
    assert (503, "30") == (failed.status_code, failed.headers["Retry-After"])
    assert "tệp Word vẫn tải được" in failed.text
    assert (304, b"") == (held.status_code, held.data)
