"""The properties of a cell that a tag changes stand where Word and strict readers look for them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from tests.docx.defects import body_of, engine, found, table

PROPERTIES = (
    '<w:tcPr><w:tcW w:w="2000" w:type="dxa"/><w:tcBorders><w:top w:val="single" w:sz="4"/></w:tcBorders>'
    '<w:noWrap/><w:tcMar><w:top w:w="9" w:type="dxa"/></w:tcMar><w:vAlign w:val="center"/></w:tcPr>'
)
WITH_SPAN = PROPERTIES.replace("<w:tcBorders>", '<w:gridSpan w:val="1"/><w:tcBorders>')
KEPT = ["tcW", "tcBorders", "noWrap", "tcMar", "vAlign"]
FIELDS = {"x": "00FF00", "n": 1, "ds": ["1", "2"]}


def in_rows(cell: str) -> list[list[str]]:
    """Rows for each of `ds`, the first cell of each being `cell`."""
    return [["{%tr for d in ds %}", ""], [cell, "b"], ["{%tr endfor %}", ""]]


def in_columns(cell: str) -> list[list[str]]:
    """Columns for each of `ds`, each being `cell`."""
    return [["{%tc for d in ds %}", cell, "{%tc endfor %}"]]


CASES = {
    "cellbg": ([["{% cellbg x %}a", "b"]], "shd", 2),
    "cellbg with a sign of XML": ([["{% cellbg x if n < 2 else 'FF0000' %}a", "b"]], "shd", 2),
    "colspan": ([["{% colspan n %}a", "b"]], "gridSpan", 1),
    "vm": (in_rows("{% vm %}a"), "vMerge", 1),
    "hm": (in_columns("{% hm %}a"), "gridSpan", 1),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_tag_says_of_a_cell_stands_in_its_place(word: SimpleNamespace, name: str) -> None:
    """
    Width, span, merge, borders, shade, wrap, margins, alignment: the order of the standard, nothing lost.
    """
    rows, added, at = CASES[name]
    paper = engine(body_of(word, table(*rows, properties=PROPERTIES)), FIELDS)
    cell = next(one for one in found(paper, "//w:tcPr") if one.find(f"{{*}}{added}") is not None)

    assert [etree.QName(one).localname for one in cell] == [*KEPT[:at], added, *KEPT[at:]]


def test_a_span_of_the_template_keeps_its_place(word: SimpleNamespace) -> None:
    """
    A merge over columns that multiplies the span of the template leaves it where it stood.
    """
    paper = engine(body_of(word, table(*in_columns("{% hm %}a"), properties=WITH_SPAN)), FIELDS)

    assert found(paper, "//w:tcPr/w:gridSpan/@w:val") == ["2"]
    assert [etree.QName(one).localname for one in found(paper, "//w:tcPr")[0]][:2] == ["tcW", "gridSpan"]


def test_cells_without_tags_are_left_alone(word: SimpleNamespace) -> None:
    """
    What the author's Word wrote, in whatever order, is the author's.
    """
    odd = '<w:tcPr><w:vAlign w:val="center"/><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>'
    paper = engine(body_of(word, table(["{{ x }}", "b"], properties=odd)), FIELDS)

    assert {etree.QName(one[0]).localname for one in found(paper, "//w:tcPr")} == {"vAlign"}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_validator_finds_the_cell_in_order(word: SimpleNamespace, tmp_path: Path, name: str) -> None:
    """
    An independent validator finds no fault in the body.
    """
    paper = tmp_path / "paper.docx"
    paper.write_bytes(engine(body_of(word, table(*CASES[name][0], properties=PROPERTIES)), FIELDS))

    faults = [one for one in OpenXmlValidator().validate(str(paper)).errors if "tcPr" in str(one.path)]
    assert faults == []
