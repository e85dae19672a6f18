"""
What must hold of a rendered story before anybody opens it in Word.

Loops repeat what Word wants once (ids, bookmarks) and conditions take away what Word wants always (a paragraph in a
cell, a row in a table). Each is put right in one way, decided here:

* a row without cells and a table without rows are removed, because they show nothing;
* a cell, header, footer, note, text box or content control without a last paragraph gets an empty one;
* an id that is taken gets the next free number; a name of a bookmark or shape that is taken gets `_2`, `_3`, ...;
* `w14:paraId`, which only helps editing together, is dropped where it repeats;
* a bookmark, or a range that some may edit, that lost its start or its end is removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from service.docx.errors import InvalidOutcome
from service.docx.markup import W14, WP, XML_SPACE, BadMarkup, V, W, parse

_NEEDS_PARAGRAPH: Final = tuple(
    f"{W}{name}" for name in ("tc", "hdr", "ftr", "footnote", "endnote", "txbxContent")
)
_HOLDS_BLOCKS: Final = (f"{W}body", *_NEEDS_PARAGRAPH)
_TEXTLESS: Final = tuple(f"{W}{name}" for name in ("body", "p", "r", "tbl", "tr", "tc", "hdr", "ftr"))
FILL: Final = re.compile(r"auto|[0-9A-Fa-f]{6}")
_SHAPE_NUMBER: Final = "{urn:schemas-microsoft-com:office:office}spid"
_MAX_NAME: Final = 40  # Word cuts longer names of bookmarks


@dataclass(slots=True)
class Numbers:
    """Numbers already used, and the highest of them: finding a free one must not take longer the more there are."""

    taken: set[int] = field(default_factory=set)
    highest: int = 0

    def claim(self, text: str) -> int:
        """The number in `text`, or the next free one; it is taken from now on."""
        given = int(text) if text.isascii() and text.isdecimal() else self.highest + 1
        number = self.highest + 1 if given in self.taken else given
        self.taken.add(number)
        self.highest = max(self.highest, number)
        return number


@dataclass(slots=True)
class Identities:
    """Ids and names already used in one paper, over all its parts; of names, how often."""

    drawings: Numbers = field(default_factory=Numbers)
    bookmarks: Numbers = field(default_factory=Numbers)
    permissions: Numbers = field(default_factory=Numbers)
    names: dict[str, int] = field(default_factory=dict)
    paragraphs: set[str] = field(default_factory=set)
    shapes: dict[str, int] = field(default_factory=dict)
    controls: dict[str, int] = field(default_factory=dict)
    lists: Numbers = field(default_factory=Numbers)


def finished(xml: str, part: str, taken: Identities) -> etree._Element:
    """
    The tree of the rendered `xml` of `part`, put right; `taken` grows by its ids.

    Raises InvalidOutcome where the XML is broken or says what Word does not read.
    """
    try:
        root = parse(xml)
    except BadMarkup as error:
        raise InvalidOutcome(part, str(error).split("\n", 1)[0]) from error
    _check_text(root, part)
    _check_cells(root, part)
    _check_fields(root, part)
    _break_lines(root)
    put_right(root, taken)
    return root


def put_right(root: etree._Element, taken: Identities) -> None:
    """Make ids unique and containers complete, in place."""
    _remove_empty_tables(root)
    _end_with_paragraph(root)
    _renumber_drawings(root, taken)
    _rename_shapes(root, taken)
    _forget_controls(root, taken)
    for start, numbers in ((f"{W}bookmarkStart", taken.bookmarks), (f"{W}permStart", taken.permissions)):
        _pair(root, start)
        _renumber_pairs(root, start, numbers)
    _rename_bookmarks(root, taken)
    _forget_paragraph_ids(root, taken)


def _check_text(root: etree._Element, part: str) -> None:
    """Text outside of runs is dropped by Word without a word."""
    for node in root.iter(*_TEXTLESS):
        stray = [node.text, *(child.tail for child in node)]
        if any(text and not text.isspace() for text in stray):
            raise InvalidOutcome(part, f"text outside of a run, in <w:{etree.QName(node).localname}>")


def _check_cells(root: etree._Element, part: str) -> None:
    for shade in root.iter(f"{W}shd"):
        if not FILL.fullmatch(shade.get(f"{W}fill", "auto")):
            raise InvalidOutcome(part, "a cell colour is not six hexadecimal digits")
    for span in root.iter(f"{W}gridSpan"):
        if not span.get(f"{W}val", "").isdecimal() or int(span.get(f"{W}val", "")) < 1:
            raise InvalidOutcome(part, "a cell spans less than one column")


def _check_fields(root: etree._Element, part: str) -> None:
    opened = 0
    for mark in root.iter(f"{W}fldChar"):
        opened += {"begin": 1, "end": -1}.get(mark.get(f"{W}fldCharType", ""), 0)
        if opened < 0:
            break
    if opened:
        raise InvalidOutcome(part, "a field has lost its beginning or its end")


def _break_lines(root: etree._Element) -> None:
    """A line feed in text is a line break on paper."""
    for text in [node for node in root.iter(f"{W}t") if node.text and "\n" in node.text]:
        run = text.getparent()
        if run is None:
            continue
        first, *lines = (text.text or "").split("\n")
        at = run.index(text)
        text.text = first
        text.set(XML_SPACE, "preserve")
        for line in lines:
            follower = etree.Element(f"{W}t", {XML_SPACE: "preserve"})
            follower.text = line
            run[at + 1 : at + 1] = [etree.Element(f"{W}br"), follower]
            at += 2


def _remove_empty_tables(root: etree._Element) -> None:
    # innermost first: a row may be empty only because a table in it was
    for node in reversed(list(root.iter(f"{W}tr", f"{W}tbl"))):
        wanted = f"{W}tc" if node.tag == f"{W}tr" else f"{W}tr"
        if next(node.iter(wanted), None) is None:
            _remove(node)


def _end_with_paragraph(root: etree._Element) -> None:
    for node in root.iter(*_NEEDS_PARAGRAPH):
        blocks = [child.tag for child in node if child.tag in {f"{W}p", f"{W}tbl", f"{W}sdt"}]
        if not blocks or (node.tag == f"{W}tc" and blocks[-1] == f"{W}tbl"):
            etree.SubElement(node, f"{W}p")
    for control in root.iter(f"{W}sdtContent"):
        around = next(control.iterancestors(f"{W}p", f"{W}tr", f"{W}tbl", *_HOLDS_BLOCKS), None)
        if len(control) == 0 and around is not None and around.tag in _HOLDS_BLOCKS:
            etree.SubElement(control, f"{W}p")


def _renumber_drawings(root: etree._Element, taken: Identities) -> None:
    for drawing in root.iter(f"{WP}docPr"):
        drawing.set("id", str(taken.drawings.claim(drawing.get("id", ""))))


def _rename_shapes(root: etree._Element, taken: Identities) -> None:
    """Old (VML) shapes; the types they are of may repeat, and do in files of Word."""
    for shape in root.iter(f"{V}*"):
        name = shape.get("id", "")
        if name and shape.tag != f"{V}shapetype":
            if name.casefold() in taken.shapes:
                _drop(shape, (_SHAPE_NUMBER,))
            shape.set("id", _free_name(name, taken.shapes))


def _forget_controls(root: etree._Element, taken: Identities) -> None:
    """Word gives a content control without an id a new one."""
    for number in list(root.iter(f"{W}id")):
        if (value := number.get(f"{W}val", "")) in taken.controls:
            _remove(number)
        taken.controls[value] = 1


def _ends(root: etree._Element, start: str) -> list[etree._Element]:
    """The starts and ends of one kind of range, in order."""
    return list(root.iter(start, f"{start.removesuffix('Start')}End"))


def _pair(root: etree._Element, start: str) -> None:
    opened: dict[str, list[etree._Element]] = {}
    for mark in _ends(root, start):
        number = mark.get(f"{W}id", "")
        if mark.tag == start:
            opened.setdefault(number, []).append(mark)
        elif opened.get(number):
            opened[number].pop()
        else:
            _remove(mark)
    for alone in (alone for starts in opened.values() for alone in starts):
        _remove(alone)


def _renumber_pairs(root: etree._Element, start: str, numbers: Numbers) -> None:
    current: dict[str, list[int]] = {}
    for mark in _ends(root, start):
        number = mark.get(f"{W}id", "")
        if mark.tag == start:
            current.setdefault(number, []).append(numbers.claim(number))
            mark.set(f"{W}id", str(current[number][-1]))
        else:
            mark.set(f"{W}id", str(current[number].pop()))


def _rename_bookmarks(root: etree._Element, taken: Identities) -> None:
    for mark in root.iter(f"{W}bookmarkStart"):
        mark.set(f"{W}name", _free_name(mark.get(f"{W}name", ""), taken.names))


def _free_name(name: str, taken: dict[str, int]) -> str:
    free, count = name, taken.get(name.casefold(), 0)
    while free.casefold() in taken:
        count += 1
        free = f"{name[: _MAX_NAME - len(str(count)) - 1]}_{count}"
    taken[name.casefold()] = max(count, 1)
    taken[free.casefold()] = 1
    return free


def _forget_paragraph_ids(root: etree._Element, taken: Identities) -> None:
    for node in root.iter(f"{W}p", f"{W}tr"):
        number = node.get(f"{W14}paraId", "").upper()
        if number and number in taken.paragraphs:
            _drop(node, (f"{W14}paraId", f"{W14}textId"))
        elif number:
            taken.paragraphs.add(number)


def _drop(node: etree._Element, names: Iterable[str]) -> None:
    for name in names:
        if name in node.attrib:
            del node.attrib[name]


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
