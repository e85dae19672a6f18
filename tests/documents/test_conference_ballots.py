"""Ballots of the first conferences are made like those of the congress: before the count, one file for all, counted and logged."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from service.bootstrap import Services
from service.catalog import AccountRecord
from service.congress.model import Congress
from service.congress.rules import RuleSet
from service.documents.papers import fields_for, file_name, signatories
from service.documents.plan import Plan
from service.documents.templates import TemplateBook
from service.docx import compile_template, text_of

BALLOT = "conference_ballot"
DEPUTY = "first_conference/deputy_chair/1"
Planned = Callable[[Congress], Plan]


def _congress(data: dict[str, Any]) -> Congress:
    return Congress.model_validate_json(json.dumps(data))


def _uncounted(data: dict[str, Any]) -> dict[str, Any]:
    """The conference before it votes: who stands, and how many are summoned."""
    held = data["first_conference"]
    for election in held["elections"]:
        election["rounds"] = [
            {"candidates": [{**one, "votes": None} for one in round_["candidates"]]}
            for round_ in election["rounds"]
        ]
    data["first_conference"] = {"summoned": 5, "elections": held["elections"]}
    for name in ("inspection_conference", "recognition", "notice", "extracts", "marks"):
        del data[name]
    return data


def test_there_is_one_for_each_vote_of_each_conference(after_data: dict[str, Any], planned: Planned) -> None:
    """
    The conference of the inspection committee too; each file has a name of its own.
    """
    papers = [paper for paper in planned(_congress(after_data)).papers if paper.template == BALLOT]

    assert [
        "first_conference/chair/1",
        DEPUTY,
        "first_conference/inspection_committee/1",
        "first_conference/inspection_chair/1",
        "inspection_conference/inspection_deputy_chair/1",
    ] == [paper.subject for paper in papers]
    assert "ballot/hoi-nghi-phieu-bau-pho-chu-tich-vong-1.docx" == file_name(papers[1])
    assert "ballot/hoi-nghi-uy-ban-kiem-tra-phieu-bau-pho-chu-nhiem-uy-ban-kiem-tra-vong-1.docx" == file_name(
        papers[4]
    )


def test_one_office_voted_on_at_both_conferences_has_two_files(
    after_data: dict[str, Any], planned: Planned
) -> None:
    """
    That only warns, so the papers are made, and none overwrites another.
    """
    after_data["inspection_conference"]["elections"].append(after_data["first_conference"]["elections"][3])
    papers = planned(_congress(after_data)).papers

    assert len(papers) == len({file_name(paper) for paper in papers})


def test_it_is_ready_before_the_conference_votes(after_data: dict[str, Any], planned: Planned) -> None:
    """
    The list and the seats are enough; the day, when it is not known, is a blank.
    """
    congress = _congress(_uncounted(after_data))
    found = planned(congress)
    ballots = {paper.state for paper in found.papers if paper.template == BALLOT}

    assert {"ready"} == ballots
    assert {"lacking"} == {paper.state for paper in found.papers if paper.template == "conference_count"}


def test_it_says_where_and_on_whom(after_data: dict[str, Any], planned: Planned, rule_set: RuleSet) -> None:
    """
    Under the heading of the union, by given name, with the way to vote.
    """
    congress = _congress(after_data)
    fields: Any = fields_for(planned(congress).paper(BALLOT, DEPUTY), congress, rule_set)
    (part,) = fields["parts"]

    assert "CÔNG ĐOÀN CƠ SỞ SỞ CÔNG THƯƠNG" == fields["union_caps"].replace("\u00a0", " ")
    assert "Bầu Phó Chủ tịch Công đoàn cơ sở Sở Công thương" in fields["subject"]
    assert (
        "(tại Hội nghị lần thứ nhất Ban Chấp hành Công đoàn cơ sở Sở Công thương khóa V)" == fields["meeting"]
    )
    assert "Bầu 1 người trong danh sách 2 người dưới đây." == part["asked"]
    assert ["Nguyễn Văn An", "Trần Thị Bình"] == [one["name"].replace("\u00a0", " ") for one in part["names"]]


def test_nothing_on_it_tells_one_from_another(
    after_data: dict[str, Any], planned: Planned, rule_set: RuleSet, book: TemplateBook
) -> None:
    """
    More voters or spare ballots change no byte; nobody signs it, and nothing counts it.
    """
    template = compile_template(book[BALLOT].source)

    def render() -> bytes:
        congress = _congress(after_data)
        paper = planned(congress).paper(BALLOT, DEPUTY)
        assert () == signatories(paper, congress)
        return template.render(fields_for(paper, congress, rule_set))

    first = render()
    after_data["first_conference"]["elections"][1]["ballot"] = {"spare": 500}
    after_data["first_conference"] |= {"summoned": 7, "present": 6}

    assert first == render()
    assert not [word for word in ("500", "Số:", "TM.", "Phiếu số") if word in text_of(first)]


@pytest.mark.parametrize(
    ("change", "printed"),
    [
        (lambda _: None, 5 + 2),
        (lambda data: data["first_conference"]["elections"][1]["rounds"][0].update(issued=4), 4 + 2),
        (_uncounted, 5 + 2),
    ],
    ids=["issued", "fewer issued", "known are the summoned alone"],
)
def test_the_plan_says_how_many_are_printed(
    change: Callable[[dict[str, Any]], object], printed: int, after_data: dict[str, Any], planned: Planned
) -> None:
    """
    One for each voter of the conference and the spare ones of the election.
    """
    after_data["first_conference"]["elections"][1]["ballot"] = {"spare": 2}
    change(after_data)

    assert printed == planned(_congress(after_data)).paper(BALLOT, DEPUTY).originals


def test_without_voters_nobody_knows_how_many_to_print(after_data: dict[str, Any], planned: Planned) -> None:
    """
    The plan asks for the number summoned to the conference, not to the congress.
    """
    del _uncounted(after_data)["first_conference"]["summoned"]
    lacks = planned(_congress(after_data)).paper(BALLOT, DEPUTY).lacks

    assert [("/first_conference/summoned", "Chưa có số ủy viên được triệu tập.")] == [
        (one.pointer, one.vi) for one in lacks
    ]


def test_it_waits_until_it_is_decided_who_stands(after_data: dict[str, Any], planned: Planned) -> None:
    """
    Somebody asked to be taken off the list of the conference.
    """
    after_data["first_conference"]["elections"][1]["rounds"][0]["withdrawals"] = [
        {"full_name": "Trần Thị Bình"}
    ]
    found = planned(_congress(after_data))

    assert "waiting" == found.paper(BALLOT, DEPUTY).state
    assert "ready" == found.paper(BALLOT, "first_conference/chair/1").state


def test_how_many_are_printed_is_logged(
    after_data: dict[str, Any], services: Services, administrator: AccountRecord
) -> None:
    """
    Whoever sends the data is asked later how many ballots there were.
    """
    after_data["first_conference"]["elections"][1]["ballot"] = {"spare": 2}
    raw = json.dumps(_uncounted(after_data)).encode()
    set_id = services.submit(raw, account=administrator, key="k").set_id

    with services.catalog.read() as work:
        assert ["ballots_to_print"] == work.audit.events(f"{set_id} {DEPUTY} 7")
