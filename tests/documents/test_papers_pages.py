"""
The pages a person holds: every paper as LibreOffice sets it.

Each case is a whole congress: of delegates and of all members, with 3 names and with 300, of a union with a short and with
a very long name, before and after numbers and dates were given. All their papers are set in one run.
"""

from __future__ import annotations

import copy
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from service.congress.model import Congress
from service.congress.rules import rule_set_for
from service.documents.papers import fields_for
from service.documents.plan import plan
from service.documents.templates import TemplateBook
from service.docx import compile_template
from tests.office import converted

pytestmark = pytest.mark.slow

Pages = list[str]
Data = dict[str, Any]
Set = Mapping[str, Mapping[str, Pages]]
"""The pages of every paper, by case, then by template and subject."""

EXAMPLES = Path(__file__).parents[2] / "examples"
LONG_NAME = (
    "Công đoàn cơ sở Trung tâm Nghiên cứu, Ứng dụng và Chuyển giao tiến bộ khoa học kỹ thuật nông nghiệp công nghệ cao "
    "vùng Bắc Tây Nguyên và duyên hải Nam Trung Bộ, Tổng công ty Phát triển Cao nguyên"
)
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
LAST_WORDS = re.compile(r"\./\.\s")
EXTRA = range(0, 24, 4)


def _read(name: str) -> Data:
    loaded: Data = json.loads((EXAMPLES / name).read_text(encoding="utf-8"))
    return loaded


def _longer(data: Data, extra: int) -> Data:
    """The congress with so many more lines in each of its long papers."""
    data["minutes"]["steps"][0]["text"] = "\n".join(["Đại hội chào cờ."] * (1 + extra))
    data["resolution"]["tasks"] = ["Chăm lo đời sống đoàn viên, người lao động."] * (1 + extra)
    data["credentials"]["complaints"] = "\n".join(["Không có đơn thư."] * (1 + extra))
    return data


def _three(data: Data) -> Data:
    """A union with the shortest of names, and three people on every list."""
    data["organisation"]["name"] = "CĐCS Ia"
    for election in data["elections"]:
        election["rounds"][0]["candidates"] = election["rounds"][0]["candidates"][:3]
        election["rounds"][0]["elected"] = None
    data["executive_committee"] |= {"size": 3, "members": data["executive_committee"]["members"][:3]}
    data["delegates"] = data["delegates"][:3]
    return data


def _person(number: int) -> Data:
    return {
        "full_name": f"Trần Thị Thiên {chr(65 + number // 26)}{chr(97 + number % 26)}",
        "gender": "female",
        "birth_year": 1980,
        "ethnicity": "Kinh",
        "hometown": "Gia Lai",
        "specialty": "Cử nhân",
        "position": "Chuyên viên",
        "unit": "Phòng Tổ chức",
    }


def _three_hundred(data: Data) -> Data:
    """A union with a very long name, and three hundred people on every list."""
    data["organisation"]["name"] = LONG_NAME
    people = [_person(number) for number in range(300)]
    for election in data["elections"]:
        election["rounds"][0]["candidates"] += [{**one, "votes": 0} for one in people[:290]]
    data["executive_committee"] |= {"size": 300, "members": people}
    data["delegates"] = [{**one, "number": n} for n, one in enumerate(people, 1)]
    data["guests"] = [{**one, "unit": LONG_NAME} for one in people[:3]]
    return data


def _marked(data: Data) -> Data:
    """The congress after its papers were signed."""
    kinds = ("resolution", "minutes", "credential", "summons", "invitation", "programme")
    data["marks"] = [
        {"kind": kind, "number": number, "issued_on": "2023-02-16"} for number, kind in enumerate(kinds, 1)
    ]
    return data


def _long_person(data: Data) -> Data:
    """Fifty letters, the most a name may have, and a unit of a hundred."""
    person = {
        "full_name": "Nguyễn Phước Bảo Quốc Tường Vĩnh Hoàng Thiên Phúc"[:50],
        "unit": "Tổ công đoàn Trung tâm Khuyến công và Tư vấn phát triển công nghiệp, thương mại, dịch vụ tỉnh Gia Lai",
    }
    for number in range(4):
        data["delegates"][number] |= person
    return data


def _cases() -> Iterator[tuple[str, Data]]:
    full, plenary = _read("so-cong-thuong-2023-day-du.json"), _read("truong-hoa-sen-2023-toan-the.json")
    yield "delegates", full
    yield "plenary", plenary
    yield "three names", _three(copy.deepcopy(full))
    yield "three hundred names", _three_hundred(copy.deepcopy(full))
    yield "signed", _marked(copy.deepcopy(full))
    yield "long person", _long_person(copy.deepcopy(full))
    for extra in EXTRA:
        yield f"{extra} lines more", _longer(copy.deepcopy(full), extra)


@pytest.fixture(scope="module")
def pages(book: TemplateBook, tmp_path_factory: pytest.TempPathFactory) -> Set:
    """The text of each page of every paper of every case."""
    folder = tmp_path_factory.mktemp("papers")
    names: dict[Path, tuple[str, str]] = {}
    compiled = {template: compile_template(file.source) for template, file in book.templates.items()}
    for case, data in _cases():
        congress = Congress.model_validate_json(json.dumps(data))
        rule_set = rule_set_for(congress.opened_on).rule_set
        taken: set[str] = set()
        for paper in plan(congress, [], book).in_state("ready"):
            is_short = case.endswith("lines more") and paper.template not in (
                "resolution",
                "minutes",
                "credentials_report",
            )
            if is_short or (paper.template in ONE_EACH and paper.template in taken):
                continue
            taken.add(paper.template)
            path = folder / f"{len(names):04d}.docx"
            path.write_bytes(compiled[paper.template].render(fields_for(paper, congress, rule_set)))
            names[path.with_suffix(".pdf")] = (case, f"{paper.template}/{paper.subject}")
    converted(folder, "pdf")
    with ThreadPoolExecutor(4) as pool:
        texts = dict(zip(names, pool.map(_pages, names), strict=True))
    found: dict[str, dict[str, Pages]] = {}
    for path, (case, name) in names.items():
        found.setdefault(case, {})[name] = texts[path]
    return found


def _pages(pdf: Path) -> Pages:
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=60
    )
    return text.stdout.decode().replace("\u00a0", " ").split("\f")[:-1]


def _each(pages: Set) -> Iterator[tuple[str, str, str, Pages]]:
    for case, papers in pages.items():
        for name, sheets in papers.items():
            yield case, name, name.partition("/")[0], sheets


def _number(sheet: str) -> int | None:
    """The page number over the text, when there is one."""
    first = re.match(r"\s*(\d+)\s*\n", sheet)
    return int(first[1]) if first else None


def test_papers_have_the_pages_one_expects(pages: Set) -> None:
    """
    A card is one page, a count fits on one sheet, the longest paper on a few.
    """
    most = {"resolution": 6, "minutes": 5, "biographies": 2, "card_sheet": 8, "election_result": 3}
    twos = ("credentials_report", "membership_report")
    found = {
        (case, name): len(sheets)
        for case, name, template, sheets in _each(pages)
        if case in ("delegates", "plenary") and len(sheets) > most.get(template, 2 if template in twos else 1)
    }

    assert {} == found


def test_no_page_is_empty(pages: Set) -> None:
    """
    Neither a signature nor a section break drags a blank sheet behind it.
    """
    assert [] == [
        (case, name, n)
        for case, name, _, sheets in _each(pages)
        for n, sheet in enumerate(sheets, 1)
        if not re.sub(r"^\s*\d+\s*\n", "", sheet).strip()
    ]


def test_pages_are_numbered_from_the_second_on(pages: Set) -> None:
    """
    The first page of a paper has no number; every other has that of the page before and one.
    """
    for case, name, template, sheets in _each(pages):
        if template in UNNUMBERED:
            continue
        last = 0
        for sheet in sheets:
            number = _number(sheet)
            assert number == (None if last == 0 else last + 1), (case, name, last, number)
            last = 1 if number is None else number


def test_signatures_are_never_alone(pages: Set) -> None:
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


def test_no_words_that_lead_to_a_list_stand_at_the_foot_of_a_page(pages: Set) -> None:
    """
    A sentence that ends in a colon is not parted from what it announces.
    """
    for case, name, template, sheets in _each(pages):
        for sheet in sheets[:-1] if template not in UNNUMBERED else []:
            foot = [line.strip() for line in sheet.splitlines() if line.strip()][-1]
            assert not foot.endswith(":"), (case, name, foot)


def test_a_table_over_many_pages_names_its_columns_on_each(pages: Set) -> None:
    """
    Three hundred names: every page that lists them says what the columns are.
    """
    listing = [
        (name, sheet)
        for name, sheets in pages["three hundred names"].items()
        for sheet in sheets
        if name.partition("/")[0] not in (*ONE_EACH, *UNNUMBERED, "minutes")
        and len(re.findall("Trần Thị Thiên", sheet)) > 2
    ]

    assert len(listing) > 20
    assert [] == [name for name, sheet in listing if "Họ và tên" not in sheet]


@pytest.mark.parametrize("case", ["three names", "three hundred names", "delegates", "plenary"])
def test_no_word_of_the_name_of_the_union_is_broken(case: str, pages: Set) -> None:
    """
    However long it is, the heading holds each of its words whole.
    """
    names = {
        "three names": "CĐCS Ia",
        "three hundred names": LONG_NAME,
        "delegates": "Công đoàn cơ sở Sở Công thương",
        "plenary": "Công đoàn cơ sở Trường Tiểu học Hoa Sen",
    }
    wanted = set(names[case].upper().split())
    for name, sheets in pages[case].items():
        assert wanted <= set(sheets[0].split()), name


def test_numbers_and_days_are_blanks_until_they_are_given(pages: Set) -> None:
    """
    Room to write them by hand before, themselves after.
    """
    blank, given = pages["delegates"], pages["signed"]

    assert re.search(r"Số:\s+/NQ-ĐH", blank["resolution/"][0])
    assert re.search(r"Gia Lai, ngày\s+tháng\s+năm 2023", blank["resolution/"][0])
    assert "Số: 01/NQ-ĐH" in given["resolution/"][0]
    assert "Gia Lai, ngày 16 tháng 02 năm 2023" in given["resolution/"][0]
    assert "Số: 04/GTT-BCH" in given["summons/summons/0001"][0]


@pytest.mark.parametrize(
    "template", ["resolution", "credentials_report", "summons", "invitation", "programme"]
)
def test_receivers_stand_once_and_end_with_the_copy_kept(template: str, pages: Set) -> None:
    """
    "Nơi nhận:" on the page of the signature, its last line the copy for the file.
    """
    (sheets,) = [sheets for name, sheets in pages["delegates"].items() if name.partition("/")[0] == template]
    (sheet,) = [sheet for sheet in sheets if "Nơi nhận:" in sheet]

    assert 1 == "".join(sheets).count("Nơi nhận:")
    assert re.search(r"- Lưu: [^;]*\.", sheet)
    assert LAST_WORDS.search(sheet)


def test_a_long_name_still_fits_its_card(pages: Set) -> None:
    """
    Fifty letters and a unit of a hundred, on the card alone and on the sheet of four.
    """
    card = pages["long person"]["credential_card/card/0001"]
    sheet = pages["long person"]["card_sheet/sheet/official-01"]

    assert (1, 8) == (len(card), len(sheet))
    assert "Số: 001" in card[0]
    assert all(f"Số: 00{n}" in sheet[0] for n in (1, 2, 3, 4))


def test_a_sheet_holds_four_cards(pages: Set) -> None:
    """
    32 cards on 8 sheets, four numbers on each.
    """
    sheets = pages["delegates"]["card_sheet/sheet/official-01"]

    assert [4] * 8 == [len(re.findall(r"Số: \d{3}", sheet)) for sheet in sheets]
    assert [8] * 8 == [len(re.findall("ĐẠI BIỂU", sheet)) for sheet in sheets]


def test_nothing_on_a_ballot_counts_it(pages: Set) -> None:
    """
    No number line, no signature, no blank to be filled in with one.
    """
    for case, name, template, sheets in _each(pages):
        if template == "ballot":
            assert not re.search(r"Số:|TM\.|Phiếu số|\.\.\.", "".join(sheets)), (case, name)
