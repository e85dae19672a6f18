"""
Vietnamese text: one form inside (NFC), one folded form for search, and what must not reach a signed paper.

Text that a person typed goes through `problems_of` (what is wrong, and where) and `clean` (what may be put right without
asking). The other functions make keys: they are for comparing and finding, never for printing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from service.congress.legacy import legacy_text
from service.congress.letters import APOSTROPHES, LOOKALIKES, QUALITIES, TONES, composed

_ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CODE_OF_CATEGORY = {"Cc": "control", "Cs": "surrogate", "Co": "private_use", "Cf": "invisible"}
_LINE_BREAKS = "\n\r\u2028\u2029"
_IN_ASCII = {APOSTROPHES[1:]: "'", "‐‑‒–—−": "-", "“”„": '"', _ZERO_WIDTH: ""}
_SPACE_FOR_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}
_UNDECOMPOSED = str.maketrans("đðɖɗƀɓłøıħŧ", "ddddbbloiht") | str.maketrans(
    {"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"}
)
_GLIDE = re.compile(
    rf"(?P<q>q?)(?P<glide>o(?=[{TONES}]?[ae])|u(?=[{TONES}]?y))(?P<early>[{TONES}]?)"
    rf"(?P<vowel>[aey])(?P<late>[{TONES}]?+)(?![{QUALITIES}])",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:so\s*:?\s*)?0*(?P<number>[1-9][0-9]{0,8}[a-z]?)"
    r"(?P<symbol>/(?:[0-9]{4}/)?[a-z][a-z0-9.]*(?:[-/][a-z0-9.]+)*|-[a-z][a-z0-9.]*(?:-[a-z0-9.]+)*/[a-z0-9.-]+)"
)
_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000 ]+")
_UNREMARKABLE = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u00cf\u00d1-\u00ef\u00f1-\u0188\u018a-\u019a\u019c-\u024f\u0300-\u036f\u1e00-\u1eff]+"
)
_SIMPLE = re.compile("(?:[!-~]+(?: [!-~]+)*)?")
_HEAP = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5,}")
"""Marks over marks: no language has five on one letter, and on paper they cover the lines above and below."""
_DISPUTED = re.compile(
    "[\u019b\u0264\u0897\u1c89-\u1c8a\ua7cb-\ua7cd\ua7da-\ua7dc\U000105c9\U000105e4\U00010d50-\U00010d65"
    "\U00010d69-\U00010d6d\U00010d70-\U00010d85\U00010efd-\U00010eff\U00011383\U00011385\U0001138e\U00011391"
    "\U000113c5\U000113c7-\U000113c8\U000113ce-\U000113d0\U00011f41-\U00011f42\U00016121-\U00016128\U0001612f"
    "\U00016d68-\U00016d6a\U0001ccd6-\U0001ccf9\U0001e030-\U0001e06d\U0001e08f\U0001e4ec-\U0001e4ef"
    "\U0001e5ee-\U0001e5ef]"
)
"""What the engine of papers refuses since Pythons disagree about it (`service.docx.printable`): refused here, where it is typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextProblem:
    """
    A character (`U+0000`) that should not be at `position` (in code points); a `warning` may be overruled.

    `meant` is what was probably meant: the letter that a look-alike looks like, the encoding of old text. It is for a
    person to read, and never put in its place.
    """

    code: str
    position: int
    codepoint: str
    warning: bool = False
    meant: str = ""


def problem_at(code: str, text: str, position: int, *, warning: bool = False, meant: str = "") -> TextProblem:
    """The problem of the character at `position` of `text`."""
    codepoint = f"U+{ord(text[position]):04X}"
    return TextProblem(code=code, position=position, codepoint=codepoint, warning=warning, meant=meant)


def is_nfc(text: str) -> bool:
    """Whether `text` is already in the one form that is kept inside."""
    return unicodedata.is_normalized("NFC", text)


def is_simple(text: str) -> bool:
    """Whether `text` is of ASCII with single spaces in it, as days and codes are: `clean` and `problems_of` leave it alone."""
    return _SIMPLE.fullmatch(text) is not None


def clean(text: str, *, multiline: bool = False) -> str:
    r"""
    `text` in NFC, without invisible characters or stray spaces; `multiline` keeps line breaks, as LF.

    Controls and other harmful characters are left for `problems_of` to report. A circumflex or breve typed
    after the tone mark is put before it: NFC alone does not join such a letter.

        >>> clean("  Nguyễn\u00a0 Thị\u200b\n Lan ")
        'Nguyễn Thị Lan'
        >>> clean("một \r\n hai", multiline=True)
        'một\nhai'
    """
    text = composed(_replaced(text, _ZERO_WIDTH, "")).replace("\r\n", "\n")
    text = re.sub(f"[{_LINE_BREAKS}]", "\n" if multiline else " ", text)
    return re.sub(" ?\n ?", "\n", _SPACE.sub(" ", text)).strip(" \n")


def problems_of(text: str, *, multiline: bool = False, limit: int = 100) -> list[TextProblem]:
    r"""
    What must not be printed, in the order of the text: at most `limit` errors and as many warnings (a text from outside
    may hold a million). Warnings never stand in the way of an error after them.

    Codes: `text.control`, `text.surrogate`, `text.noncharacter`, `text.bidi_control`, `text.private_use`,
    `text.unassigned`, `text.invisible`, `text.stacked_marks` and `text.legacy_encoding` (each once, last); and
    `text.lookalike` as a warning.
    What `clean` removes (zero-width characters) is a warning too. LF, CR, TAB and line separators are allowed
    only where `multiline`.

        >>> [(p.code, p.position, p.codepoint) for p in problems_of("Công\x00 Ðoàn")]
        [('text.control', 4, 'U+0000'), ('text.lookalike', 6, 'U+00D0')]
    """
    found: list[TextProblem] = []
    left = {True: limit, False: limit}
    for problem in _odd_characters(text, multiline=multiline):
        if left[problem.warning]:
            found.append(problem)
            left[problem.warning] -= 1
        if not left[False]:
            break
    if heap := _HEAP.search(text):
        found.append(problem_at("text.stacked_marks", text, heap.start()))
    if not (old := legacy_text(text)):
        return found
    return [*found, problem_at("text.legacy_encoding", text, old.position, meant=old.encoding)]


def _odd_characters(text: str, *, multiline: bool) -> Iterator[TextProblem]:
    position = 0
    while position < len(text):
        if plain := _UNREMARKABLE.match(text, position):
            position = plain.end()
            continue
        character = text[position]
        if code := _code_of(character, multiline=multiline):
            warning = code == "text.lookalike" or character in _ZERO_WIDTH
            yield problem_at(code, text, position, warning=warning, meant=LOOKALIKES.get(character, ""))
        position += 1


def _code_of(character: str, *, multiline: bool) -> str | None:
    if character == "\t" or character in _LINE_BREAKS:
        return None if multiline else "text.control"
    if character in LOOKALIKES:
        return "text.lookalike"
    if character in _BIDI:
        return "text.bidi_control"
    if _DISPUTED.match(character):
        return "text.unassigned"
    category = unicodedata.category(character)
    if category == "Cn":
        point = ord(character)
        is_never_a_character = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
        return "text.noncharacter" if is_never_a_character else "text.unassigned"
    return f"text.{_CODE_OF_CATEGORY[category]}" if category in _CODE_OF_CATEGORY else None


def printable(text: str) -> str:
    """`text` in its one form without what must not be printed: for names of files, which are shown and not signed."""
    text = clean(_HEAP.sub(lambda heap: heap[0][0], clean(text)))
    odd = _odd_characters(text, multiline=False)
    bad = {problem.position for problem in odd if not problem.warning}
    return clean("".join(sign for place, sign in enumerate(text) if place not in bad))


def bare(text: str) -> str:
    """`text` in lower case without marks, Đ as d, punctuation kept: what `fold` and `number_key` start from."""
    for characters, sign in _IN_ASCII.items():
        text = _replaced(text, characters, sign)
    text = unicodedata.normalize("NFKD", text).lower().replace("đ", "d")
    # Nearly all text is ASCII and Vietnamese marks by now: counting those is far quicker than replacing them.
    plain = text.encode("ascii", "ignore").decode()
    if len(text) - len(plain) == sum(map(text.count, TONES + QUALITIES)):
        return plain
    text = unicodedata.normalize("NFKD", text).translate(_UNDECOMPOSED)
    letters = "".join(c for c in text if unicodedata.category(c)[0] != "M")
    return unicodedata.normalize("NFC", letters).lower()


def _replaced(text: str, characters: str, by: str) -> str:
    for character in characters:
        text = text.replace(character, by)
    return text


def fold(text: str) -> str:
    """
    `text` for search: lower case, no marks, one space for the rest: `[a-z0-9 ]`, and letters of other scripts.

        >>> fold("  Đặng Thị Ngọc-Ánh (Ƀ’Lao) ")
        'dang thi ngoc anh b lao'
    """
    letters = bare(text)
    if letters.isascii():
        return " ".join(letters.translate(_SPACE_FOR_SIGNS).split())
    return re.sub(r"[\W_]+", " ", letters).strip()


def exact(text: str) -> str:
    """
    `text` for search that minds the accents: lower case, punctuation as one space, one placement of the tone.

        >>> exact("Hoà–THUÝ, Quý")
        'hòa thúy quý'
    """
    text = one_tone_placement(composed(_replaced(text, _ZERO_WIDTH, "")).lower())
    return re.sub("(?:[^\\w\u0300-\u036f]|_)+", " ", _replaced(text, APOSTROPHES, " ")).strip()


def one_tone_placement(text: str) -> str:
    """
    `text` in NFC with tones as in hòa, khỏe, thúy; on the second vowel in quý and before a final (hoàn). For keys.

        >>> one_tone_placement("Hoà, Thuý, Qúy, hòan")
        'Hòa, Thúy, Quý, hoàn'
    """
    return composed(_GLIDE.sub(_placed, unicodedata.normalize("NFD", composed(text))))


def _placed(match: re.Match[str]) -> str:
    tone = match["early"] or match["late"]
    after = match.string[match.end() : match.end() + 1]
    # Unicode counts ʼ among the letters; in a name it divides like the other apostrophes.
    if match["q"] or (after.isalpha() and after not in APOSTROPHES):
        return f"{match['q']}{match['glide']}{match['vowel']}{tone}"
    return f"{match['glide']}{tone}{match['vowel']}"


def apostrophe_joined(text: str) -> str:
    """
    `fold(text)`, then its apostrophe names once more in one piece, so that both spellings find them.

    The pieces stand at the end: between the words they would break phrases.
        >>> apostrophe_joined("H’Hen Niê")
        'h hen nie hhen'
    """
    return " ".join([fold(text), *(name for (name,) in joined_names(text))]).strip()


def joined_names(text: str) -> list[tuple[str]]:
    """
    The apostrophe names of `text`, each as one folded token.

        >>> joined_names("H’Hen Niê, R'com")
        [('hhen',), ('rcom',)]
    """
    word = "[^\\W_][\\w\u0300-\u036f]*"
    names: list[str] = re.findall(f"{word}(?:'{word})+", _replaced(composed(text), APOSTROPHES, "'"))
    folded = (fold(name.replace("'", "")) for name in names)
    # What folds into several words (½, a_b) is no name.
    return [(name,) for name in folded if name and " " not in name]


def slug(text: str) -> str:
    """
    `text` as `[a-z0-9-]+`, for file names and keys; ValueError when nothing is left.

        >>> slug("Nghị quyết Đại hội")
        'nghi-quyet-dai-hoi'
    """
    if name := "-".join(re.findall("[a-z0-9]+", fold(text))):
        return name
    raise ValueError("no letter or digit to make a name of")


def number_key(text: str) -> str | None:
    """
    The number and symbol of a document however typed (`174/QĐ-TLĐ`, `190-QĐ/TW`); None for anything else.

        >>> number_key("Số: 001 / NQ–ĐH"), number_key("15/6/2023")
        ('1/nq-dh', None)
    """
    match = _NUMBER.fullmatch(re.sub(r"\s*([/-])\s*", r"\1", bare(text)).strip())
    return f"{match['number']}{match['symbol']}" if match else None
