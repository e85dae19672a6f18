"""What is written after the congress: the first conferences, their counts, and the notice of the results."""

from __future__ import annotations

from counting import counted, won
from docx.document import Document
from letterhead import (
    add,
    bullets,
    grid,
    lines,
    optional,
    p,
    row,
    row_tag,
    sheet,
    signed_by_two,
    signed_for_body,
    tag,
    title,
    union_heading,
)


def conference_minutes() -> Document:
    document = sheet("Biên bản hội nghị lần thứ nhất")
    add(
        document,
        union_heading(dated=False),
        title("BIÊN BẢN"),
        p("VKPart", "Thời gian, địa điểm"),
        lines("times"),
        p("VKPart", "Thành phần tham dự"),
        lines("attendance"),
        p("VKPart", "Nội dung, diễn biến hội nghị"),
        optional("programme", p("VKPoint", "Chương trình hội nghị"), bullets("programme")),
        optional("programme_vote", p("VKBody", "//{{ programme_vote }}//")),
        tag("{%p for step in steps %}"),
        p("VKPoint", "{{ step.title }}"),
        lines("step.lines"),
        optional("step.vote", p("VKBody", "//{{ step.vote }}//")),
        tag("{%p endfor %}"),
        optional(
            "elections",
            p("VKPart", "Kết quả bầu cử"),
            optional("tellers_line", p("VKBody", "{{ tellers_line }}")),
            tag("{%p for election in elections %}"),
            p("VKPoint", "{{ election.title }}"),
            lines("election.lines"),
            tag("{%p endfor %}"),
            p("VKBody", "Chi tiết tại các biên bản kiểm phiếu kèm theo."),
        ),
        p("VKLast", "{{ closing }}./."),
        signed_by_two((("THƯ KÝ",), "{{ secretary }}"), (("CHỦ TỌA",), "{{ president }}")),
    )
    return document


def conference_count() -> Document:
    document = sheet("Biên bản kiểm phiếu tại hội nghị lần thứ nhất")
    add(document, union_heading(dated=False), title("BIÊN BẢN KIỂM PHIẾU"), counted())
    add(
        document,
        won(),
        signed_by_two(
            (("CHỦ TỌA HỘI NGHỊ",), "{{ president }}"),
            (("TM. {{ tellers_caps }}", "TRƯỞNG BAN"), "{{ head_teller }}"),
        ),
    )
    return document


def notice() -> Document:
    document = sheet("Thông báo kết quả Đại hội")
    add(
        document,
        union_heading(dated=True),
        title("THÔNG BÁO"),
        p("VKBody", "{{ opening }}"),
        p("VKPart", "Kết quả Đại hội"),
        lines("results"),
        p("VKPart", "{{ bodies_part }}"),
        people_of_bodies(),
        optional("delegation_line", p("VKLead", "{{ delegation_line }}"), _delegates("official")),
        optional("alternates_line", p("VKLead", "{{ alternates_line }}"), _delegates("alternates")),
        optional("further", p("VKPart", "Nội dung khác"), lines("further")),
        p("VKLast", "{{ closing }}./."),
        signed_for_body(),
    )
    return document


def people_of_bodies() -> str:
    """Each body with its line, and a table of its people when there is more than one."""
    heads = (("TT", 750), ("Họ và tên", 2937), ("Chức vụ, đơn vị công tác", 3100), ("Chức danh", 2000))
    widths = [width for _, width in heads]
    cells = (
        ("VKFigure", "{{ loop.index }}"),
        ("VKCell", "{{ person.name }}"),
        ("VKCell", "{{ person.office }}"),
        ("VKCell", "{{ person.role }}"),
    )
    start, end = row_tag(widths, "{%tr for person in body.people %}"), row_tag(widths, "{%tr endfor %}")
    return (
        tag("{%p for body in bodies %}")
        + p("VKLead", "{{ body.line }}")
        + grid(heads, start + row(widths, cells) + end)
        + tag("{%p endfor %}")
    )


def _delegates(name: str) -> str:
    heads = (("TT", 750), ("Họ và tên", 3500), ("Chức vụ, đơn vị công tác", 4537))
    widths = [width for _, width in heads]
    cells = (
        ("VKFigure", "{{ loop.index }}"),
        ("VKCell", "{{ person.name }}"),
        ("VKCell", "{{ person.office }}"),
    )
    start, end = row_tag(widths, f"{{%tr for person in {name} %}}"), row_tag(widths, "{%tr endfor %}")
    return grid(heads, start + row(widths, cells) + end)
