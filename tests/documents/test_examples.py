"""The examples: one has every paper that a congress with delegates can owe, one is of a union that appoints and does not vote."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.congress.model import Congress
from service.congress.rules import check, rule_set_for
from service.documents.agreement import PrintedPaper, disagreements
from service.documents.papers import PAPERS, fields_for
from service.documents.plan import Plan
from service.documents.printed_values import printed_by
from service.documents.templates import TemplateBook
from service.docx import compile_template
from service.intake.read import read_congress

EXAMPLES = Path(__file__).parents[2] / "examples"
COMPLETE, APPOINTED = "so-cong-thuong-2023-sau-dai-hoi.json", "phuong-huong-duong-2025-chi-dinh.json"
OF_PLENARY_CONGRESSES = {"membership_report"}
ONE_EACH = ("credential_card", "card_sheet", "summons", "invitation")
"""Papers for each person, which other tests read back."""
Planned = Callable[[Congress], Plan]


def data_of(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EXAMPLES / name).read_text(encoding="utf-8"))
    return loaded


def congress_of(name: str) -> Congress:
    return Congress.model_validate_json(json.dumps(data_of(name)))


def test_one_example_has_every_paper_there_is(planned: Planned) -> None:
    """
    What `make run` shows is everything that a congress of delegates can owe, and nothing is held back.
    """
    found = planned(congress_of(COMPLETE))

    assert set(PAPERS) - OF_PLENARY_CONGRESSES == {paper.template for paper in found.papers}
    assert {"ready"} == {paper.state for paper in found.papers}


def test_the_appointed_union_owes_everything_but_votes(planned: Planned) -> None:
    """
    A ward merged in 2025 under Plan 22: no finding, no count, no ballot, no list of candidates; every other paper is ready.
    """
    congress = congress_of(APPOINTED)
    found = planned(congress)
    of_votes = {"election_result", "candidate_list", "ballot", "conference_count"}

    assert [] == check(congress)
    assert "TLD-KH22" == rule_set_for(congress.opened_on).rule_set.key
    assert {"ready"} == {paper.state for paper in found.papers}
    assert {"resolution", "minutes", "credentials_report", "biographies", "programme", "notice"} <= {
        paper.template for paper in found.papers
    }
    assert not of_votes & {paper.template for paper in found.papers}


def test_the_papers_of_the_appointed_union_name_the_decisions_and_no_vote(
    planned: Planned, book: TemplateBook
) -> None:
    """
    They agree with the data, and nowhere is anybody elected to a body.
    """
    congress = congress_of(APPOINTED)
    rule_set = rule_set_for(congress.opened_on).rule_set
    made = {}
    for paper in planned(congress).papers:
        if paper.template not in ONE_EACH:
            file, fields = book[paper.template], fields_for(paper, congress, rule_set)
            made[paper.template] = PrintedPaper(
                document_id=paper.template,
                paper=paper,
                content=compile_template(file.source).render(fields),
                fields=fields,
                printed=printed_by(file.sha256, file.source),
            )
    notice: Any = made["notice"].fields

    assert () == disagreements(list(made.values()), congress, rule_set)
    assert "Công bố quyết định chỉ định" == notice["bodies_part"]
    assert [
        "Ban Chấp hành gồm 11 đồng chí, được chỉ định theo quyết định số 812/QĐ-LĐLĐ ngày 03 tháng 10 năm 2025 của Liên đoàn "
        "Lao động tỉnh Gia Lai:",
        "Ban Thường vụ gồm 3 đồng chí, được chỉ định theo quyết định số 814/QĐ-LĐLĐ ngày 03 tháng 10 năm 2025 của Liên đoàn "
        "Lao động tỉnh Gia Lai:",
        "Ủy ban Kiểm tra gồm 4 đồng chí, được chỉ định theo quyết định số 815/QĐ-LĐLĐ ngày 03 tháng 10 năm 2025 của Liên đoàn "
        "Lao động tỉnh Gia Lai:",
        "Đại biểu dự đại hội cấp trên gồm 3 đồng chí, được chỉ định theo quyết định số 816/QĐ-LĐLĐ ngày 03 tháng 10 năm 2025 "
        "của Liên đoàn Lao động tỉnh Gia Lai:",
    ] == [body["line"] for body in notice["bodies"]]
    assert "nhiệm kỳ trước" == f"nhiệm kỳ {made['resolution'].fields['outgoing_term']}"


@pytest.mark.parametrize("place", ["congress", "conference"])
def test_an_appointed_union_that_votes_is_told_both_ways_out(place: str) -> None:
    """
    E24: refused at intake, wherever the vote stands; the sentence says what to delete and what to enter, or what to mend.
    """
    data, elections = data_of(APPOINTED), data_of(COMPLETE)["first_conference"]["elections"][:1]
    if place == "congress":
        data["elections"] = elections
    else:
        data["first_conference"] = {"elections": elections}
    reading = read_congress(json.dumps(data).encode())
    (found,) = [one for one in reading.findings if one.code == "establishment.ballots"]

    assert not reading.is_acceptable
    assert "xóa cuộc bầu cử này và ghi quyết định chỉ định" in found.vi
    assert "sửa “Cách thành lập Ban Chấp hành” thành “Đại hội bầu”" in found.vi
    assert "delete this election and enter the decision" in found.en
    assert "say that the congress elected the bodies" in found.en


@pytest.mark.parametrize("formation", ["new", "merged_new_name"])
def test_a_first_congress_has_no_outgoing_term_to_wait_for(formation: str, planned: Planned) -> None:
    """
    Its resolution and programme are made without one; a new union was led by a provisional committee.
    """
    data = data_of(APPOINTED) | {"formation": formation}
    congress = Congress.model_validate_json(json.dumps(data))
    found = planned(congress)
    fields = fields_for(found.paper("resolution"), congress, rule_set_for(congress.opened_on).rule_set)

    assert ("lâm thời" if formation == "new" else "trước") == fields["outgoing_term"]
    assert "ready" == found.paper("programme").state


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.json")))
def test_every_example_of_a_union_is_taken(name: str) -> None:
    """
    What the project shows is what it accepts.
    """
    raw = (EXAMPLES / name).read_bytes()
    if json.loads(raw).get("pack", "union") == "union":
        assert read_congress(raw).is_acceptable
