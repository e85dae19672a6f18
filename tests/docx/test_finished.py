"""A finished paper is read back as a person reads it: every word, at its place, and nothing that is not on the paper."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from service.docx import PackageRefused, text_of
from service.docx.finished import FinishedPaper, read_back

_TEMPLATES = sorted((Path(__file__).parents[2] / "templates_docx").glob("*.docx"))
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_BOX = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"


def paper(*blocks: str) -> FinishedPaper:
    """A paper with these blocks of markup as its body."""
    document = docx.Document()
    for block in blocks:
        document.element.body.insert(-1, parse_xml(block.replace(">", f" {_W} {_MC}>", 1)))
    saved = io.BytesIO()
    document.save(saved)
    return read_back(saved.getvalue())


def words(*runs: str) -> str:
    """A paragraph of these runs."""
    return f"<w:p><w:r>{'</w:r><w:r>'.join(runs)}</w:r></w:p>"


@pytest.mark.parametrize("file", _TEMPLATES, ids=lambda file: file.stem)
def test_every_word_of_our_papers_is_read(file: Path) -> None:
    """
    As the slow reading has it, which shares no walk with this one.
    """
    source = file.read_bytes()

    assert text_of(source) == "\n".join(line.text for line in read_back(source).lines)


def test_places_are_those_people_look_for() -> None:
    """
    Paragraphs outside of tables are counted by themselves; a column counts for as many as it spans.
    """
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    wide = cell.format('<w:gridSpan w:val="2"/>', words("<w:t>rộng</w:t>"))
    inner = f"<w:tbl><w:tr>{cell.format('', words('<w:t>trong</w:t>'))}</w:tr></w:tbl>"
    last = cell.format("", words("<w:t>hẹp</w:t>") + inner + words("<w:t>sau</w:t>"))
    found = paper(
        words("<w:t>trước</w:t>"), f"<w:tbl><w:tr>{wide}{last}</w:tr></w:tbl>", words("<w:t>cuối</w:t>")
    )

    assert [
        ("trước", "thân văn bản, đoạn 1"),
        ("rộng", "thân văn bản, bảng 1, hàng 1, cột 1"),
        ("hẹp", "thân văn bản, bảng 1, hàng 1, cột 3"),
        ("trong", "thân văn bản, bảng 1, hàng 1, cột 3, đoạn 2"),
        ("sau", "thân văn bản, bảng 1, hàng 1, cột 3, đoạn 3"),
        ("cuối", "thân văn bản, đoạn 2"),
    ] == [(line.text, line.spot.vi) for line in found.lines]


def test_a_table_knows_the_sentence_over_it() -> None:
    """
    Empty paragraphs between do not count.
    """
    grid = f"<w:tbl><w:tr><w:tc>{words('<w:t>1</w:t>')}</w:tc><w:tc>{words('<w:t>An</w:t>')}</w:tc></w:tr></w:tbl>"
    (table,) = paper(words("<w:t>Trúng cử:</w:t>"), "<w:p></w:p>", grid).tables

    assert table.before is not None
    assert "Trúng cử:" == table.before.text
    assert [["1", "An"]] == [[cell[0].text for cell in row] for row in table.rows]


def test_what_nobody_reads_is_left_out() -> None:
    """
    Hidden and deleted text, field codes, and the copy of a text box that old programs get.
    """
    hidden = "<w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t>"
    deleted, code = "<w:delText>xóa</w:delText>", "<w:instrText>PAGE</w:instrText>"
    box = f"<mc:AlternateContent><mc:Choice>{_BOX.format('khung')}</mc:Choice><mc:Fallback>{_BOX.format('cũ')}</mc:Fallback></mc:AlternateContent>"
    found = paper(words("<w:t>còn</w:t>", hidden, deleted, code, "<w:tab/><w:t>lại</w:t>", box))

    assert ["còn\tlại", "khung"] == [line.text for line in found.lines]


_CODE = '<w:fldSimple w:instr="{}"/>'
_ATTACHED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"


@pytest.mark.parametrize(
    "code", ["DDEAUTO c:\\\\cmd.exe", "INCLUDETEXT x.docx", "MACROBUTTON Go", "LINK Excel.Sheet"]
)
def test_a_paper_that_fetches_or_runs_is_none(code: str) -> None:
    """
    What may not come in with a template may not go out in a paper either, however it came to be there.
    """
    with pytest.raises(PackageRefused) as refused:
        paper(f"<w:p>{_CODE.format(code)}</w:p>")

    assert "field" == refused.value.code


def test_a_paper_with_a_template_from_elsewhere_is_none() -> None:
    """
    Word would ask that address at each opening.
    """
    document, saved = docx.Document(), io.BytesIO()
    document.part.relate_to("https://example.org/a.dotm", _ATTACHED, is_external=True)
    document.save(saved)

    with pytest.raises(PackageRefused) as refused:
        read_back(saved.getvalue())

    assert "external-target" == refused.value.code
