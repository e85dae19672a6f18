"""A picture of the template whose alternative text is a tag is replaced by that picture, where and as it stands."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from service.docx import FieldRefused, MissingFields, NotPrintable, Picture, compile_template
from service.docx.frames import fitted
from service.docx.lint import lint_template
from tests.docx.test_pictures import jpeg, png
from tests.docx.validity import added

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = {"wp": _WP, "a": _A, "r": _R, "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture"}
SVG = '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"/></a:extLst>'
PLACEHOLDER = png(10, 10, colour=200)
LOGO = Picture(content=png(40, 20), width=10, description="Huy hiệu & <cờ>")
OTHER = Picture(content=jpeg(20, 40), width=10)
ANCHORED = (
    f'<wp:anchor xmlns:wp="{_WP}" distT="0" distB="0" distL="114300" distR="114300" simplePos="0"'
    ' relativeHeight="251659264" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>5000</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>6000</wp:posOffset></wp:positionV>'
    '{extent}<wp:wrapSquare wrapText="bothSides"/>{rest}</wp:anchor>'
)


def framed(
    *texts: str, alt: str = "{{ logo }}", name: str = "descr", place: str = "body", anchored: bool = False
) -> bytes:
    """A template with a picture of 40 by 40 mm in the first of `texts` that is empty, its alternative text `alt`."""
    document = docx.Document()
    section = document.sections[0]
    holder: Any = {"body": document, "header": section.header, "footer": section.footer}[place]
    for text in texts or ("",):
        run = holder.add_paragraph(text).add_run()
        if not text:
            run.add_picture(io.BytesIO(PLACEHOLDER), width=Mm(40))
            inline = run._r.find(f".//{{{_WP}}}inline")
            inline.docPr.set(name, alt)
            if anchored:
                _anchor(inline)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _anchor(inline: etree._Element) -> None:
    said = [etree.tostring(inline.find(f"{{{space}}}{name}")).decode() for space, name in _ANCHOR_PARTS]
    anchor = etree.fromstring(ANCHORED.format(extent=said[0], rest="".join(said[1:])))
    inline.getparent().replace(inline, anchor)


_ANCHOR_PARTS = ((_WP, "extent"), (_WP, "docPr"), (_A, "graphic"))


def found(paper: bytes, path: str, word: SimpleNamespace, part: str = "document") -> list[str]:
    root = etree.fromstring(word.parts(paper)[f"word/{part}.xml"])
    return [str(one) for one in etree.ElementBase.xpath(root, path, namespaces=_SPACES)]


def shown(paper: bytes, word: SimpleNamespace, part: str = "document") -> list[bytes]:
    """The bytes of the pictures that a part shows."""
    parts = word.parts(paper)
    links = etree.fromstring(parts[f"word/_rels/{part}.xml.rels"])
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    names = [targets[link] for link in found(paper, "//a:blip/@r:embed", word, part)]
    return [parts[name.lstrip("/") if name.startswith("/") else f"word/{name}"] for name in names]


@pytest.mark.parametrize("name", ["descr", "title"])
@pytest.mark.parametrize(
    ("place", "part"), [("body", "document"), ("header", "header1"), ("footer", "footer1")]
)
def test_a_framed_picture_is_replaced_where_it_stands(
    word: SimpleNamespace, place: str, part: str, name: str
) -> None:
    """
    In body, header and footer: new bytes in the old frame, with the picture's own description.
    """
    template = compile_template(framed("a {{ x }}", "", "b", place=place, name=name))
    paper = template.render({"logo": LOGO, "x": "y"})

    assert shown(paper, word, part) == [LOGO.content]
    assert found(paper, "//wp:docPr/@descr", word, part) == [LOGO.description]
    assert found(paper, "//wp:docPr/@title", word, part) == []
    assert found(paper, "//wp:extent/@cx | //a:ext/@cx", word, part) == [str(Mm(40))] * 2
    assert found(paper, "//wp:extent/@cy | //a:ext/@cy", word, part) == [str(Mm(20))] * 2
    assert template.notes == (f"word/{part}.xml: a picture of the template is replaced",)
    assert template.placeholders == ("logo", "x")
    assert paper == template.render({"x": "y", "logo": LOGO})


def test_an_anchored_picture_keeps_its_wrapping(word: SimpleNamespace) -> None:
    """
    Position and wrapping are those of the template, and a tall picture is as high as the frame.
    """
    paper = compile_template(framed(anchored=True)).render({"logo": OTHER})

    assert shown(paper, word) == [OTHER.content]
    assert found(paper, "//wp:anchor/*/wp:posOffset/text()", word) == ["5000", "6000"]
    assert len(found(paper, "//wp:wrapSquare", word)) == 1
    assert found(paper, "//wp:extent/@cx | //wp:extent/@cy", word) == [str(Mm(20)), str(Mm(40))]


def test_a_replaced_picture_leaves_the_file(word: SimpleNamespace) -> None:
    """
    The placeholder is in no paper, nor any link to it; one that stands somewhere else too stays.
    """
    alone, beside = framed("", ""), framed("", "")
    beside = word.edited(beside, "word/document.xml", lambda xml: xml.replace("{{ logo }}", "", 1))
    papers = [compile_template(source).render({"logo": LOGO}) for source in (alone, beside)]
    media = [[content for name, content in word.parts(paper).items() if "media/" in name] for paper in papers]
    links = [word.parts(paper)["word/_rels/document.xml.rels"].count(b'/image"') for paper in papers]

    assert media == [[LOGO.content], [PLACEHOLDER, LOGO.content]]
    assert links == [1, 2]
    assert sorted(shown(papers[1], word)) == sorted([PLACEHOLDER, LOGO.content])


def test_a_placeholder_of_two_parts_leaves_with_the_last(word: SimpleNamespace) -> None:
    """
    Body and header may show one picture; what only the body replaces stays for the header.
    """
    source = framed("")
    parts = word.parts(source)
    (picture,) = (name for name in parts if "media/" in name)
    kept = word.with_part(source, "word/more.xml", b"<x/>", "application/xml", "customXml")
    link = f'<Relationship Id="r" Type="{_R}/image" Target="/{picture}"/>'
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{link}</Relationships>'
    kept = word.zipped({**word.parts(kept), "word/_rels/more.xml.rels": rels.encode()})

    assert picture not in word.parts(compile_template(source).render({"logo": LOGO}))
    assert picture in word.parts(compile_template(kept).render({"logo": LOGO}))


def test_a_loop_replaces_each_picture(word: SimpleNamespace) -> None:
    """
    One template picture, one item each, ids of their own.
    """
    source = framed("{%p for p in people %}", "", "{%p endfor %}", alt="{{ p.photo }}")
    people = [{"photo": LOGO}, {"photo": OTHER}, {"photo": LOGO}]
    template = compile_template(source)
    paper = template.render({"people": people})

    assert shown(paper, word) == [LOGO.content, OTHER.content, LOGO.content]
    assert len(set(found(paper, "//wp:docPr/@id", word))) == 3
    assert template.placeholders == ("people", "people[].photo")
    assert shown(template.render({"people": []}), word) == []


def test_what_is_no_picture_does_not_leave_the_old_one(word: SimpleNamespace) -> None:
    """
    A paper with the placeholder in it is never made: missing, nothing and text all fail, naming the field.
    """
    template = compile_template(framed())

    with pytest.raises(MissingFields, match="logo"):
        template.render({})
    with pytest.raises(NotPrintable, match="logo"):
        template.render({"logo": None})
    with pytest.raises(FieldRefused, match="logo"):
        template.render({"logo": "huy hiệu"})


@pytest.mark.parametrize("alt", ["Huy hiệu", "Huy hiệu của {{ logo }}"])
def test_another_alternative_text_stays_a_text(word: SimpleNamespace, alt: str) -> None:
    """
    A picture is replaced only if a tag is all its alternative text.
    """
    paper = compile_template(framed(alt=alt)).render({"logo": "TLĐ"})

    assert shown(paper, word) == [PLACEHOLDER]
    assert found(paper, "//wp:docPr/@descr", word) == [alt.replace("{{ logo }}", "TLĐ")]


def test_the_old_picture_leaves_no_crop_and_no_other_form(word: SimpleNamespace) -> None:
    """
    A crop and an SVG beside the bitmap belonged to the picture that stood there.
    """
    source = word.edited(
        framed(),
        "word/document.xml",
        lambda xml: re.sub(r"(<a:blip [^>]*)/>", rf"\1>{SVG}</a:blip><a:srcRect l='5000'/>", xml),
    )
    assert found(source, "//a:srcRect", word)
    paper = compile_template(source).render({"logo": LOGO})

    assert found(paper, "//a:srcRect", word) == []
    assert found(paper, "//a:blip/*", word) == []


@given(*[st.integers(1, 10_000)] * 4)
def test_a_picture_fits_into_its_frame(wide: int, high: int, across: int, down: int) -> None:
    """
    Never larger than the frame, as large as it on one side, and stretched by less than one unit.
    """
    width, height = fitted(wide, high, across, down)

    assert 1 <= width <= wide
    assert 1 <= height <= high
    assert width == wide or height == high
    assert width == 1 or height == 1 or abs(width * down - height * across) < max(across, down)


def test_lint_knows_the_field_of_a_frame() -> None:
    """
    The tag counts as a use of its field, with loops resolved, at the paragraph of the picture.
    """
    lint = lint_template(framed("{%p for p in people %}", "", "{%p endfor %}", alt="{{ p.photo }}"))

    assert [(use.path, use.how) for use in lint.uses] == [("people", "looped"), ("people[].photo", "printed")]
    assert [one.code for one in lint.findings if one.severity == "error"] == []


def test_a_loop_in_a_paragraph_repeats_its_picture(word: SimpleNamespace) -> None:
    """
    Between two tags of one line as between two paragraphs, for the engine and for lint.
    """
    tag = "<w:r><w:t>{{% {} %}}</w:t></w:r>"
    source = word.edited(
        framed(alt="{{ p.photo }}"),
        "word/document.xml",
        lambda xml: re.sub(
            r"(<w:r>\s*<w:drawing>.*?</w:drawing>\s*</w:r>)",
            rf"{tag.format('for p in people')}\1{tag.format('endfor')}",
            xml,
            flags=re.DOTALL,
        ),
    )
    paper = compile_template(source).render({"people": [{"photo": LOGO}, {"photo": OTHER}]})

    assert shown(paper, word) == [LOGO.content, OTHER.content]
    assert [use.path for use in lint_template(source).uses] == ["people", "people[].photo"]


def test_lint_says_what_is_wrong_with_the_tag_of_a_frame() -> None:
    """
    A tag that cannot be read is found in alternative text as in any other.
    """
    codes = {one.code for one in lint_template(framed(alt="{{ logo | nofilter }}")).findings}

    assert "unknown-filter" in codes


@pytest.mark.slow
@pytest.mark.parametrize("anchored", [False, True])
@pytest.mark.parametrize("place", ["body", "header", "footer"])
def test_a_replaced_picture_adds_no_fault(tmp_path: Path, place: str, anchored: bool) -> None:
    """
    An independent validator finds nothing in the paper that it did not find in the template.
    """
    source = framed("", place=place, anchored=anchored)

    assert added(source, {"logo": LOGO}, tmp_path / "paper.docx")[1] == Counter()
