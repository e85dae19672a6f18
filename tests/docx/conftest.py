"""Word templates made in the test, so that what a test says is all there is in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from types import SimpleNamespace

import docx
import pytest

from service.docx import CompiledTemplate, compile_template

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_file(
    *paragraphs: str,
    header: str = "",
    footer: str = "",
    table: list[list[str]] | None = None,
) -> bytes:
    """A .docx with these paragraphs, then the table, a row a list."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def parts_of(source: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(name, content)
    return target.getvalue()


def edited(source: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """`source` with the text of one part changed."""
    parts = parts_of(source)
    before = parts[part].decode()
    after = change(before)
    assert before != after
    return zipped({**parts, part: after.encode()})


def with_part(
    source: bytes, name: str, content: bytes, content_type: str, kind: str, *, external: str = ""
) -> bytes:
    """`source` with one more part, or outside address, that the body refers to."""
    parts = parts_of(source)
    target = f'Target="{external}" TargetMode="External"' if external else f'Target="/{name}"'
    link = f'<Relationship Id="rIdMore" Type="{_OFFICE}/{kind}" {target}/>'
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode() + b"</Relationships>")
    if not external:
        override = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        types = "[Content_Types].xml"
        parts[types] = parts[types].replace(b"</Types>", override.encode() + b"</Types>")
        parts[name] = content
    return zipped(parts)


def with_footnote(source: bytes, text: str) -> bytes:
    """`source` with a footnote that says `text`, called from its first paragraph."""
    note = (
        f"<w:footnotes {_W}>"
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    noted = edited(
        source,
        "word/document.xml",
        lambda xml: re.sub(r"</w:p>", '<w:r><w:footnoteReference w:id="1"/></w:r></w:p>', xml, count=1),
    )
    return with_part(noted, "word/footnotes.xml", note.encode(), f"{_TYPES}.footnotes+xml", "footnotes")


@pytest.fixture(scope="session")
def everywhere() -> CompiledTemplate:
    """A template that prints `x` in every place where text can stand."""
    source = word_file(
        "body: {{ x }}",
        header="header: {{ x }}",
        footer="footer: {{ x }}",
        table=[["cell: {{ x }}", "fixed"], ["{% if x %}yes{% endif %}", "{{ x }}"]],
    )
    return compile_template(with_footnote(source, "note: {{ x }}"))


@pytest.fixture(scope="session")
def word() -> SimpleNamespace:
    """The factory of templates: test files cannot import this module."""
    return SimpleNamespace(
        file=word_file,
        parts=parts_of,
        zipped=zipped,
        edited=edited,
        with_part=with_part,
        with_footnote=with_footnote,
    )
