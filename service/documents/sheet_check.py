"""The sheet of a template against its heading style: page, margins, font, heading, page number, signatures."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from service.congress.text import fold
from service.documents.heading import HeadingStyle
from service.docx.lint.findings import LintFinding, Wording, finding
from service.docx.lint.places import Spot
from service.docx.lint.sheet import Page, Sheet

_TOLERANCE = 0.5
"""Millimetres; Word rounds what people type in centimetres."""
_OF_HEADING = frozenset({"layout-right-block", "layout-asterisk", "layout-issuer", "layout-number"})
_SIDES = {"top": "trên", "bottom": "dưới", "left": "trái", "right": "phải"}


@cache
def words_of_templates() -> Wording:
    """The sentences about templates, as `template_words.toml` beside this module has them."""
    return tomllib.loads((files(__package__) / "template_words.toml").read_text(encoding="utf-8"))


def check_sheet(sheet: Sheet, style: HeadingStyle, *, template: str | None) -> Iterator[LintFinding]:
    """What of `sheet` is not as `style` has it; nothing for cards, which have a sheet of their own."""
    if template in style.not_for or not sheet.pages:
        return
    first = sheet.pages[0]
    if template is None and max(first.width, first.height) < style.sheet_from:
        return
    for page in sheet.pages:
        yield from _page(page, style)
    for font in sheet.fonts if style.font else ():
        if fold(font.name) != fold(style.font):
            yield _said("layout-font", font.spot, style, found=font.name, font=style.font)
    yield from _heading(sheet, style, is_numbered=template not in style.unnumbered)
    yield from _page_number(sheet, style)
    yield from _tables(sheet, style)
    yield from _signatures(sheet, style)


def _said(code: str, spot: Spot, style: HeadingStyle, **figures: str) -> LintFinding:
    article = style.cited("heading" if code in _OF_HEADING else "layout")
    return finding(code, spot, words=words_of_templates(), article=article, **figures)


def _page(page: Page, style: HeadingStyle) -> Iterator[LintFinding]:
    # Wide tables may lie across: A4 on its side is A4.
    sides = sorted((page.width, page.height))
    if any(
        abs(found - wanted) > _TOLERANCE for found, wanted in zip(sides, sorted(style.paper), strict=True)
    ):
        yield _said("layout-paper", page.spot, style, found=f"{page.width:.0f} x {page.height:.0f}")
    if page.width > page.height:
        return
    for side, (least, most) in style.margins.items():
        found = getattr(page, side)
        if not least - _TOLERANCE <= found <= most + _TOLERANCE:
            figures = {"found": f"{found:.0f}", "least": f"{least:.0f}", "most": f"{most:.0f}"}
            yield _said("layout-margin", page.spot, style, side_vi=_SIDES[side], side_en=side, **figures)


def _heading(sheet: Sheet, style: HeadingStyle, *, is_numbered: bool) -> Iterator[LintFinding]:
    lines = sheet.lines[: style.heading_within]
    bare = {_bare(line) for line in lines}
    spot = sheet.pages[0].spot
    for words in style.right:
        if _bare(words) not in bare:
            yield _said("layout-right-block", spot, style, found=words)
    if style.asterisk and "*" not in (line.strip() for line in lines):
        yield _said("layout-asterisk", spot, style)
    if style.issuer_fields and not any(name in line for line in lines for name in style.issuer_fields):
        yield _said("layout-issuer", spot, style, found=style.issuer_fields[0])
    if is_numbered and style.number_field and not any(style.number_field in line for line in lines):
        yield _said("layout-number", spot, style, found=style.number_field)


def _bare(line: str) -> str:
    """The words alone: people write the motto with hyphens or dashes, HÒA or HOÀ."""
    return " ".join(fold(line).replace("–", "-").split())


def _page_number(sheet: Sheet, style: HeadingStyle) -> Iterator[LintFinding]:
    first = sheet.pages[0]
    if "default" not in first.numbered_headers:
        yield _said("layout-page-number", first.spot, style)
    elif not first.first_page_differs or "first" in first.numbered_headers:
        yield _said("layout-first-page", first.spot, style)
    annexes = sheet.pages[len(sheet.pages) - sheet.closing.sections_after :]
    if not all(page.starts_at_one for page in annexes):
        yield _said("layout-annex-pages", first.spot, style)


def _tables(sheet: Sheet, style: HeadingStyle) -> Iterator[LintFinding]:
    for table in sheet.tables:
        if not table.head_repeats:
            yield _said("layout-table-head", table.spot, style)
        if not table.rows_stay_whole:
            yield _said("layout-row-breaks", table.spot, style)


def _signatures(sheet: Sheet, style: HeadingStyle) -> Iterator[LintFinding]:
    closing = sheet.closing
    if not closing.is_table:
        yield _said("layout-signature", closing.spot, style)
    elif not (closing.stays_whole and closing.keeps_with_text):
        yield _said("layout-signature-apart", closing.spot, style)
