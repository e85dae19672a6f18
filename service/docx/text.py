"""The words of a Word file, as a person reads them; for tests, for search, and for reading back what was rendered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from service.docx.inspection import content_types, strict
from service.docx.markup import MC, STORIES, W
from service.docx.package import read_package

_SIGNS: Final = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\u2011",
}


def text_of(docx: bytes) -> str:
    """
    The text of headers, body with its tables row by row, notes and footers of `docx`, in this order.

    Paragraphs are separated by a line feed, empty ones included; a line break in a paragraph is a line feed too.
    Deleted text and field codes are left out. Raises PackageRefused.
    """
    parts = read_package(docx)
    types = content_types(parts)
    names = [name for kind in STORIES for name in parts if types[name] == kind]
    return "\n".join(text for name in names for text in _paragraphs(strict(parts, name)))


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(f"{W}p"):
        if next(paragraph.iterancestors(f"{MC}Fallback"), None) is None:
            yield "".join(_words(paragraph))


def _words(node: etree._Element) -> Iterator[str]:
    """The text under `node` in order, but not that of paragraphs inside it: those are read on their own."""
    for child in node:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SIGNS and node.tag == f"{W}r":
            yield _SIGNS[child.tag]
        elif child.tag not in {f"{W}p", f"{MC}Fallback"}:
            yield from _words(child)
