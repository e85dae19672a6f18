"""The fields of the register (sổ đăng ký văn bản; ten columns of NĐ 30/2020/NĐ-CP, Phụ lục IV)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from service.catalog import RegisterRow
from service.congress.wording import grouped
from service.documents.fields.letterhead import Fields

_KEEPER = "Văn thư; hồ sơ Đại hội"


def register_fields(rows: Sequence[RegisterRow], *, organisation: str, upper: str, year: int) -> Fields:
    """
    A line for each number given, voided ones too, in the order of days, then of symbols and numbers.

    When a paper was sent, and who signed for it, is written by hand.
    """
    voided = sum(row.number.state == "voided" for row in rows)
    return {
        "upper_caps": upper.upper(),
        "union_caps": organisation.upper(),
        "subject": f"Văn bản của {organisation}, năm {year}",
        "documents": [_line(row) for row in sorted(rows, key=_order)],
        "closing": f"Sổ có {grouped(len(rows))} số văn bản"
        + (f", trong đó {grouped(voided)} số đã hủy" if voided else ""),
    }


def _line(row: RegisterRow) -> Fields:
    number, is_void = row.number, row.number.state == "voided"
    return {
        "number": number.written,
        "day": _day(number.issued_on),
        "subject": row.title,
        "signer": number.signers,
        "receivers": "" if is_void else number.receivers,
        "keeper": "" if is_void else _KEEPER,
        "copies": "" if is_void else f"{row.originals:02d}",
        "note": f"Đã hủy: {number.reason}" if is_void else "" if number.issued_on else "Chưa ghi ngày",
    }


def _day(day: dt.date | None) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day else ""


def _order(row: RegisterRow) -> tuple[dt.date, str, int]:
    return (row.number.issued_on or dt.date.max, row.number.symbol, row.number.number)
