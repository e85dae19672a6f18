"""Templates that act, fetch, explode, or keep whoever reads their tags busy."""

from __future__ import annotations

from random import Random

from tests.hostile.zips import DEEDS, Deed, Parts, packed

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BODY = "word/document.xml"


def _said(parts: Parts, text: str) -> bytes:
    """A paragraph with this text before all others."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    run = f'<w:p><w:r><w:t xml:space="preserve">{escaped}</w:t></w:r></w:p>'.encode()
    return packed({**parts, _BODY: parts[_BODY].replace(b"<w:body>", b"<w:body>" + run, 1)})


def _marked(parts: Parts, markup: str) -> bytes:
    return packed({**parts, _BODY: parts[_BODY].replace(b"<w:body>", b"<w:body>" + markup.encode(), 1)})


def braces(dice: Random, parts: Parts) -> bytes:
    one = dice.choice(("{", "{{", "{% if", "{{ x }}", "{%p", "{{{{{{ ", "}", "{#", "{{ x", "{_{"))
    return _said(parts, one * (dice.choice((5_900, 20_000, 80_000)) // len(one)))


def deep_tags(dice: Random, parts: Parts) -> bytes:
    depth = dice.choice((50, 900, 5_000))
    made = (
        "{{ " + "(" * depth + "x" + ")" * depth + " }}",
        "{{ " + "not " * depth + "x }}",
        "{{ x" + ".a" * depth + " }}",
        "{{ " + "[" * depth + "]" * depth + " }}",
        "{{ x" + "|upper" * depth + " }}",
        "{{ 1" + "+1" * depth + " }}",
        "{% if x %}" * depth + "{% endif %}" * depth,
        "{% for a in x %}" * depth + "{{ a }}" + "{% endfor %}" * depth,
    )
    return _said(parts, dice.choice(made))


def heavy_tags(dice: Random, parts: Parts) -> bytes:
    made = (
        "{{ 'a' * 10**9 }}", "{{ 9**9**9 }}", "{% for a in range(10**9) %}x{% endfor %}", "{{ lipsum(n=10**8) }}",
        "{{ '%9999999999d' % 1 }}", "{{ '{:>9999999999}'.format(1) }}", "{{ 'a'.center(10**9) }}", "{{ x|batch(10**9) }}",
        "{% for a in 'aaaaaaaa' for b in a %}{% endfor %}", "{% set x = x * 99999999 %}{{ x }}", "{{ ('x' * 9999)|list }}",
        "{% raw %}" * 99, "{{ cycler.__init__.__globals__.os.system('id') }}", "{% include '/etc/passwd' %}",
    )  # fmt: skip
    return _said(parts, dice.choice(made))


def fields(dice: Random, parts: Parts) -> bytes:
    code = dice.choice(
        (
            'DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"', "DDE Excel x", 'INCLUDETEXT "http://127.0.0.1/a.docx"',
            'INCLUDEPICTURE "\\\\\\\\127.0.0.1\\\\a.png"', "MACROBUTTON AutoOpen x", "LINK Excel.Sheet a", "IMPORT a", "DATABASE \\\\d a",
            "GOTOBUTTON x", "AUTOTEXT x", "ASK x", "FILLIN x", "PRINT x", "\u0044DE x", "RD a.docx", "EMBED Package", "= DDE",
        )
    )  # fmt: skip
    parted = dice.randrange(1, len(code))
    begin, end = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    pieces = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in (code[:parted], code[parted:]))
    quoted = code.replace('"', "&quot;")
    made = (
        f'<w:fldSimple w:instr="{quoted}"/>',
        begin + pieces + end,
        begin + f"<w:r><w:instrText>IF </w:instrText></w:r>{begin}{pieces}{end}" + end,
    )
    return _marked(parts, f"<w:p>{dice.choice(made)}</w:p>")


def relations(dice: Random, parts: Parts) -> bytes:
    kind = dice.choice(
        ("attachedTemplate", "oleObject", "aFChunk", "subDocument", "frame", "image", "control", "package", "mailMergeSource", "hyperlink", "externalLinkPath", "transform", "video")
    )  # fmt: skip
    target = dice.choice(
        (
            "http://127.0.0.1/a.dotm",
            "file:///etc/passwd",
            "\\\\\\\\127.0.0.1\\\\a",
            "javascript:alert(1)",
            "mhtml:http://x!y",
            "../../etc/passwd",
            "ms-msdt:/id",
            "",
        )
    )
    mode = dice.choice((' TargetMode="External"', ' TargetMode="external"', ""))
    relation = f'<Relationship Id="rIdEvil" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'
    owner = dice.choice(("word/_rels/document.xml.rels", "_rels/.rels"))
    return packed(
        {**parts, owner: parts[owner].replace(b"</Relationships>", relation.encode() + b"</Relationships>")}
    )


def active_parts(dice: Random, parts: Parts) -> bytes:
    name, kind = dice.choice(
        (
            ("word/vbaProject.bin", "application/vnd.ms-office.vbaProject"), ("word/embeddings/o.bin", "application/vnd.openxmlformats-officedocument.oleObject"),
            ("word/activeX/a.xml", "application/vnd.ms-office.activeX+xml"), ("word/a.html", "text/html"), ("word/a.svg", "image/svg+xml"),
            ("word/a.exe", "application/x-msdownload"), ("word/a.xml", ""),
        )
    )  # fmt: skip
    types = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    )
    return packed({**parts, "[Content_Types].xml": types, name: b"<x/>"})


def active_markup(dice: Random, parts: Parts) -> bytes:
    made = (
        '<w:altChunk r:id="rId1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>',
        "<w:p><w:r><w:object/></w:r></w:p>", "<w:p><w:subDoc/></w:p>",
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x" w:storeItemID="{}"/></w:sdtPr><w:sdtContent/></w:sdt>',
    )  # fmt: skip
    return _marked(parts, dice.choice(made))


def deep_tables(dice: Random, parts: Parts) -> bytes:
    depth = dice.choice((20, 60, 3_000))
    inside = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "<w:p/></w:tc></w:tr></w:tbl>" * depth
    return _marked(parts, inside)


def many_paragraphs(dice: Random, parts: Parts) -> bytes:
    one = dice.choice(
        (
            "<w:p/>",
            "<w:p><w:r><w:t>{{ x }}</w:t></w:r></w:p>",
            "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
        )
    )
    return _marked(parts, one * dice.choice((900, 20_000, 200_000)))


OWN: tuple[Deed, ...] = (
    braces, braces, deep_tags, deep_tags, heavy_tags, heavy_tags, fields, fields, relations, relations, active_parts,
    active_markup, deep_tables, many_paragraphs,
)  # fmt: skip
ALL: tuple[Deed, ...] = (*OWN, *DEEDS)
