"""
The pieces every part of a congress is built from.

Shape is checked here, once, when an object is made: types, lengths, known words. Meaning (does the
arithmetic hold, are the dates in order) is checked by the rules, because a broken rule has a code, an
article and two sentences, and a wrong type has not.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticKnownError

_ONE_LINE = r"^[^\n]*$"
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME_OF_DAY = re.compile("[0-9]{2}:[0-9]{2}(:[0-9]{2})?")


def day_of(text: str) -> dt.date:
    """
    The day that `2023-02-15` is; Python and Pydantic take much else. Raises ValueError.

        >>> day_of("2023-02-15").year
        2023
    """
    return dt.date.fromisoformat(text if _DAY.fullmatch(text) else "")


def time_of_day(text: str) -> dt.time:
    """The time that `07:30` or `07:30:00` is. Raises ValueError."""
    return dt.time.fromisoformat(text if _TIME_OF_DAY.fullmatch(text) else "")


def _day(value: object) -> object:
    try:
        return day_of(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticKnownError("date_parsing", {"error": "not a day such as 2023-02-15"}) from None


def _time_of_day(value: object) -> object:
    try:
        return time_of_day(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticKnownError("time_parsing", {"error": "not a time such as 07:30"}) from None


Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_ONE_LINE)]
"""A name of a person or an organisation, as it is to be printed."""

FullName = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=_ONE_LINE)]
"""A person's name; 50 characters is the limit of the records metadata (NĐ 30/2020, Phụ lục VI)."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=_ONE_LINE)]
"""One line of text; 500 is the limit of a document's subject (NĐ 30/2020, Phụ lục VI)."""

Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
"""Running text; line breaks are kept."""

Count = Annotated[int, Field(ge=0, le=100_000_000)]
"""Heads or ballots."""

Day = Annotated[dt.date, BeforeValidator(_day)]
"""`2023-02-15` and nothing else: Pydantic alone takes `-0` and `86400` too, as seconds since 1970."""

TimeOfDay = Annotated[dt.time, BeforeValidator(_time_of_day)]
"""`07:30` or `07:30:00` by the clock of the place: Pydantic alone also takes zones, which cannot be compared with times that have none."""

Year = Annotated[int, Field(ge=1900, le=2200)]


class Shape(BaseModel):
    """A frozen value that refuses unknown fields and does not guess types."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")
