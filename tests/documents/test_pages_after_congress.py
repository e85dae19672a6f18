"""
The pages after a congress as LibreOffice sets them: conferences, recognition, notice, extracts, biographies, programme.

Each case is the complete example with other people and names: a union with a short and with a very long name, three and
three hundred on the committee, a deputy who signs, names of fifty letters, before and after numbers were given.
"""

from __future__ import annotations

import copy
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.congress.model import Congress
from service.congress.rules import rule_set_for
from service.documents.fields.unbroken import unbroken
from service.documents.papers import fields_for, signatories
from service.documents.plan import plan
from service.documents.templates import TemplateBook
from service.docx import compile_template
from tests.documents.test_papers_pages import people_of
from tests.office import converted
from tests.printed import faults, printed

pytestmark = pytest.mark.slow

Data = dict[str, Any]
Pages = list[str]
Paper = tuple[Pages, tuple[str, ...], "Sent"]
"""The pages of a paper, who signs it, and the files that would be sent."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A Word file, the same as PDF, and the people of its congress."""

    word_file: Path
    people: frozenset[str]

    @property
    def pdf(self) -> Path:
        """Beside the Word file."""
        return self.word_file.with_suffix(".pdf")


EXAMPLE = Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023-sau-dai-hoi.json"
LONG_UNION = (
    "Công đoàn cơ sở Trung tâm Nghiên cứu, Ứng dụng và Chuyển giao tiến bộ khoa học kỹ thuật nông nghiệp công nghệ cao "
    "vùng Bắc Tây Nguyên và duyên hải Nam Trung Bộ, Tổng công ty Phát triển Cao nguyên"
)
LONG_NAME = "Nguyễn Phước Bảo Quốc Tường Vĩnh Hoàng Thiên Phúc"
TOGETHER = {
    *(
        "conference_ballot",
        "conference_minutes",
        "conference_count",
        "recognition_proposal",
        "notice",
        "extract",
    ),
    *("recognition_dossier", "recognition_decision", "biographies", "programme"),
}
RECEIVED = {"recognition_proposal", "recognition_decision", "notice", "extract", "biographies", "programme"}
LAST_WORDS = re.compile(r"\./\.\s")


def _three(data: Data) -> Data:
    """The shortest of names, three on the committee."""
    data["organisation"]["name"] = "CĐCS Ia"
    members = data["executive_committee"]["members"][:3]
    data["executive_committee"] |= {"size": 3, "members": members}
    return data


def _three_hundred(data: Data) -> Data:
    """A very long name, three hundred on the committee, long lists at the conference."""
    data["organisation"]["name"] = LONG_UNION
    upper = f"Công đoàn ngành Trung ương quản lý trực tiếp của {LONG_UNION}"
    data["organisation"]["upper"]["name"] = upper[:200].strip()
    people = [_person(number) for number in range(295)]
    committee = data["executive_committee"]
    committee |= {"size": 300, "members": [*committee["members"], *people]}
    held = data["first_conference"]["elections"][2]["rounds"][0]
    held["candidates"] += [{**one, "votes": 0} for one in people]
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


def _long_person(data: Data) -> Data:
    """Fifty letters, the most a name may have, for the chair and the secretaries."""
    text = json.dumps(data, ensure_ascii=False)
    for name in ("Rcom Jen", "Phạm Thị Dung", "Dương Thị Mai"):
        text = text.replace(name, LONG_NAME[: -len(name)] + name)
    changed: Data = json.loads(text)
    return changed


def _deputies(data: Data) -> Data:
    """A deputy signs everything that a deputy may sign."""
    deputy = {"full_name": "Nguyễn Văn An", "office": "deputy_chair"}
    data["recognition"]["signer"] = data["notice"]["signer"] = deputy
    for extract in data["extracts"]:
        extract["signer"] = deputy
    return data


def _unmarked(data: Data) -> Data:
    data["marks"] = []
    return data


def _longer(data: Data, extra: int) -> Data:
    """So many more lines in each paper that can have them, so that page breaks fall anywhere."""
    for held in (data["first_conference"], data["inspection_conference"]):
        held["steps"][-1]["text"] = "\n".join(["Hội nghị thảo luận."] * (1 + extra))
    data["notice"]["further"] = ["Các tổ công đoàn tổ chức học tập Nghị quyết."] * (1 + extra)
    data["programme"] += [{"title": "Đại hội làm việc"}] * extra
    people = [_person(number) for number in range(extra)]
    committee = data["executive_committee"]
    committee |= {"size": 5 + extra, "members": [*committee["members"], *people]}
    for election in data["first_conference"]["elections"]:
        election["rounds"][0]["candidates"] += [{**one, "votes": 0} for one in people]
    return data


def _cases() -> Iterator[tuple[str, Data]]:
    data: Data = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    yield "as it is", data
    yield "three", _three(copy.deepcopy(data))
    yield "three hundred", _three_hundred(copy.deepcopy(data))
    yield "long person", _long_person(copy.deepcopy(data))
    yield "deputies", _deputies(_unmarked(copy.deepcopy(data)))
    for extra in (1, 3, 5, 8, 12):
        yield f"{extra} more", _longer(copy.deepcopy(data), extra)


@pytest.fixture(scope="module")
def papers(book: TemplateBook, tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Paper]:
    """The pages and signers of every paper, by case and by template and subject."""
    folder = tmp_path_factory.mktemp("papers")
    made: dict[Path, tuple[tuple[str, str], tuple[str, ...], Sent]] = {}
    compiled = {name: compile_template(book[name].source) for name in TOGETHER}
    for case, data in _cases():
        congress = Congress.model_validate_json(json.dumps(data))
        rule_set, people = rule_set_for(congress.opened_on).rule_set, frozenset(_bound(people_of(data)))
        for paper in plan(congress, [], book).in_state("ready"):
            if paper.template in TOGETHER:
                path = folder / f"{len(made):04d}.docx"
                fields = unbroken(fields_for(paper, congress, rule_set), congress)
                path.write_bytes(compiled[paper.template].render(fields))
                signed = tuple(name for _, name in signatories(paper, congress))
                name = (case, f"{paper.template}/{paper.subject}")
                made[path.with_suffix(".pdf")] = (name, signed, Sent(path, people))
    converted(folder, "pdf")
    with ThreadPoolExecutor(2) as pool:
        texts = dict(zip(made, pool.map(_pages, made), strict=True))
    return {key: (texts[path], signed, sent) for path, (key, signed, sent) in made.items()}


def _bound(names: Iterator[str]) -> Iterator[str]:
    """Those that are kept on one line: a name of more than eight words may part at its spaces."""
    return (name for name in names if len(name.split()) <= 8)


def _pages(pdf: Path) -> Pages:
    read = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(read, check=True, capture_output=True, timeout=60).stdout
    return text.decode().replace("\u00a0", " ").split("\f")[:-1]


def _lines(sheet: str) -> list[str]:
    """The lines with words, without the page number over them."""
    return [line.strip() for line in re.sub(r"^\s*\d+\s*\n", "", sheet).splitlines() if line.strip()]


def _template(key: tuple[str, str]) -> str:
    return key[1].partition("/")[0]


Papers = Mapping[tuple[str, str], Paper]


def test_no_paper_would_be_sent_back(papers: Papers) -> None:
    """
    No heading without what it heads, no head of a table without rows, no signature without two lines of the text that is
    signed, no name on two lines, no word of a union's name alone on a line.
    """
    found = {
        key: wrong
        for key, (_, _, sent) in papers.items()
        if (wrong := faults(printed(sent.word_file, sent.pdf), sent.people))
    }

    assert {} == found


def test_every_paper_after_a_congress_was_set(papers: Papers) -> None:
    """
    Each type in each case.
    """
    assert TOGETHER == {_template(key) for key in papers}
    assert 10 == len({case for case, _ in papers})


def test_no_page_is_empty_and_pages_are_numbered_from_the_second_on(papers: Papers) -> None:
    """
    The first has no number, each later one that of the page before and one.
    """
    for key, (sheets, *_) in papers.items():
        for number, sheet in enumerate(sheets, 1):
            shown = re.match(r"\s*(\d+)\s*\n", sheet)
            assert (int(shown[1]) if shown else None) == (None if number == 1 else number), (key, number)
            assert _lines(sheet), (key, number)


def test_signatures_stand_whole_under_the_end_of_what_is_signed(papers: Papers) -> None:
    """
    "./." once; under it on the same page everybody who signs; over the signatures at least two lines.
    """
    wrong = []
    for key, (sheets, signed, _) in papers.items():
        if _template(key) == "conference_ballot":
            continue
        ends = [sheet for sheet in sheets if LAST_WORDS.search(sheet)]
        if len(ends) != 1 or ends[0] is not sheets[-1]:
            wrong.append((key, "the last words", len(ends)))
            continue
        (end,) = LAST_WORDS.finditer(sheets[-1])
        after = " ".join(sheets[-1][end.start() :].split())
        over = _lines(sheets[-1][: end.end()])
        wrong += [(key, "a signer", name) for name in signed if not set(name.split()) <= set(after.split())]
        wrong += [(key, "lines over the signature", over)] if len(over) < 2 else []

    assert [] == wrong


def test_no_words_that_lead_to_something_stand_at_the_foot_of_a_page(papers: Papers) -> None:
    """
    Neither a sentence that ends in a colon nor a numbered heading is parted from what follows.
    """
    heading = re.compile(r"^(?:[IVX]+|\d+)\. [^.;]*$")
    wrong = [
        f"{': '.join(key)}: {foot}"
        for key, (sheets, *_) in papers.items()
        for sheet in sheets[:-1]
        for foot in _lines(sheet)[-1:]
        if foot.endswith(":") or (heading.match(foot) and _template(key) != "programme")
    ]

    assert not wrong, "\n".join(wrong)


def test_receivers_stand_once_and_end_with_the_copy_kept(papers: Papers) -> None:
    """
    "Nơi nhận:" beside the signature, its last line the copy for the file; nowhere else.
    """
    for key, (sheets, *_) in papers.items():
        times = "".join(sheets).count("Nơi nhận:")
        assert times == (_template(key) in RECEIVED), key
        if times:
            assert "Nơi nhận:" in sheets[-1], key
            assert re.search(r"- Lưu: VT[^;]*\.", sheets[-1]), key


@pytest.mark.parametrize("case", ["as it is", "three", "three hundred"])
def test_no_word_of_the_name_of_the_union_is_broken(case: str, papers: Papers) -> None:
    """
    However long it is, the heading of its own papers holds each of its words whole.
    """
    name = {"three": "CĐCS Ia", "three hundred": LONG_UNION}.get(case, "Công đoàn cơ sở Sở Công thương")
    for key, (sheets, *_) in papers.items():
        if key[0] == case and _template(key) != "recognition_decision":
            assert set(name.upper().split()) <= set(" ".join(sheets).split()), key


def test_a_table_over_many_pages_names_its_columns_on_each(papers: Papers) -> None:
    """
    Three hundred names: every page that lists them in a table says what the columns are.
    """
    listing = [
        (key, sheet)
        for key, (sheets, *_) in papers.items()
        for sheet in sheets
        if key[0] == "three hundred" and len(re.findall("Trần Thị Thiên", sheet)) > 2
    ]

    assert len(listing) > 30
    assert [] == [key for key, sheet in listing if "Họ và tên" not in sheet]


def test_a_deputy_signs_for_the_chair(papers: Papers) -> None:
    """
    TM. the body, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH, and the name, from the top down.
    """
    for template in ("recognition_proposal/", "recognition_decision/", "notice/", "extract/extract/1"):
        end = papers["deputies", template][0][-1]
        assert re.search(r"TM\. BAN (?:CHẤP HÀNH|THƯỜNG VỤ)\b(?s:.)*KT\. CHỦ TỊCH(?s:.)*PHÓ CHỦ TỊCH", end), (
            template
        )


def test_numbers_and_days_are_blanks_until_they_are_given(papers: Papers) -> None:
    """
    Room to write them by hand before, themselves after.
    """
    blank, given = papers["deputies", "notice/"][0][0], papers["as it is", "notice/"][0][0]

    assert re.search(r"Số:\s+/TB-BCH", blank)
    assert re.search(r"Gia Lai, ngày\s+tháng\s+năm 2023", blank)
    assert "Số: 01/TB-BCH" in given
    assert "Gia Lai, ngày 17 tháng 02 năm 2023" in given


def test_nothing_on_a_ballot_counts_it(papers: Papers) -> None:
    """
    No number line, no signature, no blank to be filled in with one.
    """
    for key, (sheets, *_) in papers.items():
        if _template(key) == "conference_ballot":
            assert not re.search(r"Số:|TM\.|Phiếu số|\.\.\.", "".join(sheets)), key
