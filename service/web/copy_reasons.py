"""Why a signed copy is not kept, in sentences."""

from __future__ import annotations

from service.congress.finding import Finding
from service.documents.register import CopyRefused

_SENTENCES = {
    "too_large": (
        "Tệp quá lớn. Hãy quét ở 200 dpi, đen trắng hoặc thang xám.",
        "The file is too large. Scan at 200 dpi, in black and white or grey.",
    ),
    "not_pdf": (
        "Tệp không phải PDF. Bản số hóa của văn bản giấy và văn bản ký số đều là PDF (Nghị định 30/2020/NĐ-CP, Phụ lục I).",
        "This is no PDF; scans and digitally signed papers are (NĐ 30/2020, Phụ lục I).",
    ),
    "unreadable": (
        "Không đọc được tệp PDF này. Hãy quét hoặc xuất lại.",
        "This PDF cannot be read. Scan or export it again.",
    ),
    "encrypted": (
        "Tệp PDF có mật khẩu hoặc bị mã hóa nên sau này không ai mở được. Hãy bỏ mật khẩu.",
        "The PDF has a password or is encrypted, so nobody could open it later. Remove the password.",
    ),
    "no_pages": ("Tệp PDF không có trang nào.", "The PDF has no pages."),
    "too_many_pages": ("Tệp PDF có quá 500 trang.", "The PDF has more than 500 pages."),
    "javascript": (
        "Tệp PDF có chứa mã chạy được (JavaScript). Hãy in ra PDF mới hoặc quét lại.",
        "The PDF holds code (JavaScript). Print it to a new PDF, or scan again.",
    ),
    "launch": (
        "Tệp PDF có lệnh mở chương trình, mở tệp hay trang khác, hoặc gửi dữ liệu. Hãy in ra PDF mới hoặc quét lại.",
        "The PDF starts programs, opens other files or pages, or sends data. Print it to a new PDF, or scan again.",
    ),
    "embedded": (
        "Tệp PDF có đính kèm tệp khác bên trong. Hãy bỏ tệp đính kèm.",
        "The PDF carries other files. Remove what is attached to it.",
    ),
    "media": (
        "Tệp PDF có âm thanh, phim hoặc hình 3D. Hãy in ra PDF mới hoặc quét lại.",
        "The PDF holds sound, film or 3D. Print it to a new PDF, or scan again.",
    ),
    "form": (
        "Tệp PDF là biểu mẫu XFA nên hình thức không cố định. Hãy in ra PDF mới.",
        "The PDF is an XFA form, whose look is not fixed. Print it to a new PDF.",
    ),
}


def copy_findings(error: CopyRefused) -> tuple[Finding, ...]:
    """A sentence for each reason."""
    return tuple(
        Finding(
            code=f"copy.{reason}",
            pointer="",
            severity="error",
            vi=_SENTENCES[reason][0],
            en=_SENTENCES[reason][1],
        )
        for reason in error.reasons
    )
