"""Papers wait for what only people can decide, and a union whose bodies are appointed counts nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from service.congress.model import Congress
from service.congress.rules import check, rule_set_for
from service.documents.papers import fields_for
from service.documents.plan import Plan

Changed = Callable[[Callable[[dict[str, Any]], None]], Congress]
Planned = Callable[[Congress], Plan]
Change = Callable[[dict[str, Any]], None]

COUNTED = {"election_result", "ballot", "candidate_list"}
"""What is printed for a vote and of it."""
COMMITTEE, DELEGATES = "executive_committee/1", "upper_delegates/1"


def states(found: Plan) -> dict[str, str]:
    """The papers that tell of the congress, a count by its vote, each with its state."""
    told = ("resolution", "minutes", "election_result", "credentials_report")
    return {paper.subject or paper.template: paper.state for paper in found.papers if paper.template in told}


def _first(data: dict[str, Any]) -> dict[str, Any]:
    round_: dict[str, Any] = data["elections"][0]["rounds"][0]
    return round_


def _withdrawal(data: dict[str, Any]) -> None:
    _first(data)["withdrawals"] = [{"full_name": "Đỗ Văn Hải"}]


def _nominee(data: dict[str, Any]) -> None:
    del _first(data)["nominations"]


def _vacancy(data: dict[str, Any]) -> None:
    _first(data)["candidates"][2]["votes"] = 15
    _first(data)["elected"].remove("Lê Văn Cường")


@pytest.mark.parametrize("change", [_withdrawal, _nominee, _vacancy], ids=lambda change: change.__name__)
def test_what_prints_an_open_matter_waits(change: Change, changed: Changed, planned: Planned) -> None:
    """
    The count, the minutes and the resolution; the other counts and the report go on.
    """
    found = states(planned(changed(change)))

    waiting = {name for name, state in found.items() if state == "waiting"}
    assert {COMMITTEE, "minutes", "resolution"} == waiting
    assert "ready" == found[DELEGATES]


def test_a_second_round_that_was_decided_on_is_waited_for(changed: Changed, planned: Planned) -> None:
    """
    The count of the first round is made; what tells the whole waits for the second.
    """

    def decided(data: dict[str, Any]) -> None:
        _vacancy(data)
        _first(data)["decision"] = {"kind": "revote", "ground": "Đại hội biểu quyết bầu thêm."}

    found = states(planned(changed(decided)))

    assert ("ready", "waiting", "waiting") == (found[COMMITTEE], found["minutes"], found["resolution"])


def test_only_the_minutes_wait_for_the_vote_on_the_number(changed: Changed, planned: Planned) -> None:
    """
    Under the guidance of 2024 the minutes hold that vote; the count and the resolution do not print it.
    """

    def later(data: dict[str, Any]) -> None:
        text = json.dumps(data["elections"]).replace("2023-02", "2025-02")
        data["elections"] = json.loads(text)
        data.update(term={"start": 2025, "end": 2030}, outgoing_term={"start": 2020, "end": 2025})
        data.update(opened_on="2025-02-15", closed_on="2025-02-15")
        data["sessions"][0]["held_on"] = "2025-02-15"
        data["resolution"]["adopted_on"] = data["credentials"]["reported_on"] = "2025-02-15"
        del data["elections"][0]["seats_vote"]

    found = states(planned(changed(later)))

    assert ["minutes"] == [name for name, state in found.items() if state == "waiting"]


def _appointed(data: dict[str, Any]) -> None:
    data["establishment"] = "appointed"
    for name in ("elections", "tellers"):
        del data[name]
    del data["executive_committee"]["chair_elected_by"]
    data["upper_delegation"] = None
    data["appointments"] = [
        {
            "body": "executive_committee",
            "number": "15/QĐ-CĐVC",
            "decided_by": "Công đoàn Viên chức tỉnh",
            "decided_on": "2023-02-10",
        }
    ]


def test_an_appointed_union_owes_everything_but_counts(changed: Changed, planned: Planned) -> None:
    """
    Its other papers are made, and the plan says why there is no count.
    """
    congress = changed(_appointed)
    found = planned(congress)

    assert [] == [finding for finding in check(congress) if finding.severity != "warning"]
    kinds = {paper.template: paper.state for paper in found.papers}
    assert {"ready"} == {
        kinds[name] for name in ("resolution", "minutes", "credentials_report", "credential_card")
    }
    assert not COUNTED & set(kinds)
    assert "không bỏ phiếu nên không có biên bản kiểm phiếu" in found.notes[0][0]


def test_an_appointed_union_that_voted_gets_no_count_either(changed: Changed, planned: Planned) -> None:
    """
    Such data are refused; and whatever is planned, no count is among it.
    """

    def voted(data: dict[str, Any]) -> None:
        elections = data["elections"]
        _appointed(data)
        data["elections"] = elections
        data["first_conference"] = {"elections": [{"office": "chair", "seats": 1, "rounds": [{}]}]}

    congress = changed(voted)

    assert "establishment.ballots" in {f.code for f in check(congress) if f.severity == "error"}
    assert [] == [paper.title for paper in planned(congress).papers if "/elections/" in paper.source]
    assert not COUNTED & {paper.template for paper in planned(congress).papers}


def test_papers_of_an_appointed_union_say_who_appointed(changed: Changed, planned: Planned) -> None:
    """
    Nothing in them says that anybody was elected to the committee.
    """
    congress = changed(_appointed)
    rule_set = rule_set_for(congress.opened_on).rule_set
    plan = planned(congress)
    resolution = fields_for(plan.paper("resolution"), congress, rule_set)
    minutes = fields_for(plan.paper("minutes"), congress, rule_set)

    decision = "uyết định số 15/QĐ-CĐVC ngày 10 tháng 02 năm 2023 của Công đoàn Viên chức tỉnh"
    assert "Công bố quyết định chỉ định" == resolution["committee_part"]
    assert f"được chỉ định theo q{decision}" in resolution["committee_line"]
    assert "bầu" not in resolution["committee_line"]
    assert ("", [], []) == (resolution["chair_line"], resolution["official"], minutes["elections"])
    titles = [step["title"] for step in minutes["steps"]]
    place = titles.index("Công bố quyết định chỉ định")
    assert [f"Q{decision} về việc chỉ định Ban Chấp hành."] == minutes["steps"][place]["lines"]
    assert "Thông qua nghị quyết Đại hội" == titles[place + 1]


def test_minutes_tell_what_was_settled_before_the_vote(full: Congress, planned: Planned) -> None:
    """
    How many, who was nominated, and the list, in the order in which it went.
    """
    rule_set = rule_set_for(full.opened_on).rule_set
    lines = fields_for(planned(full).paper("minutes"), full, rule_set)["elections"][0]["lines"]

    assert lines[0].startswith("Đại hội biểu quyết số lượng cần bầu: 5 người, với 31/31 đại biểu")
    assert "Được đề cử: Hoàng Văn Đạt; Đoàn Chủ tịch đồng ý đưa vào danh sách." == lines[1]
    assert lines[2].startswith("Đại hội biểu quyết danh sách bầu cử gồm 6 người")
