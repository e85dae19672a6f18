"""Defects 1-3, 8 and 21-26 of docxtpl: what happens to values on their way to paper."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import docxtpl as upstream
import pytest
from lxml import etree

from service.docx import (
    DocumentProperties,
    FieldRefused,
    NotPrintable,
    RichText,
    Span,
    compile_template,
    text_of,
)
from tests.docx.defects import (
    body_of,
    both,
    docxtpl,
    engine,
    findings,
    found,
    lines,
    part,
    refusal,
    run,
)

SPECIALS = "Thuỷ & Công 5<6 7>3 \"a\" 'b' ]]> &amp; <select>"


def test_defect_01_signs_of_xml_are_kept_everywhere(word: SimpleNamespace) -> None:
    """
    Every sign of XML survives in body, header, footer, footnote and properties.
    """
    source = word.with_footnote(word.file("{{ x }}", header="{{ x }}", footer="{{ x }}"), "{{ x }}")
    paper = compile_template(source).render({"x": SPECIALS}, properties=DocumentProperties(title=SPECIALS))

    assert text_of(paper).split("\n").count(SPECIALS) == 4
    core = etree.fromstring(part(paper, "docProps/core.xml").encode())
    assert core.findtext("{*}title") == SPECIALS


def test_defect_01_signs_of_xml_are_lost_by_docxtpl(word: SimpleNamespace) -> None:
    """
    docxtpl drops `&` and `<` from the body without a word, and fails at `&` in a header.
    """
    paper = docxtpl(word.file("{{ x }}"), {"x": "Thuỷ & Công 5<6"})

    assert lines(paper) == ["Thuỷ  Công 56"]
    with pytest.raises(etree.XMLSyntaxError):
        docxtpl(word.file(header="{{ x }}"), {"x": "&"})


def test_defect_02_a_value_adds_no_markup(word: SimpleNamespace) -> None:
    """
    A value that closes a run is text; docxtpl makes a second run of it.
    """
    value = "a</w:t></w:r><w:r><w:t>X"
    theirs, ours = both(word.file("{{ x }}"), {"x": value})

    assert (len(found(ours, "//w:r")), lines(ours)) == (1, [value])
    assert (len(found(theirs, "//w:r")), lines(theirs)) == (2, ["aX"])


def test_defect_03_broken_xml_is_never_swallowed(word: SimpleNamespace) -> None:
    """
    A lone surrogate is refused with the field's name; docxtpl drops all text after it.
    """
    source, fields = word.file("a {{ d.x }}", "signature"), {"d": {"x": "b\ud800"}}

    with pytest.raises(FieldRefused) as caught:
        engine(source, fields)
    assert caught.value.path == "d.x"
    assert lines(docxtpl(source, fields)) == ["a b"]


def test_defect_08_values_are_printed_as_vietnamese_write_them(word: SimpleNamespace) -> None:
    """
    Dates and decimals follow the country, and nothing is never printed as "None".
    """
    source, fields = word.file("{{ day }}|{{ rate }}"), {"day": date(2026, 6, 5), "rate": Decimal("98.5")}
    theirs, ours = both(source, fields)

    assert lines(ours) == ["05/06/2026|98,5"]
    assert lines(theirs) == ["2026-06-05|98.5"]
    with pytest.raises(NotPrintable):
        engine(word.file("{{ x }}"), {"x": None})
    assert lines(docxtpl(word.file("{{ x }}"), {"x": None})) == ["None"]


def test_defect_21_there_is_one_rule_for_new_lines(word: SimpleNamespace) -> None:
    """
    A line feed is one line break; what else changes the layout is refused, and docxtpl lets data turn pages.
    """
    source = word.file("{{ x }}")

    assert lines(engine(source, {"x": "a & b\nc"})) == ["a & b\nc"]
    for sign in ("\r\n", "\r", "\a", "\f", "\t", "\v"):
        with pytest.raises(FieldRefused):
            engine(source, {"x": f"a{sign}b"})
    theirs = docxtpl(source, {"x": "a\r\nb\rc\fd\ae"}, autoescape=True)
    assert len(found(theirs, "//w:br")) == 2
    assert len(found(theirs, "//w:br[@w:type='page']")) == 1
    assert len(found(theirs, "//w:p")) == 4


def test_defect_22_a_value_has_the_look_of_its_tag(word: SimpleNamespace) -> None:
    """
    A value and a rich text keep the template's font and bold; docxtpl's rich text drops them.
    """
    look = '<w:rFonts w:ascii="Arial"/><w:b/>'
    plain, rich = (body_of(word, f"<w:p>{run(tag, look)}</w:p>") for tag in ("{{ x }}", "{{r x }}"))

    assert found(engine(plain, {"x": "abc"}), "//w:r[w:t='abc']/w:rPr[w:b and w:rFonts]")
    for source in (plain, rich):
        paper = engine(source, {"x": RichText((Span(text="abc", italic=True),))})
        assert found(paper, "//w:r[w:t='abc']/w:rPr[w:b and w:i and w:rFonts]")
    theirs = docxtpl(rich, {"x": upstream.RichText("abc", italic=True)})
    assert found(theirs, "//w:r[w:t='abc']/w:rPr/w:i")
    assert not found(theirs, "//w:r[w:t='abc']/w:rPr/w:b")


@pytest.mark.parametrize("sign", ["\0", "\v", "\uffff"])
def test_defect_23_signs_that_no_paper_can_hold_are_refused(word: SimpleNamespace, sign: str) -> None:
    """
    NUL, VT and U+FFFF are refused with the field's name; docxtpl strips them without a word.
    """
    source, fields = word.file("{{ name }}"), {"name": f"Hoa{sign}Lan"}

    with pytest.raises(FieldRefused) as caught:
        engine(source, fields)
    assert caught.value.path == "name"
    assert lines(docxtpl(source, fields, autoescape=True)) == ["HoaLan"]


def test_defect_24_braces_can_be_printed(word: SimpleNamespace) -> None:
    """
    Braces in a quoted text and in a value are printed as they are; `raw` is refused.
    """
    paper = engine(word.file("{{ '{{' }} a {{ x }}", header="{{ '{%' }}"), {"x": "{{ b }} {% c %} {_{"})

    assert text_of(paper).split("\n") == ["{%", "{{ a {{ b }} {% c %} {_{"]
    assert refusal(word.file("{% raw %}{{ x }}{% endraw %}")).code == "stray-tag"


@pytest.mark.parametrize(
    ("tag", "code"), [("{{\u200b x }}", "tag-hidden-character"), ("{{ x – y }}", "tag-wrong-character")]
)
def test_defect_25_a_wrong_sign_in_a_tag_is_shown(word: SimpleNamespace, tag: str, code: str) -> None:
    """
    A sign nobody sees in a tag is refused with its paragraph, and lint says where; docxtpl names an offset.
    """
    source = word.file("first", tag)

    assert refusal(source).paragraph == tag.strip()
    assert findings(source)[code] == "body, paragraph 2"
    with pytest.raises(Exception, match=r"unexpected char .* at \d+"):
        docxtpl(source, {"x": 1, "y": 2})


def test_defect_26_composed_and_decomposed_names_are_one(word: SimpleNamespace) -> None:
    """
    A tag typed in form NFD finds the field in NFC; docxtpl prints a blank.
    """
    source = word.file("{{ " + unicodedata.normalize("NFD", "tên") + " }}")
    theirs, ours = both(source, {"tên": "Hường"})

    assert (lines(theirs), lines(ours)) == ([""], ["Hường"])
    with pytest.raises(FieldRefused, match="NFC"):
        engine(word.file("{{ tên }}"), {unicodedata.normalize("NFD", "tên"): "Hường"})
