"""What the tests of defects share: templates written as XML, docxtpl beside the engine, and what a paper holds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from service.docx import TemplateRefused, compile_template
from service.docx.lint import lint_template

BODY = "word/document.xml"
_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "v": "urn:schemas-microsoft-com:vml",
}


def run(text: str, properties: str = "") -> str:
    """A `w:r`; `properties` is the XML in its `w:rPr`."""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t>{escape(text)}</w:t></w:r>"


def paragraphs(*texts: str) -> str:
    """A `w:p` for each text."""
    return "".join(f"<w:p>{run(text)}</w:p>" for text in texts)


def table(*rows: list[str], properties: str = '<w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>') -> str:
    """A `w:tbl`; a cell is XML, or text that becomes one paragraph."""
    grid = '<w:gridCol w:w="2000"/>' * len(rows[0])
    cells = (
        "".join(f"<w:tc>{properties}{one if one.startswith('<') else paragraphs(one)}</w:tc>" for one in row)
        for row in rows
    )
    body = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def body_of(word: SimpleNamespace, *xml: str, **places: str) -> bytes:
    """A .docx whose body is `xml`; `places` are `header` and `footer`."""
    source: bytes = word.edited(
        word.file(**places), BODY, lambda text: text.replace("<w:sectPr", "".join(xml) + "<w:sectPr", 1)
    )
    return source


def engine(source: bytes, fields: dict[str, Any]) -> bytes:
    """The paper that `service.docx` makes."""
    return compile_template(source).render(fields)


def docxtpl(source: bytes, fields: dict[str, Any], **options: Any) -> bytes:
    """The paper that docxtpl makes; `options` are those of its `render`."""
    template, target = DocxTemplate(io.BytesIO(source)), io.BytesIO()
    template.render(fields, **options)
    template.save(target)
    return target.getvalue()


def both(source: bytes, fields: dict[str, Any], **options: Any) -> tuple[bytes, bytes]:
    """What docxtpl makes, then what the engine makes."""
    return docxtpl(source, fields, **options), engine(source, fields)


def part(paper: bytes, name: str = BODY) -> str:
    """One part of `paper` as text."""
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        return archive.read(name).decode()


def names(paper: bytes) -> list[str]:
    """The entries of `paper`."""
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        return archive.namelist()


def found(paper: bytes, path: str, name: str = BODY) -> list[Any]:
    """What the XPath `path` finds in one part."""
    root = etree.fromstring(part(paper, name).encode())
    return list(etree.ElementBase.xpath(root, path, namespaces=_SPACES))


def lines(paper: bytes, name: str = BODY) -> list[str]:
    """The text of each paragraph of one part, in order; a line break is a line feed."""
    root = etree.fromstring(part(paper, name).encode())
    signs = {"t": None, "br": "\n"}
    return [
        "".join(
            signs[etree.QName(node).localname] or node.text or "" for node in paragraph.iter("{*}t", "{*}br")
        )
        for paragraph in root.iter("{*}p")
    ]


def refusal(source: bytes) -> TemplateRefused:
    """Why the template is refused when it is compiled."""
    with pytest.raises(TemplateRefused) as caught:
        compile_template(source)
    assert caught.value.sentence
    return caught.value


def findings(source: bytes) -> dict[str, str]:
    """What lint says of a template: code to place."""
    return {one.code: one.spot.en for one in lint_template(source).findings}


def fails(make: Callable[[], object]) -> bool:
    """Whether `make` raises anything at all: docxtpl raises what its libraries raise."""
    try:
        make()
    except Exception:  # noqa: BLE001  # which one differs from library to library
        return True
    return False
