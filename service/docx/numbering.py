"""The part with the lists of a template, and what its paragraph styles count in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from service.docx.inspection import relationships, strict
from service.docx.markup import W
from service.docx.outcome import Numbers

_UNCOUNTED: Final = {"bullet", "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleCount:
    """In which list a paragraph style counts, at which level, and the attributes of its own indents."""

    number: str
    level: str
    indents: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """
    The part `name` with the lists of a template.

    `counted` are the numbers of its lists, without bullets; `styles` says which list a paragraph style counts in.
    """

    name: str = ""
    content: bytes = field(default=b"", repr=False)
    counted: frozenset[str] = frozenset()
    styles: Mapping[str, StyleCount] = field(default_factory=dict)


def numbering_of(parts: Mapping[str, bytes], main: str, taken: Numbers) -> Numbering:
    """The lists of the body `main`; `taken` grows by their numbers. Nothing if the template has none."""
    links = {link.kind: link.target for link in relationships(parts, main)}
    if "numbering" not in links:
        return Numbering()
    root = strict(parts, links["numbering"])
    lists = {one.get(f"{W}numId", ""): one for one in root.iter(f"{W}num")}
    for number in lists:
        taken.claim(number)
    return Numbering(
        name=links["numbering"],
        content=parts[links["numbering"]],
        counted=frozenset(number for number, one in lists.items() if _counts(root, one)),
        styles=_styles(strict(parts, links["styles"]), root) if "styles" in links else {},
    )


def _levels(root: etree._Element, one: etree._Element) -> list[etree._Element]:
    """The levels of the list `one` as its kind describes them; what it says itself comes last."""
    kind = one.find(f"{W}abstractNumId")
    number = "" if kind is None else kind.get(f"{W}val", "")
    kinds = (node for node in root.iter(f"{W}abstractNum") if node.get(f"{W}abstractNumId") == number)
    return [level for node in (*kinds, one) for level in node.iter(f"{W}lvl")]


def starts_of(root: etree._Element, one: etree._Element) -> dict[str, str]:
    """Where each level of the list `one` starts."""
    found = ((level.get(f"{W}ilvl", "0"), level.find(f"{W}start")) for level in _levels(root, one))
    return {level: start.get(f"{W}val", "1") for level, start in found if start is not None}


def _counts(root: etree._Element, one: etree._Element) -> bool:
    """Whether the list `one` has a level with numbers; one that takes its levels from a style may have."""
    formats = [level.find(f"{W}numFmt") for level in _levels(root, one)]
    return not formats or any(one is None or one.get(f"{W}val") not in _UNCOUNTED for one in formats)


def _styles(root: etree._Element, lists: etree._Element) -> dict[str, StyleCount]:
    """Style to the list it counts in, be it the style's own or that of the style it is based on."""
    known = {node.get(f"{W}styleId", ""): node for node in root.iter(f"{W}style")}
    levels = {
        node.get(f"{W}val", ""): level.get(f"{W}ilvl", "0")
        for level in lists.iter(f"{W}lvl")
        for node in level.findall(f"{W}pStyle")
    }
    return {name: count for name in known if (count := _style(name, known, levels)) is not None}


def _style(name: str, known: Mapping[str, etree._Element], levels: Mapping[str, str]) -> StyleCount | None:
    here, seen, indents = name, set[str](), dict[str, str]()
    while here in known and here not in seen:
        seen.add(here)
        number, base = known[here].find(f"{W}pPr/{W}numPr/{W}numId"), known[here].find(f"{W}basedOn")
        own = known[here].find(f"{W}pPr/{W}ind")
        for key, value in own.attrib.items() if own is not None else ():
            indents.setdefault(str(key), str(value))
        if number is not None:
            given = known[here].find(f"{W}pPr/{W}numPr/{W}ilvl")
            level = "0" if given is None else given.get(f"{W}val", "0")
            # of a style, Word reads the level in the list
            return StyleCount(
                number=number.get(f"{W}val", ""),
                level=levels.get(name, levels.get(here, level)),
                indents=indents,
            )
        here = "" if base is None else base.get(f"{W}val", "")
    return None
