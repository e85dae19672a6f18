"""
The sheet every paper starts from: page, page number, the two heading blocks, tables, signatures.

Only python-docx and this folder are needed. A paper is drawn by calling these in the order of the page.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree
from wordstyles import STYLES, Style, W, fonts_xml, numbering_xml, settings_xml, styles_xml

A4 = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1418" w:right="1134" w:bottom="1134" w:left="1985" w:header="567" w:footer="567" w:gutter="0"/>'
)
A4_ACROSS = (
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1418" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
)
"""For wide tables; the margin to be bound is then at the top."""
TEXT_WIDTH, TEXT_WIDTH_ACROSS = 11906 - 1985 - 1134, 16838 - 2 * 1134
HEADING, SIGNING, TWO_SIGNING = (3936, 5846), (3276, 6072), (4674, 4674)
"""Widths of the heading and signature tables in the official .docx of NĐ 30/2020/NĐ-CP."""
HEADING_ACROSS, SIGNING_ACROSS = (6285, 8285), (8285, 6285)

_LEFT_OUT = {
    RT.THEME,
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/webSettings",
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    RT.CUSTOM_XML,
    RT.CUSTOM_PROPERTIES,
}


def sheet(
    title: str, *, styles: tuple[Style, ...] = STYLES, page: str = A4, numbered: bool = True
) -> Document:
    """An empty document with our styles only: nothing of python-docx's own sample is left in it."""
    document = docx.Document()
    _strip(document, styles)
    section = f'<w:sectPr {W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{page}</w:sectPr>'
    old = document.element.body.sectPr
    old.getparent().replace(old, parse_xml(section))
    if numbered:
        _number_pages(document)
    _describe(document, title)
    return document


def _strip(document: Document, styles: tuple[Style, ...]) -> None:
    part = document.part
    contents = {
        RT.STYLES: styles_xml(styles),
        RT.SETTINGS: settings_xml(),
        RT.NUMBERING: numbering_xml() if styles is STYLES else None,
        RT.FONT_TABLE: fonts_xml(),
    }
    for key, relation in list(part.rels.items()):
        xml = contents.get(relation.reltype)
        if relation.reltype in _LEFT_OUT or xml is None:
            del part.rels[key]
        elif hasattr(relation.target_part, "_element"):
            relation.target_part._element = parse_xml(xml)  # noqa: SLF001 - python-docx has no way to replace a part
        else:
            relation.target_part._blob = xml.encode()  # noqa: SLF001 - the same
    package = part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith(("/thumbnail", "/custom-properties", "/extended-properties")):
            del package.rels[key]


def _describe(document: Document, title: str) -> None:
    core = document.core_properties
    core.title, core.language = title, "vi-VN"
    core.author = core.last_modified_by = core.comments = core.keywords = core.subject = core.category = ""
    core.created = core.modified = dt.datetime(2023, 1, 1)  # noqa: DTZ001 - python-docx wants it naive
    core.revision = 1


def _number_pages(document: Document) -> None:
    """The page number in the top margin, centred, hidden on the first page."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.style = document.styles["header"]
    for xml in (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>2</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {W}>{xml}</w:r>"))  # noqa: SLF001 - fields have no API


def text(value: str) -> str:
    """A run; `**word**` is bold, `//word//` italic."""
    runs, bold, italic = [], False, False
    for piece in value.replace("**", "\0b\0").replace("//", "\0i\0").split("\0"):
        if piece == "b":
            bold = not bold
        elif piece == "i":
            italic = not italic
        elif piece:
            look = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
            escaped = piece.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            runs.append(
                f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{escaped}</w:t></w:r>'
            )
    return "".join(runs)


def p(style: str, value: str = "") -> str:
    """A paragraph as XML."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{text(value)}</w:p>'


def tag(value: str) -> str:
    """A paragraph that holds only a `{%p %}` tag and vanishes."""
    return f"<w:p>{text(value)}</w:p>"


def bullets(name: str) -> str:
    """One dash line for each text of the list `name`."""
    return tag(f"{{%p for line in {name} %}}") + p("VKBody", "- {{ line }}") + tag("{%p endfor %}")


def lines(name: str) -> str:
    """One paragraph for each text of the list `name`."""
    return tag(f"{{%p for line in {name} %}}") + p("VKBody", "{{ line }}") + tag("{%p endfor %}")


def optional(name: str, *blocks: str) -> str:
    """The blocks, only when `name` is not empty."""
    return tag(f"{{%p if {name} %}}") + "".join(blocks) + tag("{%p endif %}")


def add(document: Document, *blocks: str) -> None:
    """Put blocks at the end of the body, before the section's properties."""
    body = document.element.body
    for block in blocks:
        wrapper = parse_xml(f"<w:body {W}>{block}</w:body>")
        for element in list(wrapper):
            body.sectPr.addprevious(element)


def annex(document: Document, number: str, title: str, of: str, *blocks: str) -> None:
    """
    An annex on pages of its own, numbered from 1, the first of them hidden like that of every paper.

    `number` is the word Phụ lục, with a Roman numeral where there are several; `of` says which paper it goes with
    (NĐ 30/2020/NĐ-CP, Phụ lục I, phần III). The first annex ends the paper itself, each later one that before it.
    """
    add(document, section_end(document))
    _restart_pages(document)
    add(document, p("VKAnnex", number), p("VKAnnexTitle", title), p("VKAnnexOf", f"({of})"), *blocks)


def section_end(document: Document) -> str:
    """A line of one point that ends the section of the body so far, which keeps the page and its number."""
    section = etree.tostring(copy.deepcopy(document.element.body.sectPr), encoding="unicode")
    return f'<w:p><w:pPr><w:pStyle w:val="VKEnd"/>{section}</w:pPr></w:p>'


def end_with_a_line(document: Document) -> None:
    """Word puts an empty line behind a table at the end; ours is of one point, which never needs a page of its own."""
    if document.element.body.sectPr.getprevious().tag == qn("w:tbl"):
        add(document, p("VKEnd"))


def _restart_pages(document: Document) -> None:
    section = document.element.body.sectPr
    margins = section.find(qn("w:pgMar"))
    if section.find(qn("w:pgNumType")) is None:
        margins.addnext(parse_xml(f'<w:pgNumType {W} w:start="1"/>'))


def foot(document: Document, *blocks: str) -> None:
    """Put blocks at the foot of every page, where they stay however long the body is."""
    footer = document.sections[0].footer
    (empty,) = footer.paragraphs
    for block in blocks:
        empty._p.addprevious(parse_xml(f"<w:body {W}>{block}</w:body>")[0])  # noqa: SLF001 - no API for XML
    empty._p.getparent().remove(empty._p)  # noqa: SLF001 - the same


def _cell(width: int, content: str, *, top: bool = True) -> str:
    align = "" if top else '<w:vAlign w:val="center"/>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{align}</w:tcPr>{content}</w:tc>'


def _table(style: str, widths: Sequence[int], rows: str, *, indent: int = 0) -> str:
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{indent}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def pair(widths: tuple[int, int], left: str, right: str, *, text: int = TEXT_WIDTH) -> str:
    """Two blocks side by side, without lines, standing out of the text evenly on both sides."""
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cell(widths[0], left)}{_cell(widths[1], right)}</w:tr>"
    return _table("VKPlain", widths, row, indent=(text - sum(widths)) // 2)


def heading(*, organ: bool, dated: bool, numbered: bool = True) -> str:
    """
    The two heading blocks.

    A paper of the congress itself has the congress in bold over the line; a paper of one of its organs has
    the congress plain over the line and the organ in bold under it (QĐ 933/QĐ-TLĐ, Phụ lục IV). Minutes
    have no date line (NĐ 30/2020/NĐ-CP, Mẫu 1.9).
    """
    name = "VKAbove" if organ else "VKIssuer"
    left = p(name, "{{ congress_caps }}") + p(name, "{{ ordinal_term_caps }}") + p("VKIssuerRule")
    left += p("VKIssuer", "{{ organ_caps }}") if organ else ""
    left += p("VKNumber", "{{ number_line }}") if numbered else ""
    return pair(HEADING, left, nation() + (p("VKDate", "{{ date_line }}") if dated else ""))


def nation() -> str:
    """The nation and its motto, over their line."""
    return (
        p("VKNation", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + p("VKMotto", "Độc lập - Tự do - Hạnh phúc")
        + p("VKMottoRule")
    )


def union_heading(
    *,
    dated: bool = True,
    numbered: bool = True,
    nation_too: bool = True,
    widths: tuple[int, int] = HEADING,
    text: int = TEXT_WIDTH,
) -> str:
    """
    The ordinary heading of a union: the union above it plain, its own name bold (QĐ 933/QĐ-TLĐ, Phụ lục III).

    Without `nation_too` it is the block of a copy, which has the issuer and the day alone (NĐ 30/2020/NĐ-CP, Mẫu 3.1).
    """
    left = optional("upper_caps", p("VKAbove", "{{ upper_caps }}"))
    left += p("VKIssuer", "{{ union_caps }}") + p("VKIssuerRule")
    left += p("VKNumber", "{{ number_line }}") if numbered else ""
    right = (nation() if nation_too else "") + (p("VKDate", "{{ date_line }}") if dated else "")
    return pair(widths, left, right, text=text)


def title(kind: str) -> str:
    return p("VKTitle", kind) + p("VKSubject", "{{ subject }}") + p("VKSubjectRule")


def grid(heads: Sequence[tuple[str, int]], rows: str, *, head: str = "VKHeadCell") -> str:
    """A ruled table whose head repeats on every page and whose rows never break."""
    cells = "".join(_cell(width, p(head, label), top=False) for label, width in heads)
    first = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
    widths = [width for _, width in heads]
    return _table("VKGrid", widths, first + rows)


def row(widths: Sequence[int], cells: Sequence[tuple[str, str]]) -> str:
    content = "".join(
        _cell(w, p(style, value), top=False) for w, (style, value) in zip(widths, cells, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{content}</w:tr>"


def row_tag(widths: Sequence[int], value: str) -> str:
    """A row that holds only a `{%tr %}` tag and vanishes."""
    cells = [("VKCell", value), *[("VKCell", "")] * (len(widths) - 1)]
    return row(widths, cells)


def signature(capacity: Sequence[str], name: str) -> str:
    return "".join(p("VKCapacity", line) for line in capacity) + p("VKName", name)


def signed_with_receivers(receivers: str, capacity: Sequence[str], name: str) -> str:
    return pair(SIGNING, p("VKToLabel", "Nơi nhận:") + receivers, signature(capacity, name))


def signed_by_office(
    receivers: str,
    capacity: str,
    name: str,
    *,
    widths: tuple[int, int] = SIGNING,
    text: int = TEXT_WIDTH,
) -> str:
    """One signature; the lines over it are the list `capacity`, since a deputy has one line more."""
    over = tag(f"{{%p for line in {capacity} %}}") + p("VKCapacity", "{{ line }}") + tag("{%p endfor %}")
    return pair(widths, p("VKToLabel", "Nơi nhận:") + receivers, over + p("VKName", name), text=text)


def signed_for_body() -> str:
    """Who receives it, and the signature in the capacity that the fields give: TM., KT., the office."""
    receivers = tag("{%p for line in receivers %}") + p("VKTo", "- {{ line }};") + tag("{%p endfor %}")
    return signed_by_office(receivers + p("VKTo", "- {{ filed }}."), "capacity", "{{ signer }}")


def signed_by_body(receivers: str, body: str) -> str:
    """The name of a body alone, as under its report to the congress: nobody signs for it (QĐ 933/QĐ-TLĐ, Phụ lục IV)."""
    return pair(SIGNING, p("VKToLabel", "Nơi nhận:") + receivers, p("VKCapacity", body))


def signed_by_one(capacity: Sequence[str], name: str, *, across: bool = False) -> str:
    """One signature at the right, where nobody is to receive the paper."""
    if across:
        return pair(SIGNING_ACROSS, p("VKTo"), signature(capacity, name), text=TEXT_WIDTH_ACROSS)
    return pair(SIGNING, p("VKTo"), signature(capacity, name))


def signed_by_two(left: tuple[Sequence[str], str], right: tuple[Sequence[str], str]) -> str:
    """Two signatures, the names on one height."""
    most = max(len(left[0]), len(right[0]))
    padded = [([*capacity, *[""] * (most - len(capacity))], name) for capacity, name in (left, right)]
    return pair(TWO_SIGNING, signature(*padded[0]), signature(*padded[1]))
