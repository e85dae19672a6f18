"""
A story is a part with running text: body, header, footer, footnotes, endnotes.

Here its tree becomes the source of a template: tags that Word split are joined, `{%p %}`, `{%tr %}` and their like
take the place of their paragraph or row. That step is docxtpl's, so that what its guide says holds here too; the
checks around it are for what it cannot see in text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import Final, NoReturn

from docxtpl import DocxTemplate
from lxml import etree

from service.docx.cells import in_order, open_properties
from service.docx.errors import TemplateRefused
from service.docx.markup import W_URI, XML_SPACE, W, strings

MAX_STORY: Final = 4_000_000
MAX_BRACES: Final = 6_000
"""Characters of XML, and braces, of one story: the joining of tags is quadratic in the worst case."""

_OPEN: Final = re.compile(r"\{\{|\{%|\{#")
_ANY: Final = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_RICH: Final = re.compile(r"\{\{(r)(?= )")
_CLOSES: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_GRID: Final = re.compile(r"\{%\s*(?:tc|colspan|hm)\b")
_KEPT: Final = tuple(
    f"{W}{name}"
    for name in (
        "sectPr",
        "drawing",
        "footnoteReference",
        "endnoteReference",
        "fldChar",
        "permStart",
        "permEnd",
    )
)
_COMMENTS: Final = {f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference"}


def has_tags(root: etree._Element) -> bool:
    """Whether any text or attribute of the story holds a tag."""
    return bool(_ANY.search("".join(str(text) for text in root.itertext()))) or any(
        _ANY.search(text) for text in strings(root)
    )


def repairs_grid(root: etree._Element) -> bool:
    """Whether the story changes its number of columns, so that table grids must be computed after rendering."""
    return bool(_GRID.search("".join(str(text) for text in root.itertext())))


def template_source(root: etree._Element, part: str) -> str:
    """
    The source of the template in the story `root`, which is changed.

    Raises TemplateRefused (codes `prefix`, `too-many-tags`, `broken-tag`, `tag-crosses`, `lost-content`).
    """
    if root.nsmap.get("w") != W_URI:
        raise TemplateRefused("prefix", "the part does not use the usual names of Word", part)
    for paragraph in root.iter(f"{W}p"):
        _check_tags(paragraph, part)
        _drop_rich_marks(paragraph)
    open_properties(root)
    for text in root.iter(f"{W}t"):
        if text.text and ("{" in text.text or "}" in text.text):
            text.set(XML_SPACE, "preserve")
        text.text = unicodedata.normalize("NFC", text.text or "").replace("\n", " ")
    xml = etree.tostring(root, encoding="unicode")
    if len(xml) > MAX_STORY or xml.count("{") > MAX_BRACES:
        raise TemplateRefused("too-many-tags", "the part is too large for a template", part)
    patched: str = DocxTemplate(None).patch_xml(xml)
    # docxtpl turns &lt; and &gt; of a tag into signs again, and forgets this one
    source = in_order(_TAG.sub(lambda tag: tag[0].replace("&amp;", "&"), patched))
    _check_kept(root, source, part)
    return source


def check_finished(root: etree._Element, part: str) -> None:
    """
    Refuse tracked changes, which print the names of those who made them, and the ends of comments.

    Raises TemplateRefused (codes `tracked-changes`, `comments`).
    """
    for node in root.iter(f"{W}*"):
        if node.get(f"{W}author") is not None:
            raise TemplateRefused("tracked-changes", "accept or reject all tracked changes first", part)
        if node.tag in _COMMENTS:
            raise TemplateRefused("comments", "delete all comments first", part)


def _check_tags(paragraph: etree._Element, part: str) -> None:
    """A tag begins and ends in one paragraph, and there in or out of a link: joined, it swallows what is between."""
    pieces = _pieces(paragraph)
    ends = list(accumulate(len(piece.text or "") for piece in pieces))
    holders = [piece.getparent().getparent() for piece in pieces]  # type: ignore[union-attr]  # both are in a paragraph
    text, position = "".join(piece.text or "" for piece in pieces), 0
    while found := _ANY.search(text, position):
        close = text.find(_CLOSES[found[0]], found.end()) if _OPEN.match(found[0]) else -1
        if close < 0:
            _refuse_tag(part, text, "broken-tag", "a tag is not opened and closed in one paragraph")
        if holders[bisect_right(ends, found.start())] is not holders[bisect_right(ends, close + 1)]:
            _refuse_tag(
                part, text, "tag-crosses", "a tag begins inside and ends outside a link or content control"
            )
        position = close + 2


def _pieces(paragraph: etree._Element) -> list[etree._Element]:
    """The texts of a paragraph, without those of paragraphs inside it."""
    return [node for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p")) is paragraph]


def _drop_rich_marks(paragraph: etree._Element) -> None:
    """
    `{{r x }}` becomes `{{ x }}`.

    In docxtpl the `r` gives up the run of the tag, and its looks with it; here a rich text keeps what it does not
    change, and the tag may be any.
    """
    texts = _pieces(paragraph)
    whole = "".join(node.text or "" for node in texts)
    for found in reversed(list(_RICH.finditer(whole))):
        position = found.start(1)
        for node in texts:
            size = len(node.text or "")
            if position < size:
                node.text = f"{(node.text or '')[:position]} {(node.text or '')[position + 1 :]}"
                break
            position -= size


def _refuse_tag(part: str, text: str, code: str, sentence: str) -> NoReturn:
    raise TemplateRefused(code, sentence, part, text[:200])


def _check_kept(root: etree._Element, source: str, part: str) -> None:
    """What stands in a tag or in the paragraph of a `{%p %}` goes with it, but not silently."""
    for tag in _KEPT:
        name = f"<w:{etree.QName(tag).localname}"
        before = sum(1 for _ in root.iter(tag))
        if before != len(re.findall(f"{name}[ />]", source)):
            raise TemplateRefused(
                "lost-content",
                f"a tag would take a picture, note, section or half of a field with it ({name[3:]})",
                part,
            )
