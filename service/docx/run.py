"""What one rendering has at hand: its limits, what it found missing, and how a value stands on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, cast

from jinja2 import Undefined

from service.docx.errors import LimitReached, NotPrintable
from service.docx.fields import Series
from service.docx.pictures import Picture
from service.docx.richtext import RichText, mark

MAX_LOOP_STEPS: Final = 200_000
"""Steps of all loops of one paper together."""

MAX_WORK: Final = 30_000_000
"""Nodes of the template evaluated in all loops together, and items and characters that filters go through."""

FOUND: Final = {type(None): "nothing", bool: "yes or no", Series: "a list", list: "a list", tuple: "a list"}


@dataclass(slots=True)
class Run:
    """What one rendering has used up and found missing."""

    missing: set[str] = field(default_factory=set)
    steps_left: int = MAX_LOOP_STEPS
    work_left: int = MAX_WORK
    rich: list[RichText | Picture] = field(default_factory=list)

    def take(self, items: Sequence[object], work: int) -> None:
        """Count a loop over `items` before its first step, a step being `work`. Raises LimitReached."""
        self.steps_left -= len(items)
        if self.steps_left < 0:
            raise LimitReached("loop steps", MAX_LOOP_STEPS)
        self.spend(len(items) * work)

    def spend(self, work: int) -> None:
        """Count `work`. Raises LimitReached."""
        self.work_left -= work
        if self.work_left < 0:
            raise LimitReached("steps of work", MAX_WORK)


RUN: ContextVar[Run] = ContextVar("RUN")


class Missing(Undefined):
    """
    A name nobody gave: every use is noted, and goes on as if it were empty.

    So one rendering finds all missing names, not only the first; the text is thrown away.
    """

    __slots__ = ()

    def note(self) -> None:
        """Write the name down as missing."""
        RUN.get().missing.add(str(self._undefined_name or self._undefined_hint))

    def _empty_text(self) -> str:
        self.note()
        return ""

    def _no(self, _other: object = None) -> bool:
        self.note()
        return False

    def _nothing(self) -> Iterator[object]:
        self.note()
        return iter(())

    def _zero(self) -> int:
        self.note()
        return 0

    __str__ = _empty_text
    __bool__ = _no
    __iter__ = _nothing
    __len__ = _zero
    # Jinja2 types these as raising, which is what its own strict class does with them
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _no  # type: ignore[assignment]
    __hash__ = object.__hash__


def printed(value: object, place: str) -> str:
    """
    `value` as it stands on paper; `place` is the expression, for the error.

    Dates are dd/mm/yyyy, decimals have a comma, whole numbers no grouping. Raises NotPrintable for nothing, yes or
    no, lists and records: a paper that says "None" must not be possible.
    """
    kind = type(value)
    if kind is str:
        return cast("str", value)
    if kind is int:
        return str(value)
    if isinstance(value, Missing):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    if isinstance(value, RichText | Picture):
        rich = RUN.get().rich
        rich.append(value)
        return mark(len(rich) - 1)
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    raise NotPrintable(place, FOUND.get(kind, "a record"))
