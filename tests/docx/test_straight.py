"""Rendering straight gives what rendering carefully gives, and nobody notices which way was taken but by the clock."""

from __future__ import annotations

import io
import itertools
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from service.docx import CompiledTemplate, DocxError, compile_template, text_of
from service.docx.packing import Entry
from service.docx.plan import _DOUBTS, _careful_entries, _straight_entries
from service.docx.printable import FORBIDDEN
from service.docx.property_tags import Line
from service.docx.survey import ORDINARY
from tests.docx.test_property_tags import saying

ROWS = [
    ["{%tr for d in items %}", ""],
    ["{{ loop.index }}/{{ loop.length }}", "{{ d.name }}"],
    ["{%tr endfor %}", ""],
]
BODIES = [
    ["{{ a }}{{ b }} {{ a }}"],
    ["{% if a %}yes {{ a }}{% elif b %}perhaps{% else %}no{% endif %}"],
    ["{%p if a %}", "x {{ a }}", "{%p else %}", "y", "{%p endif %}"],
    [
        "{%p for d in items %}",
        "{{ loop.index }}. {{ d.name }} {{ loop.revindex0 }}",
        "{%p endfor %}",
        "{{ d }}",
    ],
    ["{% for d in items %}{{ d.name }}{% if not loop.last %}, {% endif %}{% else %}none{% endfor %}"],
    ["{% for d in items if d.name %}{{ loop.index0 }}{{ d.name | upper }}{% endfor %}"],
    [
        "{%p for d in items %}",
        "{%p for e in d.parts %}",
        "{{ d.name }}: {{ e }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ],
    ['{{ a | default("-") }} {{ zz | default("none") }} {{ b | d("empty", true) }}'],
    ["{{ a ~ '-' ~ b }} {{ a if b else 'other' }} {{ (n + 2) * 3 - n // 2 }} {{ -n }} {{ n % 5 }}"],
    ["{% if n > 3 and a != 'x' or n is even %}A{% endif %}{% if a in ['x', b] %}B{% endif %}"],
    ["{{ names | join(', ') }} {{ names | length }} {{ names[0] }} {{ items[-1].name }}"],
    ["{% if zz is defined %}{{ zz }}{% endif %}{% if a is none %}nothing{% else %}{{ a }}{% endif %}"],
    ["{{ when }} {{ when.year }} {{ sum }} {{ yes and a }}"],
    ["{% for d in items %}{% for d in d.parts %}{{ d }}{% endfor %}{{ d.name }}{% endfor %}"],
    ["{% set s = a ~ '!' %}{{ s }}{% for d in items %}{{ s }}{% set s = d.name %}{{ s }}{% endfor %}{{ s }}"],
    ["{% if n > 3 %}{% set s = b %}{{ s }}{% endif %}{% set s = names %}{{ s | first }}{{ s | last }}"],
    ["{{ items | map(attribute='name') | join('; ') }} {{ items | rejectattr('name') | length }}"],
    ["{% for g in items | groupby('name') %}{{ g.grouper }}: {{ g.list | length }}{% endfor %}"],
    ["{% for row in names | batch(2, fill='-') %}{% for one in row %}{{ one }}{% endfor %};{% endfor %}"],
    [
        "{{ names | sort | join }} {{ names | unique | join }} {{ names | reverse | join(',') }} {{ names | max }}"
    ],
    ["{{ b | replace('a', 'x') }} {{ b | truncate(3, true) }} {{ b | capitalize }} {{ b | wordcount }}"],
    ["{{ n | abs }} {{ sum | round(1) }} {{ sum | int }} {{ [n, 2] | sum }} {{ n | string ~ b }}"],
    ["{% for i in range(n) %}{{ i }}{{ loop.cycle('x', b) }}{% endfor %}"],
    ["{% for d in items | sort(attribute='name', reverse=true) %}{{ d.name }}{% endfor %}"],
]
plain_text = st.text(st.sampled_from("ab ăđĐơ̆ệ&<>\"'\n{}%\u00a0–"), max_size=6).map(
    lambda text: unicodedata.normalize("NFC", text)
)
any_value = st.one_of(
    plain_text,
    plain_text,
    st.integers(-3, 40),
    st.none(),
    st.booleans(),
    st.decimals(0, 9, places=1),
    st.just(date(2026, 6, 5)),
    st.just("e\u0302"),
    st.just("\x07"),
    st.just(1.5),
)
item = st.fixed_dictionaries({"name": plain_text}, optional={"parts": st.lists(any_value, max_size=3)})
any_fields = st.fixed_dictionaries(
    {"n": st.integers(-3, 40), "items": st.lists(item, max_size=3)},
    optional={
        "a": any_value,
        "b": plain_text,
        "names": st.one_of(st.lists(plain_text, max_size=3), st.tuples(plain_text)),
        "when": st.one_of(st.just(date(2026, 6, 5)), any_value),
        "sum": st.just(Decimal("1.50")),
        "yes": any_value,
    },
)


def canonical(entries: list[Entry]) -> list[bytes]:
    """Canonical XML of each packed part."""
    contents = [zlib.decompress(entry.packed, -15) for entry in entries]
    return [etree.tostring(etree.fromstring(content), method="c14n2") for content in contents]


def differences(template: CompiledTemplate, fields: dict[str, object]) -> Iterator[tuple[object, object]]:
    """What the straight way makes other than the careful one; fields that only the latter takes make none."""
    plan, lines = template._plan, dict[Line, str]()
    try:
        straight = canonical(_straight_entries(plan.stories, plan.lines, fields, lines))
    except _DOUBTS:
        return
    entries, done = _careful_entries(plan.stories, plan.lines, fields, plan.taken_without_stories)
    careful = canonical(entries)
    if (straight, lines) != (careful, done.lines):
        yield (straight, lines), (careful, done.lines)


@pytest.fixture(scope="session")
def templates(word: SimpleNamespace) -> list[CompiledTemplate]:
    """Each with a table, and each that stands on one line as a title too."""
    compiled = [compile_template(word.file(*body, table=ROWS)) for body in BODIES]
    titles = [compile_template(saying(word, title=body[0])) for body in BODIES if len(body) == 1]
    assert [template.notes for template in compiled + titles] == [()] * len(compiled + titles)
    return compiled + titles


@settings(max_examples=150)
@given(fields=any_fields)
def test_straight_is_careful(templates: list[CompiledTemplate], fields: dict[str, object]) -> None:
    """
    Whatever the fields are, a paper rendered straight has the canonical XML of the one rendered carefully.
    """
    for template in templates:
        assert list(differences(template, fields)) == []


def test_ordinary_signs_may_stand_anywhere() -> None:
    """
    Text of ordinary signs needs no further look: none is forbidden, and in any order they are in form NFC.
    """
    pairs = "".join(a + b for a, b in itertools.product(ORDINARY, repeat=2))

    assert not FORBIDDEN.search(ORDINARY)
    assert unicodedata.is_normalized("NFC", pairs)
    assert {"đ", "Ệ", "ỹ", "ư", "\n"} <= set(ORDINARY)


CELL = "<w:tc><w:tcPr/>{}</w:tc>"
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def body_of(word: SimpleNamespace, xml: str) -> bytes:
    """A .docx whose body begins with `xml`."""
    source: bytes = word.edited(
        word.file(), "word/document.xml", lambda text: text.replace("<w:sectPr", xml + "<w:sectPr", 1)
    )
    return source


def tables(paper: bytes, word: SimpleNamespace) -> list[list[list[str]]]:
    """Of each table of the body, of each row, the names of what each cell ends with."""
    root = etree.fromstring(word.parts(paper)["word/document.xml"])
    return [
        [[etree.QName(cell[-1]).localname for cell in row.iter("{*}tc")] for row in table.iter("{*}tr")]
        for table in root.iter("{*}tbl")
    ]


@pytest.mark.parametrize(
    ("cell", "full", "empty"),
    [
        ("{%p if x %}|x|{%p endif %}", [[["p"]]], [[["p"]]]),
        ("{%p for d in x %}|{{ d }}|{%p endfor %}", [[["p"]]], [[["p"]]]),
    ],
)
def test_an_emptied_cell_keeps_a_paragraph(
    word: SimpleNamespace, cell: str, full: object, empty: object
) -> None:
    """
    A cell that a condition or loop empties gets an empty paragraph, without a second parse.
    """
    paragraphs = "".join(PARAGRAPH.format(text) for text in cell.split("|"))
    template = compile_template(body_of(word, f"<w:tbl><w:tr>{CELL.format(paragraphs)}</w:tr></w:tbl>"))
    papers = [template.render({"x": x}) for x in (["a", "b"], [])]

    assert template.notes == ()
    assert [tables(paper, word) for paper in papers] == [full, empty]


def test_a_table_in_a_cell_may_vanish(word: SimpleNamespace) -> None:
    """
    An inner table without rows goes, the cell around it stays and ends with a paragraph either way.
    """
    inner = (
        f"<w:tbl><w:tr>{CELL.format(PARAGRAPH.format('{%tr for d in x %}'))}</w:tr>"
        f"<w:tr>{CELL.format(PARAGRAPH.format('{{ d }}'))}</w:tr>"
        f"<w:tr>{CELL.format(PARAGRAPH.format('{%tr endfor %}'))}</w:tr></w:tbl>"
    )
    template = compile_template(body_of(word, f"<w:tbl><w:tr>{CELL.format(inner)}</w:tr></w:tbl>"))

    assert template.notes == ()
    assert tables(template.render({"x": ["a"]}), word) == [[["p", "p"], ["p"]], [["p"]]]
    assert tables(template.render({"x": []}), word) == [[["p"]]]
    for x in ([], ["a"], ["a", "b&\n"]):
        assert list(differences(template, {"x": x})) == []


def test_tags_in_other_runs_are_followed(word: SimpleNamespace) -> None:
    """
    `{% if %}` in one run and `{% endif %}` in another, or in another paragraph, is what people write.
    """
    run = "<w:r>{}<w:t>{}</w:t></w:r>"
    bold = "<w:rPr><w:b/></w:rPr>"
    paragraph = "".join(
        run.format(*pair)
        for pair in [("", "{% if x %}"), (bold, "đậm {{ x }}"), ("", "{% else %}thường{% endif %}")]
    )
    over = PARAGRAPH.format("{% for d in y %}first {{ d }}") + PARAGRAPH.format("second {{ d }}{% endfor %}")
    template = compile_template(body_of(word, f"<w:p>{paragraph}</w:p>{over}"))

    assert template.notes == ()
    for x, y in itertools.product(["a", ""], [[], ["b"], ["b", "c&"]]):
        assert list(differences(template, {"x": x, "y": y})) == []


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (f"<w:tbl><w:tr>{CELL.format(PARAGRAPH.format('{% cellbg x %}'))}</w:tr></w:tbl>", "markup"),
        (
            f"<w:tbl><w:tblGrid/><w:tr>{CELL.format(PARAGRAPH.format('{% colspan x %}a'))}</w:tr></w:tbl>",
            "columns",
        ),
        (
            '<w:p><w:bookmarkStart w:id="1" w:name="a"/><w:r><w:t>{{ x }}</w:t></w:r></w:p>',
            "bookmark",
        ),
        (PARAGRAPH.format("{{ x ~ '&lt;' }}"), "signs of markup"),
    ],
)
def test_what_is_not_proven_is_noted(word: SimpleNamespace, xml: str, why: str) -> None:
    """
    A template that must be rendered carefully says so, with the part and the reason, and renders.
    """
    template = compile_template(body_of(word, xml))

    assert len(template.notes) == 1
    assert re.match(rf"word/document\.xml: .*{why}", template.notes[0])
    assert template.render({"x": "2" if "colspan" in xml else "FF00FF"})


def test_a_template_may_have_both(word: SimpleNamespace) -> None:
    """
    One part rendered straight and one carefully make one paper, and what is missing in either is named.
    """
    source = word.edited(
        word.file("{{ a }}", header="{{ b ~ '&' }}"),
        "word/document.xml",
        lambda xml: xml.replace("{{ a }}", "a: {{ a }}"),
    )
    template = compile_template(source)

    assert [note.split(":")[0] for note in template.notes] == ["word/header1.xml"]
    assert text_of(template.render({"a": "<1>", "b": "2"})) == "2&\na: <1>"
    with pytest.raises(DocxError, match="missing fields: a, b"):
        template.render({})


def test_pictures_of_a_page_keep_their_numbers_apart(word: SimpleNamespace) -> None:
    """
    Two drawings with one id, in two parts, get two ids, without a second parse.
    """
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="d"/></wp:inline></w:drawing></w:r>'
        "<w:r><w:t>{{ x }}</w:t></w:r></w:p>"
    )
    template = compile_template(body_of(word, drawing + drawing))
    xml = word.parts(template.render({"x": "a"}))["word/document.xml"].decode()

    assert template.notes == ()
    assert re.findall(r'docPr id="(\d+)"', xml) == ["1", "2"]


@pytest.mark.slow
def test_a_long_table_is_rendered_whole(word: SimpleNamespace) -> None:
    """
    Fifty thousand rows are one paper, and every row is in it.
    """
    template = compile_template(word.file(table=ROWS))
    paper = template.render({"items": [{"name": f"Đại biểu {number} & <vợ>"} for number in range(50_000)]})
    xml = zipfile.ZipFile(io.BytesIO(paper)).read("word/document.xml")

    assert xml.count(b"<w:tr>") + xml.count(b"<w:tr ") == 50_000
    assert "Đại biểu 49999 &amp; &lt;vợ&gt;".encode() in xml
