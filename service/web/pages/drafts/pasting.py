"""What was pasted from a spreadsheet into the box under a long table: whole rows, under the spreadsheet's headings or ours."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.congress.text import fold
from service.intake.drafts.laid_out import LaidRows
from service.intake.drafts.pasted import Pasted
from service.intake.field_types import field_types
from service.intake.workbook.layout import is_own
from service.web.field_words import choices, headings
from service.web.language import say

BOXES = ("delegates", "alternate_delegates", "guests", "staff")
"""Tables of people that come by hundreds, each with a box to paste into."""

_ONE_LINE = 500
"""Texts that may be longer keep their lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What came from a box; `left` are headings of columns that the table does not have."""

    pasted: Pasted
    left: tuple[str, ...]


def boxes_in(fields: Mapping[str, str], tables: Mapping[str, LaidRows]) -> list[Box]:
    """Every box that holds something."""
    return [
        _read(fields, tables[name])
        for name in BOXES
        if name in tables and fields.get(f"{name}.paste", "").strip()
    ]


def _read(fields: Mapping[str, str], table: LaidRows) -> Box:
    name = table.name
    lines = [line for line in _cells(fields[f"{name}.paste"]) if any(cell.strip() for cell in line)]
    at = fields.get(f"{name}.paste_at", "")
    begin = fields.get(f"{name}.paste_column", "")
    first = int(begin) if at and begin.isascii() and begin.isdecimal() and len(begin) < 3 else 0
    columns: list[str | None] = list(table.columns[first:])
    named = _named(lines[0], (*table.columns, *table.hidden), table.path)
    left: tuple[str, ...] = ()
    if named is not None:
        left = tuple(
            cell.strip()
            for cell, path in zip(lines[0], named, strict=True)
            if not path and cell.strip() and not is_own(cell)
        )
        columns, lines = list(named), lines[1:]
    rows = tuple(_row(line, columns, table.path) for line in lines)
    anew = fields.get(f"{name}.paste_how") == "anew" and not at
    return Box(pasted=Pasted(list=name, rows=rows, at=at, anew=anew), left=left)


def _cells(text: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    except csv.Error:  # a quote that is never closed before a very long text: there are no quoted cells in it
        return [line.split("\t") for line in text.splitlines()]


def _named(head: Sequence[str], paths: Sequence[str], table: str) -> list[str | None] | None:
    """The column of each cell of a heading; None when the line is none."""
    known = {fold(word): path for path in reversed(paths) for word in headings(path, table)}
    found = [known.get(fold(cell)) for cell in head]
    return found if any(found) else None


def _row(line: Sequence[str], columns: Sequence[str | None], table: str) -> dict[str, str]:
    pairs = zip(columns, line, strict=False)
    return {path.removeprefix(f"{table}/*/"): _said(cell, path) for path, cell in pairs if path}


def _said(cell: str, path: str) -> str:
    """The text of a cell: words of a list as they are called in the language of the page too."""
    wanted = field_types()[path]
    if wanted.kind == "choice":
        return next((word for word, said in choices(path).items() if fold(said) == fold(cell)), cell)
    if wanted.kind == "truth":
        words = {"true": say("draft.yes"), "false": say("draft.no")}
        return next((word for word, said in words.items() if fold(said) == fold(cell)), cell)
    if wanted.kind == "texts" or (wanted.longest or 0) > _ONE_LINE:
        return cell
    return " ".join(cell.split())
