"""What the office makes of papers that were issued: extracts, and the register."""

from __future__ import annotations

from docx.document import Document
from letterhead import (
    A4_ACROSS,
    HEADING,
    HEADING_ACROSS,
    SIGNING,
    TEXT_WIDTH_ACROSS,
    add,
    grid,
    nation,
    optional,
    p,
    pair,
    row,
    row_tag,
    sheet,
    signed_by_one,
    signed_for_body,
    tag,
    union_heading,
)


def extract() -> Document:
    document = sheet("Bản trích sao")
    add(
        document,
        _copied_heading(),
        p("VKTitle", "{{ copied_kind }}"),
        p("VKSubject", "{{ subject }}"),
        p("VKSubjectRule"),
        p("VKBody", "//(Trích)//"),
        tag("{%p for part in parts %}"),
        p("VKCopiedPart", "{{ part.title }}"),
        tag("{%p for block in part.blocks %}"),
        optional("block.title", p("VKCopiedPart", "{{ block.title }}")),
        _lines_of_block(),
        optional("block.targets", _targets()),
        optional("block.people", _people()),
        tag("{%p endfor %}"),
        tag("{%p endfor %}"),
        p("VKCell"),  # a list of people may end the parts, and Word would join two tables that touch
        _signed_already(),
        p("VKCopyRule"),
        p("VKCopy", "TRÍCH SAO"),
        union_heading(dated=True, nation_too=False),
        p("VKLast", "{{ closing }}./."),
        signed_for_body(),
    )
    return document


def _lines_of_block() -> str:
    """The lines of a block; those over a list of people keep with it."""
    each, end = tag("{%p for line in block.lines %}"), tag("{%p endfor %}")
    leading, plain = (each + p(style, "{{ line }}") + end for style in ("VKLead", "VKBody"))
    return tag("{%p if block.people %}") + leading + tag("{%p else %}") + plain + tag("{%p endif %}")


def _copied_heading() -> str:
    """The heading of the paper that is copied: the congress in bold, or plain over its organ."""
    names = ("{{ congress_caps }}", "{{ ordinal_term_caps }}")
    left = optional("is_of_congress", *(p("VKIssuer", name) for name in names))
    left += optional("organ_caps", *(p("VKAbove", name) for name in names)) + p("VKIssuerRule")
    left += optional("organ_caps", p("VKIssuer", "{{ organ_caps }}")) + p("VKNumber", "{{ copied_number }}")
    right = nation() + optional("copied_date", p("VKDate", "{{ copied_date }}"))
    return pair(HEADING, left, right)


def _signed_already() -> str:
    """Who signed the paper that is copied; the signature itself is not copied."""
    block = tag("{%p for line in copied_capacity %}") + p("VKCapacity", "{{ line }}") + tag("{%p endfor %}")
    return pair(
        SIGNING, p("VKTo"), block + p("VKSigned", "(Đã ký)") + p("VKSignedName", "{{ copied_signer }}")
    )


def _targets() -> str:
    heads = (("TT", 750), ("Chỉ tiêu", 4087), ("Mức phấn đấu", 2000), ("Thời hạn", 1950))
    widths = [width for _, width in heads]
    cells = (
        ("VKFigure", "{{ target.number }}"),
        ("VKCell", "{{ target.subject }}"),
        ("VKFigure", "{{ target.phrase }}"),
        ("VKFigure", "{{ target.cadence }}"),
    )
    start, end = row_tag(widths, "{%tr for target in block.targets %}"), row_tag(widths, "{%tr endfor %}")
    return grid(heads, start + row(widths, cells) + end)


def _people() -> str:
    heads = (("TT", 750), ("Họ và tên", 3500), ("Chức vụ, đơn vị công tác", 4537))
    widths = [width for _, width in heads]
    cells = (
        ("VKFigure", "{{ loop.index }}"),
        ("VKCell", "{{ person.name }}"),
        ("VKCell", "{{ person.office }}"),
    )
    start, end = row_tag(widths, "{%tr for person in block.people %}"), row_tag(widths, "{%tr endfor %}")
    return grid(heads, start + row(widths, cells) + end)


REGISTER = (
    ("Số, ký hiệu văn bản", 1500),
    ("Ngày tháng văn bản", 1300),
    ("Tên loại và trích yếu nội dung văn bản", 3000),
    ("Người ký", 1500),
    ("Nơi nhận văn bản", 2000),
    ("Đơn vị, người nhận bản lưu", 1300),
    ("Số lượng bản", 800),
    ("Ngày chuyển", 1000),
    ("Ký nhận", 800),
    ("Ghi chú", 1370),
)
"""The ten columns of NĐ 30/2020/NĐ-CP, Phụ lục IV; in all as wide as the sheet across allows."""


def register() -> Document:
    document = sheet("Sổ đăng ký văn bản", page=A4_ACROSS)
    widths = [width for _, width in REGISTER]
    cells = (
        ("VKSmallFigure", "{{ line.number }}"),
        ("VKSmallFigure", "{{ line.day }}"),
        ("VKSmallCell", "{{ line.subject }}"),
        ("VKSmallCell", "{{ line.signer }}"),
        ("VKSmallCell", "{{ line.receivers }}"),
        ("VKSmallCell", "{{ line.keeper }}"),
        ("VKSmallFigure", "{{ line.copies }}"),
        ("VKSmallFigure", ""),
        ("VKSmallFigure", ""),
        ("VKSmallCell", "{{ line.note }}"),
    )
    columns = tuple(("VKSmallFigure", f"({number})") for number in range(1, 11))
    rows = row(widths, columns) + row_tag(widths, "{%tr for line in documents %}")
    rows += row(widths, cells) + row_tag(widths, "{%tr endfor %}")
    add(
        document,
        union_heading(dated=False, numbered=False, widths=HEADING_ACROSS, text=TEXT_WIDTH_ACROSS),
        p("VKTitle", "SỔ ĐĂNG KÝ VĂN BẢN"),
        p("VKSubject", "{{ subject }}"),
        p("VKSubjectRule"),
        grid(REGISTER, rows, head="VKSmallHead"),
        p("VKLast", "{{ closing }}./."),
        signed_by_one(("NGƯỜI LẬP SỔ",), "", across=True),
    )
    return document
