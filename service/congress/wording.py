"""
How Vietnamese union papers write numbers, money, percents, dates and document numbers.

Blanks to be filled in by hand are no-break spaces, so that Word keeps them; such wording must not be cleaned again.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, time

BLANK = "\u00a0" * 6
"""Room for a number, a day or a month that is written after the signature."""

_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_ROMAN = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")]
_ROMAN += [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
_COMPARED = {
    "=": "{}",
    ">": "trên {}",
    ">=": "từ {} trở lên",
    "<": "dưới {}",
    "<=": "không quá {}",
    "~": "khoảng {}",
}


def in_words(
    n: int, *, four: str = "tư", linh: str = "linh", thousand: str = "nghìn", billion: str = "tỷ"
) -> str:
    """
    `n` as it is read aloud, 0 <= n < 10**18; ValueError outside.

    The options are the equal usages: `four` "tư" or "bốn" (24, 34, ...), `linh` or "lẻ", `thousand` "nghìn" or "ngàn",
    `billion` "tỷ" or "tỉ".

        >>> in_words(1_505_555_005)
        'một tỷ năm trăm linh năm triệu năm trăm năm mươi lăm nghìn không trăm linh năm'
        >>> in_words(24, four="bốn")
        'hai mươi bốn'
    """
    if not 0 <= n < 10**18:
        raise ValueError(f"no words for {n}")
    high, low = divmod(n, 10**9)
    words = (
        [*_million_words(high, full=False, four=four, linh=linh, thousand=thousand), billion] if high else []
    )
    if low or not high:
        words += _million_words(low, full=high > 0, four=four, linh=linh, thousand=thousand)
    return " ".join(words)


def _million_words(n: int, *, full: bool, four: str, linh: str, thousand: str) -> list[str]:
    """Words of n < 10**9; `full`: something stands before, so the first group says its missing hundreds."""
    if n == 0:
        return [_DIGITS[0]]
    words: list[str] = []
    for group, unit in ((n // 10**6, "triệu"), (n // 1000 % 1000, thousand), (n % 1000, "")):
        if group:
            words += _group_words(group, full=full or bool(words), four=four, linh=linh)
            words += [unit] if unit else []
    return words


def _group_words(group: int, *, full: bool, four: str, linh: str) -> list[str]:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        lead = [linh] if words else []
        return [*words, *lead, _DIGITS[ones]] if ones else words
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones:
        words.append(_after_ten(ones, over_nineteen=tens > 1, four=four))
    return words


def _after_ten(ones: int, *, over_nineteen: bool, four: str) -> str:
    if ones == 5:
        return "lăm"
    changed = {1: "mốt", 4: four} if over_nineteen else {}
    return changed.get(ones, _DIGITS[ones])


def grouped(n: int | Decimal) -> str:
    """
    `n` with a dot between thousands and a decimal comma; ValueError for a Decimal that is not finite.

        >>> grouped(1100), grouped(Decimal("1234.50"))
        ('1.100', '1.234,50')
    """
    if isinstance(n, Decimal) and not n.is_finite():
        raise ValueError(f"not a number: {n}")
    text = f"{n:,f}" if isinstance(n, Decimal) else f"{n:,}"
    return text.translate(str.maketrans(",.", ".,"))


def percent_value(part: int, of: int) -> Decimal:
    """`part` in percent of `of`, rounded half up to exactly two decimals; ValueError unless part >= 0 and of > 0."""
    if part < 0 or of <= 0:
        raise ValueError(f"no percent of {part} in {of}")
    hundredths = (20_000 * part + of) // (2 * of)
    # Not Decimal's division: it rounds first to the precision of the context.
    return Decimal((0, tuple(map(int, str(hundredths))), -2))


def percent(part: int, of: int) -> str:
    """
    `part` of `of` in percent: two decimals, none when the percent is whole; ValueError as `percent_value`.

    "100%" is printed for all, never for nearly all.

        >>> percent(602, 1085), percent(5, 5), percent(1, 8), percent(99_999, 100_000)
        ('55,48%', '100%', '12,50%', '100,00%')
    """
    value = percent_value(part, of)
    return f"{grouped(100 * part // of)}%" if 100 * part % of == 0 else f"{grouped(value)}%"


def money(n: int) -> str:
    """
    `n` đồng, in tỷ or triệu when at most two decimals then say it exactly; else every digit. ValueError if negative.

        >>> money(1_300_000_000), money(12_500_000), money(1_505_555_005)
        ('1,3 tỷ đồng', '12,5 triệu đồng', '1.505.555.005 đồng')
    """
    if n < 0:
        raise ValueError(f"no negative money: {n}")
    for size, name in ((10**9, "tỷ"), (10**6, "triệu")):
        if n >= size:
            whole, rest = divmod(n, size)
            decimals = f",{rest * 100 // size:02d}".rstrip("0").rstrip(",")
            return f"{grouped(n)} đồng" if rest * 100 % size else f"{grouped(whole)}{decimals} {name} đồng"
    return f"{grouped(n)} đồng"


def roman(n: int) -> str:
    """
    `n` in Roman numerals, 1 to 3999; ValueError outside.

        >>> [roman(n) for n in (4, 9, 19, 40)]
        ['IV', 'IX', 'XIX', 'XL']
    """
    if not 1 <= n <= 3999:
        raise ValueError(f"no Roman numeral for {n}")
    numeral = ""
    for value, letters in _ROMAN:
        count, n = divmod(n, value)
        numeral += letters * count
    return numeral


def from_roman(text: str) -> int:
    """
    The number of a Roman numeral, in either case; ValueError for anything not written the regular way.

        >>> from_roman("XIII"), from_roman("v")
        (13, 5)
    """
    rest, n = text.upper(), 0
    for value, letters in _ROMAN:
        while rest.startswith(letters):
            rest, n = rest[len(letters) :], n + value
    if rest or not 1 <= n <= 3999 or roman(n) != text.upper():
        raise ValueError("not a Roman numeral")
    return n


def long_date(day: date) -> str:
    """
    `day` as headings write it: a 0 before days under 10 and before months 1 and 2 only (NĐ 30/2020, Phụ lục I).

        >>> from datetime import date
        >>> long_date(date(2023, 1, 5)), long_date(date(2023, 3, 13))
        ('ngày 05 tháng 01 năm 2023', 'ngày 13 tháng 3 năm 2023')
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def dateline(place: str, day: date | None, year: int | None = None) -> str:
    """
    Place and date of a heading; without a day, blanks for it, and for the year too unless `year` is known.

        >>> dateline("Gia Lai", None, 2023).replace(BLANK, "…")
        'Gia Lai, ngày…tháng…năm 2023'
    """
    if day is not None:
        return f"{place}, {long_date(day)}"
    return f"{place}, ngày{BLANK}tháng{BLANK}năm{BLANK if year is None else f' {year}'}"


def clock(moment: time) -> str:
    """
    The time of day as minutes write it.

        >>> from datetime import time
        >>> clock(time(8, 0))
        '08 giờ 00 phút'
    """
    return f"{moment.hour:02d} giờ {moment.minute:02d} phút"


def term_range(start: int, end: int, *, spaced: bool = False) -> str:
    """
    The years of a term; `spaced` for headings. ValueError when it ends before it starts.

        >>> term_range(2023, 2028), term_range(2023, 2028, spaced=True)
        ('2023-2028', '2023 - 2028')
    """
    if end < start:
        raise ValueError(f"a term from {start} to {end}")
    return f"{start} - {end}" if spaced else f"{start}-{end}"


def term_years(text: str) -> tuple[int, int]:
    """
    The years that `term_range` wrote, or a person with any dash; ValueError for anything else.

        >>> term_years("2023 – 2028")
        (2023, 2028)
    """
    match = re.fullmatch(r"\s*([0-9]{4})\s*[-‐‑‒–—]\s*([0-9]{4})\s*", text)
    if not match or match[2] < match[1]:
        raise ValueError("not the years of a term")
    return int(match[1]), int(match[2])


def number_line(number: int | None, symbol: str) -> str:
    """
    Number and symbol of a paper, the number as a blank while it has none; ValueError for a number under 1.

        >>> number_line(5, "NQ-ĐH"), number_line(None, "NQ-ĐH").replace(BLANK, "…")
        ('Số: 05/NQ-ĐH', 'Số:…/NQ-ĐH')
    """
    if number is None:
        return f"Số:{BLANK}/{symbol}"
    if number < 1:
        raise ValueError(f"papers are numbered from 1, got {number}")
    return f"Số: {number:02d}/{symbol}"


def target_phrase(comparator: str, value: int | Decimal | str, unit: str) -> str:
    """
    A target in words; ValueError for a comparator other than `= > >= < <= ~`.

    A grade (a text without unit) is "... trở lên" without "từ"; whole đồng are written as `money` writes them.

        >>> target_phrase(">", 90, "%"), target_phrase(">=", 3, "đoàn viên"), target_phrase("~", 2_000_000, "đồng")
        ('trên 90%', 'từ 3 đoàn viên trở lên', 'khoảng 2 triệu đồng')
        >>> target_phrase(">=", "hoàn thành tốt nhiệm vụ", "")
        'hoàn thành tốt nhiệm vụ trở lên'
    """
    if comparator not in _COMPARED:
        raise ValueError(f"unknown comparator {comparator!r}")
    if comparator == ">=" and isinstance(value, str) and not unit:
        return f"{value} trở lên"
    return _COMPARED[comparator].format(_amount(value, unit))


def _amount(value: int | Decimal | str, unit: str) -> str:
    if isinstance(value, int) and unit == "đồng":
        return money(value)
    number = value if isinstance(value, str) else grouped(value)
    return f"{number}{unit}" if unit in ("", "%") else f"{number} {unit}"
