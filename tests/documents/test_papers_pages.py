"""The pages a person holds: every paper as LibreOffice sets it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.congress.model import Congress
from service.congress.rules import RuleSet
from service.documents.papers import fields_for
from service.documents.plan import Plan
from service.documents.templates import TemplateBook
from service.docx import compile_template
from tests.office import converted

pytestmark = pytest.mark.slow

Pages = list[str]
Planned = Callable[[Congress], Plan]

SIGNED = {
    "resolution": "TM. ĐẠI HỘI",
    "minutes": "TM. ĐOÀN THƯ KÝ",
    "credentials_report": "TM. BAN THẨM TRA",
    "election_result": "TM. ĐOÀN CHỦ TỊCH",
}
LAST_WORDS = re.compile(r"\./\.\s+")


@pytest.fixture
def pages(
    planned: Planned, book: TemplateBook, rule_set: RuleSet, tmp_path: Path
) -> Callable[[Congress], dict[str, Pages]]:
    """The text of each page of every paper but most of the cards, by template and subject."""

    def convert(congress: Congress) -> dict[str, Pages]:
        names = {}
        for number, paper in enumerate(planned(congress).in_state("ready")):
            if paper.template == "credential_card" and not paper.subject.endswith(("01", "02")):
                continue
            content = compile_template(book[paper.template].source).render(
                fields_for(paper, congress, rule_set)
            )
            (tmp_path / f"{number:03d}.docx").write_bytes(content)
            names[f"{paper.template}/{paper.subject}"] = tmp_path / f"{number:03d}.pdf"
        converted(tmp_path, "pdf")
        return {name: _pages(path) for name, path in names.items()}

    return convert


def _pages(pdf: Path) -> Pages:
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=60
    )
    return text.stdout.decode().replace("\u00a0", " ").split("\f")[:-1]


def _stands_with_the_last_sentence(pages: Pages, signed: str) -> bool:
    """Whether the end of the text and the signature are on one page."""
    (page,) = [page for page in pages if signed in page]
    return bool(LAST_WORDS.search(page[: page.index(signed)]))


def test_papers_have_the_pages_one_expects(
    full: Congress, pages: Callable[[Congress], dict[str, Pages]]
) -> None:
    """
    A card is one page, a count fits on one sheet, the longest paper on three; numbers from page two on.
    """
    found = pages(full)
    most = {
        "credential_card": 1,
        "election_result": 2,
        "credentials_report": 2,
        "resolution": 5,
        "minutes": 5,
    }

    assert {
        name: len(sheets) for name, sheets in found.items() if len(sheets) > most[name.partition("/")[0]]
    } == {}
    for name, sheets in found.items():
        assert not re.match(r"\s*1\s*\n", sheets[0])
        assert all(re.match(rf"\s*{n}\s*\n", sheet) for n, sheet in enumerate(sheets[1:], 2)), name


def test_signatures_are_never_alone_however_long_the_text(
    full_data: dict[str, Any], pages: Callable[[Congress], dict[str, Pages]]
) -> None:
    """
    Whatever the length, the page with the signatures holds the last sentence too.
    """
    step = full_data["minutes"]["steps"][0]
    for extra in range(0, 24, 4):
        step["text"] = "\n".join(["Đại hội chào cờ."] * (1 + extra))
        full_data["resolution"]["tasks"] = ["Chăm lo đời sống đoàn viên, người lao động."] * (1 + extra)
        full_data["credentials"]["complaints"] = "\n".join(["Không có đơn thư."] * (1 + extra))
        for name, sheets in pages(Congress.model_validate_json(_json(full_data))).items():
            signed = SIGNED.get(name.partition("/")[0])
            assert signed is None or _stands_with_the_last_sentence(sheets, signed), (name, extra)


def test_a_long_name_still_fits_its_card(
    full_data: dict[str, Any], pages: Callable[[Congress], dict[str, Pages]]
) -> None:
    """
    Fifty letters, the most a name may have, and a unit of a hundred.
    """
    full_data["delegates"][0] |= {
        "full_name": "Nguyễn Phước Bảo Quốc Tường Vĩnh Hoàng Thiên Phúc"[:50],
        "unit": "Tổ công đoàn Trung tâm Khuyến công và Tư vấn phát triển công nghiệp, thương mại, dịch vụ tỉnh Gia Lai",
    }
    found = pages(Congress.model_validate_json(_json(full_data)))
    (card,) = [sheets for name, sheets in found.items() if name == "credential_card/card/0001"]

    assert 1 == len(card)
    assert "Số: 001" in card[0]


def test_a_hundred_candidates_carry_the_head_of_the_table_along(
    full_data: dict[str, Any], pages: Callable[[Congress], dict[str, Pages]]
) -> None:
    """
    On every page of a long list the columns are named.
    """
    vote = full_data["elections"][0]["rounds"][0]
    vote["candidates"] += [
        {"full_name": f"Trần Văn {chr(65 + n // 26)}{chr(97 + n % 26)}", "votes": 0} for n in range(100)
    ]
    full_data["executive_committee"] |= {"size": 5}
    sheets = pages(Congress.model_validate_json(_json(full_data)))["election_result/executive_committee/1"]
    listing = [sheet for sheet in sheets if "Trần Văn A" in sheet or "Trần Văn C" in sheet]

    assert len(listing) >= 2
    assert all("Họ và tên" in sheet for sheet in listing)


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data)
