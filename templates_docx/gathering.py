"""The papers that call people together: summons, invitation, programme."""

from __future__ import annotations

from docx.document import Document
from letterhead import (
    add,
    grid,
    heading,
    optional,
    p,
    row,
    row_tag,
    sheet,
    signed_by_body,
    signed_by_office,
    tag,
    title,
    union_heading,
)

_TO = p("VKTo", "- Như trên;") + p("VKTo", "- Lưu: VT, hồ sơ Đại hội.")


def summons() -> Document:
    document = sheet("Giấy triệu tập")
    add(document, union_heading(), title("GIẤY TRIỆU TẬP"))
    add(
        document,
        p("VKBody", "{{ opening }}"),
        p("VKBody", "Đồng chí: **{{ name }}**"),
        optional("office", p("VKBody", "Chức vụ, đơn vị công tác: {{ office }}")),
        optional("delegation", p("VKBody", "Đoàn đại biểu: {{ delegation }}")),
        optional("card_number", p("VKBody", "Số đại biểu: {{ card_number }}")),
        p("VKBody", "{{ purpose }}"),
        _particulars(),
        p("VKLast", "{{ closing }}./."),
        signed_by_office(_TO, "capacity", "{{ signer }}"),
    )
    return document


def invitation() -> Document:
    document = sheet("Giấy mời")
    add(document, union_heading(), title("GIẤY MỜI"))
    add(
        document,
        p("VKBody", "{{ opening }}"),
        p("VKBody", "{{ salutation }}: **{{ name }}**"),
        optional("office", p("VKBody", "Chức vụ, đơn vị công tác: {{ office }}")),
        p("VKBody", "{{ purpose }}"),
        _particulars(),
        p("VKLast", "{{ closing }}./."),
        signed_by_office(_TO, "capacity", "{{ signer }}"),
    )
    return document


def _particulars() -> str:
    return (
        tag("{%p for line in particulars %}")
        + p("VKLead", "- {{ line.label }}: {{ line.text }}.")
        + tag("{%p endfor %}")
    )


def programme() -> Document:
    document = sheet("Chương trình đại hội")
    add(document, heading(organ=False, dated=True), title("CHƯƠNG TRÌNH"))
    add(
        document,
        p("VKBody", "Địa điểm: {{ venue }}."),
        tag("{%p for sitting in sittings %}"),
        optional("sitting.title", p("VKPart", "{{ sitting.title }}")),
        _points(),
        tag("{%p endfor %}"),
        p("VKLast", "{{ closing }}./."),
        signed_by_body(
            p("VKTo", "- Đại biểu dự Đại hội;") + p("VKTo", "- Lưu: VT, hồ sơ Đại hội."), "{{ planner_caps }}"
        ),
    )
    return document


def _points() -> str:
    heads = (("TT", 650), ("Thời gian", 1200), ("Nội dung", 4337), ("Người thực hiện", 2600))
    widths = [width for _, width in heads]
    cells = (
        ("VKFigure", "{{ item.number }}"),
        ("VKFigure", "{{ item.time }}"),
        ("VKCell", "{{ item.title }}"),
        ("VKCell", "{{ item.in_charge }}"),
    )
    start, end = row_tag(widths, "{%tr for item in sitting.points %}"), row_tag(widths, "{%tr endfor %}")
    return grid(heads, start + row(widths, cells) + end)
