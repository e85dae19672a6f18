"""What every paper of a congress prints, whatever its type: the congress itself, the number of the paper, who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.congress.model import Congress
from service.documents.facts.fact import Fact, Reader, Sighting, Value, one, seen, series
from service.documents.facts.paper_text import PaperText
from service.documents.facts.readers import said
from service.documents.facts.reading import TERM, roman_number
from service.documents.marks import mark_of
from service.documents.paper import PlannedPaper
from service.docx.finished import FinishedLine

_FORMS = {"plenary": "toàn thể", "delegates": "đại biểu"}
_HEADING = re.compile(r"^ĐẠI HỘI (?:ĐẠI BIỂU|TOÀN THỂ)(?: |\n)(.+)$", re.MULTILINE)
_NUMBER_LINE = re.compile(r"^Số:\s*(\d*)\s*/\s*(\S+)\s*$", re.MULTILINE)

Signers = tuple[tuple[str, str], ...]


def every_paper(paper: PlannedPaper, congress: Congress, signers: Signers) -> Iterator[Fact]:
    """The facts of any paper; none of them must be there, none may be wrong."""
    yield from _congress(congress)
    if paper.symbol:
        mark = mark_of(paper, congress)
        number = str(mark.number) if mark and mark.number else "…"
        names = ("số, ký hiệu", "number and symbol")
        yield one(
            "number_line", names, f"{number}/{paper.symbol}", _number_line(paper.symbol), required=False
        )
    if signers:
        signed = [name for _, name in signers]
        yield series("signers", ("người ký", "who signs"), signed, _signed(len(signed)), required=False)


def _congress(congress: Congress) -> Iterator[Fact]:
    organisation = congress.organisation.name
    names = ("tên tổ chức ở đầu văn bản", "organisation in the heading")
    yield one(
        "/organisation/name", names, organisation.upper(), _heading(organisation.upper()), required=False
    )
    own = rf"Đại hội (đại biểu|toàn thể) {re.escape(organisation)}(?!\w)"
    if congress.form:
        names = ("hình thức đại hội", "form of the congress")
        yield one(
            "/form",
            names,
            _FORMS[congress.form],
            said(own, str.casefold, flags=re.IGNORECASE),
            required=False,
        )
    if congress.ordinal:
        named = f"lần thứ {congress.ordinal}, nhiệm kỳ {congress.term}"
        names = ("lần thứ và nhiệm kỳ của đại hội", "ordinal and term of the congress")
        pattern = rf"(?:^|{own} )lần thứ ([^\s,]+),?\s+nhiệm kỳ {TERM}"
        yield one(
            "ordinal_term", names, named, said(pattern, _ordinal_term, flags=re.IGNORECASE), required=False
        )


def _ordinal_term(*found: str) -> str:
    ordinal, start, end = found[-3:]
    return f"lần thứ {roman_number(ordinal)}, nhiệm kỳ {start}-{end}"


def _heading(organisation: str) -> Reader:
    """The organisation under whose name the paper begins; a heading may go on behind the name."""

    def look(paper: PaperText) -> Iterator[Sighting]:
        found = _HEADING.search(paper.text)
        if found:
            name: Value = organisation if found[1].startswith(organisation) else found[1]
            yield Sighting(name, paper.line_at(found.start(1)))

    return look


def _number_line(symbol: str) -> Reader:
    """The line of number and symbol: with the paper's own symbol, else the first; a copy has that of its original too."""

    def look(paper: PaperText) -> Iterator[Sighting]:
        lines = list(_NUMBER_LINE.finditer(paper.text))
        for found in [line for line in lines if line[2] == symbol][:1] or lines[:1]:
            number = str(int(found[1])) if found[1] else "…"
            yield Sighting(f"{number}/{found[2]}", paper.line_at(found.start()))

    return look


def _signed(count: int) -> Reader:
    """The last line of each column of the signatures, left to right, where as many sign as are expected."""

    def look(paper: PaperText) -> Iterator[Sighting]:
        columns = _columns(paper)
        if len(columns) == count:
            yield from columns

    return look


def _columns(paper: PaperText) -> list[Sighting]:
    """
    The columns of the signatures that begin with a capacity in capitals, each by the last line with words in it.

    Signatures are the last table of one row with words over it: annexes may follow, and the heading has nothing over it.
    """
    tables: dict[int, list[FinishedLine]] = {}
    over = False
    for line in paper.lines:
        if line.story != "body" or not line.text.strip():
            continue
        if not line.table:
            over = True
        elif over:
            tables.setdefault(line.table, []).append(line)
    rows = [lines for lines in tables.values() if all(line.row == 1 for line in lines)]
    columns: dict[int, list[Sighting]] = {}
    for line in rows[-1] if rows else ():
        columns.setdefault(line.column, []).append(seen(line.text.strip(), line))
    return [
        lines[-1] for _, lines in sorted(columns.items()) if len(lines) > 1 and str(lines[0].value).isupper()
    ]
