"""Which text may stand on paper."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from service.docx.errors import FieldRefused

_NON_CHARACTERS: Final = "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
FORBIDDEN: Final = re.compile(
    f"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NON_CHARACTERS}]",
)


def checked_text(text: str, path: str) -> str:
    r"""
    `text`, if it may stand on paper: NFC, no control characters but `\n`, no surrogates or non-characters.

    Raises FieldRefused naming `path`. XML cannot carry most of these, and Word drops the rest without a word.
    """
    found = FORBIDDEN.search(text)
    if found:
        raise FieldRefused(path, f"U+{ord(found[0]):04X} at position {found.start()} may not be printed")
    if not unicodedata.is_normalized("NFC", text):
        raise FieldRefused(path, "the text is not in Unicode form NFC")
    return text
