"""What can be wrong with a list of organisations: code and sentences."""

from __future__ import annotations

from service.congress.finding import Figure, Finding
from service.intake.tree.rows import Column, Row

_SENTENCES: dict[str, tuple[str, str]] = {
    "no_sheet": (
        "Không có trang “{name}”. Hãy tải tệp mẫu về và điền vào trang đó.",
        "There is no sheet “{name}”. Download the workbook and fill in that sheet.",
    ),
    "no_heading": (
        "Không tìm thấy cột “{heading}”. Hãy giữ nguyên dòng tiêu đề của tệp mẫu.",
        "The column “{heading}” was not found. Leave the row of headings as it is in the workbook.",
    ),
    "unknown_heading": (
        "“{name}” không phải cột của mẫu. Cột của riêng bạn thì đặt tên bắt đầu bằng “Ghi chú”.",
        "“{name}” is no column of the workbook. Name columns of your own “Ghi chú …”.",
    ),
    "bad_cell": (
        "Ô có lỗi hoặc công thức chưa được tính ({value}). Hãy gõ giá trị.",
        "The cell holds an error or a formula that was not worked out ({value}). Type the value.",
    ),
    "nothing": (
        "Trang không có tổ chức nào. Hãy ghi mỗi tổ chức một dòng, dưới dòng tiêu đề.",
        "The sheet lists no organisation. Write one a row, below the headings.",
    ),
    "no_name": ("Chưa ghi tên tổ chức.", "The name is missing."),
    "too_long": ("Dài quá {longest} ký tự.", "Longer than {longest} characters."),
    "unknown_level": ("Cấp phải là một trong: {words}.", "The level must be one of: {words}."),
    "unknown_state": ("Trạng thái phải là một trong: {words}.", "The state must be one of: {words}."),
    "no_code": ("Mã phải có chữ hoặc số.", "A code has letters or digits."),
    "code_twice": ("Mã này đã có ở dòng {row}.", "This code stands in row {row} already."),
    "code_taken": (
        "Mã này đang là của một tổ chức khác. Hãy dùng mã khác.",
        "Another organisation has this code. Use another one.",
    ),
    "unit_twice": (
        "Tổ chức này đã được ghi ở dòng {row}. Mỗi tổ chức chỉ ghi một dòng.",
        "This organisation stands in row {row} already. One row for each.",
    ),
    "unknown_parent": (
        "Không có tổ chức nào mang mã “{code}”, cả trong tệp lẫn trong phạm vi của bạn. Hãy kiểm tra lại mã cấp trên.",
        "No organisation has the code “{code}”, neither in the file nor within your reach. Check the code.",
    ),
    "several_parents": (
        "Có {count} tổ chức tên như vậy. Hãy ghi mã của cấp trên (xem trong tệp Excel hoặc trang của tổ chức đó).",
        "{count} organisations have that name. Write the code (see the workbook, or the page of that organisation).",
    ),
    "name_twice": (
        "Cùng một cấp trên đã có tổ chức tên này{where_vi}. Hãy phân biệt tên, hoặc gộp lại thành một.",
        "The same union above has one of this name already{where_en}. Tell the names apart, or make one of them.",
    ),
    "circle": (
        "Tổ chức này không thể ở dưới chính nó. Hãy kiểm tra lại các mã cấp trên.",
        "An organisation cannot stand below itself. Check the codes of those above.",
    ),
    "open_below": (
        "Bên dưới còn {count} tổ chức đang hoạt động. Hãy đóng hoặc chuyển các tổ chức ấy trước.",
        "{count} organisations below are active. Close or move them first.",
    ),
    "closed_above": (
        "Cấp trên này đã đóng. Hãy chọn cấp trên đang hoạt động.",
        "The union above is closed. Choose one that is active.",
    ),
    "own": (
        "Đây là tổ chức của chính bạn: việc đổi tên, chuyển hay đóng do người quản trị cấp trên làm.",
        "This is your own organisation: whoever administers the level above renames, moves or closes it.",
    ),
}


def tree_fault(
    code: str, row: Row | None = None, column: Column | None = None, /, **figures: Figure
) -> Finding:
    """A fault at a cell of a row; of the form for one organisation, at a field."""
    vi, en = _SENTENCES[code]
    cell = str(figures.pop("cell", "")) or (row.cells.get(column, "") if row and column else "")
    return Finding(
        code=f"tree.{code}",
        pointer=f"/{column}" if column else "",
        severity="error",
        vi=vi.format(**figures),
        en=en.format(**figures),
        figures={name: value for name, value in figures.items() if not name.startswith("where")},
        cell=cell,
    )
