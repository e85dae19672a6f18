"""Files that are no workbook we read: one exception with a code, and what people are told of it."""

from __future__ import annotations

from service.congress.finding import Finding
from service.intake.faults import fault

_AGAIN = (
    "Hãy mở tệp bằng Excel hoặc LibreOffice, lưu thành “Excel Workbook (.xlsx)” rồi gửi lại.",
    "Open it in Excel or LibreOffice, save it as “Excel Workbook (.xlsx)” and send that.",
)
_PASTE = (
    "Hãy tải tệp mẫu trống về, chép các ô sang bằng “Dán giá trị” (Paste Values), lưu lại rồi gửi tệp ấy.",
    "Download the empty workbook, copy the cells into it with “Paste Values”, save it and send that.",
)

_SENTENCES = {
    "not_a_workbook": (
        f"Tệp không phải là tệp Excel (.xlsx). {_AGAIN[0]}",
        f"The file is no Excel workbook (.xlsx). {_AGAIN[1]}",
    ),
    "old_excel": (
        f"Tệp có định dạng Excel cũ (.xls). {_AGAIN[0]}",
        f"The file has the old Excel format (.xls). {_AGAIN[1]}",
    ),
    "binary_excel": (
        f"Tệp có định dạng Excel nhị phân (.xlsb). {_AGAIN[0]}",
        f"The file has the binary Excel format (.xlsb). {_AGAIN[1]}",
    ),
    "opendocument": (
        f"Tệp có định dạng OpenDocument (.ods). {_AGAIN[0]}",
        f"The file has the OpenDocument format (.ods). {_AGAIN[1]}",
    ),
    "macros": (
        f"Tệp có macro (.xlsm) nên không được nhận. {_AGAIN[0]}",
        f"The file holds macros (.xlsm) and is not taken. {_AGAIN[1]}",
    ),
    "foreign_parts": (
        "Tệp Excel có thứ không được nhận ({where}): liên kết tới tệp khác hay nguồn dữ liệu bên ngoài, đối tượng nhúng,"
        f" nút điều khiển, bảng tổng hợp (PivotTable), dữ liệu ẩn không thuộc trang nào, hoặc siêu liên kết không phải trang web, địa chỉ thư. {_PASTE[0]}",
        "The workbook holds what is not taken ({where}): links to other files or outside data, embedded objects, controls,"
        f" pivot tables, hidden data of no sheet, or hyperlinks to other than web pages and mail addresses. {_PASTE[1]}",
    ),
    "encrypted": (
        "Tệp có mật khẩu mở. Hãy bỏ mật khẩu (Tệp, Thông tin, Bảo vệ sổ làm việc), lưu lại rồi gửi.",
        "The file is protected by a password. Remove it (File, Info, Protect Workbook), save, and send that.",
    ),
    "damaged": (
        f"Tệp Excel bị hỏng, tải về chưa hết, hoặc do chương trình khác ghi không đúng quy cách. {_AGAIN[0]}",
        f"The workbook is damaged or cut off, or was not written as the format says. {_AGAIN[1]}",
    ),
    "unsafe_xml": (
        f"Tệp có khai báo DOCTYPE, thứ không có trong tệp Excel thật. {_AGAIN[0]}",
        f"The file has a DOCTYPE, which no workbook of Excel has. {_AGAIN[1]}",
    ),
    "too_large": (
        "Tệp Excel quá lớn khi mở ra. Hãy xóa các trang, dòng, hình ảnh thừa, hoặc dán dữ liệu vào tệp mẫu mới.",
        "The workbook is too large when unpacked. Remove needless sheets, rows and pictures, or paste into a new one.",
    ),
    "too_wide": (
        "Có ô nằm quá xa ({where}): dữ liệu chỉ được nằm trong {rows} dòng, {columns} cột đầu của mỗi trang."
        " Hãy xóa các ô thừa ở xa rồi lưu lại.",
        "A cell lies too far out ({where}): data must stand in the first {rows} rows and {columns} columns of a sheet."
        " Delete the stray cells and save.",
    ),
    "other_workbook": (
        "Tệp Excel này không có trang nào của mẫu. Hãy tải tệp mẫu về, dán dữ liệu vào rồi gửi lại.",
        "No sheet of this workbook is one of ours. Download the workbook, paste the data into it and send that.",
    ),
    "cannot_be_read": (
        f"Đọc tệp Excel này tốn quá nhiều thời gian hoặc bộ nhớ nên đã dừng lại. {_AGAIN[0]}",
        f"Reading this workbook took too much time or memory and was stopped. {_AGAIN[1]}",
    ),
}

CODES = frozenset(_SENTENCES)


class WorkbookRefused(Exception):
    """The bytes are no workbook that is read; `code` says why, `where` at which cell, sheet or part."""

    retryable = False

    def __init__(self, code: str, *, where: str = "", rows: int = 0, columns: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.figures: dict[str, int | str] = {
            name: value for name, value in (("where", where), ("rows", rows), ("columns", columns)) if value
        }

    @property
    def fault(self) -> Finding:
        """The same as a finding."""
        vi, en = _SENTENCES[self.code]
        figures = self.figures
        return fault(f"file.{self.code}", "", vi.format(**figures), en.format(**figures), figures)
