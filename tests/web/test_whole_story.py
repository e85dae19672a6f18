"""The whole way once, with real processes: from the sign-in link to the signed copy, and to the set that takes the place."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from service.bootstrap import Services
from service.cli.demo import running
from service.config import read_settings
from service.congress.text import fold
from service.intake.drafts.steps import STEPS
from service.web.language import Language, sentences
from tests.intake.forms import pairs_of
from tests.pdfs import blank_pdf
from tests.running import free_port
from tests.web.browsing import PATIENT, Visit, show
from tests.web.every_page import EXAMPLES

pytestmark = pytest.mark.slow

EXAMPLE = EXAMPLES / "truong-hoa-sen-2023-toan-the.json"
HAND_IN = 60_000
"""Milliseconds that making the papers may take on a busy machine."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, str]]:
    port = free_port()
    with pytest.MonkeyPatch.context() as env:
        env.setenv("VANKIEN_PORT", str(port))
        env.setenv("VANKIEN_VAR", str(tmp_path_factory.mktemp("house") / "var"))
        with running(read_settings()) as (services, _, _):
            yield services, f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_the_link_to_the_signed_copy_and_its_correction(
    house: tuple[Services, str], browser: Browser, language: Language, tmp_path: Path
) -> None:
    """
    A congress typed and pasted through all nine steps, a fault made and mended on the way; its papers made by the workers
    while the page tells how far they are; one looked at, downloaded, numbered, its scan brought back; nothing left to do; all
    found again; and a correction whose papers take the place of the first.
    """
    services, address = house
    context = browser.new_context(locale="vi-VN", accept_downloads=True)
    visit = Visit(page=context.new_page(), address=address)
    visit.page.set_default_timeout(PATIENT)
    desk = Desk(visit, services, language)
    desk.sign_in()
    desk.type_congress(values_of(language))
    first = desk.hand_in()
    desk.look_and_download(first, tmp_path)
    desk.number_and_return(first, tmp_path)
    desk.nothing_is_left()
    desk.find()
    desk.correct(first)
    context.close()

    assert (visit.complaints, visit.strangers) == ([], [])


def values_of(language: Language) -> dict[str, str]:
    """What is typed, by the name of its field; another school for each language."""
    text = EXAMPLE.read_text("utf-8").replace("Hoa Sen", SCHOOL[language])
    values = dict(pairs_of(json.loads(text)))
    for name in [one for one in values if one.startswith("organisation.upper.")]:
        values[name.replace("organisation.upper.", "organisation.uppers.0.")] = values.pop(name)
    # Facts and figures as people type them.
    return {
        name: re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", r"\3/\2/\1", re.sub(r"^(\d\d):(\d\d):00$", r"\1h\2", one))
        for name, one in values.items()
    }


SCHOOL: Mapping[Language, str] = {"vi": "Hoa Mai", "en": "Hoa Lan"}
RESOLUTION: Mapping[Language, str] = {"vi": "Nghị quyết Đại hội", "en": "Resolution of the congress"}


class Desk:
    """A secretary at the pages, in one language."""

    def __init__(self, visit: Visit, services: Services, language: Language) -> None:
        self.visit, self.page, self.services, self.language = visit, visit.page, services, language
        self.account = services.access.ensure_administrator("")

    def said(self, name: str, **words: object) -> str:
        """The sentence of that name."""
        return sentences()[name][self.language].format(**words)

    def press(self, name: str, **words: object) -> None:
        self.page.get_by_role("button", name=self.said(name, **words), exact=True).first.click()

    def is_at(self, name: str, **words: object) -> None:
        expect(self.page.get_by_role("heading", name=self.said(name, **words), level=1)).to_be_visible()

    def sign_in(self) -> None:
        self.visit.go(f"/sign-in/link/{self.services.access.new_link('quan-tri')}?language={self.language}")
        self.press("link.enter")
        self.page.get_by_role("link", name=self.said("password.later")).click()

    def type_congress(self, values: Mapping[str, str]) -> None:
        """Step by step; a day that is none is typed first, and mended."""
        self.page.get_by_role("link", name=self.said("draft.new")).click()
        self.page.locator("[name=form][value=plenary]").check()
        self.page.locator("#start").fill("2023")
        self.page.locator("#end").fill("2028")
        self.press("draft.begin")
        self.is_at("step.organisation")
        day = self.page.locator('[id="opened_on"]')
        day.fill("31/2/2023")
        day.press("Tab")
        expect(day).to_have_attribute("aria-invalid", "true")
        for step, following in pairwise(STEPS):
            self.is_at(f"step.{step.key}")
            type_step(self.page, values)
            if step.key == "organisation":
                expect(self.page.locator('[id="f:opened_on"]')).to_have_count(0)
            self.press("draft.save_on")
            self.is_at(f"step.{following.key}")
        type_step(self.page, values)
        if self.language == "vi":
            show(self.page, "desk-papers")

    def hand_in(self) -> str:
        """The address of the set, when the page itself has found out that all is done."""
        self.page.locator("form#desk [name=go][value=send]").click()
        self.is_at("set.title")
        done = self.said("set_now.sealed", count=0).partition("0")[0]
        expect(self.page.get_by_text(re.compile(f"^{re.escape(done)}[0-9]+"))).to_be_visible(timeout=HAND_IN)
        return self.page.url.removeprefix(self.visit.address)

    def look_and_download(self, sent: str, folder: Path) -> None:
        self.visit.go(sent)
        self.page.get_by_role("link", name=RESOLUTION[self.language], exact=True).click()
        self.page.get_by_role("link", name=self.said("look.open")).click()
        drawn = self.page.frame_locator("#paper")
        expect(drawn.get_by_text("NGHỊ QUYẾT", exact=True)).to_be_visible(timeout=HAND_IN)
        with self.page.expect_download() as waiting:
            self.page.locator("a.button[href$='/file']").click()
        waiting.value.save_as(folder / "paper.docx")
        assert (folder / "paper.docx").read_bytes().startswith(b"PK")
        self.page.get_by_role("link", name=self.said("look.back")).click()

    def number_and_return(self, sent: str, folder: Path) -> None:
        """A number for the first paper, its scan brought back; the others likewise, behind the scenes."""
        self.page.locator("#issued_on").fill("2023-03-13")
        self.press("register.give")
        expect(self.page.locator("#sign")).to_contain_text("01/NQ-ĐH")
        (folder / "ban-ky.pdf").write_bytes(blank_pdf(pages=2))
        self.page.locator("#copy").set_input_files(folder / "ban-ky.pdf")
        self.press("copies.attach")
        expect(self.page.get_by_role("link", name="ban-ky.pdf")).to_be_visible()
        self.visit.go("/to-do")
        expect(self.page.get_by_role("link", name=self.said("to_do.give_number")).first).to_be_visible()
        for one in (*self.services.to_do(account=self.account).to_sign,):
            paper = one.document.id
            self.services.register.give(paper, issued_on=dt.date(2023, 3, 13), account=self.account)
            self.services.copies.attach(paper, blank_pdf(), name="ký.pdf", account=self.account)

    def nothing_is_left(self) -> None:
        self.visit.go("/to-do")
        expect(self.page.get_by_text(self.said("to_do.nothing"))).to_be_visible()

    def find(self) -> None:
        """As one types, without accents."""
        self.visit.go("/archive")
        self.page.locator("#q").press_sequentially(f"nghi quyet {fold(SCHOOL[self.language])}")
        found = self.page.locator("#found")
        expect(
            found.get_by_role("link", name="01/NQ-ĐH").or_(found.get_by_text("01/NQ-ĐH")).first
        ).to_be_visible()

    def correct(self, first: str) -> None:
        """A new set from the data of the first, with the reason; the old one says what took its place, and why."""
        self.visit.go(first)
        self.press("set.correct_now")
        self.is_at("step.organisation")
        self.page.locator('[id="venue"]').fill("Hội trường lớn")
        self.page.locator(f"[name=go][value={STEPS[-1].key}]").first.click()
        self.is_at(f"step.{STEPS[-1].key}")
        self.page.locator('[id="reason"]').fill("Ghi nhầm địa điểm")
        second = self.hand_in()
        assert second != first
        self.visit.go(first)
        expect(self.page.get_by_text(self.said("set.superseded"))).to_be_visible()
        expect(self.page.get_by_text("Ghi nhầm địa điểm")).to_be_visible()
        self.visit.go(second)
        self.page.get_by_role("link", name=RESOLUTION[self.language], exact=True).click()
        expect(self.page.get_by_role("main")).to_contain_text(self.said("story.before"))


def type_step(page: Page, values: Mapping[str, str]) -> None:
    """Everything of `values` that has a place on the page: lists are pasted as tables, the rest is typed."""
    while missing := _missing_item(page, values):
        there = _items(page, missing)
        page.locator(f'button[name=add][value="{missing}"]').click()
        expect(page.locator(f'[id="{missing}"] > .item')).to_have_count(there + 1)
    page.wait_for_load_state()  # what is pasted before the script is there is lost on it
    for table in page.locator("table.entry").all():
        _paste(page, table.get_attribute("data-list") or "", values)
    for name in page.locator("#desk .field :is(input, select, textarea)").evaluate_all(
        "all => all.map((one) => one.name)"
    ):
        text = values.get(name) or _lines(name, values)
        if not text:
            continue
        page.evaluate(_UNFOLD, name)
        field = page.locator(f'[id="{name}"]')
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


_UNFOLD = """id => {
    for (let over = document.getElementById(id).closest("details"); over; over = over.parentElement.closest("details")) over.open = true;
}"""


def _lines(name: str, values: Mapping[str, str]) -> str:
    """A list of texts as it is typed: one to a line."""
    found = []
    while f"{name}.{len(found)}" in values:
        found.append(values[f"{name}.{len(found)}"])
    return "\n".join(found)


def _items(page: Page, name: str) -> int:
    return page.locator(f'[id="{name}"] > .item').count()


def _missing_item(page: Page, values: Mapping[str, str]) -> str:
    """A list that has fewer items on the page than in `values`."""
    for name in page.locator("button[name=add]").evaluate_all("all => all.map((one) => one.value)"):
        wanted = {
            one.removeprefix(f"{name}.").partition(".")[0] for one in values if one.startswith(f"{name}.")
        }
        if _items(page, name) < len(wanted):
            return str(name)
    return ""


def _paste(page: Page, name: str, values: Mapping[str, str]) -> None:
    """The rows of a list, as a spreadsheet puts them on the clipboard."""
    rows = sorted(
        {int(one.removeprefix(f"{name}.").partition(".")[0]) for one in values if one.startswith(f"{name}.")}
    )
    if not rows:
        return
    columns = page.locator(f'tr[id="{name}.0"] td :is(input, select, textarea)').evaluate_all(
        "all => all.map((one) => one.id)"
    )
    suffixes = [one.removeprefix(f"{name}.0") for one in columns]
    lines = [
        "\t".join(values.get(f"{name}.{n}{suffix.removesuffix('.=')}", "") for suffix in suffixes)
        for n in rows
    ]
    page.evaluate(_UNFOLD, columns[0])
    page.evaluate(
        """([id, text]) => {
            const first = document.getElementById(id), held = new DataTransfer();
            held.setData("text/plain", text);
            first.dispatchEvent(new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }));
        }""",
        [columns[0], "\n".join(lines) + "\n"],
    )
