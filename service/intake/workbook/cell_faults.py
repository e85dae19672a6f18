"""What can be wrong with cells, headings and sheets, beyond what JSON can have wrong: code and sentences."""

from __future__ import annotations

from service.congress.finding import Figure, Finding, Severity

_SENTENCES: dict[str, tuple[str, str]] = {
    "unknown_sheet": (
        "Trang “{name}” không có trong mẫu.{like_vi} Trang của riêng bạn thì đặt tên bắt đầu bằng “Ghi chú”.",
        "The sheet “{name}” is not part of the workbook.{like_en} Name sheets of your own “Ghi chú …”.",
    ),
    "no_sheet": (
        "Tệp không có trang “{name}”. Hãy chép lại trang này từ tệp mẫu; chưa có dữ liệu thì để nguyên dòng tiêu đề.",
        "The workbook has no sheet “{name}”. Copy it from the blank workbook; where nothing is known yet its headings are enough.",
    ),
    "sheet_left_out": (
        "Tệp không có trang “{name}”, nên coi như chưa có dữ liệu của trang này. Nếu lỡ xóa, hãy chép lại từ tệp mẫu.",
        "The workbook has no sheet “{name}”, so nothing is known of what it holds. If it was deleted by mistake, copy it from the "
        "blank workbook.",
    ),
    "sheet_twice": (
        "Có hai trang cùng tên “{name}”. Hãy gộp lại thành một trang.",
        "There are two sheets named “{name}”. Make one of them.",
    ),
    "no_headings": (
        "Không tìm thấy dòng tiêu đề của trang này; cần có cột “{heading}”.",
        "The row of headings was not found; there must be a column “{heading}”.",
    ),
    "unknown_heading": (
        "“{name}” không có trong mẫu của trang này.{like_vi} Cột của riêng bạn thì đặt tên bắt đầu bằng “Ghi chú”.",
        "“{name}” is not part of this sheet.{like_en} Name columns of your own “Ghi chú …”.",
    ),
    "heading_twice": (
        "“{name}” xuất hiện hai lần trong trang này. Hãy bỏ bớt một.",
        "“{name}” occurs twice on this sheet. Remove one.",
    ),
    "no_heading": (
        "Ô có dữ liệu nhưng cột (dòng) không có tiêu đề. Hãy ghi tiêu đề hoặc xóa dữ liệu.",
        "There is data here, but its column (line) has no heading. Give it one, or delete the data.",
    ),
    "error_value": (
        "Ô có giá trị lỗi {value}. Hãy sửa công thức hoặc gõ giá trị.",
        "The cell holds the error {value}. Mend the formula or type the value.",
    ),
    "not_calculated": (
        "Ô có công thức chưa được tính. Hãy mở tệp bằng Excel, lưu lại, hoặc gõ giá trị.",
        "The formula in this cell was never worked out. Open the file in Excel and save it, or type the value.",
    ),
    "merged": (
        "Các ô {area} bị gộp. Hãy bỏ gộp rồi ghi giá trị cho từng ô.",
        "The cells {area} are merged. Unmerge them and write each value.",
    ),
    "hidden": (
        "{what_vi} đang bị ẩn nhưng vẫn được đọc. Hãy kiểm tra lại.",
        "{what_en} is hidden, and was read all the same. Check it.",
    ),
    "no_part": (
        "Dòng này chưa ghi “{heading}”. Hãy chọn trong danh sách.",
        "This row has no “{heading}”. Choose one from the list.",
    ),
    "unknown_part": (
        "Giá trị này không có trong danh sách của cột “{heading}”.{like_vi}",
        "This value is not in the list of the column “{heading}”.{like_en}",
    ),
    "part_twice": (
        "“{name}” đã có ở một dòng trên; chỉ được ghi một dòng.",
        "“{name}” stands in a row above already; there can be only one.",
    ),
    "no_number": (
        "Dòng này chưa ghi “{heading}”, nên không biết thuộc về đâu.",
        "This row has no “{heading}”, so nobody knows where it belongs.",
    ),
    "unknown_number": (
        "“{heading}” ở dòng này không khớp với dòng nào của trang “{sheet}”.",
        "“{heading}” of this row matches no row of the sheet “{sheet}”.",
    ),
    "too_many_rows": (
        "Trang này chỉ được có {most} dòng.",
        "This sheet may have {most} rows only.",
    ),
    "wrong_number": (
        "“{heading}” ở dòng này phải là {number}: các dòng được đánh số liên tục từ 1.",
        "“{heading}” of this row must be {number}: rows are numbered from 1 without gaps.",
    ),
}

CODES = frozenset(f"workbook.{name}" for name in _SENTENCES)


def cell_fault(
    name: str,
    pointer: str,
    cell: str,
    like: str | None = None,
    severity: Severity = "error",
    /,
    **figures: Figure,
) -> Finding:
    """
    The finding `workbook.<name>` at a cell (`Đại biểu!C17`); `like` is what was probably meant.

    `pointer` is where the cell's value would go, or the section of it.
    """
    vi, en = _SENTENCES[name]
    hints = {
        "like_vi": f" Có phải là “{like}”?" if like else "",
        "like_en": f" Did you mean “{like}”?" if like else "",
    }
    return Finding(
        code=f"workbook.{name}",
        pointer=pointer,
        severity=severity,
        vi=vi.format(**figures, **hints),
        en=en.format(**figures, **hints),
        figures={key: value for key, value in figures.items() if not key.startswith("what_")},
        cell=cell,
    )
