"""
Names of people: their order in a list, their parts, when two are the same, and what a name may be written with.

A full name is kept and printed as typed. What is derived here only proposes: a Gia Rai, Ê Đê or Ba Na name does not
follow the Kinh order of family, middle and given name, so the parts and the place in a list may be given by a person.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from service.congress.letters import APOSTROPHES, LOOKALIKES, OTHER_SCRIPTS, QUALITIES, TONES, composed
from service.congress.syllables import has_impossible_tone
from service.congress.text import TextProblem, clean, one_tone_placement, problem_at, problems_of

NameOrder = Literal["ten-dem-ho", "ten-ho-dem"]
PartKey = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
SortKey = tuple[PartKey, PartKey, PartKey, str]

_ALPHABET = {letter: rank for rank, letter in enumerate(" 0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONE_RANK = {tone: rank for rank, tone in enumerate(TONES, 1)}
_LIKE_LATIN = str.maketrans({"ƀ": "b\u0335", "ð": "đ", "ɖ": "đ"})
_ONE_APOSTROPHE = str.maketrans(APOSTROPHES, "'" * len(APOSTROPHES))
_WORD = re.compile("[^\\W\\d_][\\w\u0300-\u036f]*")
_LATIN = re.compile("[ -~\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]*")
"""Nearly every name; what is outside is looked at letter by letter."""
_ORDINARY = re.compile("[A-Za-z '.()\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff-]*")
"""Nearly every name again, without figures and other signs."""
_SIGNS = frozenset(" '’ʼ-.()")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameParts:
    """Family name, middle name and given name; `ho` and `dem` may be empty."""

    ho: str
    dem: str
    ten: str


def split_name(full_name: str) -> NameParts:
    """
    A proposal for the parts of a name; ValueError when it is empty.

    Kinh and Gia Rai: the family or clan first, the given name last. After the Ê Đê signs Y and H' the given name comes
    first and the clan last. Every other custom needs a person to say.

        >>> split_name("Nguyễn Thị Ngọc Ánh")
        NameParts(ho='Nguyễn', dem='Thị Ngọc', ten='Ánh')
        >>> split_name("Y Ngông Niê Kdăm")
        NameParts(ho='Niê Kdăm', dem='Y', ten='Ngông')
        >>> split_name("H’Blum Buôn Yă")
        NameParts(ho='Buôn Yă', dem='', ten='H’Blum')
    """
    words = clean(full_name).split()
    if not words:
        raise ValueError("an empty name has no parts")
    if words[0] == "Y" and len(words) > 1:
        return NameParts(ho=" ".join(words[2:]), dem="Y", ten=words[1])
    if words[0].translate(_ONE_APOSTROPHE).startswith("H'") and words[0][2:]:
        return NameParts(ho=" ".join(words[1:]), dem="", ten=words[0])
    if len(words) == 1:
        return NameParts(ho="", dem="", ten=words[0])
    return NameParts(ho=words[0], dem=" ".join(words[1:-1]), ten=words[-1])


def sort_key(full_name: str, *, explicit: str | None = None, order: NameOrder = "ten-dem-ho") -> SortKey:
    """
    The place of a name in a Vietnamese list: by given name, then by the other parts in the given order.

    In each part the letters decide first (a ă â b c d đ e ê ...), then the tones (ngang huyền hỏi ngã sắc nặng), then
    marks outside the alphabet. Both placements of a tone are one. `explicit` replaces the proposed parts: the words in
    the order of sorting, parts divided by commas, or without a comma the first word and the rest.

        >>> sorted(["Bùi Thị Ý", "Hoàng Đạt", "Lý An", "Đặng Thùy Dung"], key=sort_key)
        ['Lý An', 'Đặng Thùy Dung', 'Hoàng Đạt', 'Bùi Thị Ý']
        >>> sort_key("Ba", explicit="Ngông, Niê Kdăm") > sort_key("Lê Mai")
        True
    """
    first, second, third = _explicit_parts(explicit) if explicit else _proposed_parts(full_name, order)
    return _part_key(first), _part_key(second), _part_key(third), composed(full_name)


def _proposed_parts(full_name: str, order: NameOrder) -> tuple[str, str, str]:
    if not clean(full_name).split():
        return "", "", ""
    parts = split_name(full_name)
    return (parts.ten, parts.dem, parts.ho) if order == "ten-dem-ho" else (parts.ten, parts.ho, parts.dem)


def _explicit_parts(explicit: str) -> tuple[str, str, str]:
    parts = explicit.split(",", 2) if "," in explicit else explicit.split(None, 1)
    first, second, third, *_ = [*parts, "", "", ""]
    return first, second, third


@lru_cache(maxsize=20_000)
def _part_key(part: str) -> PartKey:
    """Three levels of one part: ranks of its letters; their tones; their other marks."""
    letters: list[int] = []
    tones: list[int] = []
    marks: list[int] = []
    for letter, tone, others in _letters_of(part):
        letters.append(_ALPHABET.get(letter, len(_ALPHABET) + ord(letter[0])))
        tones.append(tone)
        marks.append(others)
    return tuple(letters), tuple(tones), tuple(marks)


def _letters_of(part: str) -> list[tuple[str, int, int]]:
    decomposed = unicodedata.normalize(
        "NFD", one_tone_placement(clean(part)).casefold().translate(_LIKE_LATIN)
    )
    found = []
    for cluster in re.findall("[^\u0300-\u036f][\u0300-\u036f]*", decomposed):
        letter, tone, others = cluster[0], 0, 0
        for mark in cluster[1:]:
            if mark in _TONE_RANK and not tone:
                tone = _TONE_RANK[mark]
            elif mark in QUALITIES and unicodedata.normalize("NFC", letter + mark) in _ALPHABET:
                letter = unicodedata.normalize("NFC", letter + mark)
            else:
                others = others * 0x100 + ord(mark) - 0x2FF
        if letter in _ALPHABET or letter.isalnum():
            found.append((letter, tone, others))
    return found


@lru_cache(maxsize=20_000)
def same_name_key(full_name: str) -> str:
    """
    Equal for two spellings of one name: case, spaces, apostrophes, tone placement and look-alike Đ do not count.

    Accents do: Lan and Lân are two people.

        >>> same_name_key("Trần  THUÝ H’Hoà") == same_name_key("Trần Thúy H'hòa")
        True
    """
    folded = clean(full_name).casefold().translate(str.maketrans("ðɖ", "đđ"))
    return one_tone_placement(folded.translate(_ONE_APOSTROPHE))


def name_problems(text: str) -> list[TextProblem]:
    """
    What keeps `text` from being printed as a name: Latin letters, their marks, spaces and `'’ʼ-.()` are free.

    Beside the codes of `problems_of`: `name.character` for digits and other signs, `name.script` for a letter that is
    not Latin (a warning: it may be a look-alike, a person must confirm), `name.tone` for a syllable with a tone that it
    cannot have (a warning), `name.empty` at position 0 without any letter.

        >>> [(p.code, p.codepoint) for p in name_problems("Nguyễn Vаn A1")]
        [('name.script', 'U+0430'), ('name.character', 'U+0031')]
    """
    problems = problems_of(text)
    known = {problem.position for problem in problems if problem.code != "text.legacy_encoding"}
    problems += [problem for problem in odd_signs(text) if problem.position not in known]
    problems += odd_letters(text)
    if not any(character.isalpha() and character not in APOSTROPHES for character in text):
        problems.append(TextProblem(code="name.empty", position=0, codepoint=""))
    return sorted(problems, key=lambda problem: problem.position)


def odd_signs(name: str) -> list[TextProblem]:
    """The figures and other signs in a name that are none of its letters, marks, spaces and `'’ʼ-.()`."""
    if _ORDINARY.fullmatch(name):
        return []
    return [
        problem_at("name.character", name, position)
        for position, character in enumerate(name)
        if _name_code(character) == "name.character"
    ]


def odd_letters(name: str) -> list[TextProblem]:
    """The warnings among the problems of a name: letters of another script, tones that no syllable has."""
    found = []
    if not _LATIN.fullmatch(name):
        for position, character in enumerate(name):
            if _name_code(character) == "name.script":
                meant = OTHER_SCRIPTS.get(character, "")
                found.append(problem_at("name.script", name, position, warning=True, meant=meant))
    words = _WORD.finditer(name)
    tones = [word.start() for word in words if not word[0].isascii() and has_impossible_tone(word[0])]
    return found + [problem_at("name.tone", name, position, warning=True) for position in tones]


def _name_code(character: str) -> str | None:
    if character in _SIGNS or "\u0300" <= character <= "\u036f" or character in LOOKALIKES:
        return None
    if not character.isalpha():
        return "name.character"
    return None if unicodedata.name(character, "").startswith("LATIN ") else "name.script"
