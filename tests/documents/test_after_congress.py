"""The papers after a congress: owed when its committee has met, each with what it prints, and read back as the data have it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from service.congress.model import Congress
from service.congress.rules import RuleSet, check
from service.documents.agreement import PrintedPaper, disagreements
from service.documents.papers import fields_for
from service.documents.plan import Plan
from service.documents.printed_values import printed_by
from service.documents.templates import TemplateBook
from service.docx import compile_template

AFTER = {
    "conference_minutes": 2,
    "conference_ballot": 5,
    "conference_count": 5,
    "recognition_proposal": 1,
    "recognition_dossier": 1,
    "recognition_decision": 1,
    "notice": 1,
    "extract": 2,
}
Planned = Callable[[Congress], Plan]


def congress(data: dict[str, Any]) -> Congress:
    return Congress.model_validate_json(json.dumps(data))


def test_every_paper_after_the_congress_is_ready(after_data: dict[str, Any], planned: Planned) -> None:
    """
    Nothing in the example is wrong, and nothing is left to come.
    """
    data = congress(after_data)
    found = planned(data)

    assert [] == [one for one in check(data) if one.severity != "warning"]
    assert AFTER == {
        name: n for name, n in Counter(p.template for p in found.papers).items() if name in AFTER
    }
    assert {"ready"} == {paper.state for paper in found.papers if paper.template in AFTER}
    assert () == found.notes


def test_before_the_committee_has_met_they_are_announced_and_not_owed(
    after_data: dict[str, Any], planned: Planned
) -> None:
    """
    The plan of a congress that has just closed is not flooded: it says what comes later.
    """
    for name in ("first_conference", "inspection_conference", "recognition", "notice", "extracts", "marks"):
        del after_data[name]
    found = planned(congress(after_data))

    assert set() == {paper.template for paper in found.papers} & set(AFTER)
    assert "hội nghị ban chấp hành lần thứ nhất" in found.notes[0][0]


def test_what_they_print_is_read_back(
    after_data: dict[str, Any], planned: Planned, book: TemplateBook, rule_set: RuleSet
) -> None:
    """
    The finished Word files agree with the data, the counts as closely as those of the congress.
    """
    data, printed = congress(after_data), []
    for paper in planned(data).papers:
        if paper.template in AFTER:
            template, fields = book[paper.template], fields_for(paper, data, rule_set)
            printed.append(
                PrintedPaper(
                    document_id=paper.subject or paper.template,
                    paper=paper,
                    content=compile_template(template.source).render(fields),
                    fields=fields,
                    printed=printed_by(template.sha256, template.source),
                )
            )

    assert () == disagreements(printed, data, rule_set)


def test_a_dossier_that_is_not_whole_keeps_the_proposal_and_says_what_is_missing(
    after_data: dict[str, Any], planned: Planned, rule_set: RuleSet
) -> None:
    """
    The list of the dossier is made all the same, with the day until which there is time.
    """
    del after_data["recognition"]["sent_on"]
    after_data["recognition"]["dossier"] = after_data["recognition"]["dossier"][1:]
    data = congress(after_data)
    found = planned(data)
    fields = fields_for(found.paper("recognition_dossier"), data, rule_set)

    assert ["Hồ sơ chưa có biên bản đại hội."] == [
        one.vi for one in found.paper("recognition_proposal").lacks
    ]
    assert ["Còn thiếu 1 loại tài liệu: biên bản đại hội."] == fields["missing"]
    assert "chậm nhất ngày 02 tháng 3 năm 2023 (15 ngày" in str(fields["deadline_line"])


def test_a_deputy_signs_in_the_place_of_the_chair(
    after_data: dict[str, Any], planned: Planned, rule_set: RuleSet
) -> None:
    """
    TM., then KT., then the deputy's own office.
    """
    data = congress(after_data)
    fields = fields_for(planned(data).paper("recognition_decision"), data, rule_set)

    assert ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"] == fields["capacity"]
    assert "CÔNG ĐOÀN VIÊN CHỨC TỈNH" == fields["union_caps"]


def test_an_extract_of_votes_waits_for_votes(after_data: dict[str, Any], planned: Planned) -> None:
    """
    Minutes in which nobody has voted yet have no such part; the extract says so and is not made without it.
    """
    del after_data["elections"]
    after_data["extracts"][0] |= {"source": "minutes", "parts": ["elections"]}
    found = planned(congress(after_data)).paper("extract", "extract/1")

    assert "lacking" == found.state
    assert "/elections" in {one.pointer for one in found.lacks}


def test_the_page_about_them_has_each_with_its_originals_and_drawer(book: TemplateBook) -> None:
    """
    docs/after-the-congress.md is what a secretary reads: a paper more is a line more.
    """
    page = (Path(__file__).parents[2] / "docs" / "after-the-congress.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")] for line in page.splitlines() if "(`" in line]
    found = {
        row[1].rpartition("(`")[2].strip("`)"): (row[4], row[6].strip("`")) for row in rows if len(row) > 6
    }

    assert set(AFTER) == set(found)
    for name, (originals, drawer) in found.items():
        assert book[name].kind == drawer
        assert name == "conference_ballot" or str(book[name].originals) == originals
