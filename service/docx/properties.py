"""What the paper says about itself: set by the caller, nothing of the template's own is copied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from service.docx.errors import FieldRefused
from service.docx.fields import checked_text
from service.docx.markup import element, serialise

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


def core_part(properties: DocumentProperties) -> bytes:
    """`docProps/core.xml`."""
    root = etree.Element(
        f"{{{_CP}}}coreProperties", nsmap={"cp": _CP, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}
    )
    for namespace, name, text in (
        (_DC, "title", properties.title),
        (_DC, "subject", properties.subject),
        (_DC, "creator", properties.creator),
        (_CP, "lastModifiedBy", properties.creator),
        (_CP, "revision", "1"),
        (_DC, "language", properties.language),
    ):
        etree.SubElement(root, f"{{{namespace}}}{name}").text = text
    moment = properties.created.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    for name in ("created", "modified"):
        node = etree.SubElement(root, f"{{{_TERMS}}}{name}", {f"{{{_XSI}}}type": "dcterms:W3CDTF"})
        node.text = moment
    return serialise(root)


def extended_part() -> bytes:
    """`docProps/app.xml`, without the company, manager and editing time of the template's author."""
    root = element(f"{{{_EXTENDED}}}Properties", _EXTENDED)
    etree.SubElement(root, f"{{{_EXTENDED}}}Application").text = "Microsoft Office Word"
    return serialise(root)
