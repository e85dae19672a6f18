"""Ballots and lists of candidates: in the order of the alphabet, made before the count, each ballot like the other."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.congress.ballots import Candidate
from service.congress.model import Congress
from service.congress.names import sort_key
from service.congress.rules import RuleSet
from service.documents.fields.ballot_list import on_the_ballot
from service.documents.papers import fields_for, file_name, signatories
from service.documents.plan import Plan
from service.documents.templates import TemplateBook
from service.docx import compile_template, text_of

Planned = Callable[[Congress], Plan]
Fields = Callable[..., dict[str, Any]]


@pytest.fixture
def made(planned: Planned, rule_set: RuleSet) -> Fields:
    """The fields of one paper of a congress."""

    def make(congress: Congress, template: str, subject: str) -> dict[str, Any]:
        return fields_for(planned(congress).paper(template, subject), congress, rule_set)

    return make


def _congress(data: dict[str, Any]) -> Congress:
    return Congress.model_validate_json(json.dumps(data))


def _uncounted(data: dict[str, Any]) -> dict[str, Any]:
    """The congress on the evening before: lists, but nothing issued, counted or attended."""
    for election in data["elections"]:
        election["rounds"] = [
            {"candidates": [{**one, "votes": None} for one in round_["candidates"]]}
            for round_ in election["rounds"]
        ]
    data["attendance"] = {"summoned": data["attendance"]["summoned"]}
    return data


def _names(part: dict[str, Any]) -> list[str]:
    return [line["name"] for line in part["names"] or part["choices"]]


def test_a_ballot_lists_the_candidates_by_given_name(full: Congress, made: Fields) -> None:
    """
    Rcom Jen stands under J, before Long, however the list was typed.
    """
    (part,) = made(full, "ballot", "upper_delegates/1")["parts"]

    assert ["Trần Thị Bình", "Rcom Jen", "Ngô Văn Long"] == _names(part)
    assert "Bầu 2 người trong danh sách 3 người dưới đây." == part["asked"]


def test_list_ballot_and_count_have_one_order(plenary: Congress, made: Fields) -> None:
    """
    Who is third in the hall is third on the ballot and third in the count.
    """
    subject = "upper_delegates/1"
    (part,) = made(plenary, "ballot", subject)["parts"]
    listed = [one["name"] for one in made(plenary, "candidate_list", subject)["candidates"]]
    counted = [one["name"] for one in made(plenary, "election_result", subject)["candidates"]]

    assert _names(part) == listed == counted


def test_a_congress_may_keep_the_order_of_its_list(full_data: dict[str, Any], made: Fields) -> None:
    """
    The order is a setting of the election.
    """
    full_data["elections"][1]["ballot"] = {"order": "listed"}
    (part,) = made(_congress(full_data), "ballot", "upper_delegates/1")["parts"]

    assert ["Trần Thị Bình", "Ngô Văn Long", "Rcom Jen"] == _names(part)


@given(
    names=st.lists(
        st.sampled_from(
            ["Lý An", "Trần Thị Ánh", "Nguyễn Văn Ăn", "Lê Ân", "Y Ngông Niê Kdăm", "Vũ Đức", "Hoàng Đạt"]
        ),
        max_size=12,
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_loses_and_doubles_nobody(names: list[str], full: Congress) -> None:
    """
    Any list, two people of one name too, comes back whole and sorted.
    """
    election = full.elections[0]
    round_ = election.rounds[0].model_copy(
        update={"candidates": tuple(Candidate(full_name=name) for name in names)}
    )
    found = [one.full_name for one in on_the_ballot(election, round_)]

    assert sorted(names, key=sort_key) == found


def test_names_are_struck_out_or_ticked(full_data: dict[str, Any], made: Fields) -> None:
    """
    One list or the other, never both, and the words that go with it.
    """
    struck = made(_congress(full_data), "ballot", "executive_committee/1")["parts"][0]
    full_data["elections"][0]["ballot"] = {"style": "tick"}
    ticked = made(_congress(full_data), "ballot", "executive_committee/1")["parts"][0]

    assert (6, 0, 0, 6) == tuple(
        len(part[kind]) for part in (struck, ticked) for kind in ("names", "choices")
    )
    assert "gạch ngang cả họ, tên đệm và tên" in struck["how"]
    assert "Số người để lại không được nhiều hơn 5" in struck["how"]
    assert "đánh dấu X vào ô “Đồng ý”" in ticked["how"]


def test_striking_the_only_name_is_a_vote_against(plenary_data: dict[str, Any], made: Fields) -> None:
    """
    On a list of one the ballot stays valid, and says so.
    """
    plenary_data["elections"][1]["ballot"] = {"style": "strike"}
    (part,) = made(_congress(plenary_data), "ballot", "chair/1")["parts"]

    assert "Phiếu gạch tên vẫn hợp lệ" in part["how"]


def test_alternates_from_the_same_vote_are_said_on_the_ballot(plenary: Congress, made: Fields) -> None:
    """
    The voter knows that the next highest become alternates.
    """
    notes = made(plenary, "ballot", "upper_delegates/1")["notes"]

    assert notes[0].startswith("Người dự khuyết (1 người)")
    assert notes[-1].startswith("Không viết thêm tên người ngoài danh sách")


def test_one_sheet_in_two_parts_serves_chair_and_committee(
    plenary_data: dict[str, Any], planned: Planned, made: Fields
) -> None:
    """
    HD 28/HD-TLĐ 2021, Phụ lục 4: part 1 the chair, part 2 the committee; no second sheet for the committee.
    """
    plenary_data["elections"][1]["ballot"] = {"two_part": True}
    congress = _congress(plenary_data)
    found = [paper.subject for paper in planned(congress).papers if paper.template == "ballot"]
    fields = made(congress, "ballot", "chair/1")

    assert ["chair/1", "upper_delegates/1"] == found
    assert ["Phần 1. Bầu Chủ tịch", "Phần 2. Bầu Ban Chấp"] == [
        part["title"][:20] for part in fields["parts"]
    ]
    assert [1, 6] == [len(_names(part)) for part in fields["parts"]]
    assert fields["subject"].startswith("Bầu Chủ tịch và Ban Chấp hành Công đoàn cơ sở Trường")


def test_ballots_are_ready_the_evening_before(full_data: dict[str, Any], planned: Planned) -> None:
    """
    They need the list and the seats, not the count.
    """
    found = planned(_congress(_uncounted(full_data)))

    assert {"ready"} == {
        paper.state for paper in found.papers if paper.template in {"ballot", "candidate_list"}
    }
    assert {"lacking"} == {paper.state for paper in found.papers if paper.template == "election_result"}


@pytest.mark.parametrize(
    ("change", "printed"),
    [
        (lambda _: None, 31 + 3),
        (lambda data: data["elections"][0]["rounds"][0].update(issued=30), 30 + 3),
        (_uncounted, 32 + 3),
    ],
    ids=["issued", "fewer issued", "known are the summoned alone"],
)
def test_the_plan_says_how_many_ballots_are_printed(
    change: Callable[[dict[str, Any]], object], printed: int, full_data: dict[str, Any], planned: Planned
) -> None:
    """
    One for each voter and the spare ones of the election.
    """
    full_data["elections"][0]["ballot"] = {"spare": 3}
    change(full_data)

    assert printed == planned(_congress(full_data)).paper("ballot", "executive_committee/1").originals


def test_how_many_ballots_there_are_stands_on_none_of_them(
    full_data: dict[str, Any], planned: Planned, rule_set: RuleSet, book: TemplateBook
) -> None:
    """
    One file for all: more voters or more spare ballots change no byte of it, and nobody is named as its signer.
    """
    template = compile_template(book["ballot"].source)

    def render(data: dict[str, Any]) -> bytes:
        congress = _congress(data)
        paper = planned(congress).paper("ballot", "executive_committee/1")
        assert () == signatories(paper, congress)
        return template.render(fields_for(paper, congress, rule_set))

    first = render(full_data)
    full_data["elections"][0]["ballot"] = {"spare": 500}
    full_data["elections"][0]["rounds"][0] |= {"issued": 30, "collected": 30, "valid": 29, "invalid": 1}
    full_data["delegates"] = []

    assert first == render(full_data)
    assert "500" not in text_of(first)


def test_a_second_round_is_voted_on_the_seats_left(full_data: dict[str, Any], made: Fields) -> None:
    """
    Four of five were elected: the second ballot asks for one, and says which round it is.
    """
    rounds = full_data["elections"][0]["rounds"]
    rounds[0]["candidates"][3]["votes"] = 10
    rounds[0] |= {"elected": None, "decision": {"kind": "revote", "ground": "Đại hội biểu quyết bầu thêm."}}
    rounds.append({"candidates": [{"full_name": "Đỗ Văn Hải"}, {"full_name": "Phạm Thị Dung"}]})
    fields = made(_congress(full_data), "ballot", "executive_committee/2")

    assert "Bầu 1 người trong danh sách 2 người dưới đây." == fields["parts"][0]["asked"]
    assert fields["subject"].endswith("(vòng 2)")


def test_a_ballot_waits_until_it_is_decided_who_stands(full_data: dict[str, Any], planned: Planned) -> None:
    """
    Somebody asked to be taken off the list: nothing is printed before the presidium has decided.
    """
    full_data["elections"][0]["rounds"][0]["withdrawals"] = [{"full_name": "Hoàng Văn Đạt"}]
    found = planned(_congress(full_data))

    for template in ("ballot", "candidate_list"):
        assert "waiting" == found.paper(template, "executive_committee/1").state
        assert "ready" == found.paper(template, "upper_delegates/1").state


def test_appointed_bodies_owe_no_ballot(full_data: dict[str, Any], planned: Planned) -> None:
    """
    A new or merged union is not voted on.
    """
    full_data["establishment"] = "appointed"
    found = {paper.template for paper in planned(_congress(full_data)).papers}

    assert set() == found & {"ballot", "candidate_list"}


def test_the_file_says_what_is_voted_on(full: Congress, planned: Planned) -> None:
    """
    The printer finds the right sheet.
    """
    names = {file_name(paper) for paper in planned(full).papers}

    assert "ballot/phieu-bau-ban-chap-hanh-vong-1.docx" in names
    assert "ballot/danh-sach-bau-cu-ban-chap-hanh-vong-1.docx" in names
