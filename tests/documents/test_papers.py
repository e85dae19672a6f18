"""The papers as rendered: what was typed is what is printed."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from service.congress.model import Congress
from service.congress.rules import RuleSet, check
from service.documents.papers import fields_for
from service.documents.plan import Plan, PlannedPaper
from service.documents.templates import TemplateBook
from service.docx import CompiledTemplate, compile_template, text_of

Planned = Callable[[Congress], Plan]


@pytest.fixture(scope="session")
def compiled(book: TemplateBook) -> dict[str, CompiledTemplate]:
    """Every template, compiled once."""
    return {name: compile_template(file.source) for name, file in book.templates.items()}


@pytest.fixture
def texts(
    planned: Planned, compiled: dict[str, CompiledTemplate], rule_set: RuleSet
) -> Callable[[Congress], dict[str, str]]:
    """The text of every paper that is ready, by template and subject."""

    def render(congress: Congress) -> dict[str, str]:
        papers = planned(congress).in_state("ready")
        return {
            _name(paper): text_of(compiled[paper.template].render(fields_for(paper, congress, rule_set)))
            for paper in papers
        }

    return render


def _name(paper: PlannedPaper) -> str:
    return f"{paper.template}/{paper.subject}"


EXPECTED = {
    "resolution/": [
        "NGHỊ QUYẾT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "31 đại biểu, đại diện cho 96 đoàn viên",
        "trên 1,3 tỷ đồng",
        "“Đổi mới, dân chủ, đoàn kết, phát triển”",
        "Trên 90% trở lên",
        "gồm 5 đồng chí",
        "Đại hội đã bầu 2 đại biểu chính thức dự Đại hội Công đoàn Viên chức tỉnh, nhiệm kỳ 2023-2028:",
        "với 31/31 đại biểu biểu quyết tán thành (100%)./.",
        "- Công đoàn Viên chức tỉnh (để b/c);",
        "Đại hội đã bầu 1 đại biểu dự khuyết dự Đại hội Công đoàn Viên chức tỉnh, nhiệm kỳ 2023-2028:",
        "Rcom Jen",
    ],
    "minutes/": [
        "BIÊN BẢN",
        "ĐOÀN THƯ KÝ",
        "bắt đầu hồi 07 giờ 30 phút, kết thúc hồi 11 giờ 30 phút, ngày 15 tháng 02 năm 2023",
        "Đại biểu được triệu tập: 32; có mặt: 31 (đạt tỷ lệ 96,88%).",
        "Trúng cử 5 đồng chí: Rcom Jen (30 phiếu)",
        "02 bản có giá trị như nhau./.",
    ],
    "election_result/executive_committee/1": [
        "BIÊN BẢN KIỂM PHIẾU",
        "BAN BẦU CỬ",
        "Hồi 09 giờ 20 phút, ngày 15 tháng 02 năm 2023",
        "Số lượng cần bầu: 5 đồng chí.",
        "29,03%",
        "03 bản có giá trị như nhau./.",
        "TRƯỞNG BAN",
    ],
    "election_result/upper_alternates/1": ["Bầu đại biểu dự khuyết dự Đại hội Công đoàn Viên chức tỉnh"],
    "credentials_report/": ["BÁO CÁO", "Đại biểu được chỉ định", "3,13%", "Cao Văn Thành, sinh năm 1971"],
    "credential_card/card/0001": ["THẺ ĐẠI BIỂU", "NGUYỄN VĂN AN", "Văn phòng Sở", "Số: 001"],
}


@pytest.mark.parametrize(("paper", "words"), EXPECTED.items())
def test_each_paper_says_its_figures_and_names(
    paper: str, words: list[str], full: Congress, texts: Callable[[Congress], dict[str, str]]
) -> None:
    """
    Read back from the file, not from the fields.
    """
    text = texts(full)[paper].replace("\u00a0", " ")

    assert [] == [word for word in words if word not in text]


PLENARY = {
    "membership_report/": [
        "BÁO CÁO",
        "Tình hình đoàn viên tại Đại hội toàn thể Công đoàn cơ sở Trường Tiểu học Hoa Sen lần thứ III",
        "có 48 đoàn viên, sinh hoạt tại 6 tổ công đoàn.",
        "Số đoàn viên kết nạp, tiếp nhận mới trong nhiệm kỳ 2018-2023: 9.",
        "Tỷ lệ tính trên 48 đoàn viên của công đoàn:",
        "95,83%",
        "Lê Thị Hồng, sinh năm 1969",
        "46 đoàn viên có mặt đủ điều kiện dự Đại hội và biểu quyết, bầu cử.",
        "BAN CHẤP HÀNH CÔNG ĐOÀN CƠ SỞ TRƯỜNG TIỂU HỌC HOA SEN KHÓA II",
    ],
    "resolution/": [
        "ĐẠI HỘI TOÀN THỂ CÔNG ĐOÀN CƠ SỞ TRƯỜNG TIỂU HỌC HOA SEN",
        "với sự tham dự của 46 đoàn viên.",
        "Đại hội đã bầu trực tiếp đồng chí Lê Thị Hồng giữ chức vụ Chủ tịch",
    ],
    "minutes/": ["Phiên trù bị", "Đoàn viên được triệu tập: 48; có mặt: 46 (đạt tỷ lệ 95,83%)."],
    "election_result/chair/1": ["Bầu Chủ tịch Công đoàn cơ sở Trường Tiểu học Hoa Sen", "43/46"],
    "election_result/upper_delegates/1": ["Dự khuyết 1 đồng chí, xếp theo thứ tự:", "Nguyễn Hữu Phước"],
}


@pytest.mark.parametrize(("paper", "words"), PLENARY.items())
def test_each_paper_of_a_plenary_congress_says_its_figures_and_names(
    paper: str, words: list[str], plenary: Congress, texts: Callable[[Congress], dict[str, str]]
) -> None:
    """
    Members, not delegates, and no word of credentials.
    """
    text = texts(plenary)[paper].replace("\u00a0", " ")

    assert [] == [word for word in words if word not in text]
    assert "Thẩm tra tư cách" not in text


@pytest.mark.parametrize("example", ["full", "plenary"])
def test_no_paper_has_a_tag_or_a_gap_left(
    example: str, texts: Callable[[Congress], dict[str, str]], request: pytest.FixtureRequest
) -> None:
    """
    Neither template language nor empty words, doubled stops or dotted leaders remain.
    """
    for text in texts(request.getfixturevalue(example)).values():
        assert [] == re.findall(r"\{[{%]|[%}]\}|None|undefined|\.\.|;\.|\.;|,,| ,|\(\)", text)


def test_every_delegate_has_a_card_with_that_name(
    full: Congress, texts: Callable[[Congress], dict[str, str]]
) -> None:
    """
    32 cards, 32 names, each once.
    """
    cards = [text for name, text in texts(full).items() if name.startswith("credential_card/")]

    assert len(full.delegates) == len(cards)
    assert all(
        delegate.full_name.upper() in card for delegate, card in zip(full.delegates, cards, strict=True)
    )


def test_optional_parts_leave_no_heading_behind(
    full_data: dict[str, Any], texts: Callable[[Congress], dict[str, str]]
) -> None:
    """
    Without motto, lessons, tasks and discussion their headings are gone too.
    """
    del full_data["motto"], full_data["assessment"]["lessons"], full_data["resolution"]["tasks"]
    del full_data["minutes"]["discussion"], full_data["minutes"]["upper_union_speech"]
    found = texts(_congress(full_data))

    assert not re.search("Phương châm|Bài học kinh nghiệm|Nhiệm vụ và giải pháp", found["resolution/"])
    assert "Thảo luận, phát biểu tại Đại hội" not in found["minutes/"]


def test_signs_of_xml_and_of_templates_are_printed_as_typed(
    full_data: dict[str, Any], texts: Callable[[Congress], dict[str, str]]
) -> None:
    """
    A venue may be called anything.
    """
    full_data["venue"] = "Hội trường <A> & {{ B }} {% C %}"

    assert "Hội trường <A> & {{ B }} {% C %}" in texts(_congress(full_data))["minutes/"]


def _congress(data: dict[str, Any]) -> Congress:
    return Congress.model_validate_json(json.dumps(data))


def _places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from _places(inner, (*path, key))


def _without(data: dict[str, Any], path: tuple[str | int, ...]) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return changed


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_whatever_is_missing_a_ready_paper_can_be_made(
    data: st.DataObject, full_data: dict[str, Any], texts: Callable[[Congress], dict[str, str]]
) -> None:
    """
    Ready is a promise: take away any datum, and every paper still called ready renders without a blank word.
    """
    full_data["delegates"] = full_data["delegates"][:2]
    places = [place for place in _places(full_data) if place[0] != "provenance"]
    missing = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3, unique=True))
    left = full_data
    for place in sorted(missing, key=len, reverse=True):
        try:
            left = _without(left, place)
        except (KeyError, IndexError):
            continue
    try:
        congress = _congress(left)
    except ValidationError:
        return

    for text in texts(congress).values():
        assert "None" not in text


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_zero_anywhere_is_printed_and_breaks_nothing(
    data: st.DataObject, full_data: dict[str, Any], texts: Callable[[Congress], dict[str, str]]
) -> None:
    """
    None present, none voting, nobody in favour: no percent of nothing, no division by it.
    """
    full_data["delegates"] = full_data["delegates"][:2]
    places = [place for place in _places(full_data) if isinstance(_at(full_data, place), int)]
    for place in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=8, unique=True)):
        _at(full_data, place[:-1])[place[-1]] = 0
    try:
        congress = _congress(full_data)
    except ValidationError:
        return

    for text in texts(congress).values():
        assert not re.search(r"\( ?\)|tỷ lệ \)", text)


def _at(data: object, path: tuple[str | int, ...]) -> Any:
    place: Any = data
    for step in path:
        place = place[step]
    return place


def test_the_same_data_give_the_same_bytes(
    full: Congress,
    planned: Planned,
    compiled: dict[str, CompiledTemplate],
    rule_set: RuleSet,
    book: TemplateBook,
) -> None:
    """
    On any day, and compiled anew.
    """
    for paper in planned(full).papers[:6]:
        fields = fields_for(paper, full, rule_set)
        again = compile_template(book[paper.template].source).render(fields)

        assert compiled[paper.template].render(fields) == again


def test_the_examples_hold_no_error(facts: Congress, full: Congress, plenary: Congress) -> None:
    """
    What we show people to copy obeys the rules; the one warning is about the seed's doubled qualifier.
    """
    assert ["target.double_qualifier"] == [finding.code for finding in check(full)]
    assert [] == list(check(plenary))
    assert {"warning"} >= {finding.severity for finding in check(facts)}


def test_the_complete_example_keeps_the_facts_and_owns_up_to_the_rest(
    facts: Congress, full: Congress
) -> None:
    """
    Every top-level datum beyond the published text is listed as invented.
    """
    known, more = facts.model_dump(), full.model_dump()
    added = {f"/{name}" for name in more if more[name] != known[name]} - {"/provenance"}
    invented = set(full.provenance.invented) if full.provenance else set()

    assert full.motto == facts.motto
    assert full.resolution.targets == facts.resolution.targets
    assert full.resolution.goals == facts.resolution.goals
    assert added == {f"/{pointer.split('/')[1]}" for pointer in invented}


def test_the_examples_stand_beside_the_project() -> None:
    """
    The names the handbook gives are the names of the files.
    """
    folder = Path(__file__).parents[2] / "examples"

    assert {
        "so-cong-thuong-2023.json",
        "so-cong-thuong-2023-day-du.json",
        "truong-hoa-sen-2023-toan-the.json",
    } <= {path.name for path in folder.iterdir()}
