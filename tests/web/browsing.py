"""A browser at the pages: what it complains about, and what a machine can say of how usable a page is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from service.bootstrap import Services

PHONE = {"width": 360, "height": 740}
PATIENT = 20_000
"""Milliseconds that a page may take to show what is expected: server, worker and browser share what may be two busy cores."""

SHOWN = {
    "10-faults": "loi-du-lieu",
    "06-set-sealed": "bo-van-kien",
    "08-found": "tim-van-kien",
    "09-paper": "mot-van-kien",
    "20-look": "xem-truoc",
    "32-congress": "dai-hoi",
    "40-to-do": "viec-can-lam",
    "51-template-faulty": "mau-word",
    "desk-papers": "lap-van-kien",
    "desk-fifty": "dan-dai-bieu",
    "desk-count": "dem-kiem-phieu",
    "walk-reminders": "nhac-viec",
    "walk-calendar": "lich-nhac-han",
    "walk-second-factor": "ma-dien-thoai",
    "walk-import-looked": "nhap-to-chuc",
    "walk-webhook": "thong-bao",
}
"""Pictures that the documents show, by the name of the look: what they are called in `docs/images`."""

pictures: Path | None = None
"""Where they go; nowhere unless `--pictures` says so."""

_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_OVERFLOW = """() => {
    const root = document.documentElement;
    const by = root.scrollWidth - root.clientWidth;
    if (by <= 0) return "";
    const out = [...document.body.querySelectorAll("*")]
        .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1)
        .map((one) => one.outerHTML.slice(0, 80));
    return `scrolls sideways by ${by} px: ${out.slice(0, 5).join(" ")}`;
}"""


@dataclass(kw_only=True)
class Visit:
    """A page, and everything the browser complained about while it was open."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self._heard(said.type, said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def _heard(self, kind: str, text: str) -> None:
        # The browser itself notes every answer from 400 up; those are meant.
        if kind in {"error", "warning"} and "Failed to load resource" not in text:
            self.complaints.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.strangers.append(url)

    def go(self, path: str) -> None:
        """Open a path of the app."""
        self.page.goto(f"{self.address}{path}")


def sign_in_by_link(visit: Visit, services: Services) -> None:
    visit.go(f"/sign-in/link/{services.access.new_link('quan-tri')}")
    visit.page.get_by_role("button", name="Đăng nhập").click()
    visit.page.get_by_role("link", name="Để sau").click()


def look(page: Page, folder: Path, name: str) -> None:
    """
    Keep a picture of the page, wide and as on a phone, where pictures are taken.

    On neither may it scroll sideways or break a rule of WCAG 2.2 AA that axe can check.
    """
    wide = page.viewport_size
    assert wide is not None
    # Whoever comes from a click is here before the styles are.
    page.wait_for_load_state("load")
    for size, suffix in ((wide, ""), (PHONE, "-phone")):
        page.set_viewport_size(size)
        assert not overflow(page), f"{name} at {size['width']} px"
        found = barriers(page)
        assert not found, f"{name} at {size['width']} px: {found}"
        if pictures:
            page.screenshot(path=folder / f"{name}{suffix}.png", full_page=True)
    page.set_viewport_size(wide)
    show(page, name)


def show(page: Page, name: str) -> None:
    """Take the picture that the documents show, where pictures are taken."""
    if pictures and name in SHOWN:
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=pictures / f"{SHOWN[name]}.png")


def overflow(page: Page) -> str:
    """How far the page scrolls sideways, and what stands out; nothing when it does not."""
    told: str = page.evaluate(_OVERFLOW)
    return told


def barriers(page: Page) -> list[str]:
    """What axe finds wrong: the rule, and the elements that break it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # Without the last word axe also lists every element that passed every rule: several times the work.
    asked = {"runOnly": {"type": "tag", "values": _WCAG}, "resultTypes": ["violations"]}
    found = page.evaluate("async (asked) => (await axe.run(document, asked)).violations", asked)
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]
