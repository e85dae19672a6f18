from __future__ import annotations

import doctest
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.congress import wording as wording_module
from service.congress.wording import (
    BLANK,
    clock,
    dateline,
    from_roman,
    grouped,
    in_words,
    long_date,
    money,
    number_line,
    percent,
    percent_value,
    roman,
    target_phrase,
    term_range,
    term_years,
)

UNITS = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6}
DIGITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5}
DIGITS |= {"sáu": 6, "bảy": 7, "tám": 8, "chín": 9}


def from_words(words: str) -> int:
    """Reads a number aloud backwards, written without the speller: units multiply what they follow."""
    billions, total, group = 0, 0, 0
    for word in words.split():
        if word in {"tỷ", "tỉ"}:
            billions, total, group = total + group, 0, 0
        elif word in UNITS:
            total, group = total + group * UNITS[word], 0
        elif word == "trăm":
            group *= 100
        elif word == "mươi":
            group += 9 * (group % 100)
        elif word == "mười":
            group += 10
        elif word not in {"linh", "lẻ"}:
            group += DIGITS[word]
    return billions * 10**9 + total + group


def test_the_examples_in_the_docstrings_are_true() -> None:
    """
    What the docstrings show is what the code does.
    """
    result = doctest.testmod(wording_module)

    assert result.attempted > 0
    assert result.failed == 0


class TestInWords:
    @pytest.mark.parametrize(
        ("n", "expected"),
        [
            (0, "không"),
            (5, "năm"),
            (10, "mười"),
            (14, "mười bốn"),
            (15, "mười lăm"),
            (20, "hai mươi"),
            (21, "hai mươi mốt"),
            (24, "hai mươi tư"),
            (55, "năm mươi lăm"),
            (101, "một trăm linh một"),
            (105, "một trăm linh năm"),
            (110, "một trăm mười"),
            (111, "một trăm mười một"),
            (205, "hai trăm linh năm"),
            (1005, "một nghìn không trăm linh năm"),
            (1010, "một nghìn không trăm mười"),
            (1025, "một nghìn không trăm hai mươi lăm"),
            (1100, "một nghìn một trăm"),
            (2023, "hai nghìn không trăm hai mươi ba"),
            (100_005, "một trăm nghìn không trăm linh năm"),
            (1_300_000_000, "một tỷ ba trăm triệu"),
            (
                1_505_555_005,
                "một tỷ năm trăm linh năm triệu năm trăm năm mươi lăm nghìn không trăm linh năm",
            ),
            (1_000_000_005, "một tỷ không trăm linh năm"),
            (10**15, "một triệu tỷ"),
        ],
    )
    def test_reads_as_people_do(self, n: int, expected: str) -> None:
        """
        The words beside the figure are what counts on a ballot count and on money.
        """
        assert expected == in_words(n)

    def test_every_number_of_a_congress_reads_back(self) -> None:
        """
        No two numbers up to a hundred thousand share their words.
        """
        assert list(range(100_001)) == [from_words(in_words(n)) for n in range(100_001)]

    @given(st.integers(0, 10**18 - 1))
    def test_large_numbers_read_back(self, n: int) -> None:
        """
        Amounts of money read back too.
        """
        assert n == from_words(in_words(n))

    @given(
        n=st.integers(0, 10**12),
        four=st.sampled_from(["tư", "bốn"]),
        linh=st.sampled_from(["linh", "lẻ"]),
        thousand=st.sampled_from(["nghìn", "ngàn"]),
        billion=st.sampled_from(["tỷ", "tỉ"]),
    )
    def test_every_usage_reads_back(self, n: int, four: str, linh: str, thousand: str, billion: str) -> None:
        """
        Whichever of the equal words an office uses, and however many zeros stand inside.
        """
        words = in_words(n, four=four, linh=linh, thousand=thousand, billion=billion)

        assert n == from_words(words)

    @given(st.lists(st.sampled_from([0, 1, 4, 5, 10, 100, 101, 104, 105, 110, 999]), min_size=1, max_size=4))
    def test_groups_with_zeros_read_back(self, groups: list[int]) -> None:
        """
        The hard ones on purpose: 1.005, 1.000.010, 100.000.005.
        """
        n = sum(group * 1000**place for place, group in enumerate(groups))

        assert n == from_words(in_words(n))

    def test_the_other_usages(self) -> None:
        """
        Offices differ in tư and bốn, linh and lẻ, nghìn and ngàn.
        """
        words = in_words(1_024_104, four="bốn", linh="lẻ", thousand="ngàn")

        assert words == "một triệu không trăm hai mươi bốn ngàn một trăm lẻ bốn"

    @pytest.mark.parametrize("n", [-1, 10**18])
    def test_has_no_words_outside(self, n: int) -> None:
        """
        A negative count is a fault, not a phrase.
        """
        with pytest.raises(ValueError, match="no words"):
            in_words(n)


class TestPercent:
    @pytest.mark.parametrize(
        ("part", "expected"),
        [
            (602, "55,48%"),
            (483, "44,52%"),
            (590, "54,38%"),
            (402, "37,05%"),
            (68, "6,27%"),
            (851, "78,43%"),
            (384, "35,39%"),
            (554, "51,06%"),
            (147, "13,55%"),
        ],
    )
    def test_the_figures_of_the_thirteenth_national_congress(self, part: int, expected: str) -> None:
        """
        The nine printed percents all come from one base, 1.085.
        """
        assert expected == percent(part, 1085)

    @given(st.integers(0, 10**30), st.integers(1, 10**30))
    def test_rounds_half_up_exactly(self, part: int, of: int) -> None:
        """
        No size of numbers moves the second decimal: the exact fraction is never further than half a hundredth.
        """
        error = Fraction(percent_value(part, of)) - Fraction(100 * part, of)

        assert Fraction(-1, 200) < error <= Fraction(1, 200)
        assert percent_value(part, of).as_tuple().exponent == -2

    @given(st.integers(0, 5000), st.integers(1, 5000))
    def test_agrees_with_decimal(self, part: int, of: int) -> None:
        """
        For the numbers of a congress, Decimal's own half-up gives the same figure.
        """
        expected = (Decimal(100 * part) / Decimal(of)).quantize(Decimal("0.01"), ROUND_HALF_UP)

        assert expected == percent_value(part, of)

    @given(st.integers(0, 10**6), st.integers(1, 10**6))
    def test_prints_no_decimals_only_when_whole(self, part: int, of: int) -> None:
        """
        100% is printed for all and never for nearly all.
        """
        assert ("," not in percent(part, of)) == (100 * part % of == 0)

    @pytest.mark.parametrize(("part", "of"), [(1, 0), (1, -1), (-1, 5)])
    def test_has_no_percent_without_a_base(self, part: int, of: int) -> None:
        """
        A percent of nobody is a fault in the data.
        """
        with pytest.raises(ValueError, match="no percent"):
            percent(part, of)


class TestFigures:
    @pytest.mark.parametrize(
        ("n", "expected"),
        [(0, "0"), (999, "999"), (1100, "1.100"), (1_300_000_000, "1.300.000.000"), (Decimal("1.5"), "1,5")],
    )
    def test_groups_thousands(self, n: int | Decimal, expected: str) -> None:
        """
        Dots between thousands, a comma before decimals.
        """
        assert expected == grouped(n)

    def test_grouping_refuses_what_is_no_number(self) -> None:
        """
        NaN never reaches paper.
        """
        with pytest.raises(ValueError, match="not a number"):
            grouped(Decimal("NaN"))

    @pytest.mark.parametrize(
        ("n", "expected"),
        [
            (0, "0 đồng"),
            (500_000, "500.000 đồng"),
            (1_000_000, "1 triệu đồng"),
            (1_300_000_000, "1,3 tỷ đồng"),
            (1_050_000_000, "1,05 tỷ đồng"),
            (1_505_000_000, "1.505.000.000 đồng"),
            (1_505_555_005, "1.505.555.005 đồng"),
            (2_500_000_000_000, "2.500 tỷ đồng"),
            (999_990_000, "999,99 triệu đồng"),
        ],
    )
    def test_writes_money(self, n: int, expected: str) -> None:
        """
        Short where it loses nothing, every digit otherwise.
        """
        assert expected == money(n)

    @given(st.integers(0, 10**14))
    def test_money_loses_nothing(self, n: int) -> None:
        """
        The phrase always gives back the amount.
        """
        number, unit = money(n).removesuffix(" đồng"), 1
        for name, size in (("tỷ", 10**9), ("triệu", 10**6)):
            if number.endswith(name):
                number, unit = number.removesuffix(f" {name}"), size

        assert n == Decimal(number.replace(".", "").replace(",", ".")) * unit

    def test_there_is_no_negative_money(self) -> None:
        """
        A debt is another sentence.
        """
        with pytest.raises(ValueError, match="negative"):
            money(-1)

    @pytest.mark.parametrize(("n", "expected"), [(4, "IV"), (9, "IX"), (19, "XIX"), (40, "XL"), (13, "XIII")])
    def test_counts_congresses(self, n: int, expected: str) -> None:
        """
        Congresses are counted in Roman numerals.
        """
        assert expected == roman(n)

    def test_every_numeral_reads_back(self) -> None:
        """
        All numerals there are, in either case.
        """
        assert list(range(1, 4000)) == [from_roman(roman(n)) for n in range(1, 4000)]
        assert from_roman("v") == 5

    @pytest.mark.parametrize("text", ["", "IIII", "IC", "VX", "A", "5", "IVI", " V", "MMMM", "İ"])
    def test_irregular_numerals_are_refused(self, text: str) -> None:
        """
        A typing error must not become a number.
        """
        with pytest.raises(ValueError, match="not a Roman"):
            from_roman(text)

    @pytest.mark.parametrize("n", [0, -1, 4000])
    def test_there_is_no_numeral_outside(self, n: int) -> None:
        """
        The Romans had no zero.
        """
        with pytest.raises(ValueError, match="no Roman"):
            roman(n)


class TestDates:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2023, 1, 5), "ngày 05 tháng 01 năm 2023"),
            (date(2023, 2, 10), "ngày 10 tháng 02 năm 2023"),
            (date(2023, 3, 13), "ngày 13 tháng 3 năm 2023"),
            (date(2023, 6, 29), "ngày 29 tháng 6 năm 2023"),
            (date(2023, 12, 9), "ngày 09 tháng 12 năm 2023"),
        ],
    )
    def test_writes_zeros_where_the_decree_wants_them(self, day: date, expected: str) -> None:
        """
        A 0 before days under 10 and before months 1 and 2: nowhere else.
        """
        assert expected == long_date(day)
        assert f"Gia Lai, {expected}" == dateline("Gia Lai", day)

    @given(st.dates())
    def test_every_day_reads_back_and_has_its_zeros(self, day: date) -> None:
        """
        Days have two figures; months two in January, February and from October on.
        """
        words = long_date(day).split()

        assert (day.day, day.month, day.year) == tuple(int(words[place]) for place in (1, 3, 5))
        assert 2 == len(words[1])
        assert (1 if 3 <= day.month <= 9 else 2) == len(words[3])

    def test_an_unsigned_paper_has_room_for_its_date(self) -> None:
        """
        The date is written after the signature, in room that Word does not swallow.
        """
        assert f"Gia Lai, ngày{BLANK}tháng{BLANK}năm 2023" == dateline("Gia Lai", None, 2023)
        assert f"Gia Lai, ngày{BLANK}tháng{BLANK}năm{BLANK}" == dateline("Gia Lai", None)
        assert BLANK == "\u00a0" * 6

    def test_writes_the_time_of_day(self) -> None:
        """
        Minutes begin with the hour.
        """
        assert clock(time(8, 0)) == "08 giờ 00 phút"
        assert clock(time(13, 5)) == "13 giờ 05 phút"

    @given(st.integers(1000, 9999), st.integers(0, 10), st.booleans())
    def test_terms_read_back(self, start: int, length: int, spaced: bool) -> None:
        """
        What headings and running text print is what input accepts.
        """
        end = min(start + length, 9999)

        assert (start, end) == term_years(term_range(start, end, spaced=spaced))

    @pytest.mark.parametrize("text", ["2023–2028", "2023 — 2028", " 2023- 2028 "])
    def test_any_dash_makes_a_term(self, text: str) -> None:
        """
        Word turns a hyphen into a dash by itself.
        """
        assert term_years(text) == (2023, 2028)

    @pytest.mark.parametrize(
        "text", ["2023", "2028-2023", "23-28", "2023/2028", "2023-2028-2033", "٢٠٢٣-٢٠٢٨"]
    )
    def test_other_text_is_no_term(self, text: str) -> None:
        """
        A guess at a term would file the papers in the wrong place.
        """
        with pytest.raises(ValueError, match="not the years"):
            term_years(text)

    def test_a_term_does_not_end_before_it_starts(self) -> None:
        """
        Turned years are a fault in the data.
        """
        with pytest.raises(ValueError, match="a term from"):
            term_range(2028, 2023)


class TestNumberLine:
    @pytest.mark.parametrize(
        ("number", "expected"), [(5, "Số: 05/NQ-ĐH"), (12, "Số: 12/NQ-ĐH"), (123, "Số: 123/NQ-ĐH")]
    )
    def test_writes_a_zero_before_numbers_under_ten(self, number: int, expected: str) -> None:
        """
        And no spaces about the slash and the hyphen.
        """
        assert expected == number_line(number, "NQ-ĐH")

    def test_leaves_room_for_a_number_to_come(self) -> None:
        """
        The number is given at signing.
        """
        assert f"Số:{BLANK}/NQ-ĐH" == number_line(None, "NQ-ĐH")

    def test_numbers_start_at_one(self) -> None:
        """
        There is no paper number 0.
        """
        with pytest.raises(ValueError, match="from 1"):
            number_line(0, "NQ-ĐH")


class TestTargetPhrase:
    @pytest.mark.parametrize(
        ("comparator", "value", "unit", "expected"),
        [
            ("=", 100, "%", "100%"),
            (">", 90, "%", "trên 90%"),
            (">=", 3, "đoàn viên", "từ 3 đoàn viên trở lên"),
            ("<=", Decimal("2.5"), "%", "không quá 2,5%"),
            ("<", 1000, "vụ", "dưới 1.000 vụ"),
            ("~", 50, "", "khoảng 50"),
            (">", 1_300_000_000, "đồng", "trên 1,3 tỷ đồng"),
            (">=", "hoàn thành tốt nhiệm vụ", "", "hoàn thành tốt nhiệm vụ trở lên"),
            ("=", "hoàn thành", "", "hoàn thành"),
        ],
    )
    def test_says_the_target(
        self, comparator: str, value: int | Decimal | str, unit: str, expected: str
    ) -> None:
        """
        The sign of the data becomes the word of the resolution.
        """
        assert expected == target_phrase(comparator, value, unit)

    def test_an_unknown_comparator_is_refused(self) -> None:
        """
        A phrase is never guessed.
        """
        with pytest.raises(ValueError, match="unknown comparator"):
            target_phrase("!", 1, "%")
