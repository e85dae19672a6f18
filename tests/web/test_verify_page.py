"""The page that verifies papers in Chromium, from a disk and as it is served."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Page, expect, sync_playwright

from service.archive import SearchRequest
from service.bootstrap import Services
from service.catalog import Shelved
from service.documents.qr import qr_of
from tests.archive.test_proof import changed

pytestmark = pytest.mark.slow


Launch = Callable[..., Browser]


@pytest.fixture(scope="module")
def launch() -> Iterator[Launch]:
    """Starts Chromium with these arguments; its absence is a failure."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("install chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:

        def launch(*arguments: str) -> Browser:
            args = ["--no-sandbox", "--disable-gpu", *arguments]
            return playwright.chromium.launch(executable_path=path, args=args)

        yield launch


@pytest.fixture(scope="module")
def browser(launch: Launch) -> Iterator[Browser]:
    opened = launch()
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


def code_of(services: Services, paper: Shelved) -> str:
    """What the QR of the paper says."""
    signer = services.work_on.produce.signer
    return qr_of(paper.document, paper.document.fields_sha256 or "", signer).description


def film_of(code: str, file: Path) -> Path:
    """A film of the QR before a grey wall (YUV4MPEG2), which Chromium takes for what its camera sees."""
    width, height, grey = 640, 480, 0x80
    lines = [
        bytes(16 if dark else 235 for dark in row)
        for row in segno.make(code, error="m").matrix_iter(scale=5, border=4)
    ]
    frame = bytearray([grey]) * (width * height)
    for number, line in enumerate(lines):
        start = (number + (height - len(lines)) // 2) * width + (width - len(line)) // 2
        frame[start : start + len(line)] = line
    colours = bytes([grey]) * (width * height // 2)
    file.write_bytes(
        b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + (b"FRAME\n" + bytes(frame) + colours) * 2
    )
    return file


def test_a_picture_of_the_code_is_read(
    page: Page, services: Services, paper: Shelved, tmp_path: Path
) -> None:
    """
    A photo of the QR is as good as the code; what is no picture, or shows none, is said.
    """
    picture, empty, strange = tmp_path / "qr.png", tmp_path / "empty.png", tmp_path / "c.png"
    segno.make(code_of(services, paper), error="m").save(str(picture), scale=9, border=6)
    segno.make("x").save(str(empty), scale=9, dark="white")
    strange.write_bytes(b"PK")

    for file, said in ((strange, "không phải ảnh"), (empty, "Không thấy ô QR")):
        page.locator("#picture").set_input_files(file)
        expect(page.locator("#read")).to_contain_text(said)
    page.locator("#picture").set_input_files(picture)

    expect(page.locator("#verdict")).to_have_attribute("data-state", "genuine")
    expect(page.locator("#code")).to_have_value(code_of(services, paper))


@pytest.mark.parametrize("where", ["disk", "server"])
def test_the_camera_reads_the_code(
    launch: Launch, address: str, services: Services, paper: Shelved, tmp_path: Path, where: str
) -> None:
    """
    Offline, from a disk as from the server: the code is read as soon as it is seen, and the camera is let go.
    """
    film = film_of(code_of(services, paper), tmp_path / "film.y4m")
    camera = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    browser = launch(*camera, f"--use-file-for-fake-video-capture={film}")
    archive = services.settings.var / "storage" / "archive"
    page = browser.new_page()
    page.goto((archive / "verify.html").as_uri() if where == "disk" else f"{address}/verify.html")
    page.context.set_offline(offline=True)
    page.locator("#folder").set_input_files(archive)

    page.locator("#scan").click()

    expect(page.locator("#verdict")).to_have_attribute("data-state", "genuine", timeout=30_000)
    expect(page.locator("#camera")).to_be_hidden()
    expect(page.locator("#scan")).to_have_attribute("aria-pressed", "false")
    browser.close()


def test_a_camera_that_is_not_there_is_said(page: Page) -> None:
    """
    What to do instead: take a picture of the code.
    """
    page.locator("#scan").click()

    expect(page.locator("#read")).to_contain_text("hãy cho phép máy ảnh", ignore_case=True)
    expect(page.locator("#camera")).to_be_hidden()
