"""What is rendered opens in Word, and is the same every time."""

from __future__ import annotations

import io
import os
import pickle
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from docxtpl import DocxTemplate
from lxml import etree

import service
from service.docx import ENGINE_VERSION, InvalidOutcome, TemplateRefused, compile_template, text_of
from tests.docx.validity import faults

LOOP = [
    ["STT", "Họ và tên"],
    ["{%tr for d in delegates %}", ""],
    ["{{ loop.index }}", "{{ d.name }}"],
    ["{%tr endfor %}", ""],
]
DELEGATES = {"delegates": [{"name": "Siu H'Lan"}, {"name": "Rcom & Thuỷ"}]}
CELL = [
    "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection",
    "tcFitText", "vAlign", "hideMark",
]  # fmt: skip
"""The properties of a cell in the order of the standard (ISO 29500-1, CT_TcPr)."""


def body(paper: bytes) -> etree._Element:
    return docx.Document(io.BytesIO(paper)).element


def attributes(paper: bytes, path: str) -> list[str]:
    spaces = {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    }
    return [str(found) for found in etree.ElementBase.xpath(body(paper), path, namespaces=spaces)]


def test_a_row_loop_makes_a_row_an_item(word: SimpleNamespace) -> None:
    """
    `{%tr %}` repeats rows and leaves no row of its own.
    """
    paper = compile_template(word.file(table=LOOP)).render(DELEGATES)

    rows = [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(paper)).tables[0].rows]
    assert rows == [["STT", "Họ và tên"], ["1", "Siu H'Lan"], ["2", "Rcom & Thuỷ"]]


def test_a_row_loop_over_nothing_leaves_the_heading(word: SimpleNamespace) -> None:
    """
    No delegates: the heading row stays.
    """
    paper = compile_template(word.file(table=LOOP)).render({"delegates": []})

    assert [len(table.rows) for table in docx.Document(io.BytesIO(paper)).tables] == [1]


def test_a_table_without_rows_is_removed(word: SimpleNamespace) -> None:
    """
    Word does not open a table without rows, and it shows nothing.
    """
    paper = compile_template(word.file("before", table=LOOP[1:])).render({"delegates": []})

    assert docx.Document(io.BytesIO(paper)).tables == []
    assert "before" in text_of(paper)


def test_a_paragraph_loop_leaves_no_blank_paragraphs(word: SimpleNamespace) -> None:
    """
    `{%p %}` takes its own paragraph away.
    """
    template = compile_template(
        word.file("{%p for d in delegates %}", "{{ d.name }}", "{%p endfor %}", "end")
    )

    assert text_of(template.render(DELEGATES)).split("\n")[-3:] == ["Siu H'Lan", "Rcom & Thuỷ", "end"]


def test_an_emptied_cell_and_header_keep_a_paragraph(word: SimpleNamespace) -> None:
    """
    A condition that takes all paragraphs away leaves an empty one where Word needs it.
    """
    source = word.file(header="{{ x }}", table=[["{%p if x %}", "b"]])
    for part, wanted in (("word/document.xml", "{%p if x %}"), ("word/header1.xml", "{{ x }}")):
        source = word.edited(
            source,
            part,
            lambda xml, wanted=wanted: re.sub(
                rf"<w:p(?: [^>]*)?>(?:(?!<w:p[ >]).)*{re.escape(wanted)}.*?</w:p>",
                "".join(
                    f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
                    for text in ("{%p if x %}", "x", "{%p endif %}")
                ),
                xml,
                count=1,
                flags=re.DOTALL,
            ),
        )
    parts = word.parts(compile_template(source).render({"x": False}))

    for part, container in (("word/document.xml", "tc"), ("word/header1.xml", "hdr")):
        root = etree.fromstring(parts[part])
        for node in root.iter(f"{{*}}{container}"):
            assert etree.QName(node[-1]).localname == "p"


def test_ids_and_bookmarks_are_unique_after_a_loop(word: SimpleNamespace) -> None:
    """
    A loop over a drawing, a bookmark and a paragraph id repeats none of them.
    """
    marks = (
        '<w:p w14:paraId="0A0B0C0D" w14:textId="77777777"><w:bookmarkStart w:id="7" w:name="here"/>'
        '<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="7" name="d"/></wp:inline></w:drawing></w:r>'
        '<w:bookmarkEnd w:id="7"/></w:p>'
    )
    source = word.edited(
        word.file("{%p for d in delegates %}", "HERE", "{%p endfor %}"),
        "word/document.xml",
        lambda xml: re.sub(r"<w:p>(?:(?!<w:p>).)*HERE.*?</w:p>", marks, xml, flags=re.DOTALL),
    )
    paper = compile_template(source).render({"delegates": ["a", "b", "c"]})

    assert attributes(paper, "//wp:docPr/@id") == ["7", "8", "9"]
    assert (
        attributes(paper, "//w:bookmarkStart/@w:id")
        == attributes(paper, "//w:bookmarkEnd/@w:id")
        == ["7", "8", "9"]
    )
    assert attributes(paper, "//w:bookmarkStart/@w:name") == ["here", "here_2", "here_3"]
    assert attributes(paper, "//@w14:paraId") == ["0A0B0C0D"]


def test_a_bookmark_split_by_a_tag_is_removed_whole(word: SimpleNamespace) -> None:
    """
    Word sets its own bookmark where one last typed, be it in the middle of a tag.
    """
    split = (
        '<w:p><w:r><w:t>{{ x</w:t></w:r><w:bookmarkStart w:id="0" w:name="_GoBack"/>'
        '<w:r><w:t> }}</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>'
    )
    source = word.edited(
        word.file(), "word/document.xml", lambda xml: xml.replace("<w:sectPr", f"{split}<w:sectPr", 1)
    )
    paper = compile_template(source).render({"x": "y"})

    assert attributes(paper, "//w:bookmarkStart/@w:id | //w:bookmarkEnd/@w:id") == []
    assert "y" in text_of(paper)


def test_a_bad_colour_fails_instead_of_breaking_the_file(word: SimpleNamespace) -> None:
    """
    A cell colour that is no colour would make Word refuse the whole paper.
    """
    template = compile_template(word.file(table=[["{% cellbg colour %}x", "y"]]))

    assert attributes(template.render({"colour": "FF0000"}), "//w:shd/@w:fill") == ["FF0000"]
    with pytest.raises(InvalidOutcome):
        template.render({"colour": "đỏ"})


@pytest.mark.parametrize(
    "table",
    [
        LOOP,
        [["{%tc for d in delegates %}", "{{ d.name }}", "{%tc endfor %}"]],
        [["{%tr for d in delegates %}", ""], ["{% vm %}{{ unit }}", "{{ d.name }}"], ["{%tr endfor %}", ""]],
        [["{%tc for d in delegates %}", "{% hm %}{{ unit }}", "{%tc endfor %}"], ["a", "b", "c"]],
        [["{% colspan two %}{{ unit }}", "b"]],
        [["{% cellbg colour %}{{ unit }}", "x{# note #}"]],
    ],
)
def test_the_tags_of_docxtpl_mean_what_its_guide_says(word: SimpleNamespace, table: list[list[str]]) -> None:
    """
    The body is the one docxtpl itself makes, but for spaces kept and the order of a cell's properties.

    docxtpl writes them where the tag took them to, not in the order of the standard, so its side is sorted first.
    """
    source = word.file("{{ unit }}", table=table)
    fields = {"unit": "Tổ 1 & 2", "two": 2, "colour": "00FF00", **DELEGATES}
    reference, target = DocxTemplate(io.BytesIO(source)), io.BytesIO()
    reference.render(fields, autoescape=True)
    reference.save(target)
    theirs, ours = body(target.getvalue()), body(compile_template(source).render(fields))
    for properties in theirs.iter("{*}tcPr"):
        properties[:] = sorted(properties, key=lambda one: CELL.index(etree.QName(one).localname))

    expected, actual = (etree.tostring(root, method="c14n").decode() for root in (theirs, ours))
    assert actual.replace(' xml:space="preserve"', "") == expected.replace(' xml:space="preserve"', "")


@pytest.mark.parametrize("loss", ["<w:pPr><w:sectPr/></w:pPr>", '<w:r><w:drawing id="x"/></w:r>'])
def test_content_that_a_tag_would_swallow_is_refused(word: SimpleNamespace, loss: str) -> None:
    """
    A picture or section in the paragraph of a `{%p %}` would vanish without a word.
    """
    source = word.edited(
        word.file("{%p if x %}", "x", "{%p endif %}"),
        "word/document.xml",
        lambda xml: xml.replace("<w:r>", f"{loss}<w:r>", 1),
    )
    with pytest.raises(TemplateRefused) as caught:
        compile_template(source)

    assert caught.value.code == "lost-content"


SCRIPT = """
import hashlib, pickle, sys
template, fields = pickle.load(sys.stdin.buffer)
print(hashlib.sha256(template.render(fields)).hexdigest())
"""


def test_the_same_input_gives_the_same_bytes_in_any_process(word: SimpleNamespace) -> None:
    """
    Hash seed, time zone, locale and working directory do not show in the file.
    """
    template = compile_template(
        word.with_footnote(word.file("{{ x }}", header="{{ y }}", table=LOOP), "{{ x }}")
    )
    message = pickle.dumps((template, {"x": "Đại hội", "y": "a\nb", **DELEGATES}))
    digests = set()
    for seed, zone, folder in (("1", "Asia/Ho_Chi_Minh", "/"), ("2", "America/Lima", "/tmp")):  # noqa: S108
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": "C",
            "PYTHONPATH": str(Path(service.__file__).parents[1]),
        }
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=message,
            env=environment,
            cwd=folder,
            capture_output=True,
            check=True,
        )
        digests.add(done.stdout)

    assert len(digests) == 1


def test_the_package_has_one_order_and_no_clock(word: SimpleNamespace) -> None:
    """
    Content types come first, all entries are of 1 January 1980, and no name comes twice.
    """
    infos = zipfile.ZipFile(io.BytesIO(compile_template(word.file("x")).render({}))).infolist()

    assert infos[0].filename == "[Content_Types].xml"
    assert {(info.date_time, info.create_system, info.external_attr) for info in infos} == {
        ((1980, 1, 1, 0, 0, 0), 0, 0)
    }
    assert len({info.filename for info in infos}) == len(infos)


def test_a_template_is_the_same_after_pickling(word: SimpleNamespace) -> None:
    """
    A compiled template crosses processes as its bytes.
    """
    template = compile_template(word.file("{{ x }}"))
    again = pickle.loads(pickle.dumps(template))  # noqa: S301  # our own bytes

    assert again == template
    assert again.render({"x": "y"}) == template.render({"x": "y"})
    assert "docxtpl/" in ENGINE_VERSION


def test_rendering_leaves_the_template_and_the_fields_alone(word: SimpleNamespace) -> None:
    """
    Rendering other fields in between changes nothing.
    """
    template = compile_template(word.file(table=LOOP))
    first = template.render(DELEGATES)
    template.render({"delegates": [{"name": str(n)} for n in range(50)]})

    assert template.render(DELEGATES) == first


@pytest.mark.slow
def test_rendering_adds_no_fault_to_the_file(word: SimpleNamespace, tmp_path: Path) -> None:
    """
    An independent validator finds nothing in the paper that it did not find in the template.
    """
    source = word.with_footnote(
        word.file(
            "{{ x }}", "{%p if x %}", "y", "{%p endif %}", header="{{ x }}", footer="{{ x }}", table=LOOP
        ),
        "{{ x }}",
    )
    template = compile_template(source)
    known = faults(source, tmp_path / "template.docx")
    for number, fields in enumerate([{"x": "một\nhai & <ba>", **DELEGATES}, {"x": "", "delegates": []}]):
        assert faults(template.render(fields), tmp_path / f"{number}.docx") - known == Counter()
