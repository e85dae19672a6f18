"""Defect 29 of docxtpl: a picture of the template is replaced together with all that share its file."""

from __future__ import annotations

import io

import docx
from docxtpl import DocxTemplate

from service.docx import Picture
from tests.docx.defects import BODY, engine, found
from tests.docx.test_pictures import png

OLD, ONE, OTHER = (png(10, 10, colour=colour) for colour in (1, 2, 3))


def with_two() -> bytes:
    """A template with the same picture twice, one part of the file, and two alternative texts."""
    document, target = docx.Document(), io.BytesIO()
    for name in ("one", "other"):
        shape = document.add_picture(io.BytesIO(OLD))
        # Word writes it in one place or both; docxtpl reads the second
        for named in (shape._inline.docPr, shape._inline.graphic.graphicData.pic.nvPicPr.cNvPr):
            named.set("descr", f"{{{{ {name} }}}}")
    document.save(target)
    return target.getvalue()


def shown(paper: bytes) -> list[bytes]:
    """The bytes of each picture that the body shows."""
    document = docx.Document(io.BytesIO(paper))
    return [
        document.part.related_parts[link].blob for link in found(paper, "//@*[local-name()='embed']", BODY)
    ]


def test_defect_29_a_picture_of_the_template_is_replaced_alone() -> None:
    """
    Each picture gets its own; docxtpl puts one of them into both places.
    """
    source, target = with_two(), io.BytesIO()
    template = DocxTemplate(io.BytesIO(source))
    template.render({"one": "one", "other": "other"})
    template.replace_pic("one", io.BytesIO(ONE))
    template.replace_pic("other", io.BytesIO(OTHER))
    template.save(target)
    pictures = {name: Picture(content=content, width=9) for name, content in (("one", ONE), ("other", OTHER))}
    ours = engine(source, pictures)

    assert shown(ours) == [ONE, OTHER]
    assert found(ours, "//@descr") == ["", "", "", ""]
    assert len(set(shown(target.getvalue()))) == 1
