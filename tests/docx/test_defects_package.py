"""Defects 27-31 and 39-42 of docxtpl: what is in the file around the text, and which versions make it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tomllib
import warnings
import zipfile
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from docxtpl import DocxTemplate

import service.docx
from service.docx import ENGINE_VERSION, DocumentProperties, compile_template, text_of
from tests.docx.defects import BODY, body_of, docxtpl, engine, found, names, paragraphs, part, refusal, table

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
TEXT = "<w:p><w:r><w:t>{{ x }}</w:t></w:r></w:p>"
COMMENTS = f'<w:comments {W}><w:comment w:id="1" w:author="a">{TEXT}</w:comment></w:comments>'


def test_defect_27_endnotes_are_rendered(word: SimpleNamespace) -> None:
    """
    A tag in an endnote is filled in; docxtpl prints it as it is.
    """
    note = f'<w:endnotes {W}><w:endnote w:id="1">{TEXT}</w:endnote></w:endnotes>'.encode()
    source = word.with_part(
        word.file("{{ x }}"), "word/endnotes.xml", note, f"{WORD}.endnotes+xml", "endnotes"
    )

    assert text_of(engine(source, {"x": "y"})) == "y\ny"
    assert "{{ x }}" in part(docxtpl(source, {"x": "y"}), "word/endnotes.xml")


@pytest.mark.parametrize(
    ("name", "content", "content_type", "kind"),
    [
        ("word/comments.xml", COMMENTS, f"{WORD}.comments+xml", "comments"),
        ("word/charts/chart1.xml", '<c:chart xmlns:c="urn:c"><c:v>{{ x }}</c:v></c:chart>', CHART, "chart"),
    ],
)
def test_defect_27_a_tag_that_nobody_fills_in_is_refused(
    word: SimpleNamespace, name: str, content: str, content_type: str, kind: str
) -> None:
    """
    Tags in comments and charts are refused with their part; docxtpl leaves them in the paper.
    """
    source = word.with_part(word.file("{{ x }}"), name, content.encode(), content_type, kind)
    refused = refusal(source)

    assert (refused.code, refused.part) == ("unrendered-tag", name)
    assert "{{ x }}" in part(docxtpl(source, {"x": "y"}), name)


def test_defect_27_a_tag_in_an_address_is_refused(word: SimpleNamespace) -> None:
    """
    A link to `{{ x }}` is refused; docxtpl leaves it in the paper.
    """
    address = "https://congdoan.vn/{{ x }}"
    source = word.with_part(word.file("a"), "", b"", "", "hyperlink", external=address)

    assert refusal(source).code == "unrendered-tag"
    assert address in part(docxtpl(source, {"x": "y"}), "word/_rels/document.xml.rels")


def test_defect_28_the_properties_are_ours(word: SimpleNamespace) -> None:
    """
    Author and dates of the template are in no paper of ours; docxtpl copies them into all.
    """
    document, target = docx.Document(), io.BytesIO()
    document.core_properties.author = "Người soạn mẫu"
    document.save(target)
    source = target.getvalue()
    paper = compile_template(source).render({}, properties=DocumentProperties(creator="Ban Tổ chức"))

    core = part(paper, "docProps/core.xml")
    assert "Ban Tổ chức" in core
    assert not any("Người soạn mẫu" in part(paper, name) for name in names(paper) if name.endswith("xml"))
    assert "2013-12-23" not in core
    assert "Người soạn mẫu" in part(docxtpl(source, {}), "docProps/core.xml")


def test_defect_29_pictures_stand_in_any_part(word: SimpleNamespace) -> None:
    """
    A picture of the data stands in body and header, linked from each; what is no picture never gets that far.
    """
    picture = service.docx.Picture(content=PNG, width=30)
    paper = engine(word.file("{{ x }}", header="{{ x }}"), {"x": picture})

    for name, links in ((BODY, "document"), ("word/header1.xml", "header1")):
        (link,) = found(paper, "//@*[local-name()='embed']", name)
        assert f'Id="{link}"' in part(paper, f"word/_rels/{links}.xml.rels")
    assert len([name for name in names(paper) if name.startswith("word/media/")]) == 1
    with pytest.raises(service.docx.FieldRefused):
        service.docx.Picture(content=b"GIF89a" + PNG, width=30)


def test_defect_29_pictures_of_the_template_stay(word: SimpleNamespace) -> None:
    """
    No picture of a template is changed, whatever is rendered around it.
    """
    name = "word/media/image1.png"
    source = word.with_part(word.file("{{ x }}"), name, PNG, "image/png", "image")

    assert word.parts(engine(source, {"x": "y"}))[name] == PNG


@pytest.mark.parametrize("tag", ["{{p part }}", "{%p include 'part.docx' %}", "{{ part.subdocx }}"])
def test_defect_30_there_are_no_subdocuments(word: SimpleNamespace, tag: str) -> None:
    """
    What would put one Word file into another is refused, or named as a field that nobody gave.
    """
    if "subdocx" in tag:
        with pytest.raises(service.docx.MissingFields, match=r"part\.subdocx"):
            engine(word.file(tag), {"part": {}})
    else:
        assert refusal(word.file(tag)).code in {"place", "not-allowed"}


def test_defect_31_no_name_is_in_the_file_twice(word: SimpleNamespace) -> None:
    """
    A file with two core properties is refused, one with two links to them is put right.
    """
    parts = word.parts(word.file("{{ x }}"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        doubled = word.zipped([*parts.items(), ("docProps/core.xml", parts["docProps/core.xml"])])
    link = (
        b'<Relationship Id="rIdMore" Target="docProps/core.xml" Type="http://schemas.openxmlformats.org/'
        b'officedocument/2006/relationships/metadata/core-properties"/></Relationships>'
    )
    linked = {**parts, "_rels/.rels": parts["_rels/.rels"].replace(b"</Relationships>", link)}
    paper = engine(word.zipped(linked), {"x": "y"})

    assert refusal(doubled).code == "duplicate-entry"
    assert len(names(paper)) == len(set(names(paper)))
    assert part(paper, "_rels/.rels").count("core-properties") == 1


def test_defect_39_nothing_from_outside_comes_along(word: SimpleNamespace) -> None:
    """
    An attached template and a macro are refused; docxtpl carries the former into the paper.
    """
    address = "https://example.org/evil.dotm"
    attached = word.with_part(word.file("x"), "", b"", "", "attachedTemplate", external=address)
    macro = word.with_part(
        word.file("x"), "word/vbaProject.bin", b"x", "application/vnd.ms-office.vbaProject", "vbaProject"
    )

    assert refusal(attached).code == "external-target"
    assert refusal(macro).code == "active-content"
    assert address in part(docxtpl(attached, {}), "word/_rels/document.xml.rels")


def test_defect_40_the_file_has_no_clock(word: SimpleNamespace) -> None:
    """
    Entries carry one fixed time; those of docxtpl carry the time of rendering, so that no two files are alike.
    """
    source = word.file("{{ x }}")
    theirs, ours = (
        {info.date_time[0] for info in zipfile.ZipFile(io.BytesIO(make(source, {"x": "y"}))).infolist()}
        for make in (docxtpl, engine)
    )

    assert ours == {1980}
    assert min(theirs) > 2020
    assert engine(source, {"x": "y"}) == engine(source, {"x": "y"})


ENVIRONMENTS = [
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "77", "TZ": "America/Lima", "LC_ALL": "vi_VN.UTF-8"},
    {"PYTHONHASHSEED": "random", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
]
RENDER = """
import hashlib, json, sys
from service.docx import compile_template
source = sys.stdin.buffer.read()
template = compile_template(source)
paper = template.render({"x": "Đại hội\\n& bạn", "yes": True, "ds": [{"n": "Hường"}, {"n": "H'Lan"}], "six": "00FF00"})
print(hashlib.sha256(paper).hexdigest(), template.placeholders, template.notes)
"""


@pytest.mark.slow
def test_defect_40_any_process_makes_the_same_bytes(word: SimpleNamespace) -> None:
    """
    Hash seed, time zone and locale show neither in a paper nor in what is known of its template.
    """
    drawing = (
        '<w:p w14:paraId="0A0B0C0D"><w:bookmarkStart w:id="7" w:name="here"/><w:r><w:drawing><wp:inline>'
        '<wp:docPr id="7" name="d"/></wp:inline></w:drawing></w:r><w:bookmarkEnd w:id="7"/></w:p>'
    )
    source = body_of(
        word,
        paragraphs("{{ x }}", "{%p for d in ds %}"),
        drawing,
        paragraphs("{{ d.n }}{{ loop.index }}", "{%p endfor %}"),
        table(["{% cellbg six %}{{ x }}", "b"], ["{%tc for d in ds %}", "{%tc endfor %}"]),
        header="{{ x }}",
        footer="{% if yes %}{{ zone | default('') }}{% endif %}",
    )
    root = Path(service.docx.__file__).parents[2]
    said = [
        subprocess.run(
            [sys.executable, "-c", RENDER],
            input=source,
            env={**os.environ, **environment},
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout
        for environment in ENVIRONMENTS
    ]

    assert "ds[].n" in said[0].decode()
    assert said == [said[0]] * len(ENVIRONMENTS)


def test_defect_41_the_engine_is_behind_our_own_names() -> None:
    """
    docxtpl is pinned to the version that ENGINE_VERSION names, and none of its names is one of ours.
    """
    root = Path(service.docx.__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (pin,) = (one for one in project["dependencies"] if one.startswith("docxtpl"))

    assert pin.replace("==", "/") in ENGINE_VERSION.split()
    assert {getattr(service.docx, name).__module__.split(".")[0] for name in PUBLIC} == {"service"}


PUBLIC = [name for name in service.docx.__all__ if name != "ENGINE_VERSION"]


def test_defect_42_the_fields_are_told_by_a_function_of_our_own(word: SimpleNamespace) -> None:
    """
    What a template reads is the same before and after rendering, whatever docxtpl's own question means today.
    """
    source = word.file("{{ a.b }}", "{% for d in ds %}{{ d.e }}{% endfor %}")
    template = compile_template(source)
    before = template.placeholders
    template.render({"a": {"b": "1"}, "ds": []})

    assert before == template.placeholders == ("a.b", "ds", "ds[].e")
    assert not issubclass(type(template), DocxTemplate)
