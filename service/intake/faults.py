"""
Faults of shape, said like findings: where, what, and a sentence in each language.

The value itself is never repeated: it may be personal data, and it stands in front of whoever typed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic_core import ErrorDetails

from service.congress.finding import Figure, Finding
from service.congress.text import TextProblem
from service.intake.field_types import field_types
from service.intake.workbook.layout import layout

_EXPECTED = {
    "string": ("chữ", "text"),
    "int": ("số nguyên", "a whole number"),
    "bool": ("Có hoặc Không (trong JSON: true hoặc false)", "Có or Không (in JSON: true or false)"),
    "date": (
        "ngày có thật, ví dụ 27/02/2023 (trong JSON: 2023-02-27)",
        "a real date such as 27/02/2023 (in JSON: 2023-02-27)",
    ),
    "time": ("giờ dạng 07:30", "a time such as 07:30"),
    "model": ("một nhóm trường { }", "an object { }"),
    "tuple": ("một danh sách [ ]", "a list [ ]"),
}

_SENTENCES = {
    "missing": ("shape.missing", "Thiếu mục bắt buộc này.", "This required field is missing."),
    "extra_forbidden": (
        "shape.unknown_field",
        "Mục này không có trong mẫu dữ liệu; hãy kiểm tra lại tên mục.",
        "There is no such field; check its name.",
    ),
    "literal_error": (
        "shape.unknown_value",
        "Giá trị không thuộc danh sách cho phép: {expected}.",
        "The value is not one of those allowed: {expected}.",
    ),
    "string_too_long": (
        "shape.too_long",
        "Dài quá {max_length} ký tự.",
        "Longer than {max_length} characters.",
    ),
    "string_too_short": ("shape.empty", "Mục này để trống.", "This field is empty."),
    "string_pattern_mismatch": (
        "text.line_break",
        "Mục này chỉ gồm một dòng, không được xuống dòng.",
        "This field is one line; it must hold no line break.",
    ),
    "too_long": (
        "shape.too_many",
        "Có {actual_length} phần tử, nhiều hơn mức cho phép là {max_length}.",
        "There are {actual_length} items, more than the {max_length} allowed.",
    ),
    "too_short": (
        "shape.too_few",
        "Cần ít nhất {min_length} phần tử.",
        "At least {min_length} items are needed.",
    ),
    "greater_than_equal": (
        "shape.out_of_range",
        "Số phải từ {ge} trở lên.",
        "The number must be {ge} or more.",
    ),
    "less_than_equal": (
        "shape.out_of_range",
        "Số không được vượt quá {le}.",
        "The number must be {le} or less.",
    ),
}


def fault(code: str, pointer: str, vi: str, en: str, figures: Mapping[str, Figure] | None = None) -> Finding:
    """A fault of shape: an error that rests on no article."""
    return Finding(code=code, pointer=pointer, severity="error", vi=vi, en=en, figures=figures or {})


def pointer_to(location: Sequence[int | str]) -> str:
    """The JSON pointer (RFC 6901) of a place in the data."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def shape_fault(error: ErrorDetails) -> Finding:
    """What Pydantic found wrong, in our words."""
    pointer, kind, context = pointer_to(error["loc"]), error["type"], error.get("ctx", {})
    figures = {
        key: value for key, value in context.items() if isinstance(value, int | str) and key != "error"
    }
    if kind == "literal_error":
        figures = context = {"expected": _words(error["loc"], context["expected"])}
    if kind in _SENTENCES:
        code, vi, en = _SENTENCES[kind]
        return fault(code, pointer, vi.format(**context), en.format(**context), figures)
    vi, en = _expected(kind)
    return fault("shape.wrong_type", pointer, f"Mục này phải là {vi}.", f"This field must be {en}.")


def _words(location: Sequence[int | str], expected: str) -> str:
    """The words that are allowed, each beside what it is called in the workbook; `expected` as Pydantic says it."""
    path = "/".join("*" if isinstance(step, int) else step for step in location).replace("/upper", "")
    for known in (path, path.removesuffix("/*")):
        if known in field_types() and layout().words(known):
            return ", ".join(f"{said} ({word})" for word, said in layout().words(known).items())
    return expected


def _expected(kind: str) -> tuple[str, str]:
    for prefix, words in _EXPECTED.items():
        if kind.startswith(prefix):
            return words
    return ("giá trị đúng kiểu", "a value of the right type")


_TEXT_SENTENCES = {
    "text.control": ("ký tự điều khiển", "a control character"),
    "text.surrogate": ("nửa ký tự bị hỏng", "half of a broken character"),
    "text.noncharacter": ("mã không phải là ký tự", "a code that is no character"),
    "text.bidi_control": ("ký tự đổi chiều chữ", "a character that turns the writing direction"),
    "text.private_use": ("ký tự của phông riêng", "a character of a private font"),
    "text.stacked_marks": ("quá nhiều dấu chồng lên nhau", "a mark with too many others heaped on it"),
    "text.unassigned": ("ký tự chưa được quy định", "a character that is not assigned"),
    "text.invisible": ("ký tự không nhìn thấy", "an invisible character"),
    "text.legacy_encoding": (
        "chữ gõ bằng bảng mã cũ (TCVN3, VNI)",
        "text typed in an old encoding (TCVN3, VNI)",
    ),
    "text.lookalike": ("ký tự trông giống chữ Đ nhưng là chữ khác", "a letter that only looks like Đ"),
}


def text_fault(problem: TextProblem, pointer: str) -> Finding:
    """What is wrong with a piece of text, and at which character (from 1)."""
    vi, en = _TEXT_SENTENCES[problem.code]
    place = problem.position + 1
    advice = ("Hãy gõ lại.", "Type it again.") if not problem.warning else ("Hãy kiểm tra lại.", "Check it.")
    figures: dict[str, Figure] = {"position": place, "codepoint": problem.codepoint}
    if problem.meant:
        vi, en = f"{vi}, có lẽ là {problem.meant}", f"{en}, perhaps {problem.meant}"
        figures["meant"] = problem.meant
    return Finding(
        code=problem.code,
        pointer=pointer,
        severity="warning" if problem.warning else "error",
        vi=f"Ở ký tự thứ {place} có {vi} ({problem.codepoint}). {advice[0]}",
        en=f"Character {place} is {en} ({problem.codepoint}). {advice[1]}",
        figures=figures,
    )


def not_composed(pointer: str) -> Finding:
    """The text came decomposed (NFD) and was put into NFC."""
    return Finding(
        code="text.not_nfc",
        pointer=pointer,
        severity="warning",
        vi="Chữ gõ ở dạng Unicode tổ hợp (NFD); đã chuyển sang dạng dựng sẵn (NFC), nội dung không đổi.",
        en="The text came in decomposed Unicode (NFD); it was put into NFC, and reads the same.",
    )


def no_letter(pointer: str) -> Finding:
    """The name is made of signs alone."""
    return fault(
        "text.no_letter",
        pointer,
        "Tên này không có chữ cái hay chữ số nào.",
        "This name has no letter and no digit.",
    )


def unknown_pack(known: Iterable[str]) -> Finding:
    """No pack of that name is installed."""
    names = ", ".join(known)
    return fault(
        "pack.unknown",
        "/pack",
        f"Không có bộ quy định và mẫu nào tên như vậy; các bộ có sẵn: {names}.",
        f"There is no pack of that name; there are {names}.",
    )
