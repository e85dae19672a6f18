"""Lists of short biographies: who stands on them, where the details come from, what is missing is said by person."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.congress.model import Congress
from service.congress.rules import RuleSet
from service.documents.papers import fields_for, signatories
from service.documents.plan import Plan
from service.documents.searching import words_said

Planned = Callable[[Congress], Plan]
Fields = Callable[..., dict[str, Any]]


@pytest.fixture
def afterwards_data() -> dict[str, Any]:
    """The example of what comes after the congress, as data that a test may change."""
    path = Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023-sau-dai-hoi.json"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


@pytest.fixture
def made(planned: Planned, rule_set: RuleSet) -> Fields:
    """The fields of one list of a congress."""

    def make(congress: Congress, subject: str) -> dict[str, Any]:
        return fields_for(planned(congress).paper("biographies", subject), congress, rule_set)

    return make


def _congress(data: dict[str, Any]) -> Congress:
    return Congress.model_validate_json(json.dumps(data))


def test_a_line_holds_what_the_form_asks(full: Congress, made: Fields) -> None:
    """
    HD 38/HD-TLĐ, Mẫu 2: birth in the column of men or women, people, religion, home, Party, schooling, office.
    """
    assert {
        "number": "1",
        "name": "Rcom Jen",
        "born_male": "1975",
        "born_female": "",
        "ethnicity": "Gia Rai",
        "religion": "Không",
        "hometown": "Huyện Ayun Pa, Gia Lai",
        "office": "Phó Giám đốc Sở Công thương, Lãnh đạo Sở",
        "party": "03/02/2002",
        "education": "12/12",
        "specialty": "Thạc sĩ Quản lý công",
        "politics": "Cao cấp",
        "note": "cán bộ công đoàn từ 2012; tái cử",
    } == made(full, "executive_committee")["people"][0]


def test_alternates_come_last_in_their_order(plenary: Congress, made: Fields) -> None:
    """
    The list of delegates says who is official and which alternate comes first.
    """
    people = made(plenary, "upper_delegates")["people"]

    assert ["Lê Thị Hồng", "Trần Thị Ánh", "Nguyễn Hữu Phước"] == [one["name"] for one in people]
    assert ["chính thức", "chính thức", "dự khuyết 1"] == [one["note"].partition(";")[0] for one in people]


def test_candidates_are_listed_by_given_name_before_the_vote(full_data: dict[str, Any], made: Fields) -> None:
    """
    The outgoing committee signs, without any count.
    """
    for election in full_data["elections"]:
        for candidate in election["rounds"][0]["candidates"]:
            candidate["votes"] = None
    fields = made(_congress(full_data), "candidates")

    assert ["An", "Bình", "Cường", "Dung", "Đạt", "Jen"] == [
        one["name"].split()[-1] for one in fields["people"]
    ]
    assert ["TM. BAN CHẤP HÀNH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"] == fields["capacity"]


def test_a_missing_detail_is_said_with_the_person(full_data: dict[str, Any], planned: Planned) -> None:
    """
    One sentence for a person, with everything that is missing, where it can be written once for all papers.
    """
    for name in ("hometown", "specialty"):
        del full_data["delegates"][0][name]
    paper = planned(_congress(full_data)).paper("biographies", "executive_committee")

    assert [("/delegates", "Nguyễn Văn An: chưa có quê quán, trình độ chuyên môn.")] == [
        (lack.pointer, lack.vi) for lack in paper.lacks
    ]


def test_two_of_one_name_lend_each_other_nothing(full_data: dict[str, Any], planned: Planned) -> None:
    """
    Which of them is meant is for a person to say.
    """
    full_data["delegates"].append({**full_data["delegates"][0], "number": 33})
    paper = planned(_congress(full_data)).paper("biographies", "executive_committee")

    assert ["Nguyễn Văn An"] == [lack.vi.partition(":")[0] for lack in paper.lacks]


def test_another_year_of_birth_is_another_person(full_data: dict[str, Any], planned: Planned) -> None:
    """
    A delegate of the same name who was born in another year is not the member of the committee.
    """
    full_data["executive_committee"]["members"][1]["birth_year"] = 1990
    paper = planned(_congress(full_data)).paper("biographies", "executive_committee")

    assert ["Nguyễn Văn An"] == [lack.vi.partition(":")[0] for lack in paper.lacks]


def test_the_new_chair_signs_at_once(full: Congress, planned: Planned) -> None:
    """
    HD 38/HD-TLĐ 10.4đ: after the result is announced.
    """
    paper = planned(full).paper("biographies", "upper_delegates")

    assert (("Chủ tịch", "Rcom Jen"),) == signatories(paper, full)


def test_biographies_are_not_found_by_what_they_say_of_people(full: Congress, planned: Planned) -> None:
    """
    Religion and Party are personal: a search finds the list by its head and its names alone.
    """
    paper = planned(full).paper("biographies", "executive_committee")
    said = words_said(paper, full, {"people": [{"name": "Rcom Jen", "religion": "Tin Lành"}]})

    assert ("", True, False) == (said.body, "Rcom Jen" in said.head, "Tin Lành" in said.head)


def test_what_the_first_conference_elects_is_listed_with_its_heads(
    afterwards_data: dict[str, Any], planned: Planned, made: Fields
) -> None:
    """
    The inspection committee of three, its chair marked; the details come from the list of delegates.
    """
    congress = _congress(afterwards_data)
    fields = made(congress, "inspection_committee")

    assert fields["subject"].startswith("Ủy ban Kiểm tra Công đoàn cơ sở Sở Công thương")
    assert 3 == len(fields["people"])
    assert ["Chủ nhiệm"] == [
        word for one in fields["people"] for word in one["note"].split("; ") if word == "Chủ nhiệm"
    ]
    assert all(one["hometown"] for one in fields["people"])
    assert "standing_committee" not in {
        paper.subject for paper in planned(congress).papers if paper.template == "biographies"
    }


def test_a_body_named_without_its_people_lacks_them(full_data: dict[str, Any], planned: Planned) -> None:
    """
    The list is owed, and says what it wants.
    """
    full_data["executive_committee"]["standing_committee"] = {"size": 3}
    paper = planned(_congress(full_data)).paper("biographies", "standing_committee")

    assert ["/executive_committee/standing_committee/members"] == [lack.pointer for lack in paper.lacks]
