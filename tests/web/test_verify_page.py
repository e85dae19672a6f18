"""The page that verifies papers in Chromium, from a disk and as it is served."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from service.archive import SearchRequest
from service.bootstrap import Services
from service.catalog import Shelved
from service.documents.qr import qr_of
from tests.archive.test_proof import changed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; its absence is a failure."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("install chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def paper(services: Services, sealed: str) -> Shelved:
    account = services.access.ensure_administrator("")
    (found,) = services.archive.search(SearchRequest(kind="resolution"), account=account).papers
    return found


@pytest.fixture(params=["disk", "server"])
def page(
    request: pytest.FixtureRequest, browser: Browser, address: str, services: Services, paper: Shelved
) -> Iterator[Page]:
    """The page with the archive's folder chosen, offline; no request leaves it."""
    archive = services.settings.var / "storage" / "archive"
    opened = browser.new_page()
    strangers: list[str] = []
    opened.on("request", lambda asked: strangers.append(asked.url))
    where = (archive / "verify.html").as_uri() if request.param == "disk" else f"{address}/verify.html"
    opened.goto(where)
    opened.context.set_offline(offline=True)
    opened.locator("#folder").set_input_files(archive)
    yield opened
    assert [where] == [one for one in strangers if not one.endswith("/favicon.ico")]
    opened.close()


def ask(page: Page, *, file: Path | None = None, code: str = "") -> None:
    page.locator("#file").set_input_files([file] if file else [])
    page.locator("#code").fill(code)
    page.locator("#verify").click()


def test_the_four_answers(
    page: Page, services: Services, paper: Shelved, tmp_path: Path, complete: bytes,
    work_off: Callable[[], None],
) -> None:  # fmt: skip
    """
    Genuine, altered with the lines that differ, unknown, and superseded once the folder is chosen again.
    """
    verdict, content = page.locator("#verdict"), services.archive.content(paper)
    word, other, strange = tmp_path / "a.docx", tmp_path / "b.docx", tmp_path / "c.docx"
    word.write_bytes(content)
    other.write_bytes(changed(content, "QUYẾT NGHỊ", "QUYẾT ĐỊNH"))
    strange.write_bytes(b"PK")
    signer = services.work_on.produce.signer
    code = qr_of(paper.document, paper.document.fields_sha256 or "", signer).description

    ask(page, file=word)
    expect(verdict).to_have_attribute("data-state", "genuine")
    ask(page, file=other)
    expect(verdict).to_have_attribute("data-state", "altered")
    expect(verdict).to_contain_text("+ QUYẾT ĐỊNH")
    ask(page, file=strange)
    expect(verdict).to_have_attribute("data-state", "unknown")
    ask(page, code=code)
    expect(verdict).to_have_attribute("data-state", "genuine")
    ask(page, code=f"{code[:-4]}AAAA")
    expect(verdict).to_have_attribute("data-state", "altered")
    ask(page, code="xin chào")
    expect(verdict).to_have_attribute("data-state", "unknown")

    account = services.access.ensure_administrator("")
    later = complete.replace(b"{", '{"reason": "Sửa phương châm",'.encode(), 1)
    services.submit(later.replace("Phó Giám đốc".encode(), "Giám đốc".encode()), account=account, key="later")
    work_off()
    page.locator("#folder").set_input_files(services.settings.var / "storage" / "archive")
    ask(page, code=code)
    expect(verdict).to_have_attribute("data-state", "superseded")
