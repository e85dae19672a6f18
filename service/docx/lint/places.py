"""
Where in a Word file something stands, as a person looks for it: body, paragraph 12; table 2, row 3, column 1.

Paragraphs outside of tables are counted by themselves, because that is how people count them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree

from service.docx.markup import ENDNOTES, FOOTER, FOOTNOTES, HEADER, MAIN, MC, W
from service.docx.property_tags import MAX_LINE, MAX_LINES, said

Story = Literal["body", "header", "footer", "footnotes", "endnotes", "properties", "file"]

STORY_OF_TYPE: Final[Mapping[str, Story]] = {
    HEADER: "header",
    MAIN: "body",
    FOOTNOTES: "footnotes",
    ENDNOTES: "endnotes",
    FOOTER: "footer",
}
_STORIES: Final[Mapping[Story, tuple[str, str]]] = {
    "body": ("thân văn bản", "body"),
    "header": ("đầu trang", "header"),
    "footer": ("chân trang", "footer"),
    "footnotes": ("cước chú", "footnotes"),
    "endnotes": ("chú thích cuối", "endnotes"),
    "properties": ("thuộc tính của tệp", "properties of the file"),
    "file": ("toàn tệp", "the whole file"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """
    A place in the zip entry `part`; numbers count from 1, and 0 says that there is none.

    `paragraph` counts within the cell where `table` is given, else over the paragraphs outside of tables. `ordinal`
    is the place among all paragraphs of the part, from 0; -1 is the part as a whole.
    """

    part: str
    story: Story = "file"
    ordinal: int = -1
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0

    @property
    def vi(self) -> str:
        """The place in Vietnamese."""
        return self._said(0, ("bảng {}", "hàng {}", "cột {}", "đoạn {}"))

    @property
    def en(self) -> str:
        """The place in English."""
        return self._said(1, ("table {}", "row {}", "column {}", "paragraph {}"))

    def _said(self, language: int, words: tuple[str, ...]) -> str:
        in_cell = self.table > 0 and self.paragraph == 1  # nobody counts the only paragraph of a cell
        numbers = (self.table, self.row, self.column, 0 if in_cell else self.paragraph)
        counted = [word.format(number) for word, number in zip(words, numbers, strict=True) if number]
        known = self.story != "file" or not self.part
        where = _STORIES[self.story][language] if known else self.part
        return ", ".join([where, *counted])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Passage:
    """One `w:p`: its spot, its text without that of text boxes in it, and the `w:t` the text comes from."""

    node: etree._Element
    spot: Spot
    text: str
    pieces: tuple[etree._Element, ...]

    def pieces_of(self, start: int, end: int) -> list[etree._Element]:
        """The `w:t` that hold the characters from `start` up to `end`."""
        found, position = [], 0
        for piece in self.pieces:
            after = position + len(piece.text or "")
            if position < end and after > start and after > position:
                found.append(piece)
            position = after
        return found

    def around(self, name: str) -> etree._Element | None:
        """The nearest element `name` (like `tr`) that the paragraph stands in."""
        return next(self.node.iterancestors(f"{W}{name}"), None)


def passages(root: etree._Element, part: str, story: Story) -> list[Passage]:
    """Every paragraph of a story, in order; what Word keeps for older programs only is left out."""
    cells = _cells(root)
    return list(_passages(root, part, story, cells))


def sayings(parts: Mapping[str, bytes]) -> list[Passage]:
    """Every property with tags, each as a paragraph of its own; none that is longer than the engine reads."""
    found = said(parts)[:MAX_LINES]
    return [
        Passage(
            node=etree.Element(f"{W}p"),
            spot=Spot(part=one.part, story="properties"),
            text=one.text,
            pieces=(),
        )
        for one in found
        if len(one.text) <= MAX_LINE
    ]


def _passages(
    root: etree._Element, part: str, story: Story, cells: Mapping[etree._Element, tuple[int, int, int]]
) -> Iterator[Passage]:
    counted: dict[etree._Element | None, int] = {}
    for ordinal, node in enumerate(root.iter(f"{W}p")):
        if next(node.iterancestors(f"{MC}Fallback"), None) is not None:
            continue
        cell = None
        for cell in node.iterancestors(f"{W}tc"):  # noqa: B007  # the last one is the outermost, and is wanted
            pass
        counted[cell] = counted.get(cell, 0) + 1
        table, row, column = cells[cell] if cell is not None else (0, 0, 0)
        spot = Spot(
            part=part,
            story=story,
            ordinal=ordinal,
            paragraph=counted[cell],
            table=table,
            row=row,
            column=column,
        )
        pieces = tuple(piece for piece in node.iter(f"{W}t") if next(piece.iterancestors(f"{W}p")) is node)
        yield Passage(node=node, spot=spot, text="".join(piece.text or "" for piece in pieces), pieces=pieces)


def _cells(root: etree._Element) -> dict[etree._Element, tuple[int, int, int]]:
    """Table, row and column of every cell of the tables that stand in no other."""
    cells: dict[etree._Element, tuple[int, int, int]] = {}
    table = 0
    for grid in root.iter(f"{W}tbl"):
        if next(grid.iterancestors(f"{W}tbl"), None) is not None:
            continue
        table, row = table + 1, 0
        for line in grid.iter(f"{W}tr"):
            if next(line.iterancestors(f"{W}tbl")) is not grid:
                continue
            row, column = row + 1, 1
            for cell in (cell for cell in line.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is line):
                cells[cell] = (table, row, column)
                column += _span(cell)
    return cells


def _span(cell: etree._Element) -> int:
    value = next((span.get(f"{W}val", "") for span in cell.iterfind(f"{W}tcPr/{W}gridSpan")), "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 4 else 1
