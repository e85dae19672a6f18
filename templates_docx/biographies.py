"""The list of short biographies: landscape, since its table is wide."""

from __future__ import annotations

from docx.document import Document
from letterhead import add, grid, p, row, row_tag, sheet, signed_by_office, title, union_heading

LANDSCAPE = (
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1418" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
)
_TEXT = 16838 - 2 * 1134
_HEADS = (
    ("TT", 560, "number"),
    ("Họ và tên", 1800, "name"),
    ("Sinh năm (nam)", 900, "born_male"),
    ("Sinh năm (nữ)", 900, "born_female"),
    ("Dân tộc", 800, "ethnicity"),
    ("Tôn giáo", 800, "religion"),
    ("Quê quán", 1350, "hometown"),
    ("Chức vụ, đơn vị công tác", 1900, "office"),
    ("Ngày vào Đảng", 1270, "party"),
    ("Học vấn", 750, "education"),
    ("Chuyên môn", 1200, "specialty"),
    ("Lý luận chính trị", 900, "politics"),
    ("Ghi chú", 1440, "note"),
)
_WIDE = ("name", "hometown", "office", "specialty", "note")


def biographies() -> Document:
    document = sheet("Danh sách trích ngang", page=LANDSCAPE)
    widths = [width for _, width, _ in _HEADS]
    cells = [
        ("VKSmallCell" if key in _WIDE else "VKSmallFigure", f"{{{{ person.{key} }}}}")
        for _, _, key in _HEADS
    ]
    start, end = row_tag(widths, "{%tr for person in people %}"), row_tag(widths, "{%tr endfor %}")
    add(
        document,
        union_heading(numbered=False, widths=(6200, 7400), text=_TEXT),
        title("DANH SÁCH TRÍCH NGANG"),
        grid(
            [(label, width) for label, width, _ in _HEADS],
            start + row(widths, cells) + end,
            head="VKSmallHead",
        ),
        p("VKLead", "{{ vouching }}."),
        p("VKLast", "{{ closing }}./."),
        signed_by_office(
            p("VKTo", "- Công đoàn cấp trên;") + p("VKTo", "- Lưu: VT, hồ sơ Đại hội."),
            "capacity",
            "{{ signer }}",
            widths=(6200, 7400),
            text=_TEXT,
        ),
    )
    return document
