"""How a template lays out its sheet, as plain figures: what is right is for others to say, who know which paper it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from service.docx.inspection import relationships, strict
from service.docx.lint.places import Passage, Spot
from service.docx.lint.styles import Styles
from service.docx.markup import HEADER, MAIN, W

_MM_PER_TWIP: Final = 25.4 / 1440
_R_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """
    One section: sizes in millimetres; which of its headers, by type, hold a page number.

    It `starts_at_one` when its pages are numbered anew, whatever stands before.
    """

    spot: Spot
    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    numbered_headers: frozenset[str]
    first_page_differs: bool
    starts_at_one: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """A font that text of the file is set in, and where it first is."""

    name: str
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class LongTable:
    """A table with rows in a loop: whether its head repeats on the next page and its rows stay in one piece."""

    spot: Spot
    head_repeats: bool
    rows_stay_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """
    The end of the paper itself: a table (of signatures) last, in one piece, and the sentence before it kept with it.

    `sections_after` is how many sections follow it: its annexes.
    """

    spot: Spot
    is_table: bool
    stays_whole: bool
    keeps_with_text: bool
    sections_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The layout of a template; `lines` are the texts of the body's paragraphs in order."""

    pages: tuple[Page, ...]
    fonts: tuple[Font, ...]
    tables: tuple[LongTable, ...]
    closing: Closing
    lines: tuple[str, ...]


def sheet_of(
    parts: Mapping[str, bytes], types: Mapping[str, str], read: Mapping[str, Sequence[Passage]]
) -> Sheet | None:
    """The layout of the main part; None where there is none."""
    main = next((name for name in read if types.get(name) == MAIN), None)
    if main is None or not read[main]:
        return None
    body = read[main][0].node.getroottree().getroot().find(f"{W}body")
    if body is None:
        return None
    styles = Styles.read(parts, main)
    return Sheet(
        pages=tuple(_pages(parts, types, main, body)),
        fonts=tuple(_fonts(styles, read)),
        tables=tuple(_long_tables(read[main])),
        closing=_closing(styles, body, read[main]),
        lines=tuple(passage.text.strip() for passage in read[main]),
    )


def _pages(
    parts: Mapping[str, bytes], types: Mapping[str, str], main: str, body: etree._Element
) -> Iterator[Page]:
    targets = {link.id: link.target for link in relationships(parts, main) if not link.external}
    numbered = {name for name in parts if types.get(name) == HEADER and _has_page_number(strict(parts, name))}
    inherited: dict[str, bool] = {}
    for section in body.iter(f"{W}sectPr"):
        for reference in section.iterfind(f"{W}headerReference"):
            inherited[reference.get(f"{W}type", "default")] = (
                targets.get(reference.get(_R_ID, "")) in numbered
            )
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        yield Page(
            spot=Spot(part=main, story="body"),
            width=_millimetres(size, "w"),
            height=_millimetres(size, "h"),
            **{side: _millimetres(margins, side) for side in ("top", "bottom", "left", "right")},
            numbered_headers=frozenset(kind for kind, has_number in inherited.items() if has_number),
            first_page_differs=is_on(section.find(f"{W}titlePg")),
            starts_at_one=_starts_at_one(section.find(f"{W}pgNumType")),
        )


def _starts_at_one(numbering: etree._Element | None) -> bool:
    return numbering is not None and numbering.get(f"{W}start") == "1"


def _has_page_number(header: etree._Element) -> bool:
    simple = [node.get(f"{W}instr", "") for node in header.iter(f"{W}fldSimple")]
    codes = "".join(node.text or "" for node in header.iter(f"{W}instrText"))
    return any("PAGE" in code.upper().split() for code in [*simple, codes])


def _millimetres(node: etree._Element | None, name: str) -> float:
    value = node.get(f"{W}{name}", "") if node is not None else ""
    return int(value) * _MM_PER_TWIP if value.lstrip("-").isdecimal() and len(value) < 8 else 0.0


def is_on(switch: etree._Element | None) -> bool:
    """Whether a switch like `w:cantSplit` is there and not turned off."""
    return switch is not None and switch.get(f"{W}val", "1") not in {"0", "false", "off"}


def _fonts(styles: Styles, read: Mapping[str, Sequence[Passage]]) -> Iterator[Font]:
    seen: set[str] = set()
    for passage in (passage for story in read.values() for passage in story):
        for piece in passage.pieces:
            run = piece.getparent()
            if run is None or not (piece.text or "").strip():
                continue
            name = styles.font(passage.node, run)
            if name not in seen:
                seen.add(name)
                yield Font(name=name, spot=passage.spot)


def _long_tables(story: Sequence[Passage]) -> Iterator[LongTable]:
    seen: set[etree._Element] = set()
    for passage in story:
        table = passage.around("tbl")
        if table is None or table in seen or "{%tr for" not in passage.text:
            continue
        seen.add(table)
        rows = list(table.iterfind(f"{W}tr"))
        yield LongTable(
            spot=passage.spot,
            head_repeats=is_on(rows[0].find(f"{W}trPr/{W}tblHeader")),
            rows_stay_whole=all(is_on(row.find(f"{W}trPr/{W}cantSplit")) for row in rows),
        )


def _closing(styles: Styles, body: etree._Element, story: Sequence[Passage]) -> Closing:
    """
    What stands last in the body, or before the annexes: sections behind one that ends with a table of one row.

    An empty paragraph after a table is Word's own habit and does not count.
    """
    blocks = [node for node in body if node.tag in {f"{W}p", f"{W}tbl"}]
    texts = {passage.node: passage.text for passage in story}
    sections = [blocks[: place + 1] for place, block in enumerate(blocks) if _ends_section(block)]
    signed = (found for one in sections if _is_signed(found := _without_empty(one, texts)))
    blocks = next(signed, _without_empty(blocks, texts))
    last = blocks[-1]
    spots = {passage.node: passage.spot for passage in story}
    inner = [last] if last.tag == f"{W}p" else list(last.iter(f"{W}p"))
    spot = next((spots[node] for node in inner if node in spots), story[-1].spot)
    before = blocks[-2] if len(blocks) > 1 else None
    return Closing(
        spot=spot,
        is_table=last.tag == f"{W}tbl",
        stays_whole=all(is_on(row.find(f"{W}trPr/{W}cantSplit")) for row in last.iterfind(f"{W}tr")),
        keeps_with_text=before is not None and before.tag == f"{W}p" and styles.keeps_next(before),
        sections_after=len(sections)
        - next((n for n, one in enumerate(sections) if last in one), len(sections)),
    )


def _ends_section(block: etree._Element) -> bool:
    return block.find(f"{W}pPr/{W}sectPr") is not None


def _without_empty(blocks: list[etree._Element], texts: Mapping[etree._Element, str]) -> list[etree._Element]:
    """The blocks up to the last with words in it."""
    end = len(blocks)
    while end > 1 and blocks[end - 1].tag == f"{W}p" and not texts.get(blocks[end - 1], "").strip():
        end -= 1
    return blocks[:end]


def _is_signed(blocks: list[etree._Element]) -> bool:
    return blocks[-1].tag == f"{W}tbl" and len(blocks[-1].findall(f"{W}tr")) == 1
