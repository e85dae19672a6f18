"""docs/papers.md says of every paper what it is, who signs it and how often."""

from __future__ import annotations

import re
from pathlib import Path

from service.documents.papers import PAPERS
from service.documents.templates import TemplateBook

PAGE = (Path(__file__).parents[2] / "docs" / "papers.md").read_text("utf-8")
ROWS = {
    cells[3].strip("` "): [cell.strip() for cell in cells]
    for cells in (line.split("|") for line in PAGE.splitlines() if re.search(r"\| `[a-z_]+` \|", line))
}


def test_the_page_lists_every_paper_once(book: TemplateBook) -> None:
    """
    A paper that is added is added there, one that is renamed renamed.
    """
    assert set(PAPERS) <= set(book.templates)
    assert sorted(book.templates) == sorted(ROWS)
    assert len(ROWS) == len(re.findall(r"\| `[a-z_]+` \|", PAGE))


def test_symbols_and_originals_are_those_of_the_manifest(book: TemplateBook) -> None:
    """
    Of a ballot the plan says how many are printed.
    """
    for template, row in ROWS.items():
        file = book[template]

        assert (file.symbol or "–") == row[6], template
        assert file.kind == "ballot" or str(file.originals) == row[7], template
