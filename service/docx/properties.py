"""What the paper says about itself: set by the caller, nothing of the template's own is copied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from lxml import etree

from service.docx.errors import FieldRefused
from service.docx.markup import element, serialise
from service.docx.printable import checked_text

_CP: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_TERMS: Final = "http://purl.org/dc/terms/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_EXTENDED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"

UNDATED: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""The date of a paper whose caller gives none: a clock would make every rendering another file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentProperties:
    """
    The core properties of one paper.

    Raises FieldRefused (`properties.title`, ...) for text that may not stand on paper or a time without a zone.
    """

    title: str = ""
    subject: str = ""
    creator: str = ""
    language: str = "vi-VN"
    created: datetime = UNDATED

    def __post_init__(self) -> None:
        for name in ("title", "subject", "creator", "language"):
            checked_text(getattr(self, name), f"properties.{name}")
        if self.created.tzinfo is None:
            raise FieldRefused("properties.created", "the time has no zone")


_CORE: Final = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    f'<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}" xmlns:dcterms="{_TERMS}" xmlns:xsi="{_XSI}">'
    "<dc:title>%s</dc:title><dc:subject>%s</dc:subject><dc:creator>%s</dc:creator>"
    "<cp:lastModifiedBy>%s</cp:lastModifiedBy><cp:revision>1</cp:revision><dc:language>%s</dc:language>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified></cp:coreProperties>'
)


def core_part(properties: DocumentProperties) -> bytes:
    """`docProps/core.xml`."""
    creator, moment = properties.creator, _moment(properties.created)
    texts: tuple[str, ...] = (properties.title, properties.subject, creator, creator, properties.language)
    joined = "\0".join(texts)
    if "&" in joined or "<" in joined or ">" in joined:
        joined = joined.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        texts = tuple(joined.split("\0"))
    return (_CORE % (*texts, moment, moment)).encode()


@lru_cache(maxsize=16)
def _moment(time: datetime) -> str:
    """`time` as XML writes it; the papers of one set share theirs."""
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def extended_part() -> bytes:
    """`docProps/app.xml`, without the company, manager and editing time of the template's author."""
    root = element(f"{{{_EXTENDED}}}Properties", _EXTENDED)
    etree.SubElement(root, f"{{{_EXTENDED}}}Application").text = "Microsoft Office Word"
    return serialise(root)
