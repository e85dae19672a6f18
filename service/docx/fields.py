"""
What may be printed: plain data, copied, each value checked and each place named.

The copies are made here so that a template never touches an object of ours, and so that a missing name can be
reported with its whole path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from service.docx.errors import FieldRefused
from service.docx.pictures import Picture
from service.docx.printable import checked_text
from service.docx.richtext import RichText

_WHOLE: Final = {date, RichText, Picture}
_MAX_DEPTH: Final = 16
MAX_INTEGER: Final = 10**18


class Record(dict[str, object]):
    """A copied mapping that knows where in the fields it stands."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path

    def place(self, name: str) -> str:
        """The path of `name` in this record."""
        return f"{self.path}.{name}" if self.path else name


class Series(list[object]):
    """A copied list that knows where in the fields it stands."""

    __slots__ = ("path",)

    def __init__(self, path: str, items: Iterable[object]) -> None:
        super().__init__(items)
        self.path = path


def copied_fields(fields: Mapping[str, object]) -> Record:
    """`fields` as plain data. Raises FieldRefused naming the path, like `delegates[3].name`."""
    return _record(fields, "", 0)


def _record(values: Mapping[str, object], path: str, depth: int) -> Record:
    record = Record(path)
    for name, value in values.items():
        if type(name) is not str:
            raise FieldRefused(path or "fields", "a name is not text")
        place = record.place(name)
        checked_text(name, place)
        record[name] = _copied(value, place, depth)
    return record


def _copied(value: object, path: str, depth: int) -> object:
    """Exact types only: a subclass may bring its own `__html__` or `__str__` into the paper."""
    kind = type(value)
    if value is None or kind is bool or kind in _WHOLE:
        return value
    if kind is str:
        return checked_text(value, path)  # type: ignore[arg-type]  # `kind` is what mypy cannot follow
    if kind is int or kind is Decimal:
        return checked_number(value, path)  # type: ignore[arg-type]  # the same
    if depth >= _MAX_DEPTH:
        raise FieldRefused(path, f"nested deeper than {_MAX_DEPTH} levels")
    if isinstance(value, dict) and kind is dict:
        return _record(value, path, depth + 1)
    if isinstance(value, list | tuple) and kind in {list, tuple}:
        return Series(path, [_copied(item, f"{path}[{n}]", depth + 1) for n, item in enumerate(value)])
    raise FieldRefused(path, f"a value of type {kind.__name__} cannot be printed")


def checked_number(number: int | Decimal, path: str) -> int | Decimal:
    if isinstance(number, Decimal) and not number.is_finite():
        raise FieldRefused(path, "the number is not finite")
    if not -MAX_INTEGER <= number <= MAX_INTEGER:
        raise FieldRefused(path, "the number is out of range")
    if isinstance(number, Decimal) and int(number.as_tuple().exponent) < -_MAX_DEPTH:
        raise FieldRefused(path, "the number has too many decimals")
    return number
