"""Defects 14-16, 18-20, 32 and 38 of docxtpl: tables, ids, lists and fields of what is rendered."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from service.docx import compile_template
from tests.docx.defects import body_of, both, docxtpl, engine, found, lines, paragraphs, part, refusal, table

DRAWING = (
    '<w:p w14:paraId="0A0B0C0D"><w:bookmarkStart w:id="7" w:name="here"/><w:r><w:drawing><wp:inline>'
    '<wp:extent cx="1" cy="1"/><wp:docPr id="7" name="d"/></wp:inline></w:drawing></w:r>'
    '<w:bookmarkEnd w:id="7"/></w:p>'
)
SHAPE = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="_x0000_s1026"/></w:pict></w:r></w:p>'
CONTROL = '<w:sdt><w:sdtPr><w:id w:val="12345"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'


def looped(word: SimpleNamespace, xml: str) -> bytes:
    """A template that repeats `xml` for each of `ds`."""
    return body_of(word, paragraphs("{%p for d in ds %}"), xml, paragraphs("{%p endfor %}"))


def widths(paper: bytes) -> list[tuple[int, int]]:
    """Of each row, the columns its cells span and the columns of its grid."""
    counts = []
    for row in found(paper, "//w:tr"):
        spans = [int(one) for one in row.xpath("w:tc/w:tcPr/w:gridSpan/@w:val", namespaces=row.nsmap)]
        cells = len(row.xpath("w:tc", namespaces=row.nsmap))
        columns = len(row.xpath("../w:tblGrid/w:gridCol", namespaces=row.nsmap))
        counts.append((cells - len(spans) + sum(spans), columns))
    return counts


def test_defect_14_a_merged_cell_keeps_what_follows(word: SimpleNamespace) -> None:
    """
    `{% vm %}` in a loop in a loop merges per group, and rows and text after it stay.
    """
    rows = [
        ["{%tr for u in us %}", ""],
        ["{%tr for d in u.ds %}", ""],
        ["{% vm %}{{ u.n }}", "{{ d }}"],
        ["{%tr endfor %}", ""],
        ["{%tr endfor %}", ""],
        ["sum", "4"],
    ]
    source = body_of(word, table(*rows), paragraphs("after {{ x }}"))
    paper = engine(source, {"us": [{"n": "A", "ds": ["1", "2"]}, {"n": "B", "ds": ["3", "4"]}], "x": "all"})

    assert lines(paper) == ["A", "1", "", "2", "B", "3", "", "4", "sum", "4", "after all"]
    assert found(paper, "//w:vMerge/@w:val") == ["restart", "continue"] * 2


@pytest.mark.parametrize("count", [1, 2, 5])
def test_defect_15_the_grid_has_the_columns_of_the_rows(word: SimpleNamespace, count: int) -> None:
    """
    Rows whose columns come from data have as many columns as their table's grid.
    """
    source = body_of(
        word,
        table(["{%tc for d in ds %}", "{{ d }}", "{%tc endfor %}"]),
        paragraphs("between"),
        table(["{% colspan n %}wide", "b"]),
    )
    paper = engine(source, {"ds": [str(one) for one in range(count)], "n": count})

    assert all(cells == columns for cells, columns in widths(paper)[:1])
    assert widths(paper)[0] == (count, count)


def test_defect_16_no_table_without_rows_and_no_cell_without_paragraph(word: SimpleNamespace) -> None:
    """
    A table that lost its rows goes, a cell that lost its text keeps a paragraph; docxtpl does neither.
    """
    rows = body_of(word, paragraphs("a"), table(["{%tr for d in ds %}"], ["{{ d }}"], ["{%tr endfor %}"]))
    cell = body_of(word, table([paragraphs("{%p if no %}", "a", "{%p endif %}"), "b"]))
    fields = {"ds": [], "no": False}

    assert found(engine(rows, fields), "//w:tbl") == []
    assert found(docxtpl(rows, fields), "//w:tbl[not(w:tr)]")
    assert found(engine(cell, fields), "//w:tc[not(w:p)]") == []
    assert found(docxtpl(cell, fields), "//w:tc[not(w:p)]")


def test_defect_16_a_content_control_keeps_a_paragraph(word: SimpleNamespace) -> None:
    """
    A content control that lost its text keeps a paragraph, and so does the cell around it; docxtpl empties both.
    """
    control = CONTROL.format(paragraphs("{%p if no %}", "a", "{%p endif %}"))
    theirs, ours = both(body_of(word, table([control, "b"])), {"no": False})

    assert found(theirs, "//w:tc[not(.//w:p)]")
    assert found(ours, "//w:tc[not(.//w:p)]") == []
    assert lines(ours) == ["", "b"]


def test_defect_18_what_is_drawn_has_ids_of_its_own(word: SimpleNamespace) -> None:
    """
    Pictures and shapes in a loop get ids of their own, old (VML) shapes included; docxtpl repeats those.
    """
    theirs, ours = both(looped(word, DRAWING + SHAPE), {"ds": ["a", "b", "c"]})

    assert len(set(found(ours, "//wp:docPr/@id"))) == 3
    assert len(set(found(ours, "//v:shape/@id"))) == 3
    assert len(set(found(theirs, "//v:shape/@id"))) == 1


def test_defect_18_content_controls_have_ids_of_their_own(word: SimpleNamespace) -> None:
    """
    A content control in a loop keeps its id once; docxtpl repeats it.
    """
    theirs, ours = both(looped(word, CONTROL.format(paragraphs("{{ d }}"))), {"ds": ["a", "b"]})
    path = "//w:sdtPr/w:id/@w:val"

    assert (found(theirs, path), found(ours, path)) == (["12345"] * 2, ["12345"])
    assert lines(ours) == ["a", "b"]


def test_defect_19_bookmarks_and_paragraphs_have_ids_of_their_own(word: SimpleNamespace) -> None:
    """
    Bookmark ids, bookmark names and paragraph ids are unique after a loop, and always the same; docxtpl repeats them.
    """
    source, fields = looped(word, DRAWING), {"ds": ["a", "b", "c"]}
    theirs, ours = both(source, fields)
    paths = ["//w:bookmarkStart/@w:id", "//w:bookmarkStart/@w:name", "//@w14:paraId"]

    assert [len(found(theirs, path)) - len(set(found(theirs, path))) for path in paths] == [2, 2, 2]
    assert [len(found(ours, path)) - len(set(found(ours, path))) for path in paths] == [0, 0, 0]
    assert found(ours, paths[0]) == found(ours, "//w:bookmarkEnd/@w:id")
    assert engine(source, fields) == ours


def test_defect_19_permissions_have_ids_of_their_own(word: SimpleNamespace) -> None:
    """
    A range that some may edit has its own id in each turn, and loses no end; docxtpl repeats it.
    """
    start, end = '<w:permStart w:id="7" w:edGrp="everyone"/>', '<w:permEnd w:id="7"/>'
    plain = f"<w:p>{start}<w:r><w:t>x</w:t></w:r>{end}</w:p>"
    looped_source = looped(word, f"<w:p>{start}<w:r><w:t>{{{{ d }}}}</w:t></w:r>{end}</w:p>")
    theirs, ours = both(looped_source, {"ds": ["a", "b", "c"]})
    path, ends = "//w:permStart/@w:id", "//w:permEnd/@w:id"

    assert found(theirs, path) == ["7"] * 3
    assert found(ours, path) == found(ours, ends) == ["7", "8", "9"]
    assert compile_template(body_of(word, plain, paragraphs("{{ d }}"))).notes == ()


NUMBERED = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr>'
    "<w:r><w:t>{{ d }}</w:t></w:r></w:p>"
)


def test_defect_20_a_numbered_list_starts_again(word: SimpleNamespace) -> None:
    """
    A numbered list of an inner loop starts at 1 for each turn of the outer one; in docxtpl it goes on counting.
    """
    source = body_of(
        word,
        paragraphs("{%p for u in us %}", "{{ u.n }}", "{%p for d in u.ds %}"),
        NUMBERED,
        paragraphs("{%p endfor %}", "{%p endfor %}"),
    )
    fields = {"us": [{"n": "A", "ds": ["1", "2"]}, {"n": "B", "ds": ["3", "4"]}]}
    theirs, ours = (found(paper, "//w:numId/@w:val") for paper in both(source, fields))

    assert len(set(theirs)) == 1
    assert ours[0] == ours[1] != ours[2] == ours[3]


@pytest.mark.parametrize("properties", ["<w:tcPr/>", "", '<w:tcPr><w:tcW w:w="9" w:type="dxa"/></w:tcPr>'])
@pytest.mark.parametrize(
    ("tag", "path"), [("{% cellbg x %}", "w:shd/@w:fill"), ("{% colspan x %}", "w:gridSpan/@w:val")]
)
def test_defect_32_a_cell_without_properties_takes_a_colour(
    word: SimpleNamespace, properties: str, tag: str, path: str
) -> None:
    """
    Colour and width of a cell stand in its properties, whether it has had any or not.
    """
    value = "00FF00" if "bg" in tag else "2"
    paper = engine(body_of(word, table([f"{tag}a", "b"], properties=properties)), {"x": value})

    assert found(paper, f"//w:tc/w:tcPr/{path}") == [value]
    assert found(paper, "//w:tc/w:shd | //w:tc/w:gridSpan") == []


def test_defect_32_docxtpl_puts_the_colour_beside_the_properties(word: SimpleNamespace) -> None:
    """
    docxtpl writes the colour after an empty `<w:tcPr/>`, where Word does not read it.
    """
    paper = docxtpl(body_of(word, table(["{% cellbg x %}a"], properties="<w:tcPr/>")), {"x": "00FF00"})

    assert found(paper, "//w:tc/w:shd")
    assert found(paper, "//w:tcPr/w:shd") == []


def test_defect_38_no_paper_asks_to_be_updated(word: SimpleNamespace) -> None:
    """
    Word asks nothing when it opens a paper, whatever the template's settings say; docxtpl leaves them.
    """
    source = word.edited(
        word.file("{{ x }}"),
        "word/settings.xml",
        lambda xml: re.sub(r"(<w:settings[^>]*>)", r'\1<w:updateFields w:val="true"/>', xml, count=1),
    )
    theirs, ours = both(source, {"x": "y"})

    assert "updateFields" in part(theirs, "word/settings.xml")
    assert "updateFields" not in part(ours, "word/settings.xml")


@pytest.mark.parametrize("field", ["TOC \\o", "INDEX", "PAGEREF here"])
def test_defect_38_what_word_does_not_recompute_is_refused(word: SimpleNamespace, field: str) -> None:
    """
    A table of contents would be the template's, not the paper's.
    """
    source = body_of(word, f'<w:p><w:fldSimple w:instr="{field}"/></w:p>', paragraphs("{{ x }}"))

    assert refusal(source).code == "field"
    assert compile_template(body_of(word, '<w:p><w:fldSimple w:instr="PAGE"/></w:p>'))
