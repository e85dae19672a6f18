"""What a paper prints of the congress, said so that it can be read back from the finished paper and compared with the data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from service.documents.facts.paper_text import PaperText
from service.docx.finished import FinishedLine
from service.docx.lint.places import Spot

Value = int | str
"""A count, or a text in one canonical form: a day as 15/02/2023, a time as 07:30, votes as 30/31."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """
    A value as it stands in a paper. `said` is the whole expression it was read from, where that is a sentence: words
    that the data holds exactly so are the writer's own, and are not judged.
    """

    value: Value
    line: FinishedLine
    said: str = ""

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return self.line.spot


Reader = Callable[[PaperText], Iterable[Sighting]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """
    One thing that a paper prints.

    `key` is the same in every paper that prints it: the JSON pointer of the datum, or a name for what follows from
    several. `vi` and `en` are what it is called. `expected` are the values of the data in the order in which the paper
    has them, and `read` finds them in the paper; with `repeated` there is one value, which may stand in many places and
    must be the same in each. A fact that is not `required` may be left out by a template, but may not be wrong.
    """

    key: str
    vi: str
    en: str
    expected: tuple[Value, ...]
    read: Reader
    repeated: bool = False
    required: bool = True


def one(key: str, names: tuple[str, str], expected: Value, read: Reader, *, required: bool = True) -> Fact:
    """A fact with one value, which the paper may print in several places."""
    vi, en = names
    return Fact(key=key, vi=vi, en=en, expected=(expected,), read=read, repeated=True, required=required)


def series(
    key: str, names: tuple[str, str], expected: Iterable[Value], read: Reader, *, required: bool = True
) -> Fact:
    """A fact with several values, which stand in the paper in this order."""
    vi, en = names
    return Fact(key=key, vi=vi, en=en, expected=tuple(expected), read=read, required=required)


def seen(value: Value, line: FinishedLine) -> Sighting:
    """A value that a cell or line says as a whole."""
    return Sighting(value, line)
