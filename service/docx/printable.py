"""Which text may stand on paper."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from service.docx.errors import FieldRefused

_NON_CHARACTERS: Final = "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
_DISPUTED: Final = (
    "\u019b\u0264\u0897\u1c89-\u1c8a\ua7cb-\ua7cd\ua7da-\ua7dc\U000105c9\U000105e4\U00010d50-\U00010d65"
    "\U00010d69-\U00010d6d\U00010d70-\U00010d85\U00010efd-\U00010eff\U00011383\U00011385\U0001138e\U00011391"
    "\U000113c5\U000113c7-\U000113c8\U000113ce-\U000113d0\U00011f41-\U00011f42\U00016121-\U00016128\U0001612f"
    "\U00016d68-\U00016d6a\U0001ccd6-\U0001ccf9\U0001e030-\U0001e06d\U0001e08f\U0001e4ec-\U0001e4ef"
    "\U0001e5ee-\U0001e5ef"
)
"""
Signs whose normal form or case is not the same in Unicode 14 (Python 3.11) and Unicode 16 (Python 3.14): from old
scripts and phonetics, and new. A paper with one would depend on the Python that made it.
"""

FORBIDDEN: Final = re.compile(
    f"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NON_CHARACTERS}{_DISPUTED}]",
)


def checked_text(text: str, path: str) -> str:
    r"""
    `text`, if it may stand on paper: NFC, no control characters but `\n`, no surrogates or non-characters, none
    that Pythons disagree about.

    Raises FieldRefused naming `path`. XML cannot carry most of these, and Word drops the rest without a word.
    """
    found = FORBIDDEN.search(text)
    if found:
        raise FieldRefused(path, f"U+{ord(found[0]):04X} at position {found.start()} may not be printed")
    if not unicodedata.is_normalized("NFC", text):
        raise FieldRefused(path, "the text is not in Unicode form NFC")
    return text
