"""The program that renders injected templates in a cage, with Python's audit events written down."""

from __future__ import annotations

import io
import os
import re
import socket
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).parents[2]))  # a cage knows nothing of the folder it was asked from

from service.cage import serve
from service.docx import DocxError, Picture, RichText, compile_template
from service.docx.richtext import Span
from tests.hostile.zips import unpacked

PATHS = ("body", "header", "footer", "footnote", "title", "property", "value", "name")
_QUIET = (
    "compile",
    "exec",
    "object.__getattr__",
    "object.__setattr__",
    "code.__new__",
    "sys._getframe",
    "marshal.",
    "builtins.id",
    "time.",
)
"""Jinja2 compiles and runs what it made of a template; nothing here leaves the process."""
_ESCAPED = re.compile(
    r"<class|<function|<built-in|object at 0x|&lt;class|&lt;function|root:x:|uid=\d|subprocess|<Template|environment"
)
_MARK = "PAYLOAD"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_W = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}/relationships"'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


def _fields(payload: str) -> dict[str, object]:
    return {
        "x": "văn bản", "d": {"name": "An"}, "names": ["An", "Bình"], "day": date(2023, 2, 27), "amount": Decimal("1.5"), "n": 7,
        "rich": RichText((Span(text="đậm"),)), "picture": Picture(content=PNG, width=30), "value": payload,
    }  # fmt: skip


def _base(path: str) -> dict[str, bytes]:
    """The smallest template with every place where text is rendered; the mark stands in one of them."""
    said = {place: _MARK if place == path else "x" for place in PATHS} | {
        "value": "{{ value }}",
        "name": "{{ d.name }}",
    }
    run = "<w:p><w:r><w:t>{}</w:t></w:r>{}</w:p>"
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    ends = (
        '<w:headerReference w:type="default" r:id="rId1"/><w:footerReference w:type="default" r:id="rId2"/>'
    )
    body = "".join(run.format(said[place], "") for place in ("body", "value", "name")) + run.format("x", note)
    stories = {
        "document": f"<w:document {_W}><w:body>{body}<w:sectPr>{ends}</w:sectPr></w:body></w:document>",
        "header1": f"<w:hdr {_W}>{run.format(said['header'], '')}</w:hdr>",
        "footer1": f"<w:ftr {_W}>{run.format(said['footer'], '')}</w:ftr>",
        "footnotes": f'<w:footnotes {_W}><w:footnote w:id="1">{run.format(said["footnote"], "")}</w:footnote></w:footnotes>',
    }
    kinds = {"document": "document.main", "header1": "header", "footer1": "footer", "footnotes": "footnotes"}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in kinds.items()
    ) + "".join(
        f'<Override PartName="/docProps/{name}.xml" ContentType="application/vnd.openxmlformats-{kind}-properties+xml"/>'
        for name, kind in (("core", "package.core"), ("custom", "officedocument.custom"))
    )
    default = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    links = {
        "rId1": ("header", "header1.xml"),
        "rId2": ("footer", "footer1.xml"),
        "rId3": ("footnotes", "footnotes.xml"),
    }
    of_file = {
        "rId1": ("officeDocument", "word/document.xml"),
        "rId3": ("custom-properties", "docProps/custom.xml"),
    }
    core = '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{default}{types}</Types>',
        "_rels/.rels": _relations(of_file, core),
        "word/_rels/document.xml.rels": _relations(links, ""),
        **{f"word/{name}.xml": xml for name, xml in stories.items()},
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{said["title"]}</dc:title></cp:coreProperties>',
        "docProps/custom.xml": f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes"><property'
        f' fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="a"><vt:lpwstr>{said["property"]}</vt:lpwstr></property></Properties>',
    }
    return {name: xml.encode() for name, xml in parts.items()}


def _relations(links: Mapping[str, tuple[str, str]], more: str) -> str:
    inside = "".join(
        f'<Relationship Id="{one}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
        for one, (kind, target) in links.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}{more}</Relationships>'


def _packed(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _put(parts: Mapping[str, bytes], payload: str) -> bytes:
    said = escape(payload.encode("utf-8", "ignore").decode()).encode()
    return _packed({name: content.replace(_MARK.encode(), said) for name, content in parts.items()})


class _Watch:
    """Python's audit events while it is on."""

    def __init__(self) -> None:
        self.is_on = False
        self.seen: Counter[str] = Counter()
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.is_on and not event.startswith(_QUIET):
            self.seen[f"{event} {ascii(arguments)[:80]}"] += 1


def inject(raw: bytes, words: Any) -> tuple[Any, bytes]:
    """Each payload on each path: how many were refused by which code, how many rendered, what escaped, what was done."""
    bases = {path: _base(path) for path in PATHS}
    said, escapes, watch = Counter[str](), list[str](), _Watch()
    _tried(
        bases,
        ["{{ x }}", "{{ x.a }}", "{{ '\\x41' }}", "{{ ( }}", "{% if x %}{{ rich }}{% endif %}"],
        said,
        escapes,
    )  # loads what is loaded late
    loaded = dict(said)
    said.clear()
    watch.is_on = True
    _tried(bases, words["payloads"], said, escapes)
    watch.is_on = False
    return {"said": said, "escapes": escapes, "events": watch.seen, "harmless": loaded}, b""


def control(raw: bytes, words: Any) -> tuple[Any, bytes]:
    """What the watch says of somebody who did get out: without it, silence would prove nothing."""
    watch, did = _Watch(), list[str]()
    watch.is_on = True
    for escape_ in (lambda: Path("/etc/hostname").read_text(), lambda: os.system("true"), socket.socket):
        try:
            escape_()
        except OSError as error:
            did.append(type(error).__name__)
    watch.is_on = False
    return {"events": sorted(one.split()[0] for one in watch.seen)}, b""


def _tried(
    bases: Mapping[str, Mapping[str, bytes]], tried: list[str], said: Counter[str], escapes: list[str]
) -> None:
    for payload in tried:
        for path in PATHS:
            said[
                _outcome(
                    lambda payload=payload, path=path: _paper(bases[path], path, payload),
                    payload,
                    path,
                    escapes,
                )
            ] += 1  # type: ignore[misc]


def _paper(parts: Mapping[str, bytes], path: str, payload: str) -> bytes:
    fields = _fields(payload)
    if path == "name":
        fields["d"] = {"name": "An", payload: payload}
    return compile_template(_put(parts, payload)).render(fields)


def _outcome(render: Callable[[], bytes], payload: str, path: str, escapes: list[str]) -> str:
    try:
        paper = render()
    except DocxError as refusal:
        if _ESCAPED.search(str(refusal)) and not _ESCAPED.search(payload):
            escapes.append(f"{path}: {payload}: says {refusal}")
        return f"refused {getattr(refusal, 'code', type(refusal).__name__)}"
    text = "\n".join(_texts(paper))
    if path in {"value", "name"}:
        return "rendered"
    if _ESCAPED.search(text):
        escapes.append(f"{path}: {payload}: prints {text[:200]}")
    return "rendered"


def _texts(paper: bytes) -> Iterator[str]:
    for name, content in unpacked(paper).items():
        if name.startswith(("word/document", "word/header", "word/footer", "word/footnotes", "docProps")):
            yield re.sub(r"<[^>]*>", "", content.decode())


if __name__ == "__main__":
    sys.exit(serve({"inject": inject, "control": control}))
