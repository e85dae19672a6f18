"""
What a Word file may bring with it to be a template; a workbook has a list of its own (`Allowed`).

A list of what is allowed, not of what is known to be bad: a relationship, a field or an outside target that is not
listed is refused, so what Word learns next year is refused too.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from service.docx.errors import PackageRefused
from service.docx.markup import CONTENT_TYPES, RELATIONSHIPS, BadMarkup, W, parse, strings

SHARED_RELATIONSHIPS: Final = frozenset({
    "officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail", "styles", "theme", "image",
    "comments", "hyperlink", "customXml", "customXmlProps", "chart", "chartStyle", "chartColorStyle",
})  # fmt: skip
_ALLOWED_RELATIONSHIPS: Final = SHARED_RELATIONSHIPS | {
    "people", "stylesWithEffects", "settings", "webSettings", "fontTable", "font", "numbering", "header", "footer",
    "footnotes", "endnotes", "commentsExtended", "commentsIds", "commentsExtensible", "glossaryDocument",
}  # fmt: skip
_ALLOWED_FIELDS: Final = {
    "PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "REF", "NOTEREF", "SEQ", "STYLEREF", "TC", "XE",
    "HYPERLINK", "SYMBOL", "EQ", "TITLE", "SUBJECT", "QUOTE", "IF", "=", "FORMTEXT", "FORMCHECKBOX",
}  # fmt: skip
"""Not TOC, INDEX and PAGEREF: Word would show the page numbers of the template, or ask at each opening."""

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_PACKAGE: Final = "application/vnd.openxmlformats-package."
SHARED_TYPES: Final = frozenset({
    "application/xml", f"{_PACKAGE}relationships+xml", f"{_PACKAGE}core-properties+xml",
    f"{_OFFICE}extended-properties+xml", f"{_OFFICE}custom-properties+xml", f"{_OFFICE}customXmlProperties+xml",
    f"{_OFFICE}theme+xml", f"{_OFFICE}drawingml.chart+xml",
    "application/vnd.ms-office.chartstyle+xml", "application/vnd.ms-office.chartcolorstyle+xml",
    *(f"image/{form}" for form in (
        "png", "jpeg", "jpg", "pjpeg", "gif", "bmp", "tiff", "x-emf", "x-wmf", "emf", "wmf",
    )),
})  # fmt: skip
"""Not SVG, which is a page with scripts to a browser; Word and Excel keep a PNG beside each."""
_LISTED_TYPES: Final = SHARED_TYPES | {
    f"{_OFFICE}obfuscatedFont", "application/x-fontdata", "application/vnd.ms-word.stylesWithEffects+xml",
    *(f"{_WORD}{part}+xml" for part in (
        "document.main", "template.main", "document.glossary", "styles", "stylesWithEffects", "settings", "webSettings", "fontTable",
        "numbering", "header", "footer", "footnotes", "endnotes", "comments", "commentsExtended", "commentsIds",
        "commentsExtensible", "people",
    )),
}  # fmt: skip

_ACTIVE: Final = re.compile(r"macro|vba|oleobject|activex|\.package|altchunk", re.IGNORECASE)
_LINKS: Final = {"http", "https", "mailto"}
_MARKS: Final = ("{{", "{%", "{#")
_XML_NAMES: Final = (".xml", ".rels")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What files of one sort may bring: content types, in small letters, and kinds of relationships."""

    types: frozenset[str]
    relationships: frozenset[str]
    is_whole: bool
    """Whether each relationship has to lead to a part of the file."""


PAPERS: Final = Allowed(
    types=frozenset(kind.lower() for kind in _LISTED_TYPES),
    relationships=_ALLOWED_RELATIONSHIPS,
    is_whole=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """One line of a `.rels` part: `target` is a part name, or an address where `external`."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of the type, which is the same in every edition of the standard."""
        return self.type.rsplit("/", 1)[-1]


def content_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """
    Content type of each part, by name; the list of them may write a name in other letters, large or small.

    Raises PackageRefused (codes `not-a-docx`, `xml`).
    """
    if "[Content_Types].xml" not in parts:
        raise PackageRefused("not-a-docx", "this is not a Word file (.docx)")
    root = strict(parts, "[Content_Types].xml")
    defaults = {
        node.get("Extension", "").lower(): node.get("ContentType", "")
        for node in root.iter(f"{CONTENT_TYPES}Default")
    }
    overrides = {
        node.get("PartName", "").lstrip("/").lower(): node.get("ContentType", "")
        for node in root.iter(f"{CONTENT_TYPES}Override")
    }
    return {
        name: overrides.get(name.lower(), defaults.get(name.rsplit(".", 1)[-1].lower(), "")) for name in parts
    }


def relationships(parts: Mapping[str, bytes], owner: str) -> list[Relationship]:
    """The relationships of the part `owner` ("" is the package), in order."""
    name = rels_name(owner)
    return _listed_in(parts, name, owner) if name in parts else []


def rels_name(owner: str) -> str:
    """Where the relationships of `owner` stand."""
    folder, file = posixpath.split(owner)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def owner_of(rels: str) -> str:
    """Whose relationships stand in the part `rels`: `rels_name` the other way round."""
    folder, file = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), file[: -len(".rels")])


def strict(parts: Mapping[str, bytes], name: str) -> etree._Element:
    """The tree of the part `name`. Raises PackageRefused (code `xml`)."""
    try:
        return parse(parts[name])
    except BadMarkup as error:
        raise PackageRefused("xml", str(error).split("\n", 1)[0], name) from error


def check_parts(parts: Mapping[str, bytes], types: Mapping[str, str]) -> None:
    """
    Refuse what is active, remote or broken in any part, and parts that nobody opens.

    Raises PackageRefused (codes `xml`, `active-content`, `part-type`, `external-target`, `relationship`).
    """
    check_each(parts, types)
    for name in unreached(parts):
        raise PackageRefused("part-type", "nothing in the file leads to this part", name)


def check_each(parts: Mapping[str, bytes], types: Mapping[str, str]) -> None:
    """The same of the parts in `types` alone, each by itself."""
    check_links(parts, types)
    for name, kind in types.items():
        if name.endswith(_XML_NAMES) or kind.endswith(("+xml", "/xml")):
            strict(parts, name)


def unreached(parts: Mapping[str, bytes]) -> Iterator[str]:
    """
    Parts to which no relationship leads, from the file itself on: they are there for nobody who opens it.

    The list of types and the relationships need none (ECMA-376, part 2). Raises PackageRefused (code `xml`).
    """
    leads = {owner_of(name).lower(): _targets(parts, name) for name in parts if _is_rels(name)}
    reached, waiting = set[str](), [""]
    while waiting:
        new = leads.get(waiting.pop(), frozenset()) - reached
        reached |= new
        waiting += new
    for name in parts:
        if not (_is_rels(name) or name == "[Content_Types].xml" or unquote(name).lower() in reached):
            yield name


def _is_rels(name: str) -> bool:
    return name.lower().endswith(".rels")


def _targets(parts: Mapping[str, bytes], rels: str) -> frozenset[str]:
    """No program tells parts apart by large and small letters, or by how a letter is escaped."""
    found = _listed_in(parts, rels, owner_of(rels))
    return frozenset(unquote(one.target).lower() for one in found if not one.external)


def check_links(parts: Mapping[str, bytes], types: Mapping[str, str], allowed: Allowed = PAPERS) -> None:
    """
    Refuse parts and relationships that are not `allowed`.

    Raises PackageRefused (codes `active-content`, `part-type`, `external-target`, `relationship`).
    """
    for name, kind in types.items():
        if _ACTIVE.search(kind) or name.lower().endswith("vbaproject.bin"):
            raise PackageRefused("active-content", "macros and embedded objects are not allowed", name)
    for name in types:
        if _is_rels(name):
            for relationship in _listed_in(parts, name, owner_of(name)):
                _check_relationship(relationship, parts, name, allowed)
    for name, kind in types.items():
        if kind.lower() not in allowed.types and name != "[Content_Types].xml":
            raise PackageRefused("part-type", "a part of this kind has no place in a paper", name)


def check_story(root: etree._Element, part: str) -> None:
    """Refuse fields that fetch or run, and bound controls. Raises PackageRefused (codes `field`, `data-binding`)."""
    for instruction in _field_codes(root):
        word = (instruction.replace("=", "= ").split() or [""])[0].upper()
        if word not in _ALLOWED_FIELDS:
            raise PackageRefused("field", f"the field {word[:40]} is not allowed", part)
    if next(root.iter(f"{W}dataBinding"), None) is not None:
        raise PackageRefused("data-binding", "Word would replace the text of a bound content control", part)
    if next(root.iter(f"{W}altChunk", f"{W}object", f"{W}subDoc"), None) is not None:
        raise PackageRefused("active-content", "embedded objects and documents are not allowed", part)


def check_untouched(parts: Mapping[str, bytes], rendered: set[str]) -> None:
    """Refuse tags where nothing renders them. Raises PackageRefused (code `unrendered-tag`)."""
    for name in parts:
        if name in rendered or not name.endswith(_XML_NAMES):
            continue
        if any(mark in unquote(text) for text in strings(strict(parts, name)) for mark in _MARKS):
            raise PackageRefused("unrendered-tag", "there is a tag where nothing is filled in", name)


def _listed_in(parts: Mapping[str, bytes], name: str, owner: str) -> list[Relationship]:
    return [_relationship(node, owner) for node in strict(parts, name).iter(f"{RELATIONSHIPS}Relationship")]


def _relationship(node: etree._Element, owner: str) -> Relationship:
    target, external = node.get("Target", ""), node.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(
            posixpath.join("/", posixpath.dirname(owner), target.split("#")[0])
        ).lstrip("/")
    return Relationship(id=node.get("Id", ""), type=node.get("Type", ""), target=target, external=external)


def _check_relationship(
    relationship: Relationship, parts: Mapping[str, bytes], name: str, allowed: Allowed
) -> None:
    kind = relationship.kind
    # A place in the file itself is written as an address, too: openpyxl does for links from sheet to sheet.
    is_elsewhere = relationship.external and not relationship.target.startswith("#")
    if is_elsewhere and (kind != "hyperlink" or _scheme(relationship.target) not in _LINKS):
        raise PackageRefused("external-target", f"a {kind} from outside the file is not allowed", name)
    if kind not in allowed.relationships:
        raise PackageRefused("relationship", f"a {kind} is not allowed in a template", name)
    is_inside = allowed.is_whole and not relationship.external and kind != "hyperlink"
    if is_inside and relationship.target not in parts:
        raise PackageRefused("relationship", f"a {kind} is missing from the file", name)


def _scheme(target: str) -> str:
    try:
        return urlsplit(target).scheme.lower()
    except ValueError:
        return ""


def _field_codes(root: etree._Element) -> Iterator[str]:
    """Every field instruction of a story; Word may cut one into many runs, and put one into another."""
    opened: list[list[str]] = []
    for node in root.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"):
        if node.tag == f"{W}fldSimple":
            yield node.get(f"{W}instr", "")
        elif node.tag == f"{W}instrText":
            if not opened:
                yield node.text or ""
            else:
                opened[-1].append(node.text or "")
        elif node.get(f"{W}fldCharType") == "begin":
            opened.append([])
        elif node.get(f"{W}fldCharType") == "end" and opened:
            yield "".join(opened.pop())
    yield from ("".join(pieces) for pieces in opened)
