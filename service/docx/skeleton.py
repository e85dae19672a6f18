"""
The package around the text: content types, relationships, properties, in one fixed order.

The template author's own traces (properties, preview picture, list of people) are left out here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Final

from lxml import etree

from service.docx.errors import PackageRefused
from service.docx.inspection import relationships, rels_name, strict
from service.docx.markup import CONTENT_TYPES, MAIN, RELATIONSHIPS, W, element, serialise

CORE: Final = "docProps/core.xml"
EXTENDED: Final = "docProps/app.xml"
CUSTOM: Final = "docProps/custom.xml"
TYPES: Final = "[Content_Types].xml"

_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_PROPERTIES: Final = "application/vnd.openxmlformats-officedocument.{}-properties+xml"
_Own = tuple[str, str, str]
_OURS: Final[tuple[_Own, ...]] = (
    (CORE, _CORE_TYPE, f"{_PACKAGE}/core-properties"),
    (EXTENDED, _PROPERTIES.format("extended"), f"{_OFFICE}/extended-properties"),
    (CUSTOM, _PROPERTIES.format("custom"), f"{_OFFICE}/custom-properties"),
)
"""The parts with properties: name, content type, type of the relationship."""

_AUTHORS: Final = {"core-properties", "extended-properties", "custom-properties", "thumbnail", "people"}


def main_part(parts: Mapping[str, bytes], types: Mapping[str, str]) -> str:
    """The name of the part with the body. Raises PackageRefused (code `not-a-docx`)."""
    for relationship in relationships(parts, ""):
        if relationship.kind == "officeDocument" and types.get(relationship.target) == MAIN:
            return relationship.target
    raise PackageRefused("not-a-docx", "this is not a Word document (.docx)")


def without_author(parts: Mapping[str, bytes], main: str, *, custom: bool) -> dict[str, bytes]:
    """
    The parts, without those that tell of the template's author, and with a place for our own properties.

    `custom` says whether there will be some beyond those that every file has. `[Content_Types].xml` and `_rels/.rels` come first and are written anew; the rest keeps its order.
    """
    links = [*relationships(parts, ""), *relationships(parts, main)]
    dropped = {link.target for link in links if link.kind in _AUTHORS}
    dropped |= {rels_name(name) for name in dropped} | {TYPES, rels_name(""), CORE, EXTENDED, CUSTOM}
    kept = {name: content for name, content in parts.items() if name not in dropped}
    if rels_name(main) in kept:
        kept[rels_name(main)] = _without_authors(strict(parts, rels_name(main)))
    for link in links:
        if link.kind == "settings" and b"updateFields" in kept.get(link.target, b""):
            kept[link.target] = _without_question(strict(parts, link.target))
    ours = _OURS if custom else _OURS[:-1]
    types = _types_part(strict(parts, TYPES), set(kept), ours)
    return {TYPES: types, rels_name(""): _package_links(main, ours), **kept}


def without_replaced(parts: Mapping[str, bytes], replaced: Mapping[str, frozenset[str]]) -> dict[str, bytes]:
    """The parts, without the relationships `replaced` of each story, and what is then linked from nowhere."""
    links = {
        (owner, link.id): link.target
        for owner, ids in replaced.items()
        for link in relationships(parts, owner)
        if link.id in ids
    }
    if not links:
        return dict(parts)
    kept = {
        **parts,
        **{
            rels_name(owner): _without_links(strict(parts, rels_name(owner)), replaced[owner])
            for owner, _ in links
        },
    }
    owners = ("", *(name for name in kept if rels_name(name) in kept))
    shown = {link.target for owner in owners for link in relationships(kept, owner)}
    gone = set(links.values()) - shown
    kept[TYPES] = _types_part(strict(kept, TYPES), kept.keys() - gone | {CORE, EXTENDED, CUSTOM}, ())
    return {name: part for name, part in kept.items() if name not in gone}


def _without_links(root: etree._Element, ids: frozenset[str]) -> bytes:
    for node in root.findall(f"{RELATIONSHIPS}Relationship"):
        if node.get("Id") in ids:
            root.remove(node)
    return serialise(root)


def _types_part(root: etree._Element, kept: Set[str], ours: Sequence[_Own]) -> bytes:
    for node in root.findall(f"{CONTENT_TYPES}Override"):
        if node.get("PartName", "").lstrip("/") not in kept:
            root.remove(node)
    for name, content_type, _ in ours:
        etree.SubElement(root, f"{CONTENT_TYPES}Override", PartName=f"/{name}", ContentType=content_type)
    return serialise(root)


def _package_links(main: str, ours: Sequence[_Own]) -> bytes:
    root = element(f"{RELATIONSHIPS}Relationships", RELATIONSHIPS.strip("{}"))
    links = [(f"{_OFFICE}/officeDocument", main), *((kind, name) for name, _, kind in ours)]
    for number, (link_type, target) in enumerate(links, start=1):
        etree.SubElement(
            root, f"{RELATIONSHIPS}Relationship", Id=f"rId{number}", Type=link_type, Target=target
        )
    return serialise(root)


def _without_question(root: etree._Element) -> bytes:
    """The settings, without the one for which Word asks at each opening whether to update the fields."""
    for node in root.findall(f"{W}updateFields"):
        root.remove(node)
    return serialise(root)


def _without_authors(root: etree._Element) -> bytes:
    for node in root.findall(f"{RELATIONSHIPS}Relationship"):
        if node.get("Type", "").rsplit("/", 1)[-1] in _AUTHORS:
            root.remove(node)
    return serialise(root)
