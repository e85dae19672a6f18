"""
A finished paper read back, paragraph by paragraph, each with its place: what a person would read in Word.

Faster than the reading of templates (`lint`), since thousands of papers are read back; it names places the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from lxml import etree

from service.docx.errors import PackageRefused
from service.docx.inspection import check_links, check_story, content_types, strict
from service.docx.lint.places import STORY_OF_TYPE, Spot, Story
from service.docx.markup import MAIN, MC, STORIES, W
from service.docx.package import read_package
from service.docx.shapes import numbered, parted, pieces

_TEXT: Final = f"{W}t"
_SIGNS: Final = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
_WORDS: Final = (_TEXT, *_SIGNS)
_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "r"))
_FALLBACK, _BOX, _HIDDEN = f"{MC}Fallback", f"{W}txbxContent", f"{W}rPr/{W}vanish"
_RARE: Final = (b"txbxContent>", b"<w:vanish", b"Fallback>")


class FinishedLine(NamedTuple):
    """One paragraph: its text, a line break in it as a line feed, and where it stands, as in `Spot`. A paper has hundreds."""

    text: str
    part: str
    story: Story
    ordinal: int
    paragraph: int
    table: int
    row: int
    column: int

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return Spot(
            part=self.part,
            story=self.story,
            ordinal=self.ordinal,
            paragraph=self.paragraph,
            table=self.table,
            row=self.row,
            column=self.column,
        )


_Shape = tuple[tuple[tuple[int | str, ...], tuple[str, Story, int, int, int, int, int]], ...]


@dataclass(frozen=True, slots=True)
class FinishedTable:
    """
    A table that stands in no other: `rows` of cells of paragraphs; what a table in a cell says belongs to that cell.

    `above` are the last three paragraphs with words over it, since the table before it; `before` is the last paragraph
    with words over it, or nothing.
    """

    rows: tuple[tuple[tuple[FinishedLine, ...], ...], ...]
    before: FinishedLine | None
    above: tuple[FinishedLine, ...] = ()


@dataclass(frozen=True)
class FinishedPaper:
    """Every paragraph of a paper, empty ones included: headers, body with its tables row by row, notes, footers."""

    lines: tuple[FinishedLine, ...]

    @cached_property
    def tables(self) -> tuple[FinishedTable, ...]:
        """The tables of the body, in order."""
        return tuple(_tables(self.lines))


def read_back(docx: bytes) -> FinishedPaper:
    """
    The paragraphs of the paper `docx`.

    Left out is what nobody reads on paper: field codes, deleted and hidden text, and what is kept for older programs.
    What a template may not bring a paper may not have: raises PackageRefused for parts, links and fields not listed.
    """
    parts = read_package(docx)
    links = tuple(one for one in parts.items() if one[0].endswith((".rels", "[Content_Types].xml")))
    types = _types(tuple(parts), links)
    lines: list[FinishedLine] = []
    for kind in STORIES:
        read = _lines if kind == MAIN else _lines_again
        for name in (name for name in parts if types[name] == kind):
            lines += read(name, STORY_OF_TYPE[kind], parts[name])
    return FinishedPaper(lines=tuple(lines))


@lru_cache(maxsize=64)
def _types(names: tuple[str, ...], links: tuple[tuple[str, bytes], ...]) -> Mapping[str, str]:
    """
    The content type of each part, once its links were checked.

    All papers of one template have the same: kept, and so are the lines of headers and footers, which few fields stand in.
    """
    parts = dict.fromkeys(names, b"") | dict(links)
    types = content_types(parts)
    check_links(parts, types)
    return types


def _lines(name: str, story: Story, content: bytes) -> tuple[FinishedLine, ...]:
    """The lines of one part; what has the markup of another that was read is read by its words alone."""
    if (found := parted(content)) is not None and (shape := _shape(name, story, found.markup)) is not None:
        words = found.words
        return tuple(
            [
                FinishedLine("".join([words[one] if isinstance(one, int) else one for one in said]), *place)
                for said, place in shape
            ]
        )
    return tuple(_walked(name, story, content))


_lines_again = lru_cache(maxsize=64)(_lines)


def _walked(name: str, story: Story, content: bytes) -> Iterator[FinishedLine]:
    rare = any(mark in content for mark in _RARE)
    root = strict({name: content}, name)
    check_story(root, name)
    return _Story(name, story, rare=rare).lines(root)


@lru_cache(maxsize=64)
def _shape(name: str, story: Story, markup: bytes) -> _Shape | None:
    """Which words each line of this markup has, and its place; nothing where it is not sound, or words in it are no text."""
    if b"instrText" in markup:  # words that are the code of a field are looked at anew each time
        return None
    try:
        return tuple((pieces(line[0]), line[1:]) for line in _walked(name, story, numbered(markup)))
    except PackageRefused:  # said of the part itself, with its words
        return None


class _Story:
    """The walk through one part; `rare`: it may hold text boxes, hidden text, or what older programs read."""

    def __init__(self, part: str, story: Story, *, rare: bool) -> None:
        self._part, self._story, self._rare = part, story, rare
        self._ordinal = self._outside = self._tables = 0

    def lines(self, root: etree._Element) -> Iterator[FinishedLine]:
        """Every paragraph under `root`, in order."""
        for node in root:
            if node.tag == _PARAGRAPH:
                self._outside += 1
                yield from self._line(node, (0, 0, 0), self._outside)
            elif node.tag == _TABLE:
                self._tables += 1
                yield from self._table(node)
            elif node.tag != _FALLBACK:
                yield from self.lines(node)

    def _table(self, table: etree._Element) -> Iterator[FinishedLine]:
        for row, line in enumerate(_nearest(table, _ROW), 1):
            column = 1
            for cell in _nearest(line, _CELL):
                inside = [node for node in cell.iter(_PARAGRAPH) if not self._is_apart(node, cell)]
                for paragraph, node in enumerate(inside, 1):
                    yield from self._line(node, (self._tables, row, column), paragraph)
                column += _span(cell)

    def _is_apart(self, node: etree._Element, cell: etree._Element) -> bool:
        """Whether the paragraph stands in a text box, which is read with the paragraph that holds it."""
        if not self._rare:
            return False
        for above in node.iterancestors():
            if above is cell:
                return False
            if above.tag in {_PARAGRAPH, _FALLBACK}:
                return True
        return False

    def _line(
        self, node: etree._Element, cell: tuple[int, int, int], paragraph: int
    ) -> Iterator[FinishedLine]:
        place = (self._part, self._story, self._ordinal, paragraph, *cell)
        self._ordinal += 1
        if not self._rare:
            yield FinishedLine("".join(map(_word, node.iter(*_WORDS))), *place)
            return
        words = (_word(word) for word in node.iter(*_WORDS) if _is_read(word, node))
        yield FinishedLine("".join(words), *place)
        for box in node.iter(_BOX):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                for inner in box.iter(_PARAGRAPH):
                    yield from self._line(inner, cell, paragraph)


def _nearest(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements `name` under `node`, through content controls and their like, but in no other table."""
    for child in node:
        if child.tag == name:
            yield child
        elif child.tag not in {_TABLE, _PARAGRAPH, _FALLBACK}:
            yield from _nearest(child, name)


def _word(node: etree._Element) -> str:
    if node.tag == _TEXT:
        return node.text or ""
    parent = node.getparent()
    # the stops of a ruler are tabs, too
    return _SIGNS[str(node.tag)] if parent is not None and parent.tag == _RUN else ""


def _is_read(word: etree._Element, paragraph: etree._Element) -> bool:
    """Whether the word belongs to this very paragraph and is not hidden."""
    for above in word.iterancestors():
        if above is paragraph:
            break
        if above.tag in {_PARAGRAPH, _FALLBACK}:
            return False
    run = word.getparent()
    return run is None or run.find(_HIDDEN) is None


def _span(cell: etree._Element) -> int:
    properties = cell.find(f"{W}tcPr/{W}gridSpan")
    value = properties.get(f"{W}val", "") if properties is not None else ""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 4 else 1


def _tables(lines: tuple[FinishedLine, ...]) -> Iterator[FinishedTable]:
    """The lines of the body, put back into tables."""
    before: FinishedLine | None = None
    cells: dict[int, dict[int, dict[int, list[FinishedLine]]]] = {}
    leads: dict[int, tuple[FinishedLine | None, tuple[FinishedLine, ...]]] = {}
    above: list[FinishedLine] = []
    for line in lines:
        if line.story != "body":
            continue
        if not line.table:
            if line.text.strip():
                before = line
                above.append(line)
            continue
        if line.table not in leads:
            leads[line.table] = (before, tuple(above[-3:]))
            above.clear()
        cells.setdefault(line.table, {}).setdefault(line.row, {}).setdefault(line.column, []).append(line)
    for table, rows in cells.items():
        whole = tuple(tuple(tuple(cell) for cell in row.values()) for row in rows.values())
        lead, over = leads[table]
        yield FinishedTable(rows=whole, before=lead, above=over)
