"""Summonses, invitations, the programme, and cards four to a sheet."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from service.congress.model import Congress
from service.congress.rules import RuleSet
from service.documents.papers import fields_for, file_name, signatories
from service.documents.plan import Plan, plan
from service.documents.searching import words_said
from service.documents.templates import TemplateBook

Planned = Callable[[Congress], Plan]
Fields = Callable[..., dict[str, Any]]
Changed = Callable[[Callable[[dict[str, Any]], object]], Congress]

NBSP = "\u00a0"


@pytest.fixture
def made(planned: Planned, rule_set: RuleSet) -> Fields:
    """The fields of one paper of a congress."""

    def make(congress: Congress, template: str, subject: str = "") -> dict[str, Any]:
        return fields_for(planned(congress).paper(template, subject), congress, rule_set)

    return make


def _said(fields: dict[str, Any]) -> dict[str, str]:
    return {line["label"]: line["text"] for line in fields["particulars"]}


def test_a_summons_says_who_comes_as_what_when_and_where(full: Congress, made: Fields) -> None:
    """
    NĐ 30/2020, Mẫu 1.7: who is called, to what, time, place, what to bring, whom to ask.
    """
    fields = made(full, "summons", "summons/0009")

    assert ("Ksor H'Lan", "009") == (fields["name"], fields["card_number"])
    assert "Ban Chấp hành Công đoàn cơ sở Sở Công thương khóa IV triệu tập:" == fields["opening"]
    assert fields["purpose"].startswith("là đại biểu được bầu, về dự Đại hội đại biểu Công đoàn cơ sở")
    assert {
        "Thời gian": "07 giờ 30 phút, ngày 15 tháng 02 năm 2023",
        "Đón tiếp đại biểu": "từ 07 giờ 00 phút, ngày 15 tháng 02 năm 2023",
        "Địa điểm": "Hội trường Sở Công thương, tỉnh Gia Lai",
        "Trang phục": "Nam: áo sơ mi, quần âu; nữ: áo dài hoặc trang phục công sở",
        "Tài liệu mang theo": "Giấy triệu tập, thẻ đoàn viên, tài liệu Đại hội",
        "Liên hệ": "Đồng chí Hồ Thị Lan, Văn thư",
    } == _said(fields)


def test_the_union_calls_under_its_ordinary_heading(full: Congress, changed: Changed, made: Fields) -> None:
    """
    The union above it, its own name; the day of signing is a blank, and the year too when it may be the year before.
    """
    fields = made(full, "summons", "summons/0001")

    assert ("CÔNG ĐOÀN VIÊN CHỨC TỈNH", "CÔNG ĐOÀN CƠ SỞ SỞ CÔNG THƯƠNG") == (
        fields["upper_caps"],
        fields["union_caps"],
    )
    assert f"Số:{NBSP * 6}/GTT-BCH" == fields["number_line"]
    assert f"Gia Lai, ngày{NBSP * 6}tháng{NBSP * 6}năm 2023" == fields["date_line"]

    january = changed(lambda data: data.update(opened_on="2023-01-05", closed_on="2023-01-05"))

    assert made(january, "programme")["date_line"].endswith("năm 2023")
    assert made(january, "invitation", "invitation/0001")["date_line"].endswith(f"năm{NBSP * 6}")


def test_one_number_and_day_stand_on_every_summons(changed: Changed, made: Fields) -> None:
    """
    The summonses go out together, under one number.
    """
    marks = [{"kind": "summons", "number": 12, "issued_on": "2023-02-01"}]
    congress = changed(lambda data: data.update(marks=marks))

    for subject in ("summons/0001", "summons/0032"):
        assert "Số: 12/GTT-BCH" == made(congress, "summons", subject)["number_line"]
        assert "Gia Lai, ngày 01 tháng 02 năm 2023" == made(congress, "summons", subject)["date_line"]


@pytest.mark.parametrize(
    ("convening", "lines"),
    [
        ({}, ["TM. BAN CHẤP HÀNH", "CHỦ TỊCH"]),
        ({"office": "deputy_chair"}, ["TM. BAN CHẤP HÀNH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    ],
)
def test_a_deputy_signs_in_the_place_of_the_chair(
    convening: dict[str, str], lines: list[str], changed: Changed, made: Fields, planned: Planned
) -> None:
    """
    NĐ 30/2020, Phụ lục I: TM. for the body, KT. for the chair.
    """
    signer = {"full_name": "Trần Thị Bình", **convening}
    congress = changed(lambda data: data["convening"].update(signer=signer))
    paper = planned(congress).paper("summons", "summons/0001")

    assert lines == made(congress, "summons", "summons/0001")["capacity"]
    assert ["Trần Thị Bình"] == [name for _, name in signatories(paper, congress)]


def test_the_standing_committee_may_call(changed: Changed, made: Fields) -> None:
    """
    A province has one, and it signs.
    """
    congress = changed(lambda data: data["convening"].update(on_behalf_of="standing_committee"))

    assert "TM. BAN THƯỜNG VỤ" == made(congress, "invitation", "invitation/0001")["capacity"][0]


def test_without_anybody_to_sign_one_paper_says_so_for_all(
    full_data: dict[str, Any], planned: Planned
) -> None:
    """
    32 delegates and 4 guests are not 36 times the same complaint.
    """
    del full_data["convening"]
    found = planned(Congress.model_validate_json(json.dumps(full_data)))
    lacking = [paper for paper in found.papers if paper.template in {"summons", "invitation"}]

    assert ["invitation", "summons"] == [paper.subject for paper in lacking]
    assert [["/convening/signer"]] * 2 == [[lack.pointer for lack in paper.lacks] for paper in lacking]


def test_each_session_is_said_when_there_are_two(plenary: Congress, made: Fields) -> None:
    """
    The guest knows which to come to.
    """
    said = _said(made(plenary, "invitation", "invitation/row-0001"))

    assert (
        "07 giờ 30 phút, ngày 11 tháng 3 năm 2023 (phiên trù bị); 08 giờ 30 phút, ngày 11 tháng 3 năm 2023 (phiên "
        "chính thức)"
    ) == said["Thời gian"]


def test_a_guest_is_addressed_as_the_data_say(full: Congress, made: Fields) -> None:
    """
    Comrade inside the movement, Ông or Bà outside it.
    """
    inside, outside = (made(full, "invitation", f"invitation/000{n}") for n in (1, 2))

    assert ("Đồng chí", "Ông") == (inside["salutation"], outside["salutation"])
    assert "Sự có mặt của ông góp phần vào thành công của Đại hội" == outside["closing"]


def test_the_programme_goes_by_sessions(plenary: Congress, full: Congress, made: Fields) -> None:
    """
    Two headings for two sessions, each numbered from 1; one for one.
    """
    two, one = made(plenary, "programme")["sittings"], made(full, "programme")["sittings"]

    assert ["Phiên trù bị, ngày 11 tháng 3 năm 2023", "Phiên chính thức, ngày 11 tháng 3 năm 2023"] == [
        sitting["title"] for sitting in two
    ]
    assert [["1", "2"], ["1", "2", "3", "4"]] == [[item["number"] for item in part["points"]] for part in two]
    assert ("07h00", 9) == (one[0]["points"][0]["time"], len(one[0]["points"]))


def test_nobody_signs_the_programme(full: Congress, planned: Planned, made: Fields) -> None:
    """
    The outgoing committee plans it, the congress adopts it.
    """
    assert () == signatories(planned(full).paper("programme"), full)
    assert made(full, "programme")["planner_caps"].startswith("BAN CHẤP HÀNH CÔNG ĐOÀN CƠ SỞ")


def test_cards_are_printed_by_category(full: Congress, planned: Planned, made: Fields) -> None:
    """
    Every card of a file has the band of its category and no other.
    """
    found = [paper.subject for paper in planned(full).papers if paper.template == "card_sheet"]
    guests = made(full, "card_sheet", "sheet/guest-01")["cards"]
    bands = ("official", "alternate", "guest", "organiser", "service")

    assert ["sheet/official-01", "sheet/guest-01", "sheet/organiser-01", "sheet/service-01"] == found
    assert {("", "", "KHÁCH MỜI", "", "")} == {tuple(card[band] for band in bands) for card in guests}
    assert ["NGUYỄN THỊ HOA", "TRẦN QUỐC HƯNG", "LÊ THỊ MỸ", "PHẠM VĂN KIÊN"] == [
        card["name_caps"] for card in guests
    ]


def test_a_delegate_without_a_number_has_room_for_one(changed: Changed, made: Fields) -> None:
    """
    One missing number does not keep back a hundred cards.
    """
    congress = changed(lambda data: data["delegates"][3].pop("number"))
    cards = made(congress, "card_sheet", "sheet/official-01")["cards"]

    assert f"Số:{NBSP * 6}" == cards[3]["card_number"]
    assert "Số: 001" == cards[0]["card_number"]


@pytest.mark.parametrize(("count", "files"), [(100, 1), (101, 2), (5_000, 50)])
def test_a_great_congress_has_its_cards_in_files_of_a_hundred(
    count: int, files: int, full: Congress, book: TemplateBook, rule_set: RuleSet
) -> None:
    """
    Nobody is left out and nobody comes twice; every delegate has a summons.
    """
    delegates = tuple(full.delegates[0].model_copy(update={"number": n}) for n in range(1, count + 1))
    congress = full.model_copy(update={"delegates": delegates})
    papers = plan(congress, [], book).papers
    sheets = [paper for paper in papers if paper.subject.startswith("sheet/official")]
    numbers = [
        card["card_number"]
        for sheet in sheets
        for card in fields_for(sheet, congress, rule_set)["cards"]  # type: ignore[attr-defined]  # a list of cards
    ]

    assert files == len(sheets)
    assert [f"Số: {n:03d}" for n in range(1, count + 1)] == numbers
    assert count == sum(paper.template == "summons" and paper.state == "ready" for paper in papers)
    assert len(papers) == len({file_name(paper) for paper in papers})


def test_whoever_is_called_is_found_by_name(full: Congress, planned: Planned, rule_set: RuleSet) -> None:
    """
    A summons and a card are found by the name on them, not by every word of their text.
    """
    for template, subject in (("summons", "summons/0009"), ("card_sheet", "sheet/official-01")):
        paper = planned(full).paper(template, subject)
        said = words_said(paper, full, fields_for(paper, full, rule_set))

        assert "ksor h'lan" in said.head.lower()
        assert "" == said.body
