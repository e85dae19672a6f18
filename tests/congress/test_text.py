from __future__ import annotations

import doctest
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.congress import legacy as legacy_module
from service.congress import syllables as syllables_module
from service.congress import text as text_module
from service.congress.legacy import legacy_text
from service.congress.letters import LOOKALIKES
from service.congress.syllables import has_impossible_tone, is_syllable
from service.congress.text import (
    TextProblem,
    apostrophe_joined,
    clean,
    exact,
    fold,
    is_nfc,
    is_simple,
    number_key,
    one_tone_placement,
    problems_of,
    slug,
)

TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VOWELS = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES]
LETTERS = "".join(VOWELS) + "".join(VOWELS).upper() + "đĐbcdghklmnpqrstvxBCDGHKLMNPQRSTVX"
PUNCTUATION = " \u00a0-–/.,:;()'’ʼ"
vietnamese = st.text(alphabet=LETTERS + PUNCTUATION + "0123456789")

SOUND = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Công đoàn cơ sở Sở Công Thương tỉnh Gia Lai, khóa V, nhiệm kỳ 2023-2028",
    "Rcom Jen, Ksor H'Lan, Y Ngông Niê Kdăm, H’Blum Buôn Yă, Rchom Tố Phé, K’Brểu",
    "François Müller, Noël, Loïc, Zoë, Peña, Weiß, Søren, Łódź, José, Ñuñoa, Çelik, Saint-Exupéry, Bjørn",
    "«quá», 10 µm, 20 µm, 5 m², ½, Điều 5 §2, ABC®, ©2023, · Một · Hai · Ba",
    "Lê Văn Hòa, Hồ Thị Lý, Phan Cao Hà, Trần Bá Nhã, Tô Hoài, Võ Thị Sáu, La Cà, Vi Văn Sơn",
    "Quý đồng chí, giêng hai, gìn giữ, khuya khoắt, ngoằn ngoèo, xoong nồi, tuýp, Đắk Lắk, Pleiku",
]
LEGACY = [
    "Céng hßa x· héi chñ nghÜa ViÖt Nam",
    "§éc lËp - Tù do - H¹nh phóc",
    "§oµn chñ tÞch",
    "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
    "Ñoäc laäp - Töï do - Haïnh phuùc",
    "NguyÔn V¨n Đức",
    "Nguyá»…n Văn",
    "Äại há»™i",
]


def test_the_examples_in_the_docstrings_are_true() -> None:
    """
    What the docstrings show is what the code does.
    """
    for module in (text_module, legacy_module, syllables_module):
        result = doctest.testmod(module)

        assert result.attempted > 0
        assert result.failed == 0


class TestClean:
    @given(st.text())
    def test_cleaned_text_is_clean(self, text: str) -> None:
        """
        Cleaning twice changes nothing, and the result is NFC on one line.
        """
        once = clean(text)

        assert is_nfc(once)
        assert once == clean(once)
        assert "\n" not in once
        assert "  " not in once

    @given(st.text(st.characters(max_codepoint=0x82)))
    def test_simple_text_is_clean_and_sound(self, text: str) -> None:
        """
        Whoever passes it by misses nothing.
        """
        assert not is_simple(text) or clean(text) == clean(text, multiline=True) == text
        assert not is_simple(text) or not problems_of(text)

    def test_days_and_codes_are_simple(self) -> None:
        """
        And names are not, nor what has a space too many.
        """
        assert [
            is_simple(one) for one in ("1983-02-15", "", "07:30", "a b", "Trần", " a", "a  b", "a\n")
        ] == [
            *[True] * 4,
            *[False] * 4,
        ]

    @given(st.text(alphabet=LETTERS + " \n\r\u2028\t"))
    def test_lines_stay_where_they_are_wanted(self, text: str) -> None:
        """
        Cleaning several lines twice changes nothing, and every line is stripped.
        """
        once = clean(text, multiline=True)

        assert once == clean(once, multiline=True)
        assert all(line == line.strip(" ") for line in once.split("\n"))

    def test_a_mark_typed_too_late_is_joined(self) -> None:
        """
        e + acute + circumflex looks like ế; NFC alone leaves two characters that no search would find.
        """
        assert clean("Tie\u0301\u0302n") == "Tiến"
        assert unicodedata.normalize("NFC", "Tie\u0301\u0302n") != "Tiến"

    def test_a_letter_without_a_precomposed_form_keeps_its_mark(self) -> None:
        """
        Gia Rai ơ̆ has no single code point: its mark must survive.
        """
        assert clean("Rơ\u0306") == "Rơ\u0306"

    def test_controls_are_not_hidden(self) -> None:
        """
        Cleaning leaves what must be refused for the check to find.
        """
        assert clean("a\x0b\x00b\x85") == "a\x0b\x00b\x85"


class TestProblems:
    @pytest.mark.parametrize("text", SOUND)
    def test_ordinary_text_is_free(self, text: str) -> None:
        """
        Names of several peoples, foreign names and signs raise no alarm.
        """
        assert problems_of(text) == []

    @given(vietnamese)
    def test_vietnamese_characters_are_free(self, text: str) -> None:
        """
        Whatever is typed with Vietnamese letters, no single character of it is a problem.
        """
        assert [p for p in problems_of(text) if p.code != "text.legacy_encoding"] == []

    @pytest.mark.parametrize(
        ("character", "code"),
        [
            ("\x00", "text.control"),
            ("\x0b", "text.control"),
            ("\x7f", "text.control"),
            ("\x85", "text.control"),
            ("\n", "text.control"),
            ("\u2028", "text.control"),
            ("\ud800", "text.surrogate"),
            ("\ufffe", "text.noncharacter"),
            ("\ufdd0", "text.noncharacter"),
            ("\U0010ffff", "text.noncharacter"),
            ("\u202e", "text.bidi_control"),
            ("\u2066", "text.bidi_control"),
            ("\ue000", "text.private_use"),
            ("\u0378", "text.unassigned"),
            ("\U000e0041", "text.invisible"),
        ],
    )
    def test_each_harmful_character_is_refused_where_it_stands(self, character: str, code: str) -> None:
        """
        The code, the place and the code point are told, so that a person can find the character.
        """
        expected = TextProblem(code=code, position=3, codepoint=f"U+{ord(character):04X}")

        assert [expected] == problems_of(f"Đại{character} hội")

    @pytest.mark.parametrize("character", ["\n", "\r", "\t", "\u2028"])
    def test_lines_are_allowed_where_the_field_has_lines(self, character: str) -> None:
        """
        A body has lines, a name has none.
        """
        assert problems_of(f"một{character}hai", multiline=True) == []

    @pytest.mark.parametrize("character", LOOKALIKES)
    def test_a_look_alike_is_a_warning(self, character: str) -> None:
        """
        Ð on paper is Đ to every eye, and another letter to every search.
        """
        [problem] = problems_of(f"{character}oàn")

        assert (problem.code, problem.position, problem.warning) == ("text.lookalike", 0, True)
        assert problem.meant in "Đđ"
        assert clean(f"{character}oàn") == f"{character}oàn"

    def test_what_cleaning_removes_is_only_noted(self) -> None:
        """
        A zero-width space is no reason to send the form back.
        """
        [problem] = problems_of("Nguy\u200bễn")

        assert (problem.code, problem.warning) == ("text.invisible", True)

    def test_a_flood_is_cut(self) -> None:
        """
        A text of a million faults gives a hundred problems.
        """
        assert len(problems_of("\x00" * 1_000_000)) == 100


class TestLegacyEncoding:
    @pytest.mark.parametrize("text", LEGACY)
    def test_text_of_an_old_font_is_refused(self, text: str) -> None:
        """
        Text typed for TCVN3 or VNI fonts is garbage in Unicode, whatever the page shows.
        """
        codes = [problem.code for problem in problems_of(text) if not problem.warning]

        assert codes == ["text.legacy_encoding"]

    @pytest.mark.parametrize(
        ("text", "encoding"),
        [
            ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "TCVN3"),
            ("§oµn chñ tÞch", "TCVN3"),
            ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI"),
            ("Ñoäc laäp - Töï do - Haïnh phuùc", "VNI"),
            ("Nguyá»…n Văn", "UTF-8"),
        ],
    )
    def test_the_old_encoding_is_named(self, text: str, encoding: str) -> None:
        """
        A person who knows which font it was can convert the file; the text itself is left as it is.
        """
        [problem] = problems_of(text)

        assert encoding == problem.meant
        assert clean(text) == unicodedata.normalize("NFC", text)

    def test_a_few_foreign_words_are_free(self) -> None:
        """
        Short Nordic words happen to be syllables in an old encoding; among others they prove nothing.
        """
        assert legacy_text("Håkon Måns Åke Lå Tå") is None

    @given(st.lists(st.sampled_from(" ".join(SOUND[:4] + SOUND[6:]).split()), max_size=12))
    def test_sound_words_in_any_order_are_sound(self, words: list[str]) -> None:
        """
        The detector never fires on words that are Vietnamese or of the peoples of the highlands.
        """
        assert legacy_text(" ".join(words)) is None

    @pytest.mark.parametrize(
        "word",
        [
            "nghiêng",
            "quyết",
            "khuỷu",
            "ngoẹo",
            "giếng",
            "gì",
            "ghế",
            "kỷ",
            "thuở",
            "xoong",
            "oản",
            "yểu",
            "ướt",
        ],
    )
    def test_syllables_are_known(self, word: str) -> None:
        """
        Rare rhymes are Vietnamese too.
        """
        assert is_syllable(word)

    @pytest.mark.parametrize("word", ["céng", "càch", "héi", "ghang", "nge", "zoe", "hoàá", "", "a1"])
    def test_other_words_are_no_syllables(self, word: str) -> None:
        """
        A wrong onset, rhyme or tone before a stop is no Vietnamese word.
        """
        assert not is_syllable(word)


class TestTones:
    @pytest.mark.parametrize("word", ["Tuyểt", "Phùc", "Đãt", "hòá", "Nguyễ\u0301n", "TUYỂT"])
    def test_a_tone_that_no_syllable_has_is_noticed(self, word: str) -> None:
        """
        A stop is sắc or nặng, and nobody has two tones.
        """
        assert has_impossible_tone(word)

    @given(st.lists(st.sampled_from([word for line in SOUND for word in line.split()]), max_size=4))
    def test_sound_words_have_no_impossible_tone(self, words: list[str]) -> None:
        """
        Neither do the names of the highlands nor foreign ones.
        """
        assert not any(has_impossible_tone(word) for word in words)


class TestFold:
    @given(vietnamese)
    def test_vietnamese_folds_to_ascii(self, text: str) -> None:
        """
        What is indexed holds only a-z, 0-9 and single spaces, whichever way it was typed.
        """
        folded = fold(text)

        assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
        assert folded == fold(unicodedata.normalize("NFD", text)) == fold(text.upper())
        assert folded == " ".join(folded.split())

    @given(st.text())
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        """
        A folded query meets a folded index, for any text at all.
        """
        assert fold(text) == fold(fold(text))

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Đặng Thị Ngọc-Ánh", "dang thi ngoc anh"),
            ("Ƀơ\u0306 Č ĕ ŏ ñ", "bo c e o n"),
            ("Łódź Søren Æsir cœur Weiß ı", "lodz soren aesir coeur weiss i"),
            ("Ðoàn ðoàn Ɖoàn", "doan doan doan"),
            ("Nguy\u200bễn", "nguyen"),
            ("Đảng 北京 Москва", "dang 北京 москва"),
            ("01/NQ-ĐH", "01 nq dh"),
            ("a_b", "a b"),
        ],
    )
    def test_folds(self, text: str, expected: str) -> None:
        """
        Letters that Unicode does not decompose are folded by hand; other scripts stay.
        """
        assert expected == fold(text)


class TestExact:
    @given(vietnamese)
    def test_exact_is_one_form(self, text: str) -> None:
        """
        Typed composed or decomposed, once or twice: one key, and its folded form is the folded text.
        """
        assert exact(text) == exact(unicodedata.normalize("NFD", text)) == exact(exact(text))
        assert fold(text) == fold(exact(text))

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("hoà", "hòa"),
            ("thuý", "thúy"),
            ("khoẻ", "khỏe"),
            ("hoạ", "họa"),
            ("Thuỷ", "Thủy"),
            ("qúy", "quý"),
        ],
    )
    def test_placement_of_the_tone_does_not_count(self, one: str, other: str) -> None:
        """
        Both schools of spelling mean one name.
        """
        assert exact(one) == exact(other)

    @pytest.mark.parametrize(
        "word", ["quý", "hoàn", "mùa", "của", "thuế", "tuyết", "hoặc", "khoắt", "quà", "già"]
    )
    def test_other_words_stay(self, word: str) -> None:
        """
        Only the open rhymes oa, oe, uy have two schools.
        """
        assert word == one_tone_placement(word)

    @pytest.mark.parametrize("apostrophe", "'’ʼ‘′ʻ＇")
    def test_any_apostrophe_ends_a_syllable(self, apostrophe: str) -> None:
        """
        Unicode calls one of them a letter; the tone before it is placed as before the others.
        """
        assert f"hòa{apostrophe}mi" == one_tone_placement(f"hoà{apostrophe}mi")
        assert "hòa mi" == exact(f"Hoà{apostrophe}mi")

    def test_accents_count(self) -> None:
        """
        Lan, Lân and Lần are three words.
        """
        assert len({exact(word) for word in ("Lan", "Lân", "Lần")}) == 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("H'Hen", "h hen hhen"),
        ("R’com", "r com rcom"),
        ("Rcom Jen", "rcom jen"),
        ("RʼÔ\u0306 Hà", "r o ha ro"),
    ],
)
def test_apostrophe_names_are_found_in_one_piece(name: str, expected: str) -> None:
    """
    A person looks for Hhen as often as for H'Hen.
    """
    assert expected == apostrophe_joined(name)


class TestSlug:
    @given(vietnamese)
    def test_a_slug_is_a_safe_name_or_refused(self, text: str) -> None:
        """
        A file name is never empty and holds no character with a meaning.
        """
        if fold(text):
            assert slug(text) == fold(text).replace(" ", "-")
        else:
            with pytest.raises(ValueError, match="no letter"):
                slug(text)

    def test_other_scripts_do_not_reach_file_names(self) -> None:
        """
        Only a-z and 0-9 are the same on every disk.
        """
        assert slug("Đại hội 北京") == "dai-hoi"


class TestNumberKey:
    @pytest.mark.parametrize(
        "text", ["01/NQ-ĐH", "1/nq-đh", "001 / NQ-DH", "Số: 01/NQ-ĐH", "số 1/NQ–ĐH", " 01/NQ - ĐH "]
    )
    def test_one_number_typed_in_many_ways(self, text: str) -> None:
        """
        Zeros, case, spaces and dashes do not make another document.
        """
        assert number_key(text) == "1/nq-dh"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("30/2020/NĐ-CP", "30/2020/nd-cp"),
            ("190-QĐ/TW", "190-qd/tw"),
            ("12a/BC-CĐCS", "12a/bc-cdcs"),
            ("100/NQ-ĐHCĐ", "100/nq-dhcd"),
        ],
    )
    def test_the_forms_in_use(self, text: str, expected: str) -> None:
        """
        State and Party order number and symbol differently.
        """
        assert expected == number_key(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "5",
            "2023-2028",
            "15/6/2023",
            "1/2",
            "NQ-ĐH",
            "nghị quyết 01",
            "00/NQ-ĐH",
            "3-4 người",
            "/NQ-ĐH",
        ],
    )
    def test_other_text_has_no_key(self, text: str) -> None:
        """
        A date, a term or a bare number is looked for as text.
        """
        assert number_key(text) is None
