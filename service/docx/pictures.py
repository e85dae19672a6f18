"""
Pictures that a template prints where their tag stands: PNG and JPEG, by content, not by file name.

A picture is taken apart when it is made, and only what shows is kept: no camera, place or comment, nothing after its
end. It travels through the template as rich text does. A picture is part of the paper's package: the part it stands
in refers to it by a relationship, which is written here.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from service.docx.errors import FieldRefused
from service.docx.inspection import rels_name
from service.docx.markup import CONTENT_TYPES, RELATIONSHIPS, element, parse, serialise
from service.docx.printable import checked_text

MAX_PICTURE: Final = 5 * 1024 * 1024
MAX_SIDE: Final = 10_000
"""Bytes, and pixels of a side, of one picture."""

_EMU: Final = 36_000  # a millimetre, in the unit of drawings
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB", b"cHRM", b"pHYs"}
_JPEG_FRAMES: Final = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_JPEG_DROPPED: Final = {*range(0xE1, 0xEE), 0xEF, 0xFE}  # 0xE0 and 0xEE tell how colours are meant
_IMAGE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_DRAWING: Final = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{0}" cy="{1}"/>'
    '<wp:docPr id="{2}" name="Picture {2}" descr={3}/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="0" name="Picture {2}"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{4}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{0}" cy="{1}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """
    A PNG or JPEG, `width` millimetres wide on paper, as high as its sides ask for; `description` is read aloud.

    Raises FieldRefused for other content, a picture over MAX_PICTURE or MAX_SIDE, or a width outside 1 to 400.
    """

    content: bytes = field(repr=False)
    width: int
    description: str = ""

    def __post_init__(self) -> None:
        if type(self.content) is not bytes or len(self.content) > MAX_PICTURE:
            raise FieldRefused("picture", f"it is larger than {MAX_PICTURE} bytes")
        if type(self.width) is not int or not 1 <= self.width <= 400:
            raise FieldRefused("picture", "its width is not between 1 and 400 mm")
        checked_text(self.description, "picture")
        object.__setattr__(self, "content", _stripped(self.content))
        if not all(1 <= side <= MAX_SIDE for side in _sides(self.content)):
            raise FieldRefused("picture", f"a side is not between 1 and {MAX_SIDE} pixels")

    @property
    def part(self) -> str:
        """The name of its part: the same picture is in a paper once."""
        ending = "png" if self.content.startswith(_PNG) else "jpeg"
        return f"word/media/picture-{hashlib.sha256(self.content).hexdigest()[:16]}.{ending}"

    @property
    def link(self) -> str:
        """The id of the relationship to it."""
        return f"rId{self.part.split('-')[1].split('.')[0]}"

    @property
    def sides(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return _sides(self.content)

    def drawing(self, number: int) -> etree._Element:
        """What a run holds to show it; `number` is the id of the drawing."""
        across, down = self.sides
        width = self.width * _EMU
        height = max(1, width * down // across)
        text = quoteattr(self.description)
        return parse(_DRAWING.format(width, height, number, text, self.link))


def _stripped(content: bytes) -> bytes:
    try:
        if content.startswith(_PNG):
            return _PNG + b"".join(_png_chunks(content))
        if content.startswith(b"\xff\xd8\xff"):
            return b"\xff\xd8" + b"".join(_jpeg_segments(content))
    except (struct.error, IndexError):
        pass
    raise FieldRefused("picture", "it is no PNG or JPEG, or a damaged one")


def _png_chunks(content: bytes) -> Iterator[bytes]:
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">L4s", content, at)
        end = at + 12 + size
        if end > len(content):
            raise IndexError
        if kind in _PNG_KEPT:
            yield content[at:end]
        at = end


def _jpeg_segments(content: bytes) -> Iterator[bytes]:
    at = 2
    while True:
        sign, kind, size = struct.unpack_from(">BBH", content, at)
        end = at + 2 + size
        if sign != 0xFF or size < 2 or end > len(content):
            raise IndexError
        if kind == 0xDA:  # the rest is the picture itself, up to the last end mark
            stop = content.rindex(b"\xff\xd9") if b"\xff\xd9" in content[end:] else len(content)
            yield content[at:stop] + b"\xff\xd9"
            return
        if kind not in _JPEG_DROPPED:
            yield content[at:end]
        at = end


def _sides(content: bytes) -> tuple[int, int]:
    """Width and height in pixels; nothing by nothing if they are not told."""
    if content.startswith(_PNG):
        found = struct.unpack_from(">2L", content, 16) if content[12:16] == b"IHDR" else (0, 0)
        return found[0], found[1]
    at = 2
    while content[at + 1] != 0xDA:
        kind, size = struct.unpack_from(">xBH", content, at)
        if kind in _JPEG_FRAMES:
            down, across = struct.unpack_from(">2H", content, at + 5)
            return across, down
        at += 2 + size
    return 0, 0


def with_pictures(links: Mapping[str, bytes], used: Mapping[str, list[Picture]]) -> dict[str, bytes]:
    """
    The parts that change with the pictures `used`, by the part they stand in, and the pictures themselves.

    `links` holds `[Content_Types].xml` and the relationships of the stories that have any.
    """
    changed: dict[str, bytes] = {}
    for owner, pictures in used.items():
        name = rels_name(owner)
        known = (
            parse(links[name])
            if name in links
            else element(f"{RELATIONSHIPS}Relationships", RELATIONSHIPS[1:-1])
        )
        for picture in {picture.part: picture for picture in pictures}.values():
            changed[picture.part] = picture.content
            attributes = {"Id": picture.link, "Type": _IMAGE, "Target": f"/{picture.part}"}
            etree.SubElement(known, f"{RELATIONSHIPS}Relationship", attributes)
        changed[name] = serialise(known)
    types = parse(links["[Content_Types].xml"])
    endings = {node.get("Extension", "").lower() for node in types.iter(f"{CONTENT_TYPES}Default")}
    for ending, kind in (("jpeg", "image/jpeg"), ("png", "image/png"), ("rels", _RELS)):
        if ending not in endings and any(name.endswith(ending) for name in changed):
            types.insert(0, etree.Element(f"{CONTENT_TYPES}Default", Extension=ending, ContentType=kind))
    changed["[Content_Types].xml"] = serialise(types)
    return changed


_RELS: Final = "application/vnd.openxmlformats-package.relationships+xml"
