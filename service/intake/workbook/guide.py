"""What the first sheet of the workbook tells a secretary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.intake.workbook.layout import Sheet

Line = tuple[str, str, str]
"""Style, first column, second column."""

_HOW = (
    (
        "Ghi ở đâu",
        "Mỗi trang là một phần dữ liệu. Cột có dấu * phải ghi ở mọi dòng; cột khác chưa có số liệu thì để trống.",
    ),
    ("Ngày, giờ", "Ngày ghi dạng ngày/tháng/năm, ví dụ 24/02/2023. Giờ ghi dạng 7:30 hoặc 7h30."),
    ("Số", "Ghi số nguyên, không kèm đơn vị. Phần trăm do chương trình tự tính từ số người, số phiếu."),
    ("Danh sách chọn", "Ô có mũi tên thì chọn trong danh sách."),
    ("Nhiều người một ô", "Mỗi người một dòng trong ô (Alt+Enter)."),
    ("Thứ tự", "Được đổi thứ tự cột, bỏ bớt cột, trang không dùng. Thứ tự dòng là thứ tự trong văn bản."),
    (
        "Ghi chú riêng",
        "Cột, trang có tên bắt đầu bằng “Ghi chú”, cột STT không được đọc: hãy dùng cho việc riêng.",
    ),
    (
        "Kiểm tra",
        "Gửi tệp này lên trang web. Nếu có lỗi, bạn tải được chính tệp này với các ô lỗi được tô màu và chú thích.",
    ),
)


def guide_lines(sheets: Sequence[Sheet]) -> Iterator[Line]:
    """The lines of the guide, about the sheets that are there."""
    yield "title", "Dữ liệu đại hội công đoàn", ""
    yield "plain", "", ""
    for first, second in _HOW:
        yield "label", first, second
    yield "plain", "", ""
    yield "section", "Các trang", ""
    for sheet in sheets:
        yield "label", sheet.name, sheet.about


def pages_table(sheets: Sequence[Sheet]) -> str:
    """The sheets and their headings as a table of Markdown, for docs/workbook.md."""
    rows = [f"| {sheet.name} | {', '.join(_headings(sheet))} |" for sheet in sheets]
    return "\n".join(["| Trang | Cột, dòng |", "| --- | --- |", *rows])


def _headings(sheet: Sheet) -> Iterator[str]:
    if sheet.part:
        yield sheet.part.heading
    yield from sheet.numbers
    for one in sheet.fields:
        yield one.heading
