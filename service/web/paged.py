"""Long lists on pages: a hundred rows at a time, and the way to the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

ROWS: Final = 100
"""Rows on a page."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged(Generic[T]):
    """The `rows` of a page (from 1) of a list of `total`."""

    rows: Sequence[T]
    page: int
    total: int

    @property
    def pages(self) -> int:
        """How many there are; one of nothing."""
        return max(1, -(-self.total // ROWS))

    @property
    def first(self) -> int:
        """Which of the list the first row is, from 1."""
        return (self.page - 1) * ROWS + 1

    @property
    def last(self) -> int:
        """Which of the list the last row is."""
        return self.first + len(self.rows) - 1


def paged(page: int, total: int, rows: Callable[[int, int], Sequence[T]]) -> Paged[T]:
    """
    The page that is asked for, or the nearest there is; `rows` are given how many to pass over, and how many to give at most.

        >>> paged(9, 250, lambda over, most: range(over, min(over + most, 250)))
        Paged(rows=range(200, 250), page=3, total=250)
    """
    now = min(max(page, 1), max(1, -(-total // ROWS)))
    return Paged(rows=rows((now - 1) * ROWS, ROWS), page=now, total=total)


def page_of(items: Sequence[T], page: int) -> Paged[T]:
    """That page of a list that is at hand."""
    return paged(page, len(items), lambda over, most: items[over : over + most])
