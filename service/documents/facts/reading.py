"""
Numbers, days, times and terms as a person reads them on paper.

Written apart from `service.congress.wording`, which writes them: a fault there must not be read back as if it were right.
"""

from __future__ import annotations

import datetime as dt
import re

NUMBER = r"\d{1,3}(?:\.\d{3})+|\d+"
LONG_DAY = r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})"
CLOCK = r"(\d{1,2}) giờ (\d{2}) phút"
TERM = r"(\d{4})\s*[-–]\s*(\d{4})"

_SIGNS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_UNITS = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "nghìn": 1000, "ngàn": 1000}
_DIGITS = {
    word: value
    for value, words in enumerate(
        ("không", "một mốt", "hai", "ba", "bốn tư", "năm lăm", "sáu", "bảy", "tám", "chín")
    )
    for word in words.split()
}


def number(text: str) -> int:
    """
    A whole number with dots between thousands; ValueError for anything else.

        >>> number("1.100"), number("02")
        (1100, 2)
    """
    if not re.fullmatch(NUMBER, text.strip()):
        raise ValueError(text)
    return int(text.replace(".", ""))


def roman_number(text: str) -> int:
    """
    The number of a Roman numeral, or of "nhất"; ValueError for anything else.

        >>> roman_number("XIV"), roman_number("nhất")
        (14, 1)
    """
    if text.casefold() == "nhất":
        return 1
    values = [_SIGNS.get(sign, 0) for sign in text.upper()]
    if not values or 0 in values:
        raise ValueError(text)
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def number_in_words(text: str) -> int:
    """
    A number as it is read aloud; ValueError for a word that is none of a number.

        >>> number_in_words("Một nghìn không trăm hai mươi lăm")
        1025
    """
    whole = group = digit = 0
    for word in text.casefold().split():
        if word in _DIGITS:
            digit = _DIGITS[word]
        elif word in {"trăm", "mươi", "mười"}:
            group += 10 if word == "mười" else digit * (100 if word == "trăm" else 10)
            digit = 0
        elif word in _UNITS:
            whole = (
                (whole + group + digit) * _UNITS[word]
                if word in {"tỷ", "tỉ"}
                else whole + (group + digit) * _UNITS[word]
            )
            group = digit = 0
        elif word not in {"linh", "lẻ"}:
            raise ValueError(text)
    return whole + group + digit


def percent_of(part: int, of: int) -> str:
    """
    `part` in percent of `of` as papers print it: two decimals, half up, none when the percent is whole; "" of nothing.

        >>> percent_of(30, 31), percent_of(31, 31), percent_of(1, 8)
        ('96,77%', '100%', '12,50%')
    """
    if not of:
        return ""
    whole, rest = divmod(100 * part, of)
    if not rest:
        return f"{whole:,}%".replace(",", ".")
    hundredths = (200 * 100 * part + of) // (2 * of)
    return f"{hundredths // 100:,}".replace(",", ".") + f",{hundredths % 100:02d}%"


def day(value: dt.date) -> str:
    """The one form in which days are compared."""
    return f"{value:%d/%m/%Y}"


def long_day(day_: str, month: str, year: str) -> str:
    """What `LONG_DAY` found, in that form."""
    return f"{int(day_):02d}/{int(month):02d}/{year}"


def time(value: dt.time) -> str:
    """The one form in which times are compared."""
    return f"{value:%H:%M}"


def clock_time(hours: str, minutes: str) -> str:
    """What `CLOCK` found, in that form."""
    return f"{int(hours):02d}:{minutes}"
