"""Properties of the cells that have tags about themselves: `cellbg`, `colspan`, `vm`, `hm`."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from service.docx.markup import W

_OF_CELL: Final = re.compile(r"\{%\s*(?:cellbg|colspan)\b")
_PROPERTIES: Final = re.compile(r"(?<=<w:tcPr>).*?(?=</w:tcPr>)", re.DOTALL)
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_PROPERTY: Final = re.compile(r"<(w:\w+)(?: [^<>]*?)?(?:/>|>.*?</\1>)", re.DOTALL)
_ORDER: Final = tuple(
    f"w:{name}"
    for name in (
        "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection",
        "tcFitText", "vAlign", "hideMark",
    )
)  # fmt: skip
"""ISO 29500-1, CT_TcPr."""


def open_properties(root: etree._Element) -> None:
    """Give the cells with tags about themselves a `<w:tcPr></w:tcPr>`: docxtpl writes into it, if it can find it."""
    for cell in root.iter(f"{W}tc"):
        if _OF_CELL.search("".join(str(text) for text in cell.itertext())):
            properties = cell.find(f"{W}tcPr")
            if properties is None:
                properties = etree.Element(f"{W}tcPr")
                cell.insert(0, properties)
            properties.text = ""


def in_order(source: str) -> str:
    """
    The template `source` with the properties of each cell that a tag has changed in the order of the standard.

    docxtpl writes a colour and a width before all others and a merge after them, where strict readers do not look.
    """
    return _PROPERTIES.sub(lambda found: _sorted(found[0]) if _TAG.search(found[0]) else found[0], source)


def _sorted(properties: str) -> str:
    """`properties`, sorted if they are nothing but known ones."""
    tags = _TAG.findall(properties)
    plain = _TAG.sub("\0", properties)  # a tag may hold `<` and `>`; no XML holds this sign
    found = list(_PROPERTY.finditer(plain))
    if _PROPERTY.sub("", plain).strip() or any(one[1] not in _ORDER for one in found):
        return properties
    rest = iter(tags)
    pieces = [(_ORDER.index(one[1]), re.sub("\0", lambda _: next(rest), one[0])) for one in found]
    return "".join(piece for _, piece in sorted(pieces, key=lambda piece: piece[0]))
