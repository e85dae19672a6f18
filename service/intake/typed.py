"""
What people type, as the values JSON would hold: `24/2/2023`, `7h30`, `1.100`, `Có`.

Only what can mean one thing is turned; the rest is given on as it stands, and the model says what is wrong with it, in
the same words as everywhere else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from service.congress.text import fold
from service.intake.field_types import FieldType, Kind

NOBODY = "(không có)"
"""What stands for a list that is known to be empty, where an empty cell would say that nothing is known."""

_WHOLE = re.compile(r"-?[0-9]{1,30}|-?[0-9]{1,3}(?:[. \u00a0][0-9]{3}){1,9}")
_DAY = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{4})")
_TIME = re.compile(r"([0-9]{1,2})\s*(?::|h|g|giờ)\s*([0-9]{1,2})?\s*(?:phút|ph|p)?(?::([0-9]{1,2}))?")
_TRUTHS = {"co": True, "x": True, "dung": True, "true": True, "on": True} | dict.fromkeys(
    ("khong", "sai", "false"), False
)


def from_text(text: str, wanted: FieldType, words: Mapping[str, str]) -> Any:
    """
    What `text` means as a field of the type `wanted`, or `text`; `words` are what the words of a choice are called.

        >>> from_text("24/2/2023", FieldType(kind="day"), {}), from_text("hôm qua", FieldType(kind="day"), {})
        ('2023-02-24', 'hôm qua')
        >>> from_text("nam", FieldType(kind="choice"), {"male": "Nam"}), from_text("1.100", FieldType(kind="number"), {})
        ('male', 1100)
    """
    if wanted.kind == "choice":
        return _chosen(text.strip(), words)
    if wanted.kind == "texts":
        return [_chosen(one, words) for one in _listed(text.strip())]
    return _READERS[wanted.kind](text.strip())


def _whole(text: str) -> int | str:
    return int(re.sub("[^0-9-]", "", text)) if _WHOLE.fullmatch(text) else text


def _day(text: str) -> str:
    if match := _DAY.fullmatch(text):
        day, month, year = map(int, match.groups())
        return _written(lambda: dt.date(year, month, day)) or text
    return text


def _time(text: str) -> str:
    if match := _TIME.fullmatch(text.lower()):
        hour, minute, second = (int(part or 0) for part in match.groups())
        return _written(lambda: dt.time(hour, minute, second)) or text
    return text


def _written(make: Callable[[], dt.date | dt.time]) -> str | None:
    try:
        return make().isoformat()
    except ValueError:
        return None


def _truth(text: str) -> bool | str:
    return _TRUTHS.get(fold(text), text)


def _chosen(text: str, words: Mapping[str, str]) -> str:
    if text in words:
        return text
    return next((word for word, said in words.items() if _key(said) == _key(text)), text)


@lru_cache(maxsize=2_000)
def _key(text: str) -> str:
    """The same few words stand in every row."""
    return fold(text)


def _listed(text: str) -> list[str]:
    """One a line; in a single line also parted by semicolons."""
    if text == NOBODY:
        return []
    parts = text.splitlines() if "\n" in text else text.split(";")
    return [part.strip() for part in parts if part.strip()]


_READERS: Mapping[Kind, Callable[[str], Any]] = {
    "text": str,
    "number": _whole,
    "day": _day,
    "time": _time,
    "truth": _truth,
}
