"""The copy with comments: the same words, a comment at each spot."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from service.docx import PackageRefused, text_of
from service.docx.annotate import AUTHOR, Note, annotate
from service.docx.lint import lint_template
from service.docx.lint.places import Spot
from tests.office import converted

Word = SimpleNamespace
BODY = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def noted(source: bytes) -> bytes:
    """`source` with its findings in the margin."""
    return annotate(
        source, [Note(spot=one.spot, lines=(one.vi, one.do_vi)) for one in lint_template(source).findings]
    )


@pytest.fixture
def faulty(word: Word) -> bytes:
    """Faults in the header, the body, an empty-looking cell, and two in one paragraph."""
    source: bytes = word.file(
        "Quyết nghị", "{{ a b }} và {{ c", table=[["x", "{%p if y %}"]], header="{{ f() }}"
    )
    return source


def test_each_finding_is_a_comment_at_its_paragraph(faulty: bytes) -> None:
    """
    In order, signed by us; one about a header stands at the first paragraph.
    """
    copy = docx.Document(io.BytesIO(noted(faulty)))
    findings = lint_template(faulty).findings

    assert [f"{one.vi}\n{one.do_vi}" for one in findings] == [comment.text for comment in copy.comments]
    assert {(AUTHOR, "VK")} == {(comment.author, comment.initials) for comment in copy.comments}
    marked = [
        (
            "".join(t.text or "" for t in start.iterancestors(f"{W}p").__next__().iter(f"{W}t")),
            start.get(f"{W}id"),
        )
        for start in copy.element.body.iter(f"{W}commentRangeStart")
    ]
    assert {"Quyết nghị", "{{ a b }} và {{ c", "{%p if y %}"} == {text for text, _ in marked}
    assert len(findings) == len(marked)


def test_the_words_are_unchanged(faulty: bytes, word: Word) -> None:
    """
    Without the comments the body is what it was, and so is every other part.
    """
    copy = noted(faulty)
    before, after = word.parts(faulty), word.parts(copy)
    tree = etree.fromstring(after[BODY])
    for node in list(tree.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")):
        gone = node.getparent() if node.tag == f"{W}commentReference" else node
        gone.getparent().remove(gone)

    assert text_of(faulty) == text_of(copy)
    assert etree.tostring(etree.fromstring(before[BODY]), method="c14n") == etree.tostring(
        tree, method="c14n"
    )
    changed = {name for name in after if after[name] != before.get(name)}
    assert {BODY, "[Content_Types].xml", "word/_rels/document.xml.rels", "word/comments.xml"} == changed


def test_comments_that_are_there_stay(faulty: bytes) -> None:
    """
    A second round adds to the first.
    """
    note = Note(spot=Spot(part=BODY, story="body", ordinal=0), lines=("một",))
    twice = annotate(annotate(faulty, [note]), [note, note])

    comments = docx.Document(io.BytesIO(twice)).comments
    assert [0, 1, 2] == [comment.comment_id for comment in comments]


def test_the_same_file_gives_the_same_copy(faulty: bytes) -> None:
    """
    No clock in it.
    """
    assert noted(faulty) == noted(faulty)


def test_a_file_that_is_not_safe_is_not_copied(word: Word, faulty: bytes) -> None:
    """
    We hand out no macros under our name.
    """
    hostile = word.with_part(
        faulty, "word/vbaProject.bin", b"x", "application/vnd.ms-office.vbaProject", "vba"
    )

    with pytest.raises(PackageRefused):
        noted(hostile)


def test_a_note_about_a_text_box_stands_at_its_paragraph(word: Word) -> None:
    """
    Word has no comments inside of text boxes.
    """
    box = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{{ a b }}</w:t></w:r></w:p></w:txbxContent>"
    end = "</v:textbox></v:shape></w:pict></w:r><w:r><w:t>{{ c }}"
    boxed = word.edited(
        word.file("{{ c }}"), BODY, lambda xml: xml.replace("<w:r><w:t>{{ c }}", f"{box}{end}")
    )
    boxed = word.edited(
        boxed, BODY, lambda xml: xml.replace("<w:body>", '<w:body xmlns:v="urn:schemas-microsoft-com:vml">')
    )
    copy = docx.Document(io.BytesIO(noted(boxed)))

    assert ["tag-syntax"] == [one.code for one in lint_template(boxed).findings]
    (start,) = copy.element.body.iter(f"{W}commentRangeStart")
    assert copy.paragraphs[0]._p is start.getparent()


@pytest.mark.slow
def test_the_copy_is_as_valid_as_the_file(faulty: bytes, tmp_path: Path) -> None:
    """
    An independent validator finds nothing that it did not find before.
    """
    found = []
    for name, content in (("before", faulty), ("after", noted(faulty))):
        (tmp_path / f"{name}.docx").write_bytes(content)
        result = OpenXmlValidator().validate(str(tmp_path / f"{name}.docx"))
        found.append({str(error) for error in result.errors})

    assert set() == found[1] - found[0]


@pytest.mark.slow
def test_libreoffice_opens_the_copy(faulty: bytes, tmp_path: Path) -> None:
    """
    With the same words in it.
    """
    (tmp_path / "copy.docx").write_bytes(noted(faulty))
    (copy,) = converted(tmp_path, "odt")

    with zipfile.ZipFile(copy) as package:
        content = package.read("content.xml").decode()
    assert "và {{ c" in content
    assert len(lint_template(faulty).findings) == content.count("<office:annotation ")
