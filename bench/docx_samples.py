"""The three papers that are measured, made here: a card, the minutes of a congress, a count of votes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

_NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_FAMILY = ("Nguyễn Thị", "Trần Văn", "Lê Hoàng", "Phạm Minh", "Đặng Ngọc", "Vũ Quốc", "Bùi Thu", "Đỗ Hữu")
_GIVEN = ("Hường", "Khoa", "Ánh", "Tuấn", "Phượng", "Quỳnh", "Bảo", "Thủy", "Dũng", "Linh", "Nghĩa")
_UNITS = ("Công ty Cổ phần Dệt may Hòa Thọ", "Bệnh viện Đa khoa", "Trường Tiểu học Lê Lợi", "Cảng Quy Nhơn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A template and the fields of one paper."""

    name: str
    template: bytes
    fields: dict[str, object]


def samples() -> list[Sample]:
    """Card, minutes of eight pages and some fifty fields, with loops in loops, count of 300 rows."""
    return [
        Sample(name="card", template=_saved(_card), fields=card_fields(7)),
        Sample(name="minutes", template=_saved(_minutes), fields=minutes_fields()),
        Sample(name="300 rows", template=count_template(), fields=count_fields(300)),
    ]


def count_template() -> bytes:
    """The template of the count, for any number of rows."""
    return _saved(_count)


def person(number: int) -> str:
    """One of many names."""
    return f"{_FAMILY[number % 8]} {_GIVEN[number % 11]} {_GIVEN[number // 11 % 11]}"


def card_fields(number: int) -> dict[str, object]:
    """A delegate's card."""
    return {
        "organisation": "Công đoàn Công ty Cổ phần Dệt may Hòa Thọ",
        "congress": "ĐẠI HỘI LẦN THỨ XIV, NHIỆM KỲ 2023 - 2028",
        "name": person(number),
        "role": "Đại biểu chính thức",
        "unit": _UNITS[number % 4],
        "number": f"{number:03}",
        "group": "Tổ 3",
        "seat": "Hàng C, ghế 12",
    }


def count_fields(rows: int) -> dict[str, object]:
    """A count with so many candidates."""
    candidates = [
        {
            "name": person(number),
            "office": _UNITS[number % 4],
            "votes": str(number * 7 % 301),
            "percent": f"{number * 7 % 301 / 3.01:.2f}%".replace(".", ","),
        }
        for number in range(rows)
    ]
    return {"congress": "Đại hội XIV", "issued": "301", "valid": "299", "candidates": candidates}


def minutes_fields() -> dict[str, object]:
    """Some fifty names, and loops two deep."""
    sentence = (
        "Đại hội đã nghe đồng chí {} trình bày báo cáo tổng kết phong trào công nhân, viên chức, lao động"
    )
    steps = [
        {
            "title": f"Nội dung thứ {number}: {_UNITS[number % 4]}",
            "lines": [
                f"{sentence.format(person(number * 5 + line))} năm {2018 + line}." for line in range(4)
            ],
            "vote": "Đại hội biểu quyết nhất trí 100%." if number % 2 else "",
        }
        for number in range(9)
    ]
    organs = [
        {
            "label": label,
            "members": [{"name": person(number), "role": "Ủy viên"} for number in range(5)],
        }
        for label in ("Đoàn Chủ tịch", "Đoàn Thư ký", "Ban Thẩm tra tư cách đại biểu", "Ban Bầu cử")
    ]
    plain = {f"field_{number:02}": f"{person(number)}, {_UNITS[number % 4]}" for number in range(45)}
    return {
        **plain,
        "steps": steps,
        "organs": organs,
        "has_guests": True,
        "guests": [person(n) for n in range(6)],
    }


def _saved(write: Callable[[Document], None]) -> bytes:
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(14)
    write(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _paragraph(document: Document, text: str, *, bold: bool = False, centred: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = bold or None
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: Document, rows: list[tuple[str, ...]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _card(document: Document) -> None:
    for line in (*_NATION, "{{ organisation }}", "{{ congress }}", "THẺ ĐẠI BIỂU"):
        _paragraph(document, line, bold=True, centred=True)
    _table(document, [("Họ và tên", "{{ name }}"), ("Đơn vị", "{{ unit }}"), ("Tư cách", "{{ role }}")])
    _paragraph(document, "Số thẻ: {{ number }}. Tổ thảo luận: {{ group }}. Chỗ ngồi: {{ seat }}.")


def _minutes(document: Document) -> None:
    for line in (*_NATION, "BIÊN BẢN ĐẠI HỘI"):
        _paragraph(document, line, bold=True, centred=True)
    for line in _minutes_lines():
        _paragraph(document, line)
    _table(document, [("TM. ĐOÀN THƯ KÝ", "TM. ĐOÀN CHỦ TỊCH"), ("{{ field_43 }}", "{{ field_44 }}")])


def _minutes_lines() -> Iterator[str]:
    yield from (f"Đại hội ghi nhận: {{{{ field_{number:02} }}}} và các đại biểu." for number in range(43))
    yield from ("{%p for organ in organs %}", "{{ organ.label }} gồm các đồng chí:")
    yield from (
        "{%p for member in organ.members %}",
        "{{ loop.index }}. Đồng chí {{ member.name }} - {{ member.role }};",
    )
    yield from ("{%p endfor %}", "{%p endfor %}")
    yield from (
        "{%p for step in steps %}",
        "{{ step.title }}",
        "{%p for line in step.lines %}",
        "- {{ line }}",
    )
    yield from ("{%p endfor %}", "{%p if step.vote %}", "{{ step.vote }}", "{%p endif %}", "{%p endfor %}")
    yield from (
        "{%p if has_guests %}",
        "Khách mời: {% for guest in guests %}{{ guest }}; {% endfor %}",
        "{%p endif %}",
    )


def _count(document: Document) -> None:
    _paragraph(document, "BIÊN BẢN KIỂM PHIẾU - {{ congress }}", bold=True, centred=True)
    _paragraph(document, "Số phiếu phát ra: {{ issued }}; số phiếu hợp lệ: {{ valid }}.")
    _table(
        document,
        [
            ("TT", "Họ và tên", "Đơn vị", "Số phiếu", "Tỷ lệ"),
            ("{%tr for c in candidates %}", "", "", "", ""),
            ("{{ loop.index }}", "{{ c.name }}", "{{ c.office }}", "{{ c.votes }}", "{{ c.percent }}"),
            ("{%tr endfor %}", "", "", "", ""),
        ],
    )
