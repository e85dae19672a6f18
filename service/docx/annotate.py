"""A copy of a Word file with a comment at each spot; its own words stay as they are, to the byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from lxml import etree

from service.docx.errors import PackageRefused
from service.docx.inspection import check_parts, content_types, relationships, rels_name, strict
from service.docx.lint.places import Spot
from service.docx.markup import COMMENTS, CONTENT_TYPES, RELATIONSHIPS, W_URI, W, element, serialise
from service.docx.package import read_package
from service.docx.skeleton import main_part

AUTHOR: Final = "Văn kiện"
_INITIALS: Final = "VK"
_TYPES: Final = "[Content_Types].xml"
_COMMENTS_LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a comment says, a paragraph a line, and where."""

    spot: Spot
    lines: tuple[str, ...]


def annotate(source: bytes, notes: Iterable[Note]) -> bytes:
    """
    The Word file `source` with a comment for each note.

    Word allows comments in the body only: a note about another part stands at the body's first paragraph, one about
    a text box at the paragraph that holds it. Raises PackageRefused for a file that is not safe to open.
    """
    parts = read_package(source)
    types = content_types(parts)
    check_parts(parts, types)
    main = main_part(parts, types)
    body, comments, name = strict(parts, main), *_comments(parts, main)
    paragraphs = list(body.iter(f"{W}p"))
    if not paragraphs:
        raise PackageRefused("not-a-docx", "there is no paragraph to comment on", main)
    for number, note in enumerate(notes, _first_free(comments)):
        inside = note.spot.part == main and 0 <= note.spot.ordinal < len(paragraphs)
        _mark(_outermost(paragraphs[note.spot.ordinal if inside else 0]), number)
        comments.append(_comment(note, number))
    return _zipped(
        {**parts, **_joined(parts, types, main, name), main: serialise(body), name: serialise(comments)}
    )


def _comments(parts: Mapping[str, bytes], main: str) -> tuple[etree._Element, str]:
    """The comments of the file, or a part for them under a free name."""
    for link in relationships(parts, main):
        if link.kind == "comments" and link.target in parts:
            return strict(parts, link.target), link.target
    folder = main.rpartition("/")[0]
    names = (f"{folder}/comments{number or ''}.xml".lstrip("/") for number in range(len(parts) + 1))
    return etree.Element(f"{W}comments", nsmap={"w": W_URI}), next(
        name for name in names if name not in parts
    )


def _first_free(comments: etree._Element) -> int:
    ids = [node.get(f"{W}id", "") for node in comments.iter(f"{W}comment")]
    return 1 + max(
        (int(one) for one in ids if one.isascii() and one.isdecimal() and len(one) < 9), default=-1
    )


def _outermost(paragraph: etree._Element) -> etree._Element:
    """The paragraph itself, or the one whose text box it stands in."""
    around = list(paragraph.iterancestors(f"{W}p"))
    return around[-1] if around else paragraph


def _mark(paragraph: etree._Element, number: int) -> None:
    """Put the comment around all of the paragraph."""
    first = 1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0
    # A comment begun later lies inside: starts go before starts, ends before the ends that follow them.
    paragraph.insert(first, etree.Element(f"{W}commentRangeStart", {f"{W}id": str(number)}))
    paragraph.append(etree.Element(f"{W}commentRangeEnd", {f"{W}id": str(number)}))
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}commentReference", {f"{W}id": str(number)})


def _comment(note: Note, number: int) -> etree._Element:
    comment = etree.Element(
        f"{W}comment", {f"{W}id": str(number), f"{W}author": AUTHOR, f"{W}initials": _INITIALS}
    )
    for line in note.lines:
        run = etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r")
        text = etree.SubElement(run, f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        text.text = "".join(letter for letter in line if letter.isprintable())
    return comment


def _joined(
    parts: Mapping[str, bytes], types: Mapping[str, str], main: str, comments: str
) -> dict[str, bytes]:
    """Content types and relationships that know of the comments."""
    if types.get(comments) == COMMENTS:
        return {}
    listed = deepcopy(strict(parts, _TYPES))
    etree.SubElement(listed, f"{CONTENT_TYPES}Override", PartName=f"/{comments}", ContentType=COMMENTS)
    owner = rels_name(main)
    links = (
        strict(parts, owner)
        if owner in parts
        else element(f"{RELATIONSHIPS}Relationships", RELATIONSHIPS.strip("{}"))
    )
    taken = {node.get("Id", "") for node in links}
    free = next(name for name in (f"rIdVK{number}" for number in range(len(taken) + 1)) if name not in taken)
    etree.SubElement(
        links, f"{RELATIONSHIPS}Relationship", Id=free, Type=_COMMENTS_LINK, Target=f"/{comments}"
    )
    return {_TYPES: serialise(listed), owner: serialise(links)}


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return target.getvalue()
