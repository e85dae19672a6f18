"""Sections: where a page begins anew, and from which number on, is the template's to say and stays so."""

from __future__ import annotations

import io
import zipfile
from types import SimpleNamespace

import pytest
from lxml import etree

from service.docx import compile_template
from service.docx.markup import W

ANNEX = '<w:sectPr><w:pgSz w:w="{w}" w:h="100"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
END = f"<w:p><w:pPr>{ANNEX}</w:pPr></w:p>"


def template(word: SimpleNamespace, *lines: str) -> bytes:
    """Paragraphs with these texts; `|101` ends a section whose pages are so wide."""
    blocks = [
        END.format(w=line[1:]) if line.startswith("|") else f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"
        for line in lines
    ]
    source: bytes = word.edited(
        word.file(),
        "word/document.xml",
        lambda xml: xml.replace("<w:sectPr", "".join(blocks) + "<w:sectPr", 1),
    )
    return source


def sections(paper: bytes) -> list[tuple[str, str | None]]:
    """Of each section of a paper, the words in it, and how wide its pages are; nothing of the last."""
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(paper)).read("word/document.xml"))[0]
    found, words = [], ""
    for block in body:
        words += "".join(text.text or "" for text in block.iter(f"{W}t"))
        for section in block.iter(f"{W}sectPr"):
            start = section.find(f"{W}pgNumType")
            size = section.find(f"{W}pgSz")
            has_own = start is not None and start.get(f"{W}start") == "1"
            found.append((words, size.get(f"{W}w") if has_own and size is not None else None))
            words = ""
    return found


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"sent": "x", "people": []}, [("paper", "101"), ("first", "102"), ("second", None)]),
        ({"sent": "", "people": []}, [("paper", "101"), ("first", None)]),
    ],
)
def test_an_annex_that_is_left_out_takes_its_pages_with_it(
    word: SimpleNamespace, fields: dict[str, object], expected: list[tuple[str, str | None]]
) -> None:
    """
    And none of the pages of the others.
    """
    source = template(word, "paper", "|101", "first", "{%p if sent %}", "|102", "second", "{%p endif %}")

    assert expected == sections(compile_template(source).render(fields))


def test_each_turn_of_a_loop_has_a_section_of_its_own(word: SimpleNamespace) -> None:
    """
    As many annexes as there are entries, each numbered from 1.
    """
    source = template(word, "paper", "{%p for one in people %}", "|101", "{{ one }}", "{%p endfor %}")
    paper = compile_template(source).render({"people": ["An", "Bình & Cường"]})

    assert [("paper", "101"), ("An", "101"), ("Bình & Cường", None)] == sections(paper)


def test_sections_are_rendered_straight(word: SimpleNamespace) -> None:
    """
    A section is no reason for the careful way.
    """
    source = template(word, "paper", "{%p if sent %}", "|101", "second", "{%p endif %}")

    assert () == compile_template(source).notes
