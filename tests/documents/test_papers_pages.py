"""
The pages a person holds: every paper as LibreOffice sets it, looked at as a records officer would.

Each case (`tests.documents.page_cases`) is a whole congress; all its papers are set in one run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.congress.model import Congress
from service.congress.rules import rule_set_for
from service.documents.fields.unbroken import unbroken
from service.documents.papers import fields_for
from service.documents.plan import plan
from service.documents.templates import TemplateBook
from service.docx import compile_template
from tests.documents.page_cases import NAMES, cases
from tests.office import converted
from tests.printed import faults, page_texts, printed

pytestmark = pytest.mark.slow

Pages = list[str]

ONE_EACH = ("credential_card", "summons", "invitation")
"""Papers made for each person: one of them stands for all."""
SIGNED = {
    "resolution": "TM. ĐẠI HỘI",
    "minutes": "TM. ĐOÀN THƯ KÝ",
    "credentials_report": "TM. BAN THẨM TRA",
    "membership_report": "BAN CHẤP HÀNH CÔNG ĐOÀN",
    "election_result": "TM. ĐOÀN CHỦ TỊCH",
    "candidate_list": "TM. ĐOÀN CHỦ TỊCH",
    "summons": "TM. BAN CHẤP HÀNH",
    "invitation": "TM. BAN CHẤP HÀNH",
    "programme": "BAN CHẤP HÀNH CÔNG ĐOÀN",
    "running_order": "ĐOÀN CHỦ TỊCH",
    "activity_report": "BAN CHẤP HÀNH CÔNG ĐOÀN",
    "working_rules": "TM. ĐẠI HỘI",
    "election_rules": "TM. ĐẠI HỘI",
    "biographies": "TM. BAN CHẤP HÀNH",
}
"""What stands over the signature, or in its place."""
UNNUMBERED = ("credential_card", "card_sheet")
ANNEX = re.compile(r"\s*Phụ lục(?: [IVX]+)?\s*\n")
LAST_WORDS = re.compile(r"\./\.\s")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: the text of each of its pages, and the people of its congress."""

    word_file: Path
    pdf: Path
    pages: Pages
    people: frozenset[str]


Set = Mapping[str, Mapping[str, Paper]]
"""Every paper, by case, then by template and subject."""
Sheets = Mapping[str, Mapping[str, Pages]]
"""The text of its pages."""


@pytest.fixture(scope="module")
def papers(book: TemplateBook, tmp_path_factory: pytest.TempPathFactory) -> Set:
    """Every paper of every case on its pages."""
    folder = tmp_path_factory.mktemp("papers")
    made: dict[Path, tuple[str, str, frozenset[str]]] = {}
    compiled = {template: compile_template(file.source) for template, file in book.templates.items()}
    for case in cases():
        congress = Congress.model_validate_json(json.dumps(case.data))
        rule_set, people = rule_set_for(congress.opened_on).rule_set, frozenset(people_of(case.data))
        taken: set[str] = set()
        for paper in plan(congress, [], book).in_state("ready"):
            if case.only and paper.template not in case.only:
                continue
            if paper.template in ONE_EACH and paper.template in taken:
                continue
            taken.add(paper.template)
            path = folder / f"{len(made):04d}.docx"
            path.write_bytes(
                compiled[paper.template].render(unbroken(fields_for(paper, congress, rule_set), congress))
            )
            made[path] = (case.name, f"{paper.template}/{paper.subject}", people)
    converted(folder, "pdf")
    with ThreadPoolExecutor(2) as pool:
        texts = dict(
            zip(made, pool.map(lambda path: page_texts(path.with_suffix(".pdf")), made), strict=True)
        )
    found: dict[str, dict[str, Paper]] = {}
    for path, (case_name, name, people) in made.items():
        paper_made = Paper(path, path.with_suffix(".pdf"), texts[path], people)
        found.setdefault(case_name, {})[name] = paper_made
    return found


@pytest.fixture(scope="module")
def pages(papers: Set) -> Sheets:
    """The text of each page of every paper of every case."""
    return {case: {name: one.pages for name, one in made.items()} for case, made in papers.items()}


def people_of(value: Any) -> Iterator[str]:
    """Every name in the data of a congress."""
    if isinstance(value, dict):
        yield from [value["full_name"]] if "full_name" in value else []
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from people_of(inner)


def test_no_paper_would_be_sent_back(papers: Set) -> None:
    """
    No heading without what it heads, no head of a table without rows, no signature without two lines of the text that is
    signed, no name on two lines, no word of a union's name alone on a line.
    """
    found = {
        (case, name): wrong
        for case, made in papers.items()
        for name, paper in made.items()
        if (wrong := faults(printed(paper.word_file, paper.pdf), paper.people))
    }

    assert {} == found


def _each(pages: Sheets) -> Iterator[tuple[str, str, str, Pages]]:
    for case, papers in pages.items():
        for name, sheets in papers.items():
            yield case, name, name.partition("/")[0], sheets


def _number(sheet: str) -> int | None:
    """The page number over the text, when there is one."""
    first = re.match(r"\s*(\d+)\s*\n", sheet)
    return int(first[1]) if first else None


def test_papers_have_the_pages_one_expects(pages: Sheets) -> None:
    """
    A card is one page, a count fits on one sheet, the longest paper on a few.
    """
    most = {"resolution": 6, "minutes": 5, "biographies": 2, "card_sheet": 8, "election_result": 3}
    most |= dict.fromkeys(("working_rules", "election_rules", "running_order", "activity_report"), 3)
    twos = ("credentials_report", "membership_report")
    found = {
        (case, name): len(sheets)
        for case, name, template, sheets in _each(pages)
        if case in ("delegates", "plenary") and len(sheets) > most.get(template, 2 if template in twos else 1)
    }

    assert {} == found


def test_no_page_is_empty(pages: Sheets) -> None:
    """
    Neither a signature nor a section break drags a blank sheet behind it.
    """
    assert [] == [
        (case, name, n)
        for case, name, _, sheets in _each(pages)
        for n, sheet in enumerate(sheets, 1)
        if not re.sub(r"^\s*\d+\s*\n", "", sheet).strip()
    ]


def test_pages_are_numbered_from_the_second_on(pages: Sheets) -> None:
    """
    The first page of a paper and of each annex has no number; every other has that of the page before and one.
    """
    for case, name, template, sheets in _each(pages):
        if template in UNNUMBERED:
            continue
        last = 0
        for sheet in sheets:
            number = _number(sheet)
            begins = last == 0 or bool(ANNEX.match(sheet))
            assert number == (None if begins else last + 1), (case, name, last, number)
            last = 1 if number is None else number


def test_signatures_are_never_alone(pages: Sheets) -> None:
    """
    Whatever the length, the page with the signatures holds the last sentence too.
    """
    for case, name, template, sheets in _each(pages):
        if template not in SIGNED:
            continue
        ends = [sheet for sheet in sheets if LAST_WORDS.search(sheet)]
        assert 1 == len(ends), (case, name)
        after = ends[0][LAST_WORDS.search(ends[0]).start() :]  # type: ignore[union-attr]  # found above
        assert SIGNED[template].partition(" CÔNG")[0] in " ".join(after.split()), (case, name)


def test_a_table_over_many_pages_names_its_columns_on_each(pages: Sheets) -> None:
    """
    Three hundred names: every page that lists them says what the columns are.
    """
    listing = [
        (name, sheet)
        for case, made in pages.items()
        if "300 names" in case
        for name, sheets in made.items()
        for sheet in sheets
        if name.partition("/")[0] not in (*ONE_EACH, *UNNUMBERED, "minutes")
        and len(re.findall("Trần Thị Thiên", sheet)) > 2
    ]

    assert len(listing) > 20
    assert [] == [name for name, sheet in listing if "Họ và tên" not in sheet]


@pytest.mark.parametrize("length", NAMES)
def test_no_word_of_the_name_of_the_union_is_broken(length: str, pages: Sheets) -> None:
    """
    However long it is, the heading holds each of its words whole.
    """
    wanted = set(NAMES[length].upper().split())
    named = {case: made for case, made in pages.items() if f", {length}, " in case}

    assert 8 == len(named)
    for case, made in named.items():
        for name, sheets in made.items():
            assert wanted <= set(sheets[0].split()), (case, name)


def test_numbers_and_days_are_blanks_until_they_are_given(pages: Sheets) -> None:
    """
    Room to write them by hand before, themselves after.
    """
    blank, given = pages["delegates, 3 names, short, blank"], pages["delegates, 3 names, short, signed"]

    assert re.search(r"Số:\s+/NQ-ĐH", blank["resolution/"][0])
    assert re.search(r"Gia Lai, ngày\s+tháng\s+năm 2023", blank["resolution/"][0])
    assert "Số: 01/NQ-ĐH" in given["resolution/"][0]
    assert "Gia Lai, ngày 16 tháng 02 năm 2023" in given["resolution/"][0]
    assert "Số: 04/GTT-BCH" in given["summons/summons/0001"][0]


@pytest.mark.parametrize(
    "template", ["resolution", "credentials_report", "summons", "invitation", "programme"]
)
def test_receivers_stand_once_and_end_with_the_copy_kept(template: str, pages: Sheets) -> None:
    """
    "Nơi nhận:" on the page of the signature, its last line the copy for the file.
    """
    (sheets,) = [sheets for name, sheets in pages["delegates"].items() if name.partition("/")[0] == template]
    (sheet,) = [sheet for sheet in sheets if "Nơi nhận:" in sheet]

    assert 1 == "".join(sheets).count("Nơi nhận:")
    assert re.search(r"- Lưu: [^;]*\.", sheet)
    assert LAST_WORDS.search(sheet)


def test_a_long_name_still_fits_its_card(pages: Sheets) -> None:
    """
    Fifty letters and a unit of a hundred, on the card alone and on the sheet of four.
    """
    card = pages["long person"]["credential_card/card/0001"]
    sheet = pages["long person"]["card_sheet/sheet/official-01"]

    assert (1, 8) == (len(card), len(sheet))
    assert "Số: 001" in card[0]
    assert all(f"Số: 00{n}" in sheet[0] for n in (1, 2, 3, 4))


def test_a_sheet_holds_four_cards(pages: Sheets) -> None:
    """
    32 cards on 8 sheets, four numbers on each.
    """
    sheets = pages["delegates"]["card_sheet/sheet/official-01"]

    assert [4] * 8 == [len(re.findall(r"Số: \d{3}", sheet)) for sheet in sheets]
    assert [8] * 8 == [len(re.findall("ĐẠI BIỂU", sheet)) for sheet in sheets]


def test_nothing_on_a_ballot_counts_it(pages: Sheets) -> None:
    """
    No number line, no signature, no blank to be filled in with one.
    """
    for case, name, template, sheets in _each(pages):
        if template == "ballot":
            assert not re.search(r"Số:|TM\.|Phiếu số|\.\.\.", "".join(sheets)), (case, name)
