"""Made-up templates with made-up data say on paper what a few lines of Python say they should."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.docx import compile_template, text_of
from tests.docx.defects import BODY

Scope = dict[str, Any]


@dataclass(frozen=True)
class Piece:
    """What stands in a paragraph: its source, and what it prints."""

    source: str
    text: Callable[[Scope], str] = field(repr=False)


@dataclass(frozen=True)
class Block:
    """What stands in a body or cell: its XML, and its paragraphs on paper."""

    xml: str
    lines: Callable[[Scope], list[str]] = field(repr=False)


def shown(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


def looked_up(scope: Scope, path: str) -> Any:
    value: Any = scope
    for name in path.split("."):
        value = value[name]
    return value


def turns(scope: Scope, path: str, variable: str) -> list[Scope]:
    """The scope of each turn of a loop."""
    items = looked_up(scope, path)
    return [
        {**scope, variable: item, "loop": {"index": number, "length": len(items)}}
        for number, item in enumerate(items, start=1)
    ]


def joined(pieces: Sequence[Piece]) -> Piece:
    return Piece(
        "".join(piece.source for piece in pieces),
        lambda scope: "".join(piece.text(scope) for piece in pieces),
    )


def stacked(blocks: Sequence[Block]) -> Block:
    return Block(
        "".join(block.xml for block in blocks),
        lambda scope: [line for block in blocks for line in block.lines(scope)],
    )


def cut(text: str, places: Sequence[int]) -> str:
    """`text` as a `w:p` whose runs end at `places`, every other one bold."""
    ends = sorted({place % (len(text) + 1) for place in places} | {len(text)})
    starts = [0, *ends[:-1]]
    return "<w:p>{}</w:p>".format(
        "".join(
            f"<w:r>{'<w:rPr><w:b/></w:rPr>' * (number % 2)}"
            f'<w:t xml:space="preserve">{escape(text[start:end])}</w:t></w:r>'
            for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        )
    )


LITERALS = ["Kính gửi: ", " và ", "Ông/Bà ", "5 < 6 & 7 > 3", "", "  ", '"đại biểu"', "100%", "#1"]
NAMES = ["Nguyễn Thị Hường", "Siu H'Lan", "Rcom Đăng Khoa", "Ksor H'Bơ̆k", "Thuỷ & Công", "Đặng Ngọc Ánh"]
NAUGHTY = [
    "{{ x }}", "{% if %}", "}}", "{#", "</w:t></w:r>", "<b>", "&amp;", "]]>", "  a  ", "", "a\nb", "\n", "\\1", "%s",
    "{0}", "𝒳😀", "\u200b", "\u202eabc", "\u00a0", "0", "None",
]  # fmt: skip
some_text = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(NAUGHTY),
    st.text(st.sampled_from("aăâđơưệỷ {}%#<>&\"'\n/w:t"), max_size=8),
).map(lambda text: unicodedata.normalize("NFC", text))
person = st.fixed_dictionaries(
    {
        "name": some_text,
        "age": st.integers(-5, 120),
        "tags": st.lists(some_text, max_size=3),
        "yes": st.booleans(),
    }
)
some_fields = st.fixed_dictionaries(
    {
        "x": some_text,
        "n": st.integers(-(10**9), 10**9),
        "rate": st.decimals(0, 100, places=1),
        "day": st.dates(date(1929, 7, 28), date(2099, 12, 31)),
        "yes": st.booleans(),
        "chair": person,
        "people": st.lists(person, max_size=4),
    }
)
CHOICES = ["yes", "chair.yes", "x", "people"]
VALUES = ["x", "n", "rate", "day", "chair.name", "chair.age"]


@dataclass(frozen=True)
class Known:
    """The paths a template may use at some place."""

    values: tuple[str, ...] = tuple(VALUES)
    choices: tuple[str, ...] = tuple(CHOICES)
    lists: tuple[tuple[str, bool], ...] = (("people", True), ("chair.tags", False))
    depth: int = 0

    def within(self, variable: str, *, of_people: bool) -> Known:
        """The same in a loop over people, or over texts."""
        more = (f"{variable}.name", f"{variable}.age") if of_people else (variable,)
        return Known(
            values=(*self.values, *more, "loop.index", "loop.length"),
            choices=(*self.choices, *((f"{variable}.yes",) if of_people else ())),
            lists=(*self.lists, *(((f"{variable}.tags", False),) if of_people else ())),
            depth=self.depth + 1,
        )


@st.composite
def pieces(draw: st.DrawFn, known: Known) -> Piece:
    """The content of a paragraph."""
    return joined([draw(one_piece(known)) for _ in range(draw(st.integers(0, 3)))])


@st.composite
def one_piece(draw: st.DrawFn, known: Known) -> Piece:
    kind = draw(st.sampled_from(["text", "value", "value", "if", "for"]))
    if kind == "text" or (kind in {"if", "for"} and known.depth > 2):
        literal = draw(st.sampled_from(LITERALS))
        return Piece(literal, lambda _: literal)
    if kind == "value":
        path = draw(st.sampled_from(known.values))
        return Piece(f"{{{{ {path} }}}}", lambda scope: shown(looked_up(scope, path)))
    if kind == "if":
        path, one, other = draw(st.sampled_from(known.choices)), draw(pieces(known)), draw(pieces(known))
        return Piece(
            f"{{% if {path} %}}{one.source}{{% else %}}{other.source}{{% endif %}}",
            lambda scope: (one if looked_up(scope, path) else other).text(scope),
        )
    path, of_people = draw(st.sampled_from(known.lists))
    variable = f"d{known.depth}"
    body = draw(pieces(known.within(variable, of_people=of_people)))
    return Piece(
        f"{{% for {variable} in {path} %}}{body.source}{{% endfor %}}",
        lambda scope: "".join(body.text(turn) for turn in turns(scope, path, variable)),
    )


cuts = st.lists(st.integers(0, 200), max_size=6)


@st.composite
def paragraph(draw: st.DrawFn, known: Known) -> Block:
    piece = draw(pieces(known))
    return Block(cut(piece.source, draw(cuts)), lambda scope: piece.text(scope).split("\n"))


@st.composite
def blocks(draw: st.DrawFn, known: Known, most: int = 3) -> Block:
    return stacked([draw(one_block(known)) for _ in range(draw(st.integers(0, most)))])


@st.composite
def one_block(draw: st.DrawFn, known: Known) -> Block:
    kind = draw(st.sampled_from(["paragraph", "paragraph", "if", "for", "table"]))
    if kind == "paragraph" or known.depth > 1:
        return draw(paragraph(known))
    if kind == "table":
        return draw(a_table(known))
    if kind == "if":
        path, one, other = draw(st.sampled_from(known.choices)), draw(blocks(known)), draw(blocks(known))
        tags = [cut(f"{{%p {text} %}}", draw(cuts)) for text in (f"if {path}", "else", "endif")]
        return Block(
            f"{tags[0]}{one.xml}{tags[1]}{other.xml}{tags[2]}",
            lambda scope: (one if looked_up(scope, path) else other).lines(scope),
        )
    path, of_people = draw(st.sampled_from(known.lists))
    variable = f"d{known.depth}"
    body = draw(blocks(known.within(variable, of_people=of_people)))
    tags = [cut(f"{{%p {text} %}}", draw(cuts)) for text in (f"for {variable} in {path}", "endfor")]
    return Block(
        f"{tags[0]}{body.xml}{tags[1]}",
        lambda scope: [line for turn in turns(scope, path, variable) for line in body.lines(turn)],
    )


@st.composite
def cell(draw: st.DrawFn, known: Known) -> Block:
    """A cell, which may lose all its paragraphs and then keeps an empty one."""
    if draw(st.booleans()):
        return draw(paragraph(known))
    path, body = draw(st.sampled_from(known.choices)), draw(paragraph(known))
    tags = [cut(f"{{%p {text} %}}", draw(cuts)) for text in (f"if {path}", "endif")]
    return Block(
        f"{tags[0]}{body.xml}{tags[1]}",
        lambda scope: body.lines(scope) if looked_up(scope, path) else [""],
    )


def row(*cells: str) -> str:
    return "<w:tr>{}</w:tr>".format("".join(f"<w:tc><w:tcPr/>{one}</w:tc>" for one in cells))


@st.composite
def a_table(draw: st.DrawFn, known: Known) -> Block:
    """A table with a loop over rows, with or without a heading: it vanishes with its last row."""
    path, of_people = draw(st.sampled_from(known.lists))
    variable = f"d{known.depth}"
    inner = known.within(variable, of_people=of_people)
    heading = [draw(cell(known)) for _ in range(2)] if draw(st.booleans()) else []
    repeated = [draw(cell(inner)) for _ in range(2)]
    first, last = (cut(f"{{%tr {text} %}}", draw(cuts)) for text in (f"for {variable} in {path}", "endfor"))
    rows = [
        row(*(one.xml for one in heading)) if heading else "",
        row(first, "<w:p/>"),
        row(*(one.xml for one in repeated)),
        row(last, "<w:p/>"),
    ]
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    return Block(
        f"<w:tbl><w:tblPr/>{grid}{''.join(rows)}</w:tbl>",
        lambda scope: (
            stacked(heading).lines(scope)
            + [line for turn in turns(scope, path, variable) for line in stacked(repeated).lines(turn)]
        ),
    )


@pytest.fixture(scope="session")
def empty(word: SimpleNamespace) -> dict[str, bytes]:
    """The parts of a Word file with a header."""
    parts: dict[str, bytes] = word.parts(word.file(header="HERE"))
    return parts


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(header=paragraph(Known()), body=blocks(Known(), most=4), fields=some_fields)
def test_a_paper_says_what_its_template_means(
    word: SimpleNamespace, empty: dict[str, bytes], header: Block, body: Block, fields: Scope
) -> None:
    """
    Text read back from the paper is what Python makes of the same template, however Word cut its tags into runs.
    """
    parts = {
        BODY: empty[BODY].decode().replace("<w:sectPr", f"{body.xml}<w:sectPr", 1),
        "word/header1.xml": re.sub(
            "<w:p>.*</w:p>", lambda _: header.xml, empty["word/header1.xml"].decode(), flags=re.DOTALL
        ),
    }
    source = word.zipped({**empty, **{name: text.encode() for name, text in parts.items()}})
    paper = compile_template(source).render(fields)

    assert text_of(paper).split("\n") == header.lines(fields) + body.lines(fields)
