"""
The pieces every part of a congress is built from.

Shape is checked here, once, when an object is made: types, lengths, known words. Meaning (does the
arithmetic hold, are the dates in order) is checked by the rules, because a broken rule has a code, an
article and two sentences, and a wrong type has not.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

_ONE_LINE = r"^[^\n]*$"

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

Year = Annotated[int, Field(ge=1900, le=2200)]


class Shape(BaseModel):
    """A frozen value that refuses unknown fields and does not guess types."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")
