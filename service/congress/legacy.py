"""Text that was typed for a font of before Unicode (TCVN3, VNI), or was read in the wrong encoding: found, never converted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from service.congress.syllables import is_syllable

Encoding = Literal["TCVN3", "VNI", "UTF-8"]
"""The old encodings of the fonts .VnTime and VNI-Times; UTF-8 that was read as if it were Latin-1."""

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_VNI_SAMPLES = dict(zip("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ", strict=True))
_VNI_MARKS = {mark: unicodedata.normalize("NFD", sample)[1:] for mark, sample in _VNI_SAMPLES.items()}
_VNI_LETTERS = str.maketrans("ñöôæóòî", "đươỉĩịỵ")
_VNI_VOWEL = re.compile(f"([aeouyöô])([{''.join(_VNI_MARKS)}])")
_MOJIBAKE = re.compile("á[º»][\u0080-\u00bf‘-„†-‰‹›…€ƒˆ˜Œœ™ŠšŽžŸ](?=[a-z])|Ä[‘\u0090\u0091]|Æ[°¡]")
_LEGACY_WORD = re.compile(r"[^\s!-/:-@\[-`{-~]+")
_LONGEST = 16
"""Characters of a word that may be one syllable, with one more for each mark; `nghiêng` has seven letters."""
_FOREIGN = re.compile("[^ -~àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyText:
    """In which encoding a text was typed, and where its first foreign character stands (in code points)."""

    encoding: Encoding
    position: int


def legacy_text(text: str) -> LegacyText | None:
    """
    What is wrong with text typed for a TCVN3 or VNI font (or UTF-8 read as Latin-1); None if it is sound.

    A word counts when it is no syllable as it stands and becomes one when read in the old encoding. Two such
    words, or two foreign characters in one, and half of all accented words: a foreign name stays free.

        >>> legacy_text("Kính gửi Céng hßa")
        LegacyText(encoding='TCVN3', position=10)
        >>> legacy_text("Coäng hoøa").encoding, legacy_text("Cộng hòa")
        ('VNI', None)
    """
    if broken := _MOJIBAKE.search(text):
        return LegacyText(encoding="UTF-8", position=broken.start())
    if not re.search("[\u00a1-\u00ff]", text):
        return None
    words = {word[0]: word.start() for word in reversed(list(_LEGACY_WORD.finditer(text)))}
    readings = {word: _readings(word) if len(word) <= _LONGEST else () for word in words}
    garbled = [word for word, found in readings.items() if found]
    weight = sum(max(1, len(_FOREIGN.findall(word))) for word in garbled)
    if weight < 2 or 2 * len(garbled) < sum(not word.isascii() for word in words):
        return None
    first = min(words[word] for word in garbled)
    position = next(at for at in range(first, len(text)) if text[at] > "~")
    in_vni = sum("VNI" in readings[word] for word in garbled)
    is_vni = in_vni > sum("TCVN3" in readings[word] for word in garbled)
    return LegacyText(encoding="VNI" if is_vni else "TCVN3", position=position)


@lru_cache(maxsize=4096)
def _readings(word: str) -> tuple[Encoding, ...]:
    """The old encodings in which a word that is no syllable becomes one; the names of a thousand delegates have few."""
    if word.isascii() or max(word) > "\u00ff" or not re.search("[A-Za-z]", word) or is_syllable(word):
        return ()
    read: dict[Encoding, str] = {"TCVN3": word.translate(_TCVN3), "VNI": _from_vni(word.lower())}
    return tuple(encoding for encoding, syllable in read.items() if is_syllable(syllable))


def _from_vni(word: str) -> str:
    marked = _VNI_VOWEL.sub(lambda m: m[1].translate(_VNI_LETTERS) + _VNI_MARKS[m[2]], word)
    return unicodedata.normalize("NFC", marked.translate(_VNI_LETTERS))
