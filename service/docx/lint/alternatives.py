"""The alternative text of pictures and shapes, which may hold tags: in a picture, a tag alone is its frame."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from service.docx.lint.places import Passage
from service.docx.markup import PIC, WP, W

_NAMES = ("descr", "title")


def alternatives(passage: Passage) -> Iterator[tuple[int, Passage]]:
    """Each alternative text with a tag in a paragraph, as a passage, and how many characters stand before it."""
    before = 0
    for node in passage.node.iter(f"{W}t", f"{WP}docPr", f"{PIC}cNvPr"):
        if next(node.iterancestors(f"{W}p"), None) is not passage.node:
            continue
        if node.tag == f"{W}t":
            before += len(node.text or "")
            continue
        for text in _texts(node):
            yield before, Passage(node=passage.node, spot=passage.spot, text=text, pieces=())


def _texts(node: etree._Element) -> Iterator[str]:
    yield from (text for name in _NAMES if "{" in (text := node.get(name, "")))
