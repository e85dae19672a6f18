"""Ways to find a value in a finished paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from service.documents.facts.fact import Reader, Sighting, Value, seen
from service.documents.facts.paper_text import PaperText, Row, Table
from service.documents.facts.reading import NUMBER, number

_VOTES = re.compile(rf"({NUMBER})/({NUMBER})")
_compiled = lru_cache(maxsize=1_000)(re.compile)


def said(pattern: str, read: Callable[..., Value] = number, *, flags: int = 0) -> Reader:
    """Every match of `pattern`, `^` and `$` being the ends of a paragraph; `read` gets what its groups found."""
    wanted = _compiled(pattern, re.MULTILINE | flags)

    def look(paper: PaperText) -> Iterator[Sighting]:
        for found, line in paper.find(wanted):
            yield Sighting(_read(read, found), line, found[0])

    return look


def _read(read: Callable[..., Value], found: re.Match[str]) -> Value:
    try:
        return read(*found.groups())
    except ValueError:
        return found[0]


def beside(label: str, heads: tuple[str, ...], read: Callable[[str], Value] = number) -> Reader:
    """
    What stands, in every row with a cell `label` (folded), in the column with one of `heads` (folded).

    Where no head says so, it is the first cell behind the label that can be read.
    """

    def look(paper: PaperText) -> Iterator[Sighting]:
        for table in paper.tables:
            column = table.column(*heads)
            for row in table.rows:
                if label in row.folded:
                    yield from _in_row(row, row.folded.index(label), column, read)

    return look


def _in_row(row: Row, label: int, column: int | None, read: Callable[[str], Value]) -> Iterator[Sighting]:
    if column is not None:
        if column < len(row.cells):
            yield seen(_value(row.cells[column], read), row.lines[column])
        return
    for cell, line in list(zip(row.cells, row.lines, strict=True))[label + 1 :]:
        value = _value(cell, read)
        if value != cell or read is str:
            yield seen(value, line)
            return


def _value(text: str, read: Callable[[str], Value]) -> Value:
    try:
        return read(text)
    except ValueError:
        return text


def names_under(lead: str, *, annex: str = "(?!)") -> Reader:
    """The names in the tables under a sentence that holds `lead`, or under the title `annex` of an annex (patterns)."""
    wanted, titled = _compiled(lead), _compiled(annex)

    def look(paper: PaperText) -> Iterator[Sighting]:
        for table in paper.tables:
            if wanted.search(table.lead) or any(map(titled.search, table.above)):
                column = _names(table)
                yield from (seen(row.cells[column], row.lines[column]) for row in table.rows)

    return look


def rows_under(lead: str | None, *heads: tuple[str, ...]) -> Reader:
    """
    Each row of the tables under a sentence that holds `lead` (a pattern; without it, of every table) that have a column
    with each of these heads (folded): what stands there, joined by a colon.
    """
    wanted = _compiled(lead or "")

    def look(paper: PaperText) -> Iterator[Sighting]:
        for table in paper.tables:
            columns = [column for column in (table.column(*words) for words in heads) if column is not None]
            if wanted.search(table.lead) and len(columns) == len(heads):
                for row in table.rows:
                    yield seen(": ".join(row.cells[column] for column in columns), row.lines[0])

    return look


def named_rows() -> Reader:
    """The names in every table that has a column for them."""

    def look(paper: PaperText) -> Iterator[Sighting]:
        for table in paper.tables:
            column = table.column("ho va ten", "ho ten", "name")
            if column is not None:
                yield from (seen(row.cells[column], row.lines[column]) for row in table.rows)

    return look


def votes_under(lead: str | None, *, but: str = "") -> Reader:
    """
    Each row of the tables of votes as "name 30/31 96,77%", of those under a sentence that holds `lead`, or, without it,
    of those under none that holds `but` (patterns).

    A table of votes is one with x/y in its rows, or with a column whose head speaks of votes beside one of names.
    """
    wanted, others = _compiled(lead or ""), _compiled(but or "(?!)")

    def look(paper: PaperText) -> Iterator[Sighting]:
        for table in paper.tables:
            if _is_of_votes(table) and wanted.search(table.lead) and not others.search(table.lead):
                yield from (_vote(table, row) for row in table.rows)

    return look


def _is_of_votes(table: Table) -> bool:
    named = table.column("ho va ten", "ho ten", "name") is not None
    return named and any(_VOTES.fullmatch(cell) or "%" in cell for row in table.rows for cell in row.cells)


def _vote(table: Table, row: Row) -> Sighting:
    columns = (_names(table), table.column("phieu", "votes"), table.column("ty le", "%", "percent"))
    cells = [row.cells[place] for place in columns if place is not None and place < len(row.cells)]
    said = " ".join(cell.replace(".", "") if "/" in cell else cell for cell in cells)
    return seen(said.strip(), row.lines[0])  # of no ballots there is no share


def _names(table: Table) -> int:
    column = table.column("ho va ten", "ho ten", "name")
    return min(1, len(table.head) - 1) if column is None else column
