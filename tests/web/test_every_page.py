"""Every page, in both languages: enlarged, on a small screen, spaced out, printed; each date and number in its form."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map

from service.web import create_app
from tests.web.browsing import Visit, barriers, overflow, show, sign_in_by_link
from tests.web.conftest import served
from tests.web.every_page import House, furnish, whole
from tests.web.measuring import NARROW, SPACED, covered, cut_off, small
from tests.working import services_in

pytestmark = pytest.mark.slow

ENLARGED = (640, 721, 1000)
"""A window of 1280 px at 200 %, at 178 % and at 128 %: also where the page changes its form."""

PRINTED = {"width": 642, "height": 971}
"""What is left of a sheet of A4 between the margins."""

ACROSS = {"width": 1009, "height": 680}

NO_PAGES = {
    "/static/<path:filename>",
    "/metrics",
    "/preview.html",  # the frame of `look`
    "/verify.html",  # tests/web/test_verify_page.py
    "/workbooks/new",
    "/organisations",
    "/organisations/workbook",
    "/keys/<key_id>",
    "/calendar/<secret>.ics",
    "/sign-in/provider",  # leads to the provider: tests/web/test_provider.py
    "/sign-in/provider/return",
    "/drafts/<uuid:draft_id>",
    "/drafts/<uuid:draft_id>/count/<int:election>/<int:round_>/minutes.docx",
    "/sets/<uuid:set_id>/progress",
    "/sets/<uuid:set_id>/events",
    "/sets/<uuid:set_id>/file",
    "/archive/zip",
    "/archive/papers/zip",
    "/documents/<uuid:document_id>/file",
    "/documents/<uuid:document_id>/pdf",
    "/documents/<uuid:document_id>/signed-copies/<uuid:copy_id>/file",
    "/register/file",
    "/templates/<template_id>/file",
    "/templates/versions/<uuid:version_id>/file",
    "/templates/versions/<uuid:version_id>/annotated",
    "/templates/versions/<uuid:version_id>/preview",
}
"""What GET gives out besides pages: files, pieces of pages, ways to pages."""

FOREIGN = {
    "vi": r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9],[0-9]{3}\b|[0-9]\.[0-9]{1,2} ?(%|KB|MB)"
    r"|\b(AM|PM|January|February|March|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b",
    "en": r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|\b[0-9]{1,3}\.[0-9]{3}\b|[0-9],[0-9]{1,2} ?(%|KB|MB)|\bngày\b",
}
"""Dates and numbers in the form of the other language, or of a machine."""

_SAID = """() => {
    const whole = document.body.cloneNode(true);
    for (const one of whole.querySelectorAll("code, script, style, noscript, textarea, .pointer, .digest")) one.remove();
    if (document.documentElement.lang !== "vi")
        for (const one of whole.querySelectorAll("[lang=vi], [data-list], .printed dt")) one.remove();
    return whole.textContent;
}"""


@pytest.fixture(scope="module")
def house(sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[tuple[House, Visit, Map]]:  # fmt: skip
    with services_in(tmp_path_factory.mktemp("house") / "var", sqlite_model) as built:
        services = whole(built)
        house, app = furnish(services), create_app(services)
        with served(app) as address:
            context = browser.new_context(locale="vi-VN")
            visit = Visit(page=context.new_page(), address=address)
            sign_in_by_link(visit, services)
            yield house, visit, app.url_map
            context.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_is_lost_on_any_page(house: tuple[House, Visit, Map], language: str) -> None:
    """
    Enlarged to 200 %, at 320 px, with the spacing readers may set (WCAG 1.4.4, 1.4.10, 1.4.12): no page scrolls sideways,
    nothing is cut off or covered, every target is large enough or free (2.5.8), no barrier that axe sees; and no date or
    number stands in a form that is not of the language.
    """
    here, visit, _ = house
    page, wrong = visit.page, {}
    for name in here.paths:
        page.set_viewport_size({"width": 1280, "height": 720})
        here.open(visit, name, language)
        if language == "vi":
            show(page, f"walk-{name}")
        if found := [
            *_in_foreign_form(page, language),
            *_lost(page),
            *(barriers(page) if language == "vi" else []),
        ]:
            wrong[name] = found

    assert {} == wrong
    assert (visit.complaints, visit.strangers) == ([], [])


def test_pages_are_printed_as_papers(house: tuple[House, Visit, Map]) -> None:
    """
    What is pressed on a screen is not printed, nor is the way around the site; only the register lies across.
    """
    here, visit, _ = house
    page, wrong = visit.page, {}
    page.emulate_media(media="print")
    for name in ("home", "set", "set-failed", "paper", "look", "congress", "beside", "found", "to-do", "register", "people", "step-delegates"):  # fmt: skip
        page.set_viewport_size(ACROSS if name in {"register", "step-delegates"} else PRINTED)
        visit.go(here.paths[name])
        found = [
            one.inner_text() for one in page.locator("button, a.button, header a").all() if one.is_visible()
        ]
        if found or overflow(page):
            wrong[name] = [*found, overflow(page)]
    page.emulate_media(media="null")

    assert {} == wrong
    visit.go(here.paths["register"])
    assert (297, 210) == _sheet(page)
    visit.go(here.paths["to-do"])
    assert (210, 297) == _sheet(page)
    visit.go(here.paths["step-delegates"])
    assert (297, 210) == _sheet(page)


def test_no_page_is_left_out(house: tuple[House, Visit, Map]) -> None:
    """
    A page that somebody adds is walked through like the others.
    """
    here, _, urls = house
    walked = set()
    for path in here.paths.values():
        try:
            rule, _ = urls.bind("x").match(path.partition("?")[0], return_rule=True)
        except NotFound:
            continue
        walked.add(rule.rule)
    pages = {
        rule.rule
        for rule in urls.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(("/api/", "/health/"))
    }

    assert pages - NO_PAGES == walked


def _in_foreign_form(page: Page, language: str) -> list[str]:
    said = page.evaluate(_SAID)
    return [found[0] for found in re.finditer(FOREIGN[language], said)]


def _lost(page: Page) -> list[str]:
    found = [*cut_off(page), *small(page)]
    for width in ENLARGED:
        page.set_viewport_size({"width": width, "height": 360})
        found += [f"{width} px: {overflow(page)}"] if overflow(page) else []
    page.set_viewport_size(NARROW)
    found += [overflow(page), *cut_off(page), *small(page), *covered(page)]
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets.push(sheet); }",
        SPACED,
    )
    found += [overflow(page), *cut_off(page)]
    return [one for one in found if one]


def _sheet(page: Page) -> tuple[int, int]:
    """The first page of the printed page, in mm."""
    box = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages[0].mediabox
    return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)
