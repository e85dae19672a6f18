"""The one XML parser of this room, and the names of WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

W_URI: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = f"{{{W_URI}}}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V: Final = "{urn:schemas-microsoft-com:vml}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
CONTENT_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONSHIPS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

_WORDPROCESSING: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN: Final = f"{_WORDPROCESSING}document.main+xml"
HEADER: Final = f"{_WORDPROCESSING}header+xml"
FOOTER: Final = f"{_WORDPROCESSING}footer+xml"
FOOTNOTES: Final = f"{_WORDPROCESSING}footnotes+xml"
ENDNOTES: Final = f"{_WORDPROCESSING}endnotes+xml"
COMMENTS: Final = f"{_WORDPROCESSING}comments+xml"
STORIES: Final = (HEADER, MAIN, FOOTNOTES, ENDNOTES, FOOTER)
"""Content types of the parts that hold running text, in reading order."""


class BadMarkup(ValueError):
    """Not well-formed, or carrying a document type; never leaves this room."""


def parse(content: bytes | str) -> etree._Element:
    """
    The root of `content`, strictly: no recovery, no entities, no network, no comments or instructions.

    Raises BadMarkup, also for any document type: a Word part never has one, and all XML attacks need one.
    """
    parser = etree.XMLParser(
        recover=False,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    if isinstance(content, bytes) and b"<!DOCTYPE" in content:
        raise BadMarkup("a document type is not allowed")
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadMarkup(f"not well-formed XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadMarkup("a document type is not allowed")
    return root


def serialise(root: etree._Element) -> bytes:
    """`root` as Word writes a part: UTF-8, declared, standalone."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def element(name: str, default_namespace: str) -> etree._Element:
    """A root element `name` whose namespace needs no prefix."""
    # the stubs do not know that the default namespace has the key None
    return etree.Element(name, nsmap={None: default_namespace})  # type: ignore[dict-item]


def strings(root: etree._Element) -> Iterator[str]:
    """Every text and every attribute value under `root`."""
    yield from (str(text) for text in root.itertext())
    yield from (str(value) for node in root.iter() for value in node.attrib.values())
