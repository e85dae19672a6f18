"""The letters of Vietnamese in Unicode: their marks, the one form they are kept in, and letters that only look like them."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "'’ʼ‘′ʻ＇"
LOOKALIKES = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
"""Letters that look like Đ and đ on paper, each with the letter that was probably meant."""
OTHER_SCRIPTS = dict(
    zip("АВЕІЈКМНОРЅСТХУаеіјорѕсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧνο", "ABEIJKMHOPSCTXYaeijopscyxABEZHIKMNOPTYXvo", strict=True)
)
"""Cyrillic and Greek letters that look like Latin ones, each with the letter that was probably meant."""
TONES = "\u0300\u0309\u0303\u0301\u0323"
"""The marks of huyền, hỏi, ngã, sắc, nặng, in the order of the dictionary."""
QUALITIES = "\u0302\u0306\u031b"
"""The marks of â ê ô, of ă, of ơ ư: they make another letter."""

_LATER_QUALITY = re.compile("([aAeEoO])([\u0300\u0309\u0303\u0301])([\u0302\u0306])")


def composed(text: str) -> str:
    """`text` in NFC, with the marks of a Vietnamese vowel in the order that NFC can join."""
    text = unicodedata.normalize("NFC", text)
    if not any(mark in text for mark in "\u0302\u0306"):
        return text
    return unicodedata.normalize("NFC", _LATER_QUALITY.sub(r"\1\3\2", unicodedata.normalize("NFD", text)))
