"""
Text with its own looks: runs of words that are bold, italic, underlined, coloured, larger.

A template prints it like any value, and what a span does not say, it has from the tag it replaces. Until the outcome
is a tree, a rich text travels through the template as a mark that no other text can hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from lxml import etree

from service.docx.errors import FieldRefused
from service.docx.frames import fill_frames
from service.docx.markup import XML_SPACE, W
from service.docx.pictures import Picture
from service.docx.printable import checked_text

_COLOUR: Final = re.compile(r"[0-9A-Fa-f]{6}")
_SIGN: Final = "\ufdd0"
_MARK: Final = re.compile(rf"{_SIGN}(\d+){_SIGN}")
_ORDER: Final = ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow",
    "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position", "sz",
    "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """
    Words of one look. None and 0 mean: as the tag; `colour` is six hexadecimal digits, `size` half points.

    Raises FieldRefused for text that may not stand on paper, or a colour or size that is none.
    """

    text: str
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    colour: str = ""
    size: int = 0

    def __post_init__(self) -> None:
        if type(self.text) is not str:
            raise FieldRefused("span", "its text is not text")
        checked_text(self.text, "span")
        if self.colour and not _COLOUR.fullmatch(self.colour):
            raise FieldRefused("span", "its colour is not six hexadecimal digits")
        if type(self.size) is not int or not 0 <= self.size <= 400:
            raise FieldRefused("span", "its size is not between 0 and 400 half points")


@dataclass(frozen=True, slots=True)
class RichText:
    """Spans one after another. Raises FieldRefused if they are something else."""

    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        if type(self.spans) is not tuple or any(type(span) is not Span for span in self.spans):
            raise FieldRefused("rich text", "it is not a tuple of spans")


def mark(number: int) -> str:
    """What stands for the rich text `number` until the outcome is a tree."""
    return f"{_SIGN}{number}{_SIGN}"


def has_mark(text: str) -> bool:
    """Whether `text` holds a mark, or a piece of one."""
    return _SIGN in text


def put_in(
    root: etree._Element, values: Sequence[RichText | Picture], claim: Callable[[], int]
) -> list[Picture]:
    """
    Replace every mark under `root` by runs, or in a frame by its picture; a mark at another place stays.

    The pictures among the `values` that were put in are returned; `claim` gives ids for drawings.
    """
    used = fill_frames(root, lambda text: _meant(text, values))
    for node in [node for node in root.iter(f"{W}t") if _MARK.search(node.text or "")]:
        run = node.getparent()
        if run is not None and run.tag == f"{W}r":
            _split(run, node, _Values(values, claim, used))
    return used


def _meant(text: str, values: Sequence[RichText | Picture]) -> Picture | None:
    """The picture whose mark `text` is, if it is one and nothing else."""
    found = _MARK.fullmatch(text)
    value = values[int(found[1])] if found and int(found[1]) < len(values) else None
    return value if isinstance(value, Picture) else None


@dataclass(frozen=True, slots=True)
class _Values:
    values: Sequence[RichText | Picture]
    claim: Callable[[], int]
    used: list[Picture]

    def runs(self, number: int, looks: etree._Element | None) -> list[etree._Element]:
        """The runs that the mark `number` stands for; none where a template made up the number."""
        value = self.values[number] if number < len(self.values) else RichText(())
        if isinstance(value, RichText):
            return [_spanned(span, looks) for span in value.spans]
        self.used.append(value)
        run = etree.Element(f"{W}r")
        run.append(value.drawing(self.claim()))
        return [run]


def _split(run: etree._Element, node: etree._Element, values: _Values) -> None:
    """The run up to `node`, a run for each span, and the run after it."""
    looks, before, *pieces = run.find(f"{W}rPr"), *_MARK.split(node.text or "")
    followers = list(node.itersiblings())
    node.text = before
    node.set(XML_SPACE, "preserve")
    last = run
    for number, text in zip(pieces[::2], pieces[1::2], strict=True):
        for follower in [*values.runs(int(number), looks), _run(text, looks)]:
            last.addnext(follower)
            last = follower
    last.extend(followers)


def _run(text: str, looks: etree._Element | None) -> etree._Element:
    run = etree.Element(f"{W}r")
    if looks is not None:
        run.append(deepcopy(looks))
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(run, f"{W}br")
        etree.SubElement(run, f"{W}t", {XML_SPACE: "preserve"}).text = line
    return run


def _spanned(span: Span, looks: etree._Element | None) -> etree._Element:
    run = _run(span.text, looks)
    found = run.find(f"{W}rPr")
    own = etree.Element(f"{W}rPr") if found is None else found
    for name, wanted in (("b", span.bold), ("bCs", span.bold), ("i", span.italic), ("iCs", span.italic)):
        if wanted is not None:
            _set(own, name, "1" if wanted else "0")
    if span.underline is not None:
        _set(own, "u", "single" if span.underline else "none")
    if span.colour:
        _set(own, "color", span.colour)
    if span.size:
        _set(own, "sz", str(span.size))
        _set(own, "szCs", str(span.size))
    own[:] = sorted(own, key=_place)
    if len(own) and found is None:
        run.insert(0, own)
    return run


def _set(looks: etree._Element, name: str, value: str) -> None:
    node = looks.find(f"{W}{name}")
    node = etree.SubElement(looks, f"{W}{name}") if node is None else node
    node.attrib.clear()
    node.set(f"{W}val", value)


def _place(node: etree._Element) -> int:
    name = etree.QName(node).localname
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)
