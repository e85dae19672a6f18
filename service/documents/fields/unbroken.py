"""
No-break spaces where a paper may not go on to the next line: in a person's name, and in headings in capitals.

Every paper passes through here before it is rendered, so that no type of paper has to think of it. Words are the same afterwards: whoever
reads a paper back takes a no-break space for a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pydantic import BaseModel

from service.congress.model import Congress
from service.documents.fields.letterhead import Fields
from service.documents.offices import NBSP

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_TOGETHER = re.compile(
    r"\b(ĐẠI HỘI|ĐẠI BIỂU|TOÀN THỂ|TỔNG CÔNG ĐOÀN|CÔNG ĐOÀN|LIÊN ĐOÀN|LAO ĐỘNG|CƠ SỞ|BAN CHẤP HÀNH|BAN THƯỜNG VỤ)\b"
)
"""Words of the field that one does not part in a heading."""

_MOST_WORDS = 8
"""A longer name is left to part at its spaces: bound, it is wider than a column, and Word would break one of its words."""


class _People:
    """The people of a congress by the first words of their names; the same congress is looked through once."""

    __slots__ = ("congress",)

    def __init__(self, congress: Congress) -> None:
        self.congress = congress

    def __hash__(self) -> int:
        return id(self.congress)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _People) and other.congress is self.congress


def unbroken(fields: Fields, congress: Congress) -> Fields:
    """The fields of a paper with its names and headings kept together."""
    names = _names(_People(congress))
    return {key: _kept(value, names) for key, value in fields.items()}


def in_heading(caps: str) -> str:
    """
    A heading in capitals that leaves no single word of a name on a line of its own, however wide the column is.

        >>> in_heading("CÔNG ĐOÀN CƠ SỞ TRƯỜNG TIỂU HỌC HOA SEN").replace(NBSP, "_")
        'CÔNG_ĐOÀN CƠ_SỞ TRƯỜNG TIỂU HỌC HOA_SEN'
    """
    bound = _TOGETHER.sub(lambda found: found[0].replace(" ", NBSP), caps)
    head, space, last = bound.rpartition(" ")
    return f"{head}{NBSP}{last}" if space and NBSP not in last and " " in head else bound


def _kept(value: object, names: dict[str, set[str]], *, in_column: bool = False) -> object:
    """
    A text of an entry (`in_column`) may stand in a column that is narrower than a name, where Word would break a bound
    one in the middle of a word: it is left alone, and so is what is a name and nothing else, unless it is a heading.
    """
    if isinstance(value, str):
        is_name = value in names.get(value.partition(" ")[0], ())
        if value.isupper() and not (is_name and in_column):
            return in_heading(value)
        return value if is_name or in_column else _with_names(value, names)
    if isinstance(value, dict):
        return {key: _kept(one, names, in_column=True) for key, one in value.items()}
    if isinstance(value, list):
        return [_kept(one, names) for one in value]
    return value


def _with_names(text: str, names: dict[str, set[str]]) -> str:
    """The text with the spaces of names bound."""
    if " " not in text:
        return text
    words = [(found.start(), found.end()) for found in _WORD.finditer(text)]
    for place, (start, end) in enumerate(words):
        known = names.get(text[start:end])
        for last in range(min(place + _MOST_WORDS, len(words)) - 1, place, -1) if known else ():
            name = text[start : words[last][1]]
            if name in known:  # type: ignore[operator]  # known is a set here
                text = text[:start] + name.replace(" ", NBSP) + text[words[last][1] :]
                break
    return text


@lru_cache(maxsize=8)
def _names(people: _People) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in _full_names(people.congress):
        for written in (name, name.upper()):
            found.setdefault(written.partition(" ")[0], set()).add(written)
    return found


def _full_names(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        name = getattr(value, "full_name", None)
        if isinstance(name, str) and " " in name:
            yield name
        for _, inner in value:
            yield from _full_names(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _full_names(inner)
