"""Values reach the paper as they are."""

from __future__ import annotations

import io
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.docx import (
    CompiledTemplate,
    DocumentProperties,
    FieldRefused,
    NotPrintable,
    compile_template,
    text_of,
)

SPECIALS = "& < > \" ' &amp; </w:t></w:r> ]]> <!-- x --> <b>đậm</b> &#38;"
VIETNAMESE = [
    "Nguyễn Thị Hường",
    "Siu H'Lan",
    "Rcom Đăng Khoa",
    "Ksor H'Bơ̆k",
    "Đặng Ngọc Ánh",
    "ơ̆ Ơ̆ ư̆",
    "Thuỷ & Công",
]
EVERYWHERE = ["header: {}", "body: {}", "cell: {}", "note: {}", "footer: {}"]

safe_text = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=60)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: unicodedata.is_normalized("NFC", text))
)


@pytest.mark.parametrize("value", [SPECIALS, *VIETNAMESE, "  hai  dấu cách  ", "5 < 6 & 7 > 3"])
def test_a_value_is_printed_verbatim_everywhere(everywhere: CompiledTemplate, value: str) -> None:
    """
    Header, body, cell, footnote and footer print a value as it was given.
    """
    lines = text_of(everywhere.render({"x": value})).split("\n")

    for place in EVERYWHERE:
        assert place.format(value) in lines


@given(value=safe_text)
def test_any_safe_text_is_printed_verbatim(everywhere: CompiledTemplate, value: str) -> None:
    """
    No text that may stand on paper is changed on its way there.
    """
    text = text_of(everywhere.render({"x": value}))

    for place in EVERYWHERE:
        assert f"{place.format(value)}" in text


@given(value=st.text(st.sampled_from("{}%#_ x7*|'\"<>&;-\n"), max_size=40))
def test_pieces_of_tags_and_markup_are_printed_verbatim(everywhere: CompiledTemplate, value: str) -> None:
    """
    Text made of the characters of tags and markup stays text.
    """
    text = text_of(everywhere.render({"x": value}))

    for place in EVERYWHERE:
        assert place.format(value) in text


@given(values=st.lists(safe_text, max_size=6))
def test_every_item_of_a_list_is_printed(rows: CompiledTemplate, values: list[str]) -> None:
    """
    A table has one row an item, in order.
    """
    text = text_of(rows.render({"names": values}))

    assert "\n".join(["name", *values, "end"]) in text


@pytest.fixture(scope="session")
def rows(word: SimpleNamespace) -> CompiledTemplate:
    table = [["name"], ["{%tr for n in names %}"], ["{{ n }}"], ["{%tr endfor %}"], ["end"]]
    return compile_template(word.file(table=table))


def test_a_line_feed_is_one_line_break(everywhere: CompiledTemplate, word: SimpleNamespace) -> None:
    """
    Each line feed becomes exactly one `w:br`, also in headers and notes.
    """
    parts = word.parts(everywhere.render({"x": "một\n\nba"}))

    assert parts["word/document.xml"].count(b"<w:br/>") == 3 * 2  # the body and two cells
    assert parts["word/header1.xml"].count(b"<w:br/>") == 2
    assert parts["word/footnotes.xml"].count(b"<w:br/>") == 2


def test_a_value_cannot_add_markup(everywhere: CompiledTemplate, word: SimpleNamespace) -> None:
    """
    Two papers that differ only in text have the same elements.
    """
    plain, marked = (everywhere.render({"x": x}) for x in ("x", "</w:t></w:r><w:r><w:t>X<w:br/>"))

    def elements(paper: bytes) -> list[str]:
        return [str(node.tag) for node in docx.Document(io.BytesIO(paper)).element.iter()]

    assert elements(plain) == elements(marked)


def test_core_properties_are_the_callers(word: SimpleNamespace) -> None:
    """
    Title, subject, author, language and date are what was asked for, escaped once.
    """
    template = compile_template(word.file("x"))
    when = datetime(2026, 6, 5, 1, 2, 3, tzinfo=UTC)
    asked = DocumentProperties(
        title=SPECIALS, subject="Siu H'Lan & ơ̆", creator="Văn phòng <CĐ>", created=when
    )
    found = docx.Document(io.BytesIO(template.render({}, properties=asked))).core_properties

    assert (
        found.title,
        found.subject,
        found.author,
        found.language,
    ) == (SPECIALS, "Siu H'Lan & ơ̆", "Văn phòng <CĐ>", "vi-VN")
    assert when == found.created == found.modified


def test_nothing_of_the_templates_author_is_copied(word: SimpleNamespace) -> None:
    """
    The author, company and dates of the Word file stay out of the paper, in every part.
    """
    source = word.edited(
        word.file("x"), "docProps/core.xml", lambda xml: xml.replace("python-docx", "Người Soạn Mẫu")
    )
    source = word.edited(
        source,
        "docProps/app.xml",
        lambda xml: xml.replace("</Properties>", "<Manager>Người Soạn Mẫu</Manager></Properties>"),
    )
    parts = word.parts(compile_template(source).render({}))

    assert not [name for name, content in parts.items() if "Người Soạn Mẫu".encode() in content]
    assert "docProps/thumbnail.jpeg" not in parts


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (date(2026, 6, 5), "05/06/2026"),
        (Decimal("66.70"), "66,70"),
        (Decimal("1E+3"), "1000"),
        (Decimal(0), "0"),
        (1234567, "1234567"),
        (-3, "-3"),
        ("", ""),
    ],
)
def test_plain_data_has_one_printed_form(everywhere: CompiledTemplate, value: object, printed: str) -> None:
    """
    Dates and numbers are printed the Vietnamese way, and zero and empty text are values.
    """
    assert f"body: {printed}" in text_of(everywhere.render({"x": value})).split("\n")


@pytest.mark.parametrize("value", [None, True, False, [], ["a"], {"a": "b"}])
def test_what_is_not_text_is_not_printed(everywhere: CompiledTemplate, value: object) -> None:
    """
    A paper never says "None", "True" or a list; the error names the tag.
    """
    with pytest.raises(NotPrintable) as caught:
        everywhere.render({"x": value})

    assert caught.value.place == "x"


def test_a_template_may_say_what_stands_for_nothing(word: SimpleNamespace) -> None:
    """
    `or`, `is none` and `default` choose what is printed where there is nothing.
    """
    template = compile_template(
        word.file(
            'a{{ x or "-" }}',
            "b{% if x is none %}không{% endif %}",
            'c{{ y | default("?") }}',
            'd{{ x | default("!", true) }}',
            "e{% if yes %}có{% endif %}",
        )
    )

    assert "a-\nbkhông\nc?\nd!\necó" in text_of(template.render({"x": None, "yes": True}))


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"x": 1.5}, "x"),
        ({"delegates": [{}, {"name": object()}]}, "delegates[1].name"),
        ({"x": {"y": {1, 2}}}, "x.y"),
        ({"x": b"bytes"}, "x"),
        ({"x": datetime(2026, 1, 1, tzinfo=UTC)}, "x"),
        ({"x": Decimal("NaN")}, "x"),
        ({"x": Decimal("1E-400")}, "x"),
        ({"x": 10**5000}, "x"),
        ({"x": lambda: 1}, "x"),
        ({"x": type("Text", (str,), {"__html__": lambda _: "<b>"})("x")}, "x"),
        ({"x": {1: "one"}}, "x"),
        ({"x": ["", "nul\x00"]}, "x[1]"),
        ({"x": "tab\t"}, "x"),
        ({"x": "\r\n"}, "x"),
        ({"x": "\x0b"}, "x"),
        ({"x": "\x0c"}, "x"),
        ({"x": "\x85"}, "x"),
        ({"x": "\ud800"}, "x"),
        ({"x": "\uffff"}, "x"),
        ({"x": "\U0001fffe"}, "x"),
        ({"x": "\ufdd0"}, "x"),
        ({"x": unicodedata.normalize("NFD", "Nguyễn")}, "x"),
    ],
)
def test_a_refused_value_is_named_by_its_path(
    everywhere: CompiledTemplate, fields: dict[str, object], path: str
) -> None:
    """
    Only plain, printable, NFC data is taken; the error names the field and never shows the value.
    """
    with pytest.raises(FieldRefused) as caught:
        everywhere.render(fields)

    assert path == caught.value.path
    assert "Nguyễn" not in unicodedata.normalize("NFC", str(caught.value))


def test_fields_that_contain_themselves_are_refused(everywhere: CompiledTemplate) -> None:
    """
    A circle in the data is an error, not an endless run.
    """
    circle: dict[str, object] = {}
    circle["again"] = circle

    with pytest.raises(FieldRefused):
        everywhere.render({"x": circle})


@given(
    value=st.one_of(
        st.text(), st.floats(), st.binary(), st.integers(), st.none(), st.dictionaries(st.text(), st.text())
    )
)
def test_any_value_is_printed_or_refused(everywhere: CompiledTemplate, value: object) -> None:
    """
    Whatever comes, the answer is a whole paper or an error of this room.
    """
    try:
        paper = everywhere.render({"x": value})
    except (FieldRefused, NotPrintable):
        return

    assert f"body: {value}" in text_of(paper)
