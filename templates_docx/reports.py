"""The outgoing committee's report to the congress, and the order by which the presidium runs it."""

from __future__ import annotations

from docx.document import Document
from letterhead import (
    TEXT_WIDTH,
    add,
    bullets,
    grid,
    heading,
    optional,
    p,
    row,
    row_tag,
    sheet,
    signed_by_body,
    tag,
    title,
)


def activity_report() -> Document:
    document = sheet("Báo cáo tổng kết nhiệm kỳ, phương hướng nhiệm kỳ mới")
    add(document, heading(organ=False, dated=True), title("BÁO CÁO"))
    add(
        document,
        p("VKBody", "{{ opening }}"),
        p("VKPart", "Kết quả hoạt động công đoàn nhiệm kỳ {{ outgoing_term }}"),
        p("VKPoint", "Kết quả đạt được"),
        bullets("results"),
        optional("limits", p("VKPoint", "Tồn tại, hạn chế"), bullets("limits")),
        optional("lessons", p("VKPoint", "Bài học kinh nghiệm"), bullets("lessons")),
        p("VKPart", "Phương hướng, mục tiêu, nhiệm vụ nhiệm kỳ {{ term }}"),
        optional("motto", p("VKPoint", "Phương châm"), p("VKBody", "{{ motto }}.")),
        p("VKPoint", "Mục tiêu"),
        bullets("goals"),
        p("VKPoint", "Chỉ tiêu phấn đấu"),
        targets_table(),
        optional("tasks", p("VKPoint", "Nhiệm vụ và giải pháp"), bullets("tasks")),
        p("VKLast", "{{ closing }}./."),
    )
    receivers = p("VKTo", "- {{ who }} dự Đại hội;") + p("VKTo", "- Lưu: VT, hồ sơ Đại hội.")
    add(document, signed_by_body(receivers, "{{ reporter_caps }}"))
    return document


def targets_table() -> str:
    """The targets of the new term, as report and resolution print them."""
    heads = (("TT", 750), ("Chỉ tiêu", 4087), ("Mức phấn đấu", 2000), ("Thời hạn", 1950))
    widths = [width for _, width in heads]
    cells = (
        ("VKFigure", "{{ target.number }}"),
        ("VKCell", "{{ target.subject }}"),
        ("VKFigure", "{{ target.phrase }}"),
        ("VKFigure", "{{ target.cadence }}"),
    )
    start, end = row_tag(widths, "{%tr for target in targets %}"), row_tag(widths, "{%tr endfor %}")
    return grid(heads, start + row(widths, cells) + end)


def running_order() -> Document:
    document = sheet("Chương trình điều hành Đại hội")
    add(document, heading(organ=True, dated=True, numbered=False), title("CHƯƠNG TRÌNH ĐIỀU HÀNH"))
    add(
        document,
        p("VKBody", "Địa điểm: {{ venue }}."),
        optional("quorum", p("VKBody", "{{ quorum }}")),
        tag("{%p for sitting in sittings %}"),
        optional("sitting.title", p("VKPart", "{{ sitting.title }}")),
        _points(),
        tag("{%p endfor %}"),
        p("VKLast", "{{ closing }}./."),
        signed_by_body(
            p("VKTo", "- Đoàn Chủ tịch, Đoàn Thư ký;") + p("VKTo", "- Lưu: hồ sơ Đại hội."),
            "{{ organ_caps }}",
        ),
    )
    return document


def _points() -> str:
    heads = (
        ("TT", 650),
        ("Thời gian", 1150),
        ("Nội dung, gợi ý điều hành", TEXT_WIDTH - 3850),
        ("Người thực hiện", 2050),
    )
    widths = [width for _, width in heads]
    start, end = row_tag(widths, "{%tr for item in sitting.points %}"), row_tag(widths, "{%tr endfor %}")
    # What the chair says stands under the point, in the same cell.
    said = (
        p("VKCell", "**{{ item.title }}**")
        + tag("{%p for line in item.cues %}")
        + p("VKCell", "- {{ line }}")
        + tag("{%p endfor %}")
    )
    cells = (
        ("VKFigure", "{{ item.number }}"),
        ("VKFigure", "{{ item.time }}"),
        ("VKCell", "{{ said }}"),
        ("VKCell", "{{ item.in_charge }}"),
    )
    drawn = row(widths, cells).replace(p("VKCell", "{{ said }}"), said)
    return grid(heads, start + drawn + end)
