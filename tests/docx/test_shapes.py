"""What has a known markup is read by its words alone: as a parser reads it, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.docx import PackageRefused
from service.docx.finished import FinishedLine, _lines, _shape, _walked
from service.docx.package import read_package
from service.docx.shapes import parted

_TEMPLATES = sorted((Path(__file__).parents[2] / "templates_docx").glob("*.docx"))
_NAME = "word/document.xml"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PART = f"<w:document {_W}><w:body><w:p><w:r><w:t>%b</w:t></w:r></w:p><w:p><w:r>%b</w:r></w:p></w:body></w:document>".encode()

Read = Callable[[], list[FinishedLine]]


def said(read: Read) -> list[FinishedLine] | str:
    """What was read, or why not."""
    try:
        return read()
    except PackageRefused as refused:
        return refused.code


def same_both_ways(content: bytes) -> bool:
    """Whether the part reads the same by its words alone and by a parser."""
    by_words = said(lambda: list(_lines(_NAME, "body", content)))
    return by_words == said(lambda: list(_walked(_NAME, "body", content)))


@pytest.mark.parametrize("file", _TEMPLATES, ids=lambda file: file.stem)
@given(words=st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=6), min_size=1, max_size=8))
def test_any_words_in_the_markup_of_our_papers(file: Path, words: list[str]) -> None:
    """
    As a parser reads them, control characters, entities and signs of markup among them.
    """
    part = read_package(file.read_bytes())[_NAME]
    given = iter(word.encode().replace(b"<", b"&lt;") for word in words * 1_000)
    changed = re.sub(rb"(?<=<w:t>)[^<]+", lambda _: next(given), part)

    assert same_both_ways(changed)


@given(
    st.lists(st.sampled_from([b"a", b">", b"]", b"&", b"amp;", b"#65;", b"\n", b"\r", b"\t", b"\0", b"\xc3", b"\xa0"]), max_size=6),
    st.lists(
        st.sampled_from(
            [b"<w:t>x</w:t>", b"<w:t/>", b"<w:tab/>", b'<w:t a="x>y">z</w:t>', b"<!-- > -->", b"<![CDATA[<]]>", b"<?a >?>", b"<w:t", b">",
             b"<w:rPr><w:vanish/></w:rPr>", b"<w:instrText>PAGE</w:instrText>", b"<w:instrText>DATE</w:instrText>", b"</w:t>", b'"']
        ),
        max_size=4,
    ),
)  # fmt: skip
@example([b"\xee\x80\x80", b"0", b"\xee\x80\x81"], [b"<w:t>x</w:t>"])
@example([b"]]>"], [])
@example([b"\xef\xbf\xbf"], [])
@example([b"&bogus;"], [])
def test_whatever_bytes_stand_between_the_tags(words: list[bytes], runs: list[bytes]) -> None:
    """
    And whatever stands in the place of the tags: neither a tag with a sign of its own nor a comment leads astray.
    """
    assert same_both_ways(_PART % (b"".join(words), b"".join(runs)))


def test_a_second_card_is_not_walked_through() -> None:
    """
    Its markup is known, whatever its words.
    """
    _shape.cache_clear()

    lines = [_lines(_NAME, "body", _PART % (word, b"<w:t>x</w:t>")) for word in (b"one", b"two &amp; three")]

    assert [one[0].text for one in lines] == ["one", "two & three"]
    assert _shape.cache_info().hits == 1


def test_the_code_of_a_field_is_looked_at_in_each_paper() -> None:
    """
    One that fetches is refused, though the same markup came before with one that counts pages.
    """
    for code, expected in ((b"PAGE", False), (b"INCLUDETEXT", True)):
        content = _PART % (b"x", b"<w:instrText>%b</w:instrText>" % code)

        assert (said(lambda content=content: list(_lines(_NAME, "body", content))) == "field") is expected


def test_other_encodings_are_left_to_the_parser() -> None:
    """
    Their bytes are no words of ours.
    """
    declared = b'<?xml version="1.0" encoding="%b"?>\n' + _PART % (b"x", b"")

    assert parted(declared % b"UTF-8")
    assert not parted(declared % b"ISO-8859-1")
