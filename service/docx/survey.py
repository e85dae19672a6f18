"""
All fields looked at together, level by level: the same questions as in `fields`, asked once for all of them.

What raises doubt is not explained here: the careful way asks each value, and names the one that is to blame.
"""

from __future__ import annotations

import unicodedata
from codecs import charmap_build, charmap_encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from operator import countOf
from typing import Any, Final

from service.docx.expressions import Irregular
from service.docx.fields import MAX_INTEGER, checked_number
from service.docx.printable import FORBIDDEN

_LETTERS: Final = "".join(
    unicodedata.normalize("NFC", letter + tone)
    for letter in "aAăĂâÂeEêÊiIoOôÔơƠuUưƯyYđĐ"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
)
_SIGNS: Final = "".join(map(chr, range(0x20, 0x7F))) + "\n–—‘’“”…§°½²³×•«»"
ORDINARY: Final = "".join(sorted({sign for sign in _LETTERS + _SIGNS if not unicodedata.combining(sign)}))
"""What nearly all texts of papers are made of: in form NFC in any order, and none of it forbidden."""

# a table whose first sign is NUL is what CPython turns into its fast kind; NUL itself is then looked for in the bytes
_ORDINARY: Final = charmap_build("\0" + ORDINARY)
_LEVELS: Final = 12
_CONTAINERS: Final = frozenset({dict, list, tuple})
_NUMBERS: Final = frozenset({int, Decimal})
_PLAIN: Final = _CONTAINERS | _NUMBERS | {str, bool, date, type(None)}


@dataclass(frozen=True, slots=True)
class Survey:
    r"""What is known of all texts together: whether any holds `&`, `<`, `>` or `\n`, and how long they are."""

    marked: bool
    characters: int


def surveyed(fields: Mapping[str, object]) -> Survey:
    """
    What `fields` are like, if they are plain data that may be printed.

    Raises Irregular or FieldRefused where they are not, or where it is not sure.
    """
    if type(fields) is not dict:
        raise Irregular
    texts: list[str] = list(fields)
    values: list[Any] = list(fields.values())
    for _ in range(_LEVELS):
        if countOf(map(type, values), str) == len(values):
            return _checked(texts + values)
        kinds = set(map(type, values))
        if not kinds <= _PLAIN:
            raise Irregular
        if str in kinds:
            texts += [value for value in values if type(value) is str]
        if kinds & _NUMBERS:
            _check_numbers(values)
        if not kinds & _CONTAINERS:
            return _checked(texts)
        values = _inside(values, kinds, texts)
    raise Irregular


def _inside(values: list[Any], kinds: set[type], texts: list[str]) -> list[Any]:
    """What is in the containers among `values`; the names in records are added to `texts`."""
    inside: list[Any] = []
    if list in kinds or tuple in kinds:
        inside += chain.from_iterable(one for one in values if type(one) is list or type(one) is tuple)
    if dict in kinds:
        records = values if len(kinds) == 1 else [one for one in values if type(one) is dict]
        # the records of a list mostly have the same names
        texts += set().union(*records)
        inside += chain.from_iterable(map(dict.values, records))
    return inside


def _check_numbers(values: list[Any]) -> None:
    for value in values:
        if type(value) is int:
            if not -MAX_INTEGER <= value <= MAX_INTEGER:
                raise Irregular
        elif type(value) is Decimal:
            checked_number(value, "")


def _checked(texts: list[str]) -> Survey:
    try:
        text = " ".join(texts)
    except TypeError:  # a name that is no text
        raise Irregular from None
    marked = "&" in text or "<" in text or ">" in text or "\n" in text
    try:
        encoded, _ = charmap_encode(text, "strict", _ORDINARY)
        if b"\0" not in encoded:
            return Survey(marked, len(text))
    except UnicodeEncodeError:
        pass
    # neither question sees across the space between two values: it is allowed, and nothing composes with it
    if FORBIDDEN.search(text) or not unicodedata.is_normalized("NFC", text):
        raise Irregular
    return Survey(marked, len(text))
