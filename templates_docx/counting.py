"""The minutes of a count: one election, one round."""

from __future__ import annotations

from docx.document import Document
from letterhead import add, grid, heading, lines, optional, p, row, row_tag, sheet, signed_by_two, tag, title


def election_result() -> Document:
    document = sheet("Biên bản kiểm phiếu")
    add(
        document,
        heading(organ=True, dated=False),
        title("BIÊN BẢN KIỂM PHIẾU"),
        counted(),
        won(),
        signed_by_two(
            (("TM. ĐOÀN CHỦ TỊCH",), "{{ president }}"),
            (("TM. {{ tellers_caps }}", "TRƯỞNG BAN"), "{{ head_teller }}"),
        ),
    )
    return document


def counted() -> str:
    """Who counted what: from the opening to the votes of each candidate."""
    heads = (("Nội dung", 3487), ("Số lượng", 1200), ("Bằng chữ", 2800), ("Tỷ lệ", 1300))
    widths = [width for _, width in heads]
    cells = (
        ("VKCell", "{{ line.label }}"),
        ("VKFigure", "{{ line.count }}"),
        ("VKFigure", "{{ line.words }}"),
        ("VKFigure", "{{ line.percent }}"),
    )
    rows = (
        row_tag(widths, "{%tr for line in ballots %}")
        + row(widths, cells)
        + row_tag(widths, "{%tr endfor %}")
    )
    blocks = (
        p("VKBody", "{{ opening }}"),
        p("VKPart", "Thành phần {{ tellers_name }}"),
        tag("{%p for person in tellers %}"),
        p("VKBody", "- Đồng chí {{ person.name }}, {{ person.role }}"),
        tag("{%p endfor %}"),
        p("VKPart", "Số lượng cần bầu, danh sách bầu cử"),
        lines("candidacy"),
        lines("box"),
        p("VKPart", "Kết quả kiểm phiếu"),
        p(
            "VKLead",
            "Tỷ lệ tham gia bầu cử tính trên số được triệu tập; phiếu phát ra tính trên số tham gia; phiếu thu về "
            "tính trên số phát ra; phiếu hợp lệ, không hợp lệ tính trên số thu về:",
        ),
        grid(heads, rows),
        lines("names_left"),
        p(
            "VKLead",
            "Số phiếu của từng người trong danh sách bầu cử (theo thứ tự danh sách, tỷ lệ tính trên {{ base }}):",
        ),
        _votes(),
    )
    return "".join(blocks)


def won() -> str:
    """
    Who was elected, up to the last sentence.

    The votes needed stand before the heading: LibreOffice may part a heading from its text when a table stands right
    before it.
    """
    blocks = (
        p("VKBody", "{{ threshold_line }}"),
        p("VKPart", "Kết quả trúng cử"),
        p("VKLead", "{{ outcome_line }}"),
        _winners("elected"),
        optional("alternates", p("VKLead", "{{ alternates_line }}"), _winners("alternates")),
        lines("decision"),
        p("VKLast", "{{ closing }}./."),
    )
    return "".join(blocks)


def _votes() -> str:
    heads = (
        ("TT", 750),
        ("Họ và tên", 2537),
        ("Chức vụ, đơn vị công tác", 3100),
        ("Số phiếu", 1200),
        ("Tỷ lệ", 1200),
    )
    widths = [width for _, width in heads]
    cells = (
        ("VKFigure", "{{ loop.index }}"),
        ("VKCell", "{{ candidate.name }}"),
        ("VKCell", "{{ candidate.office }}"),
        ("VKFigure", "{{ candidate.votes }}"),
        ("VKFigure", "{{ candidate.percent }}"),
    )
    start, end = row_tag(widths, "{%tr for candidate in candidates %}"), row_tag(widths, "{%tr endfor %}")
    return grid(heads, start + row(widths, cells) + end)


def _winners(name: str) -> str:
    heads = (("TT", 750), ("Họ và tên", 4637), ("Số phiếu", 1700), ("Tỷ lệ", 1700))
    widths = [width for _, width in heads]
    cells = (
        ("VKFigure", "{{ loop.index }}"),
        ("VKCell", "{{ person.name }}"),
        ("VKFigure", "{{ person.votes }}"),
        ("VKFigure", "{{ person.percent }}"),
    )
    start, end = row_tag(widths, f"{{%tr for person in {name} %}}"), row_tag(widths, "{%tr endfor %}")
    return optional(name, grid(heads, start + row(widths, cells) + end))
