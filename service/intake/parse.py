"""Bytes to plain JSON values: strict where the standard parser is lenient, and bounded."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from service.congress.finding import Finding
from service.intake.faults import fault

DEEPEST = 20
"""Levels of nesting; the model needs eight."""

_LONGEST_NUMBER = 30

_NO_DATA = (
    (b"%PDF-", "tệp PDF", "a PDF"),
    (b"\x89PNG\r\n", "hình ảnh (PNG)", "a picture (PNG)"),
    (b"\xff\xd8\xff", "hình ảnh (JPEG)", "a picture (JPEG)"),
    (b"GIF8", "hình ảnh (GIF)", "a picture (GIF)"),
    (b"RIFF", "hình ảnh, âm thanh hoặc phim", "a picture, a recording or a film"),
    (b"Rar!", "tệp nén (RAR)", "an archive (RAR)"),
    (b"7z\xbc\xaf", "tệp nén (7z)", "an archive (7z)"),
)
"""How files begin that people choose by mistake, and what they are called."""


class NotJson(Exception):
    """The bytes are not the JSON we accept; `fault` says why."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.en)
        self.fault = found


def parse(raw: bytes) -> Any:
    """
    The JSON value in `raw` (UTF-8, a byte order mark is skipped).

    Raises `NotJson` for anything else, for a name that occurs twice in one object, for NaN and Infinity, for
    absurd numbers and for nesting deeper than `DEEPEST`.
    """
    _require_text(raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotJson(
            fault(
                "json.not_utf8",
                "",
                f"Tệp không phải UTF-8 (byte thứ {error.start + 1}). Hãy lưu lại tệp với bảng mã UTF-8.",
                f"The file is not UTF-8 (byte {error.start + 1}). Save it as UTF-8.",
                {"byte": error.start + 1},
            )
        ) from None
    try:
        value = json.loads(
            text, object_pairs_hook=_no_name_twice, parse_constant=_no_constant, parse_int=_bounded_int
        )
    except json.JSONDecodeError as error:
        raise NotJson(
            fault(
                "json.malformed",
                "",
                f"Tệp không phải JSON đúng quy cách: lỗi ở dòng {error.lineno}, cột {error.colno}.",
                f"The file is not well-formed JSON: line {error.lineno}, column {error.colno}.",
                {"line": error.lineno, "column": error.colno},
            )
        ) from None
    except RecursionError:
        raise NotJson(too_deep()) from None
    if is_too_deep(value):
        raise NotJson(too_deep())
    return value


def _require_text(raw: bytes) -> None:
    """Say of a picture, a PDF or nothing at all what it is: that its bytes are no UTF-8 helps nobody."""
    if not raw.strip():
        raise NotJson(
            fault(
                "json.malformed",
                "",
                "Tệp rỗng, không có gì bên trong. Hãy mở tệp ra xem, lưu lại rồi gửi.",
                "The file is empty. Open it, save it again and send that.",
            )
        )
    for mark, vi, en in _NO_DATA:
        if raw.startswith(mark):
            raise NotJson(
                fault(
                    "file.not_data",
                    "",
                    f"Tệp là {vi}, không phải dữ liệu đại hội, dù tên tệp có đuôi gì. Hãy chọn tệp Excel (.xlsx) theo mẫu"
                    " hoặc tệp JSON.",
                    f"The file is {en} and no congress data, whatever its name ends in. Choose a workbook (.xlsx) or a JSON"
                    " file.",
                )
            )


def too_deep() -> Finding:
    """What is said of data nested deeper than `DEEPEST`."""
    return fault(
        "json.too_deep",
        "",
        f"Dữ liệu lồng nhau quá {DEEPEST} lớp.",
        f"The data are nested more than {DEEPEST} deep.",
        {"deepest": DEEPEST},
    )


def is_too_deep(value: Any) -> bool:
    """Whether `value` is nested deeper than `DEEPEST`; itself it goes no deeper."""
    layer = [value]
    for _ in range(DEEPEST):
        layer = [
            inner
            for one in layer
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not layer:
            return False
    return True


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]  # the idiom for "first seen twice"
        shown = ascii(twice[:60])
        raise NotJson(
            fault(
                "json.name_twice",
                "",
                f"Mục {shown} xuất hiện hai lần trong cùng một nhóm.",
                f"The name {shown} occurs twice in one object.",
                {"name": shown},
            )
        )
    return held


def _no_constant(constant: str) -> NoReturn:
    raise NotJson(
        fault("json.not_a_number", "", f"{constant} không phải là số.", f"{constant} is not a number.")
    )


def _bounded_int(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise NotJson(
            fault(
                "json.number_too_long",
                "",
                f"Có một số dài {len(digits)} chữ số.",
                f"There is a number of {len(digits)} digits.",
                {"digits": len(digits)},
            )
        )
    return int(digits)
