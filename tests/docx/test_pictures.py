"""Pictures are put where their tag stands, by content, and nothing else comes with them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest

from service.docx import FieldRefused, InvalidOutcome, Picture, RichText, Span, compile_template, text_of
from tests.docx.validity import faults


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def png(width: int = 4, height: int = 2, *, more: bytes = b"", colour: int = 0) -> bytes:
    """A grey PNG."""
    head = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes([colour]) * min(width, 64)) * min(height, 64))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int = 6, height: int = 3, *, more: bytes = b"") -> bytes:
    """What a JPEG is made of, as far as its frame goes."""
    frame = struct.pack(">BBHBHHB", 0xFF, 0xC0, 11, 8, height, width, 1) + b"\x01\x11\0"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"picture" + b"\xff\xd9"
    return b"\xff\xd8" + more + frame + scan


def test_a_picture_stands_where_its_tag_stood(word: SimpleNamespace) -> None:
    """
    In body, header, cell and loop; each in its place, as wide as asked, once in the file.
    """
    template = compile_template(
        word.file(
            "a {{ x }} b",
            "{%p for p in many %}",
            "{{ p }}",
            "{%p endfor %}",
            header="{{ x }}",
            table=[["{{ x }}", "b"]],
        )
    )
    one, other = (
        Picture(content=png(), width=30, description="Dấu & <chữ>"),
        Picture(content=jpeg(), width=20),
    )
    paper = template.render({"x": one, "many": [other, other, one]})
    document = docx.Document(io.BytesIO(paper))
    sizes = [(shape.width.mm, shape.height.mm) for shape in document.inline_shapes]
    names = zipfile.ZipFile(io.BytesIO(paper)).namelist()

    assert sizes == [(30, 15), (20, 10), (20, 10), (30, 15), (30, 15)]
    assert len([name for name in names if name.startswith("word/media/")]) == 2
    assert sorted(names) == sorted(set(names))
    assert document.paragraphs[0].text == "a  b"
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "Dấu & <chữ>"
    ids = [shape._inline.docPr.get("id") for shape in document.inline_shapes]
    assert len(ids) == len(set(ids))
    assert b"picture-" in word.parts(paper)["word/_rels/header1.xml.rels"]
    assert paper == template.render({"x": one, "many": (other, other, one)})


def test_a_picture_without_pictures_changes_nothing(word: SimpleNamespace) -> None:
    """
    The same template without a picture has none of their parts.
    """
    template = compile_template(word.file("{{ x }}"))
    before = template.render({"x": "a"})
    with_one = template.render({"x": Picture(content=png(), width=10)})

    assert template.render({"x": "a"}) == before
    assert set(word.parts(with_one)) - set(word.parts(before))
    assert text_of(before) == "a"


def test_a_picture_brings_nothing_with_it() -> None:
    """
    Comments, places, cameras and what stands after the end are left out.
    """
    secret = b"10.7769N 106.7009E"
    noted = png(more=chunk(b"tEXt", secret) + chunk(b"eXIf", secret)) + secret
    taken = jpeg(more=b"\xff\xe1" + struct.pack(">H", 2 + len(secret)) + secret) + secret

    assert png() == Picture(content=noted, width=10).content
    assert jpeg() == Picture(content=taken, width=10).content


@pytest.mark.parametrize(
    ("content", "width"),
    [
        (b"", 10),
        (b"GIF89a", 10),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 10),
        (png()[:40], 10),
        (jpeg()[:12], 10),
        (png(20_000, 1), 10),
        (png(0, 1), 10),
        (png() + b"\0" * (6 * 1024 * 1024), 10),
        (png(), 0),
        (png(), 10**9),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, width: int) -> None:
    """
    Other formats, damaged or huge ones are refused when the picture is made.
    """
    with pytest.raises(FieldRefused):
        Picture(content=content, width=width)


def test_a_picture_in_an_attribute_is_refused(word: SimpleNamespace) -> None:
    """
    Where no run can stand, no picture can.
    """
    with pytest.raises(InvalidOutcome):
        compile_template(word.file(table=[["{% cellbg x %}a", "b"]])).render(
            {"x": Picture(content=png(), width=9)}
        )


@pytest.mark.slow
def test_pictures_and_rich_text_add_no_fault(word: SimpleNamespace, tmp_path: Path) -> None:
    """
    An independent validator finds nothing in the paper that it did not find in the template.
    """
    source = word.file(
        "a {{ x }} b {{ y }}", header="{{ x }}", footer="{{ y }}", table=[["{{ x }}", "{{ y }}"]]
    )
    rich = RichText(
        (Span(text="đậm\nhai", bold=True, underline=True, colour="FF0000", size=30), Span(text="c"))
    )
    known = faults(source, tmp_path / "template.docx")
    paper = compile_template(source).render({"x": Picture(content=png(), width=30), "y": rich})

    assert faults(paper, tmp_path / "paper.docx") - known == Counter()
