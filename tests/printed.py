"""
A paper on its pages: where each paragraph of a Word file stands in the PDF that LibreOffice made of it.

What a paragraph is (heading, head of a table, signature) is read from the Word file, where it stands from the PDF: so a
page can be judged whatever the template did to keep it together.
"""

from __future__ import annotations

import html
import io
import re
import subprocess
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PAGE = re.compile(r'<page width="[\d.]+" height="([\d.]+)">')
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_TWIPS = 20


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands; lengths in points from the upper left corner."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float

    def is_beside(self, other: Word) -> bool:
        """Whether both stand on one line."""
        return self.page == other.page and abs(self.bottom - other.bottom) < 4


@dataclass(slots=True)
class Block:
    """A paragraph with words: `table`, `row` and `column` from 1, 0 outside of tables; `room` is as wide as it may be."""

    text: str
    style: str
    section: int
    table: int = 0
    row: int = 0
    column: int = 0
    rows: int = 0
    is_head: bool = False
    has_outline: bool = False
    is_bold: bool = False
    is_centred: bool = False
    is_kept: bool = False
    room: float = 0.0
    words: list[Word] = field(default_factory=list)

    @property
    def lines(self) -> list[list[Word]]:
        """Its words, line by line."""
        found: list[list[Word]] = []
        for word in self.words:
            if found and found[-1][-1].is_beside(word):
                found[-1].append(word)
            else:
                found.append([word])
        return found

    @property
    def leads(self) -> bool:
        """Whether it is nothing without what follows: a heading, or words that announce a list."""
        alone = not self.table and self.is_bold
        return not self.is_head and (self.has_outline or alone or self.text.rstrip().endswith(":"))


@dataclass(frozen=True, slots=True)
class Printed:
    """
    The paragraphs of a paper on its pages, which end at `foot` points from above; `last` is the last word of each page,
    and whether a paragraph has it.
    """

    blocks: tuple[Block, ...]
    foot: float
    pages: int
    last: tuple[tuple[Word, bool], ...]


def printed(paper: bytes | Path, pdf: Path) -> Printed:
    """The paper in the Word file `paper` as it stands in `pdf`."""
    body, looks, top, bottom, height = _word_file(paper)
    blocks = [block for block in _blocks(body, looks) if block.text.split()]
    pages = _pages(pdf, top, bottom)
    words = [word for page in pages for word in page]
    taken = _align(blocks, words)
    last = [(page[-1], page[-1] in taken) for page in pages if page]
    return Printed(tuple(blocks), height - bottom, len(pages), tuple(last))


def page_texts(pdf: Path) -> list[str]:
    """The text of each page, laid out as on the page, with ordinary spaces."""
    read = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(read, check=True, capture_output=True, timeout=60).stdout
    return text.decode().replace("\u00a0", " ").split("\f")[:-1]


def faults(paper: Printed, names: Iterable[str] = ()) -> list[str]:
    """What a records officer would send back, each as a sentence; `names` are the people whom the paper may name."""
    found = [*_lost(paper), *_headings(paper), *_tables(paper), *_signatures(paper)]
    return [*found, *_names(paper, names), *_lonely_words(paper), *_broken_words(paper)]


def _lost(paper: Printed) -> Iterator[str]:
    for block in paper.blocks:
        if len(block.words) < len(block.text.split()):
            yield f"not on the pages: {block.text[:60]}"


def _headings(paper: Printed) -> Iterator[str]:
    """
    What leads stands on the page of what it leads to.

    LibreOffice 7.4 leaves a heading at the foot, although it is told to keep it with what follows (and Word does), where less
    than two lines have room under it: only there it is enough that the style says so.
    """
    for block, following in zip(paper.blocks, paper.blocks[1:], strict=False):
        is_apart = block.words and following.words and block.words[-1].page != following.words[0].page
        is_told = block.is_kept and is_apart and block.words[-1].bottom > paper.foot - 42
        if block.leads and is_apart and block.section == following.section and not is_told:
            yield f"page {block.words[-1].page}: a heading with nothing after it: {block.text[:60]}"


def _tables(paper: Printed) -> Iterator[str]:
    for number in {block.table for block in paper.blocks if block.is_head}:
        cells = [block for block in paper.blocks if block.table == number]
        head = [block for block in cells if block.is_head and block.words]
        rows = [block for block in cells if not block.is_head and block.words]
        if not rows:
            yield f"a table without rows: {head[0].text[:60]}"
        elif head and head[-1].words[-1].page != rows[0].words[0].page:
            yield f"page {head[0].words[0].page}: the head of a table without rows: {head[0].text[:60]}"
    for word, is_of_text in paper.last:
        if not is_of_text:
            yield f"page {word.page}: ends with the head of a table that goes on: {word.text}"


def _signatures(paper: Printed) -> Iterator[str]:
    """The signatures are whole, and under two lines of the text that is signed."""
    for signed in _signed(paper):
        pages = {word.page for block in signed for word in block.words}
        if len(pages) > 1:
            yield f"pages {sorted(pages)}: the signatures are parted"
        first = signed[0].words[0]
        above = [
            block
            for block in paper.blocks
            if block.section == signed[0].section and block.table != signed[0].table
        ]
        lines = {round(word.bottom) for block in above for word in block.words if word.page == first.page}
        if len(lines) < 2:
            yield f"page {first.page}: {len(lines)} lines over the signatures: {signed[0].text[:60]}"


def _signed(paper: Printed) -> Iterator[list[Block]]:
    """Of each section, its last table of one row with words over it, where someone's capacity stands in capitals."""
    for section in sorted({block.section for block in paper.blocks}):
        over, tables = False, dict[int, list[Block]]()
        for block in (one for one in paper.blocks if one.section == section):
            over = over or not block.table
            if over and block.rows == 1 and block.words:
                tables.setdefault(block.table, []).append(block)
        if tables:
            signed = list(tables.values())[-1]
            if any(block.text.isupper() for block in signed):
                yield signed


def _names(paper: Printed, names: Iterable[str]) -> Iterator[str]:
    """A name stands on one line; it may go on in a column that is narrower, or than 45 mm where other words stand with it."""
    known = {tuple(name.casefold().split()) for name in names}
    lengths = {len(name) for name in known}
    for block in paper.blocks:
        if len(block.lines) < 2:
            continue
        texts = [_bare(word.text) for word in block.words]
        for length in lengths:
            for place in range(len(texts) - length + 1):
                words = block.words[place : place + length]
                if tuple(texts[place : place + length]) not in known or words[0].is_beside(words[-1]):
                    continue
                is_narrow = block.table and block.room < 128 and len(block.words) > length
                if _width(words) <= block.room and not is_narrow:
                    yield f"page {words[0].page}: a name on two lines: {' '.join(word.text for word in words)}"


def _bare(text: str) -> str:
    return text.casefold().strip(".,;:()“”/")


def _width(words: Sequence[Word]) -> float:
    return sum(word.right - word.left for word in words) + 4 * (len(words) - 1)


def _lonely_words(paper: Printed) -> Iterator[str]:
    """No line of a centred heading is one word of a longer name."""
    for block in paper.blocks:
        is_heading = block.is_centred and (block.rows < 2 or not block.table)
        if is_heading and len(block.lines) > 1:
            for line in block.lines:
                if len(line) == 1 and _width(block.words[:2]) < block.room:
                    yield f"page {line[0].page}: one word alone on a line of a heading: {line[0].text}"


def _broken_words(paper: Printed) -> Iterator[str]:
    for block in paper.blocks:
        wanted = block.text.split()
        for word, text in zip(block.words, wanted, strict=False):
            # the years of a term may part behind the hyphen
            if len(word.text) < len(text) and not word.text.endswith("-"):
                yield f"page {word.page}: a word in two: {text}"


def _pages(pdf: Path, top: float, bottom: float) -> list[list[Word]]:
    """The words of each page between the margins, in the order in which they were set."""
    read = ["pdftotext", "-raw", "-bbox", str(pdf), "-"]
    text = subprocess.run(read, check=True, capture_output=True, timeout=120).stdout.decode()
    pages = []
    for number, piece in enumerate(text.split("<page ")[1:], 1):
        height = float(_PAGE.match(f"<page {piece}")[1])  # type: ignore[index]  # a page says its size
        words: list[Word] = []
        for left, upper, right, lower, said in _WORD.findall(piece):
            if float(lower) <= top or float(upper) >= height - bottom:
                continue
            box = (float(left), float(upper), float(right), float(lower))
            parts = html.unescape(said).replace("\u00a0", " ").split()
            words += (Word(one, number, *box) for one in parts)
        pages.append(words)
    return pages


def _align(blocks: Sequence[Block], words: Sequence[Word]) -> set[Word]:
    """Give each paragraph its words; what is left over are numbers of lists and heads that repeat."""
    at, taken = 0, set[Word]()
    for block in blocks:
        for wanted in block.text.split():
            place = next((n for n in range(at, min(at + 60, len(words))) if _begins(wanted, words, n)), None)
            if place is None:
                continue
            at, piece = place + 1, words[place]
            block.words.append(piece)
            taken.add(piece)
            said = piece.text
            while said != wanted and at < len(words):
                if words[at].is_beside(words[at - 1]):
                    block.words[-1] = Word(
                        said + words[at].text,
                        piece.page,
                        piece.left,
                        piece.top,
                        words[at].right,
                        piece.bottom,
                    )
                said += words[at].text
                taken.add(words[at])
                at += 1
    return taken


def _begins(wanted: str, words: Sequence[Word], place: int) -> bool:
    said = ""
    while len(said) < len(wanted) and place < len(words):
        said += words[place].text
        place += 1
    return said == wanted


def _word_file(paper: bytes | Path) -> tuple[etree._Element, dict[str, etree._Element], float, float, float]:
    """The body, the styles by id, the margins over and under the text and the height of the page in points."""
    if isinstance(paper, Path):
        paper = paper.read_bytes()
    with zipfile.ZipFile(io.BytesIO(paper)) as package:
        document = etree.fromstring(package.read("word/document.xml"))
        sheet = etree.fromstring(package.read("word/styles.xml"))
    looks = {style.get(f"{W}styleId", ""): style for style in sheet.iter(f"{W}style")}
    margins = next(document.iter(f"{W}pgMar"))
    top, bottom = (int(margins.get(f"{W}{side}", "0")) / _TWIPS for side in ("top", "bottom"))
    height = int(next(document.iter(f"{W}pgSz")).get(f"{W}h", "0")) / _TWIPS
    return document[0], looks, top, bottom, height


def _blocks(body: etree._Element, looks: dict[str, etree._Element]) -> Iterator[Block]:
    section, table = 1, 0
    for node in body:
        if node.tag == f"{W}p":
            yield _block(node, looks, section=section, room=440)
            section += node.find(f"{W}pPr/{W}sectPr") is not None
        elif node.tag == f"{W}tbl":
            table += 1
            rows = node.findall(f"{W}tr")
            for number, row in enumerate(rows, 1):
                is_head = row.find(f"{W}trPr/{W}tblHeader") is not None
                for column, cell in enumerate(row.findall(f"{W}tc"), 1):
                    width = cell.find(f"{W}tcPr/{W}tcW")
                    room = int(width.get(f"{W}w", "0")) / _TWIPS - 9 if width is not None else 440
                    for paragraph in cell.iter(f"{W}p"):
                        made = _block(paragraph, looks, section=section, room=room)
                        made.table, made.row, made.column, made.rows = table, number, column, len(rows)
                        made.is_head = is_head
                        yield made


def _block(node: etree._Element, looks: dict[str, etree._Element], *, section: int, room: float) -> Block:
    style = node.find(f"{W}pPr/{W}pStyle")
    key = style.get(f"{W}val", "") if style is not None else ""
    look = looks.get(key)
    text = "".join(
        _said(piece)
        for piece in node.iter(f"{W}t", f"{W}br", f"{W}tab")
        if next(piece.iterancestors(f"{W}p")) is node
    )
    centred = look.find(f"{W}pPr/{W}jc") if look is not None else None
    runs = [run for run in node.iter(f"{W}r") if run.find(f"{W}t") is not None]
    return Block(
        text=text,
        style=key,
        section=section,
        has_outline=look is not None and look.find(f"{W}pPr/{W}outlineLvl") is not None,
        is_bold=(look is not None and look.find(f"{W}rPr/{W}b") is not None)
        or (bool(runs) and all(run.find(f"{W}rPr/{W}b") is not None for run in runs)),
        is_centred=centred is not None and centred.get(f"{W}val") == "center",
        is_kept=look is not None and look.find(f"{W}pPr/{W}keepNext") is not None,
        room=room,
    )


def _said(piece: etree._Element) -> str:
    return (piece.text or "").replace("\u00a0", " ") if piece.tag == f"{W}t" else " "
