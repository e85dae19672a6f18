"""A finished paper as one text in which places can be found again, and its tables as rows of plain texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from service.congress.text import fold
from service.docx.finished import FinishedLine, FinishedPaper, FinishedTable, read_back

NBSP = "\u00a0"

_folded = lru_cache(maxsize=4_000)(fold)
"""Of cells: heads, labels and figures come again in each paper."""


@dataclass(frozen=True)
class Row:
    """One row: the words of its cells, and the line each cell begins with."""

    cells: tuple[str, ...]
    lines: tuple[FinishedLine, ...]

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The words of its cells as they are looked for; many facts look through the same rows."""
        return tuple(map(_folded, self.cells))


@dataclass(frozen=True)
class Table:
    """A table with its first row as head; `lead` is the sentence over it, `above` are up to three, since another table."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    lead: str
    above: tuple[str, ...] = ()

    def column(self, *words: str) -> int | None:
        """The place of the column whose head, folded, holds one of `words`; the first of them goes first."""
        for word in words:
            for place, title in enumerate(self.head):
                if word in title:
                    return place
        return None


@dataclass(frozen=True)
class PaperText:
    """The words of a paper with ordinary spaces; `text` has a line feed between paragraphs."""

    lines: tuple[FinishedLine, ...]

    @cached_property
    def text(self) -> str:
        """All paragraphs, one after another."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line.text) + 1 for line in self.lines)]

    def line_at(self, position: int) -> FinishedLine:
        """The line in which the character at `position` of `text` stands."""
        return self.lines[bisect_right(self._starts, position) - 1]

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], FinishedLine]]:
        """Every match of `pattern` in `text`, with the line in which it begins."""
        for found in pattern.finditer(self.text):
            yield found, self.line_at(found.start())

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the body."""
        return tuple(map(_table, FinishedPaper(self.lines).tables))


def paper_text(docx: bytes) -> PaperText:
    """The words of the paper `docx`. Raises PackageRefused."""
    return PaperText(
        tuple(
            line._replace(text=line.text.replace(NBSP, " ")) if NBSP in line.text else line
            for line in read_back(docx).lines
        )
    )


def _table(table: FinishedTable) -> Table:
    rows = [
        Row(
            tuple(" ".join(line.text for line in cell).strip() for cell in row),
            tuple(cell[0] for cell in row),
        )
        for row in table.rows
    ]
    head = rows[0].folded if rows else ()
    above = tuple(line.text for line in table.above)
    return Table(head=head, rows=tuple(rows[1:]), lead=table.before.text if table.before else "", above=above)
