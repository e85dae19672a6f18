"""
Pictures of the template that stand in for pictures of the data.

A picture whose alternative text is one print tag and nothing else, `{{ logo }}`, is a frame: the picture of that field
takes its place. Inline or anchored, its wrapping, borders and effects stay; it becomes as large as fits into the frame
without being stretched, so that nothing around it moves. Its alternative text is then its own description.

The bytes of the picture that stood there leave the file with it, if nothing else in the template shows them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from service.docx.errors import FieldRefused
from service.docx.markup import PIC, WP, A, R
from service.docx.pictures import Picture

_SIGN: Final = "\ufdd1"
_WHOLE: Final = re.compile(r"\s*\{\{([^{}]*)\}\}\s*")
_FRAME: Final = re.compile(f"{_SIGN}([^{_SIGN}]*){_SIGN}(.*)", re.DOTALL)
_NAMES: Final = ("descr", "title")
_PICTURE: Final = f"{A}graphic/{A}graphicData/{PIC}pic"
_BLIP: Final = f"{PIC}blipFill/{A}blip"
_RELATIVE: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing}"


def mark_frames(root: etree._Element) -> frozenset[str]:
    """
    Put the expression of each frame of a template before its tag, so that `fill_frames` can find and name it.

    The ids of relationships that only the replaced pictures use are returned.
    """
    replaced: Counter[str] = Counter()
    for shown in root.iter(f"{WP}docPr"):
        for name in _NAMES if _is_picture(shown) else ():
            found = _WHOLE.fullmatch(unicodedata.normalize("NFC", shown.get(name, "")))
            if found:
                shown.set(name, f"{_SIGN}{found[1].strip()}{_SIGN}{found[0].strip()}")
                replaced.update(_links(shown))
                break
    used = Counter(str(value) for node in root.iter() for value in node.attrib.values()) if replaced else {}
    return frozenset(link for link, times in replaced.items() if used[link] == times)


def _links(shown: etree._Element) -> Iterator[str]:
    """The relationships of the picture in a frame, and of other forms of it."""
    drawing = shown.getparent()
    blip = drawing.find(f"{_PICTURE}/{_BLIP}") if drawing is not None else None
    for node in blip.iter() if blip is not None else ():
        yield from (str(value) for name, value in node.attrib.items() if str(name).startswith(R))


def has_frames(source: str) -> bool:
    """Whether `mark_frames` found any in the template that `source` was made of."""
    return _SIGN in source


def fill_frames(root: etree._Element, meant: Callable[[str], Picture | None]) -> list[Picture]:
    """
    Put pictures into the frames under `root`, and return them; `meant` is the one that a rendered tag stands for.

    Raises FieldRefused naming the expression of a frame whose field is no picture.
    """
    used: list[Picture] = []
    for shown in root.iter(f"{WP}docPr"):
        for name in _NAMES if _is_picture(shown) else ():
            found = _FRAME.fullmatch(shown.get(name, ""))
            if found:
                used.append(_picture(found[1], meant(found[2])))
                del shown.attrib[name]
                _fill(shown, used[-1])
    return used


def _is_picture(shown: etree._Element) -> bool:
    """Whether the drawing is one picture with a size: not a chart, a shape or a group."""
    drawing = shown.getparent()
    if drawing is None or drawing.find(f"{_PICTURE}/{_BLIP}") is None:
        return False
    extent = drawing.find(f"{WP}extent")
    return extent is not None and all(extent.get(side, "").isdecimal() for side in ("cx", "cy"))


def _picture(expression: str, picture: Picture | None) -> Picture:
    if picture is not None:
        return picture
    raise FieldRefused(expression, "it is not a picture, and takes the place of one")


def _fill(shown: etree._Element, picture: Picture) -> None:
    drawing = shown.getparent()
    content = drawing.find(_PICTURE) if drawing is not None else None
    blip = content.find(_BLIP) if content is not None else None
    if drawing is None or content is None or blip is None:
        return
    _size(drawing, content, picture)
    if f"{R}link" in blip.attrib:
        del blip.attrib[f"{R}link"]
    blip.set(f"{R}embed", picture.link)
    # another form of the old picture (SVG), and the old picture's crop
    for old in [*blip.findall(f"{A}extLst"), *content.findall(f"{PIC}blipFill/{A}srcRect")]:
        old.getparent().remove(old)  # type: ignore[union-attr]  # it was found under one
    shown.set("descr", picture.description)
    for named in content.iterfind(f"{PIC}nvPicPr/{PIC}cNvPr"):
        if "title" in named.attrib:
            del named.attrib["title"]
        if "descr" in named.attrib:
            named.set("descr", picture.description)


def _size(drawing: etree._Element, content: etree._Element, picture: Picture) -> None:
    extents = [*drawing.iterfind(f"{WP}extent"), *content.iterfind(f"{PIC}spPr/{A}xfrm/{A}ext")]
    wide, high = fitted(int(extents[0].get("cx", "")), int(extents[0].get("cy", "")), *picture.sides)
    for extent in extents:
        extent.set("cx", str(wide))
        extent.set("cy", str(high))
    for name in ("sizeRelH", "sizeRelV"):  # a share of the page, which would win over the extent
        for share in drawing.findall(f"{_RELATIVE}{name}"):
            drawing.remove(share)


def fitted(wide: int, high: int, across: int, down: int) -> tuple[int, int]:
    """
    The largest size in a frame of `wide` by `high` that has the sides `across` by `down`; at least one by one.

        >>> fitted(600, 600, 40, 20), fitted(600, 200, 20, 40)
        ((600, 300), (100, 200))
    """
    if across * high > down * wide:
        return wide, max(1, wide * down // across)
    return max(1, high * across // down), high
