"""From the proposal to the upper union to its decision."""

from __future__ import annotations

from afterwards import people_of_bodies
from docx.document import Document
from letterhead import (
    add,
    grid,
    lines,
    p,
    row,
    row_tag,
    sheet,
    signed_by_one,
    signed_for_body,
    tag,
    title,
    union_heading,
)


def recognition_proposal() -> Document:
    document = sheet("Tờ trình đề nghị công nhận")
    add(
        document,
        union_heading(dated=True),
        title("TỜ TRÌNH"),
        p("VKAddressed", "Kính gửi: {{ addressee }}"),
        _grounds(),
        p("VKLead", "{{ opening }}"),
        people_of_bodies(),
        p("VKLead", "Hồ sơ kèm theo gồm có:"),
        _enclosures(("TT", 750), ("Tên tài liệu", 5037), ("Số bản chính", 1500), ("Số trang", 1500)),
        p("VKLast", "{{ closing }}./."),
        signed_for_body(),
    )
    return document


def recognition_dossier() -> Document:
    document = sheet("Danh mục hồ sơ đề nghị công nhận")
    heads = (
        ("TT", 650),
        ("Tên tài liệu", 4237),
        ("Số bản chính", 1300),
        ("Số trang", 1200),
        ("Tình trạng", 1400),
    )
    add(
        document,
        union_heading(dated=False, numbered=False),
        title("DANH MỤC HỒ SƠ"),
        p("VKLead", "Tài liệu phải có trong hồ sơ:"),
        _enclosures(*heads),
        lines("missing"),
        p("VKLead", "{{ deadline_line }}"),
        p("VKLast", "{{ closing }}./."),
        signed_by_one(("NGƯỜI LẬP DANH MỤC",), "{{ signer }}"),
    )
    return document


def recognition_decision() -> Document:
    document = sheet("Quyết định công nhận")
    add(
        document,
        union_heading(dated=True),
        title("QUYẾT ĐỊNH"),
        p("VKResolve", "{{ body_caps }}"),
        _grounds(),
        p("VKResolve", "QUYẾT ĐỊNH:"),
        p("VKLead", "**Điều 1.** {{ recognised }}"),
        people_of_bodies(),
        p("VKBody", "**Điều 2.** {{ duties }}"),
        p("VKLast", "**Điều 3.** {{ execution }}./."),
        signed_for_body(),
    )
    return document


def _grounds() -> str:
    return tag("{%p for line in grounds %}") + p("VKGround", "{{ line }}") + tag("{%p endfor %}")


def _enclosures(*heads: tuple[str, int]) -> str:
    widths = [width for _, width in heads]
    cells = [
        ("VKFigure", "{{ loop.index }}"),
        ("VKCell", "{{ paper.title }}"),
        ("VKFigure", "{{ paper.originals }}"),
        ("VKFigure", "{{ paper.pages }}"),
        ("VKFigure", "{{ paper.state }}"),
    ][: len(heads)]
    start, end = row_tag(widths, "{%tr for paper in dossier %}"), row_tag(widths, "{%tr endfor %}")
    return grid(heads, start + row(widths, cells) + end)
