from __future__ import annotations

import doctest
import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.congress import names as names_module
from service.congress.names import NameParts, name_problems, same_name_key, sort_key, split_name
from service.congress.text import composed

LISTED = [
    "Lý An",
    "Nguyễn Văn An",
    "Trần Thị Ánh",
    "Nguyễn Văn Ăn",
    "Lê Ân",
    "Phạm Ẩn",
    "Hồ Ê Ban",
    "Đặng Thùy Dung",
    "Phạm Đức Dũng",
    "Hoàng Đạt",
    "Vũ Đức",
    "Ksor H'Lan",
    "Rcom Jen",
    "Siu Y Khoa",
    "Lê Thị Tuyết",
    "Bùi Thị Ý",
    "Đỗ Hải Yến",
]
REAL = [
    "Y Ngông Niê Kdăm",
    "H'Blum Buôn Yă",
    "Rcom Jen",
    "Ksor Phước",
    "Nay Der",
    "Siu Y Khoa",
    "Kpă Klơng",
    "K'Brểu",
    "Y Moan Ênuôl",
    "H'Hen Niê",
    "Rơ Châm Hương",
    "Rơ Ô Trúc",
    "Ka Să Ha Luy",
    "Bờ Nướch Thị Bích",
    "Hồ Văn Xửng",
    "Hồ A Pằng",
    "Pinăng Thị Thủy",
    "Chamaléa Thị Điệp",
    "Katơr Thị Sính",
    "Bríu Thị Nem",
    "A Lăng Mai",
    "Pơloong Plênh",
    "Zơrâm Ngót",
    "Tơ Ngôl Vút",
    "Đinh Núp",
    "A Sanh",
    "Y Thơm",
    "Thạch Thị Dân",
    "Danh Út",
    "Kim Sa Phe",
    "Trượng Tài Thọ",
    "Lò Văn Hặc",
    "Cầm Thị Mẫn",
    "Quàng Văn Hương",
    "Giàng A Páo",
    "Sùng A Hồng",
    "Vàng Seo Cón",
    "Tẩn Láo Tả",
    "Lý Láo Lở",
    "Phàn Phù Lìn",
    "Chẻo Vần Chàn",
    "Mùa A Vảng",
    "Thào Xuân Sùng",
    "Nông Thị Hoài",
    "Tòng Thị Phong",
    "Lù Văn Que",
    "Ma Thế Hồng",
    "Hầu A Lềnh",
    "Lường Thị Hợp",
    "Đàng Năng Lĩnh",
    "Dụng Văn Duy",
    "Châu Sóc Khone",
    "Tất Thành Cang",
    "Ưng Hoàng Phúc",
    "Âu Dương Quân",
    "Tôn Thất Thuyết",
    "Công Tằng Tôn Nữ Hồng Hạnh",
    "Đoàn Nguyễn Thị Ngoạt",
    "Khuất Duy Tiến",
    "Giáp Văn Cương",
    "Quách Thành Danh",
    "Nghiêm Xuân Yêm",
    "Phí Thị Thoa",
    "Uông Chu Lưu",
    "Xa Thị Thương",
]
"""Names of the Kinh and of twenty other peoples of the country."""
FAMILIES = ["Nguyễn", "Trần", "Lê", "Đặng", "Đỗ", "Vũ", "Hồ", "Lý", "Rcom", "Ksor", "Nay", "Kpă"]
MIDDLES = ["", "Văn", "Thị", "Thị Ngọc", "Đức", "Thùy", "Thuỳ", "Y"]
GIVEN = [
    "An",
    "Ánh",
    "Ăn",
    "Hòa",
    "Hoà",
    "Hoa",
    "Thuý",
    "Thúy",
    "Thủy",
    "Thuỷ",
    "Ý",
    "H'Lan",
    "Rơ\u0306",
    "Jen",
]
people = st.builds(
    lambda family, middle, given: " ".join(f"{family} {middle} {given}".split()),
    st.sampled_from(FAMILIES),
    st.sampled_from(MIDDLES),
    st.sampled_from(GIVEN),
)


def test_the_examples_in_the_docstrings_are_true() -> None:
    """
    What the docstrings show is what the code does.
    """
    result = doctest.testmod(names_module)

    assert result.attempted > 0
    assert result.failed == 0


class TestOrder:
    @given(st.randoms(use_true_random=False))
    def test_a_list_of_delegates_comes_out_in_vietnamese_order(self, chance: random.Random) -> None:
        """
        However the list arrives, ă â đ ê and the tones stand where a reader looks for them.
        """
        shuffled = chance.sample(LISTED, len(LISTED))

        assert sorted(shuffled, key=sort_key) == LISTED

    @given(st.lists(people, unique=True), st.randoms(use_true_random=False))
    def test_the_order_of_entry_does_not_count(self, names: list[str], chance: random.Random) -> None:
        """
        Different names never tie: one set of names has one order.
        """
        shuffled = chance.sample(names, len(names))

        assert sorted(names, key=sort_key) == sorted(shuffled, key=sort_key)

    @given(people)
    def test_the_encoding_does_not_count(self, name: str) -> None:
        """
        Composed and decomposed text have one place.
        """
        assert sort_key(name) == sort_key(unicodedata.normalize("NFD", name))

    @pytest.mark.parametrize("order", ["ten-dem-ho", "ten-ho-dem"])
    @given(names=st.lists(people))
    def test_a_family_never_comes_before_the_given_name(
        self, order: names_module.NameOrder, names: list[str]
    ) -> None:
        """
        Whichever part comes second, equal given names stand together.
        """
        in_order = [
            same_name_key(split_name(n).ten) for n in sorted(names, key=lambda n: sort_key(n, order=order))
        ]
        runs = [ten for before, ten in zip(["", *in_order], in_order, strict=False) if before != ten]

        assert len(set(in_order)) == len(runs)

    def test_tones_follow_the_dictionary(self) -> None:
        """
        Ngang, huyền, hỏi, ngã, sắc, nặng: and letters decide before tones.
        """
        words = ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Mai", "Mạn", "Măn", "Mân", "Me", "Mê"]

        backwards = words[::-1]

        assert words == sorted(backwards, key=sort_key)

    def test_both_spellings_of_a_tone_stand_together(self) -> None:
        """
        Thuỷ and Thủy are one name and do not enclose Thuý.
        """
        names = ["Lê Thuý", "Lê Thuỷ", "Lê Thúy", "Lê Thủy"]
        letters = [same_name_key(name) for name in sorted(names, key=sort_key)]

        assert letters == ["lê thủy", "lê thủy", "lê thúy", "lê thúy"]

    def test_the_second_part_is_a_setting(self) -> None:
        """
        Some offices compare the family before the middle name.
        """
        names = ["Vũ An An", "Lê Văn An"]

        assert sorted(names, key=lambda n: sort_key(n, order="ten-dem-ho")) == ["Vũ An An", "Lê Văn An"]
        assert sorted(names, key=lambda n: sort_key(n, order="ten-ho-dem")) == ["Lê Văn An", "Vũ An An"]

    def test_a_person_may_say_where_a_name_stands(self) -> None:
        """
        No rule knows every custom: the given words replace the proposal.
        """
        names = {"Lê Mai": None, "A Lăng Bhuốch": "Ăn", "Lý An": None}

        assert sorted(names, key=lambda n: sort_key(n, explicit=names[n])) == [
            "Lý An",
            "A Lăng Bhuốch",
            "Lê Mai",
        ]

    @given(people)
    def test_saying_what_is_proposed_changes_nothing(self, name: str) -> None:
        """
        An explicit order in the same words gives the same key.
        """
        parts = split_name(name)

        assert sort_key(name) == sort_key(name, explicit=f"{parts.ten},{parts.dem},{parts.ho}")

    @pytest.mark.parametrize("nothing", ["", " ", "\u200b", "\x0b", "\ufeff \u2060"])
    def test_a_name_of_nothing_comes_first(self, nothing: str) -> None:
        """
        A line of invisible characters is shown with the others, not an error.
        """
        assert [nothing, "Lý An"] == sorted(["Lý An", nothing], key=sort_key)

    @given(st.text(), st.text())
    def test_any_two_texts_can_be_compared(self, one: str, other: str) -> None:
        """
        A list with a faulty name can still be shown, and only the same text ties.
        """
        ties = sort_key(one) <= sort_key(other) <= sort_key(one)

        assert ties == (composed(one) == composed(other))


class TestSplit:
    @pytest.mark.parametrize(
        ("name", "ho", "dem", "ten"),
        [
            ("Nguyễn Thị Ngọc Ánh", "Nguyễn", "Thị Ngọc", "Ánh"),
            ("Rcom Jen", "Rcom", "", "Jen"),
            ("Nay H'Wil", "Nay", "", "H'Wil"),
            ("Siu Y Khoa", "Siu", "Y", "Khoa"),
            ("Y Ngông Niê Kdăm", "Niê Kdăm", "Y", "Ngông"),
            ("H'Hen Niê", "Niê", "", "H'Hen"),
            ("H’Blum Buôn Yă", "Buôn Yă", "", "H’Blum"),
            ("Lan", "", "", "Lan"),
            ("  Lê   Lan ", "Lê", "", "Lan"),
        ],
    )
    def test_proposes_the_parts(self, name: str, ho: str, dem: str, ten: str) -> None:
        """
        Kinh and Gia Rai begin with the family, Ê Đê end with the clan.
        """
        assert NameParts(ho=ho, dem=dem, ten=ten) == split_name(name)

    def test_an_empty_name_has_no_parts(self) -> None:
        """
        Nothing is proposed from nothing.
        """
        with pytest.raises(ValueError, match="empty"):
            split_name(" \u00a0")


class TestSameName:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Trần  Thuý", "trần thúy"),
            ("H’Hen Niê", "H'Hen Niê"),
            ("HʼHen Niê", "H'Hen Niê"),
            ("Ðặng Hòa", "Đặng Hoà"),
            ("Nguyễn\u00a0Văn Tie\u0301\u0302n", "NGUYỄN VĂN TIẾN"),
        ],
    )
    def test_two_spellings_are_one_name(self, one: str, other: str) -> None:
        """
        A delegate entered twice is found, however he was typed.
        """
        assert same_name_key(one) == same_name_key(other)

    def test_accents_tell_people_apart(self) -> None:
        """
        Lan, Lân, Lần and Đan, Dan are different people.
        """
        assert len({same_name_key(name) for name in ("Lan", "Lân", "Lần", "Đan", "Dan")}) == 5

    @given(people)
    def test_the_key_is_a_key(self, name: str) -> None:
        """
        Decomposed, in capitals or already a key: one key.
        """
        key = same_name_key(name)

        assert key == same_name_key(unicodedata.normalize("NFD", name)) == same_name_key(name.upper())
        assert key == same_name_key(key)


class TestNameProblems:
    @given(people)
    def test_names_are_free(self, name: str) -> None:
        """
        No name of the country needs an excuse, composed or not.
        """
        assert [] == name_problems(name) == name_problems(unicodedata.normalize("NFD", name))

    @pytest.mark.parametrize("name", REAL)
    def test_names_of_every_people_raise_no_alarm(self, name: str) -> None:
        """
        What is spelt unlike Kinh names is not spelt wrongly.
        """
        assert [] == name_problems(name)

    @pytest.mark.parametrize(
        "name", ["Nguyễn Thị A (Lan)", "Lê-Minh St. Anne", "K’Brểu", "HʼHen", "François Noël"]
    )
    def test_signs_of_names_are_free(self, name: str) -> None:
        """
        Apostrophes, hyphens, dots and brackets stand in names.
        """
        assert name_problems(name) == []

    @pytest.mark.parametrize(
        ("name", "code", "position", "warning"),
        [
            ("Lê Lan 2", "name.character", 7, False),
            ("Lê_Lan", "name.character", 2, False),
            ("Lê <Lan", "name.character", 3, False),
            ("Lê L\u0430n", "name.script", 4, True),
            ("Ｌê Lan", "name.script", 0, True),
            ("Ðỗ Lan", "text.lookalike", 0, True),
            ("Lê\u202eLan", "text.bidi_control", 2, False),
            ("Lê\nLan", "text.control", 2, False),
            ("...", "name.empty", 0, False),
            ("", "name.empty", 0, False),
            ("ʼ", "name.empty", 0, False),
        ],
    )
    def test_says_what_is_wrong_once_and_where(
        self, name: str, code: str, position: int, warning: bool
    ) -> None:
        """
        A letter of another script may be meant, so a person confirms it; the rest is refused.
        """
        [problem] = name_problems(name)

        assert (code, position, warning) == (problem.code, problem.position, problem.warning)

    def test_a_name_of_an_old_font_is_refused(self) -> None:
        """
        The name on a card must not be garbage.
        """
        assert "text.legacy_encoding" in {problem.code for problem in name_problems("NguyÔn V¨n Tó")}


def test_no_capitals_are_made_word_by_word() -> None:
    """
    `str.title` writes K'Sor for K'sor and breaks after every mark: no code calls it.
    """
    root = Path(names_module.__file__).parents[2]
    calls = [
        path.name
        for folder in ("service", "workers", "templates_docx")
        for path in (root / folder).rglob("*.py")
        if re.search(r"\.(title|capwords)\(\w*\)", path.read_text("utf-8"))
    ]

    assert [] == calls


@given(people)
def test_capitals_of_a_heading_keep_the_name(name: str) -> None:
    """
    Capitals change no letter: the name is the same one, and in one form.
    """
    assert same_name_key(name) == same_name_key(name.upper())
    assert unicodedata.is_normalized("NFC", unicodedata.normalize("NFC", name).upper())
