"""What a template may compute and name: filters, `set`, `range`, `loop.cycle`, and text with its own looks."""

from __future__ import annotations

import re
from decimal import Decimal
from types import SimpleNamespace

import pytest

from service.docx import (
    FieldRefused,
    InvalidOutcome,
    MissingFields,
    RichText,
    Span,
    compile_template,
    text_of,
)

FIELDS: dict[str, object] = {
    "names": ["Thủy", "an", "Bảo", "an"],
    "people": [
        {"name": "Hường", "unit": "Cảng", "votes": 7, "elected": True},
        {"name": "Khoa", "unit": "Bệnh viện", "votes": 9, "elected": False},
        {"name": "Ánh", "unit": "Cảng", "votes": 2, "elected": True},
    ],
    "text": "đại hội lần thứ năm",
    "share": Decimal("66.665"),
    "n": -3,
    "digits": "012",
}


@pytest.mark.parametrize(
    ("tag", "printed"),
    [
        ("{{ n | abs }}", "3"),
        ("{% for row in names | batch(3, '-') %}{{ row | join(' ') }};{% endfor %}", "Thủy an Bảo;an - -;"),
        ("{{ text | capitalize }}", "Đại hội lần thứ năm"),
        ("{{ names | first }} {{ names | last }} {{ names | length }}", "Thủy an 4"),
        ("{{ names | sort | join(',') }}", "an,an,Bảo,Thủy"),
        ("{{ names | sort(reverse=true, case_sensitive=true) | join(',') }}", "an,an,Thủy,Bảo"),
        ("{{ names | unique | join(',') }} {{ names | reverse | join(',') }}", "Thủy,an,Bảo an,Bảo,an,Thủy"),
        ("{{ people | map(attribute='name') | join(', ') }}", "Hường, Khoa, Ánh"),
        ("{{ people | join(', ', attribute='unit') }}", "Cảng, Bệnh viện, Cảng"),
        ("{{ people | sum(attribute='votes') }} {{ [1, 2] | sum }}", "18 3"),
        (
            "{{ (people | max(attribute='votes')).name }} {{ (people | min(attribute='votes')).name }}",
            "Khoa Ánh",
        ),
        ("{{ people | selectattr('elected') | map(attribute='name') | join }}", "HườngÁnh"),
        ("{{ people | rejectattr('elected') | map(attribute='name') | join }}", "Khoa"),
        (
            "{% for g in people | groupby('unit') %}{{ g.grouper }}: {{ g.list | length }};{% endfor %}",
            "Bệnh viện: 1;Cảng: 2;",
        ),
        ("{{ text | replace('năm', 'sáu') | upper }}", "ĐẠI HỘI LẦN THỨ SÁU"),
        ("{{ text | truncate(10) }} {{ text | wordcount }}", "đại... 5"),
        ("{{ share | round(2) }} {{ share | int }} {{ digits | int }}", "66,67 66 12"),
        ("{{ (n | string) ~ '!' }}", "-3!"),
        ("{% set who = people[0] %}{{ who.name }}{% set who = n + 1 %}{{ who }}", "Hường-2"),
        ("{% for i in range(2, 9, 3) %}{{ i }}{{ loop.cycle('a', 'b') }} {% endfor %}", "2a 5b 8a"),
        ("{# a note #}{{ range(3) | join }}", "012"),
        ("{{r text }}{%- if n %} x{% endif -%}", "đại hội lần thứ năm x"),
    ],
)
def test_a_template_may_compute(word: SimpleNamespace, tag: str, printed: str) -> None:
    """
    Each filter and statement of the language, as its guide has it.
    """
    assert printed in text_of(compile_template(word.file(f"> {tag}")).render(FIELDS))


def test_a_name_that_is_set_is_no_field(word: SimpleNamespace) -> None:
    """
    What a template names itself is not asked of the fields; what it is made of is.
    """
    template = compile_template(
        word.file(
            "{% set a = congress.name %}{{ a }}{% set b = n + 1 %}{{ b }}{% for d in x %}{% set c = d.y %}{{ c }}{% endfor %}"
        )
    )

    assert template.placeholders == ("congress.name", "n", "x", "x[].y")
    assert template.notes == ()
    with pytest.raises(MissingFields, match=r"congress, n, x"):
        template.render({})


LOOKS = RichText(
    (
        Span(text="Đã bầu ", bold=True),
        Span(text="<12> & ", colour="C00000", underline=True, size=32),
        Span(text="người\nmới", italic=False),
    )
)


def test_rich_text_keeps_the_looks_of_its_tag(word: SimpleNamespace) -> None:
    """
    Font, size and italics of the tag stay where a span says nothing; the words around it stay as they are.
    """
    source = word.edited(
        word.file("a {{ x }} b"),
        "word/document.xml",
        lambda xml: xml.replace("<w:r><w:t", '<w:r><w:rPr><w:i/><w:sz w:val="20"/></w:rPr><w:t', 1),
    )
    paper = compile_template(source).render({"x": LOOKS})
    xml = word.parts(paper)["word/document.xml"].decode()
    runs = re.findall(r"<w:r><w:rPr>(.*?)</w:rPr>(.*?)</w:r>", xml)

    assert text_of(paper) == "a Đã bầu <12> & người\nmới b"
    assert [looks for looks, _ in runs] == [
        '<w:i/><w:sz w:val="20"/>',
        '<w:b w:val="1"/><w:bCs w:val="1"/><w:i/><w:sz w:val="20"/>',
        '<w:i/><w:color w:val="C00000"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:u w:val="single"/>',
        '<w:i w:val="0"/><w:iCs w:val="0"/><w:sz w:val="20"/>',
        '<w:i/><w:sz w:val="20"/>',
    ]


@pytest.mark.parametrize("text", ["{{r x }}", "{{ x }}", "{{ [x] | join }}", "{{ '' ~ x }}"])
@pytest.mark.parametrize("place", ["body", "header", "cell", "loop"])
def test_rich_text_stands_where_text_stands(word: SimpleNamespace, text: str, place: str) -> None:
    """
    In any part, in a table, in a loop, alone or joined with other text.
    """
    source = {
        "body": lambda: word.file(text),
        "header": lambda: word.file("b", header=text),
        "cell": lambda: word.file(table=[[text, "b"]]),
        "loop": lambda: word.file("{%p for a in range(2) %}", text, "{%p endfor %}"),
    }[place]()

    assert "Đã bầu <12> & người\nmới" in text_of(compile_template(source).render({"x": LOOKS}))


def test_rich_text_where_none_can_be_is_refused(word: SimpleNamespace) -> None:
    """
    A mark that is cut or stands in an attribute never reaches the paper.
    """
    for source in (
        word.file("{{ (x ~ '') | truncate(2, true, '') }}"),
        word.file(table=[["{% cellbg x %}a", "b"]]),
    ):
        with pytest.raises(InvalidOutcome):
            compile_template(source).render({"x": LOOKS})


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "\x07"},
        {"text": "e\u0302"},
        {"text": "\ufdd00\ufdd0"},
        {"text": 1},
        {"text": "a", "colour": '"/><w:x'},
        {"text": "a", "size": 10**9},
    ],
)
def test_a_span_is_checked_when_it_is_made(wrong: dict[str, object]) -> None:
    """
    A span that exists can be printed.
    """
    with pytest.raises(FieldRefused):
        Span(**wrong)  # type: ignore[arg-type]  # that is the test
