"""
What the paper says about itself: set by the caller, or by a tag of the template; nothing of its author's is copied.

Texts that come of tags are XML already; `Texts` holds them by the name of their property.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from lxml import etree

from service.docx.errors import FieldRefused
from service.docx.markup import element, parse, serialise
from service.docx.printable import checked_text

Texts = Mapping[str, str]

_CP: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_TERMS: Final = "http://purl.org/dc/terms/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/"
_EXTENDED: Final = f"{_OFFICE}extended-properties"
_CUSTOM: Final = f"{_OFFICE}custom-properties"
_VARIANT: Final = f"{_OFFICE}docPropsVTypes"
_CUSTOM_FORMAT: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_LANGUAGE: Final = "vi-VN"

_OF_TAGS: Final = {
    "keywords": "cp",
    "description": "dc",
    "category": "cp",
    "contentStatus": "cp",
    "identifier": "dc",
    "version": "cp",
}
"""Core properties that only a tag can set, with their prefix."""

OF_CALLER: Final = ("title", "subject", "creator", "language")
OF_CORE: Final = (*OF_CALLER, *_OF_TAGS)
OF_EXTENDED: Final = ("Company", "Manager")
CUSTOM_TEXT: Final = ("lpwstr", "lpstr", "bstr")
"""Properties that may hold tags, and the kinds of text that a property of one's own making may be."""

UNDATED: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""The date of a paper whose caller gives none: a clock would make every rendering another file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentProperties:
    """
    The core properties of one paper; what is empty may be set by a tag of the template, the language else is vi-VN.

    Raises FieldRefused (`properties.title`, ...) for text that may not stand on paper or a time without a zone.
    """

    title: str = ""
    subject: str = ""
    creator: str = ""
    language: str = ""
    created: datetime = UNDATED

    def __post_init__(self) -> None:
        for name in OF_CALLER:
            checked_text(getattr(self, name), f"properties.{name}")
        if self.created.tzinfo is None:
            raise FieldRefused("properties.created", "the time has no zone")


_CORE: Final = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    f'<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}" xmlns:dcterms="{_TERMS}" xmlns:xsi="{_XSI}">'
    "<dc:title>%s</dc:title><dc:subject>%s</dc:subject><dc:creator>%s</dc:creator>"
    "<cp:lastModifiedBy>%s</cp:lastModifiedBy><cp:revision>1</cp:revision><dc:language>%s</dc:language>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified>%s</cp:coreProperties>'
)


def core_part(properties: DocumentProperties, tagged: Texts) -> bytes:
    """`docProps/core.xml`."""
    texts: tuple[str, ...] = (properties.title, properties.subject, properties.creator, properties.language)
    joined = "\0".join(texts)
    if "&" in joined or "<" in joined or ">" in joined:
        joined = joined.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        texts = tuple(joined.split("\0"))
    more = ""
    if tagged:
        texts = tuple(text or tagged.get(name, "") for name, text in zip(OF_CALLER, texts, strict=True))
        more = "".join(
            f"<{prefix}:{name}>{tagged[name]}</{prefix}:{name}>"
            for name, prefix in _OF_TAGS.items()
            if name in tagged
        )
    title, subject, creator, language = texts
    moment = _moment(properties.created)
    return (_CORE % (title, subject, creator, creator, language or _LANGUAGE, moment, moment, more)).encode()


@lru_cache(maxsize=16)
def _moment(time: datetime) -> str:
    """`time` as XML writes it; the papers of one set share theirs."""
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def extended_part(tagged: Texts) -> bytes:
    """`docProps/app.xml`, without the editing time of the template's author."""
    root = element(f"{{{_EXTENDED}}}Properties", _EXTENDED)
    etree.SubElement(root, f"{{{_EXTENDED}}}Application").text = "Microsoft Office Word"
    for name, text in tagged.items():
        root.append(parse(f'<{name} xmlns="{_EXTENDED}">{text}</{name}>'))
    return serialise(root)


def custom_part(tagged: Texts) -> bytes:
    """`docProps/custom.xml`: the properties that the template's author made up, each a text."""
    root = element(f"{{{_CUSTOM}}}Properties", _CUSTOM)
    for number, (name, text) in enumerate(tagged.items(), start=2):  # Word counts from 2
        attributes = {"fmtid": _CUSTOM_FORMAT, "pid": str(number), "name": name}
        holder = etree.SubElement(root, f"{{{_CUSTOM}}}property", attributes)
        holder.append(parse(f'<vt:lpwstr xmlns:vt="{_VARIANT}">{text}</vt:lpwstr>'))
    return serialise(root)
