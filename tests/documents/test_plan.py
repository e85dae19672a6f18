"""A congress owes papers; each is ready exactly when its own data is complete."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.congress.finding import Finding
from service.congress.model import Congress
from service.documents.papers import file_name
from service.documents.plan import Plan, plan
from service.documents.templates import TemplateBook

Changed = Callable[[Callable[[dict[str, Any]], None]], Congress]
Planned = Callable[[Congress], Plan]

RESOLUTION, MINUTES, REPORT = "resolution", "minutes", "credentials_report"
COUNT, CARD = "election_result", "credential_card"
MEMBERS = "membership_report"
LIST, BALLOT = "candidate_list", "ballot"
VOTED = {LIST, BALLOT}
SUMMONS, INVITATION, PROGRAMME, SHEET = "summons", "invitation", "programme", "card_sheet"
BIOGRAPHIES = "biographies"
WORKING, VOTING, RUNNING, TERM = "working_rules", "election_rules", "running_order", "activity_report"
WHEN_LISTED = {*VOTED, INVITATION, SHEET, RUNNING}
"""Owed only when the data speak of the vote itself, of the guests, of those who wear a card, of a programme to run by."""
RULES = {WORKING, VOTING}
EVERY = {
    *(RESOLUTION, MINUTES, REPORT, COUNT, CARD, SUMMONS, PROGRAMME, BIOGRAPHIES, TERM),
    *RULES,
    *WHEN_LISTED,
}

NEEDED_BY = {
    "/form": EVERY,
    "/ordinal": EVERY,
    "/opened_on": EVERY - {MINUTES, COUNT},
    "/closed_on": {RESOLUTION},
    "/venue": {RESOLUTION, MINUTES, COUNT, SUMMONS, INVITATION, PROGRAMME, RUNNING},
    "/outgoing_term": {RESOLUTION, TERM},
    "/motto": set(),
    "/sessions": {MINUTES, SUMMONS, INVITATION},
    "/sessions/0/opened_at": {MINUTES, SUMMONS, INVITATION},
    "/sessions/0/closed_at": {MINUTES},
    "/attendance/summoned": {MINUTES, REPORT, COUNT},
    "/attendance/present": {RESOLUTION, MINUTES, REPORT},
    "/attendance/members_represented": {RESOLUTION},
    "/attendance/guests": set(),
    "/attendance/absent_with_leave": set(),
    "/delegates": {CARD, SUMMONS, BIOGRAPHIES},
    "/convening/signer": {SUMMONS, INVITATION, BIOGRAPHIES},
    "/convening/contact": set(),
    "/programme": {PROGRAMME},
    "/outgoing_ordinal": {PROGRAMME, TERM},
    "/guests": set(),
    "/presidium": {RESOLUTION, MINUTES, COUNT, LIST, RUNNING, *RULES},
    "/secretariat": {MINUTES, WORKING},
    "/credentials_committee": {MINUTES, REPORT, WORKING},
    "/tellers": {MINUTES, COUNT, *RULES},
    "/credentials/ex_officio": {REPORT},
    "/credentials/elected": {REPORT},
    "/credentials/appointed": {REPORT},
    "/credentials/breakdowns": {REPORT},
    "/credentials/complaints": {REPORT},
    "/credentials/qualified": {REPORT},
    "/credentials/oldest": set(),
    "/executive_committee/chair": {BIOGRAPHIES},
    "/executive_committee/chair_elected_by": {RESOLUTION},
    "/assessment/results": {RESOLUTION, TERM},
    "/assessment/limits": set(),
    "/resolution/heard": set(),
    "/resolution/goals": {RESOLUTION, TERM},
    "/resolution/targets": {RESOLUTION, TERM},
    "/resolution/targets/0/value": {RESOLUTION, TERM},
    "/resolution/targets/6/grade": {RESOLUTION, TERM},
    "/resolution/tasks": set(),
    "/resolution/adopted": {RESOLUTION, MINUTES},
    "/resolution/adopted_on": {RESOLUTION},
    "/minutes/steps": {MINUTES},
    "/minutes/discussion": set(),
    "/minutes/originals": set(),
}
"""Which papers lack a datum when it is taken away, written down once more by hand."""

VOTE, MET, COUNTED = "conference_ballot", "conference_minutes", "conference_count"
PROPOSED, DOSSIER, DECIDED = "recognition_proposal", "recognition_dossier", "recognition_decision"
NOTICE, EXTRACT = "notice", "extract"
AFTER = {VOTE, MET, COUNTED, PROPOSED, DOSSIER, DECIDED, NOTICE, EXTRACT}
"""What comes after the congress; the register, which lists papers, lacks nothing."""

NEEDED_AFTER = {
    "/form": {PROPOSED, DECIDED, NOTICE, EXTRACT},
    "/ordinal": {PROPOSED, DECIDED, NOTICE, EXTRACT},
    "/opened_on": {VOTE, NOTICE, EXTRACT},
    "/closed_on": {NOTICE, EXTRACT},
    "/venue": {NOTICE, EXTRACT},
    "/organisation/upper": {PROPOSED, DECIDED},
    "/executive_committee/ordinal": {VOTE, MET, COUNTED, PROPOSED, DOSSIER, DECIDED, NOTICE, EXTRACT},
    "/executive_committee/members": set(),
    "/executive_committee/chair": set(),
    "/upper_delegation": {NOTICE, EXTRACT},
    "/attendance/summoned": {NOTICE, EXTRACT},
    "/attendance/present": {NOTICE, EXTRACT},
    "/presidium": {EXTRACT},
    "/secretariat": {EXTRACT},
    "/resolution/adopted": {EXTRACT},
    "/first_conference/held_on": {MET, PROPOSED, DOSSIER, DECIDED},
    "/first_conference/opened_at": {MET},
    "/first_conference/closed_at": {MET},
    "/first_conference/venue": set(),
    "/first_conference/presided_by": {MET, COUNTED},
    "/first_conference/secretary": {MET, DOSSIER},
    "/first_conference/tellers": {MET, COUNTED},
    "/first_conference/summoned": {MET, COUNTED},
    "/first_conference/guests": set(),
    "/first_conference/convened_by": set(),
    "/first_conference/programme": set(),
    "/first_conference/steps": set(),
    "/first_conference/elections/0/seats": {VOTE, MET, COUNTED},
    "/first_conference/elections/1/rounds/0/candidates": {VOTE, MET, COUNTED},
    "/first_conference/elections/1/rounds/0/issued": {MET, COUNTED},
    "/first_conference/elections/1/rounds/0/opened_at": {COUNTED},
    "/first_conference/elections/1/rounds/0/held_on": set(),
    "/inspection_conference/held_on": {MET},
    "/inspection_conference/secretary": {MET},
    "/inspection_conference/summoned": {MET, COUNTED},
    "/recognition/dossier": {PROPOSED},
    "/recognition/sent_on": set(),
    "/notice": set(),
    "/marks": set(),
}
"""The same of the papers after the congress."""


def without(data: dict[str, Any], pointer: str) -> None:
    """Take away the datum at a JSON pointer."""
    *path, last = pointer.split("/")[1:]
    place: Any = data
    for step in path:
        place = place[int(step) if isinstance(place, list) else step]
    del place[last]


def _congress(data: dict[str, Any]) -> Congress:
    return Congress.model_validate_json(json.dumps(data))


def lacking(found: Plan) -> set[str]:
    return {paper.template for paper in found.in_state("lacking")}


def test_the_complete_example_has_every_paper_ready(full: Congress, planned: Planned) -> None:
    """
    Resolution, minutes, both reports, both rules, the programme and the running order; a list, a ballot and a count for each of three votes; a
    card and a summons for each of 32 delegates; four invitations; three lists of biographies; sheets of cards for delegates, guests and two staffs.
    """
    found = planned(full)

    assert {"ready"} == {paper.state for paper in found.papers}
    assert {
        **dict.fromkeys((RESOLUTION, MINUTES, REPORT, TERM, PROGRAMME, RUNNING, *RULES), 1),
        **dict.fromkeys((COUNT, LIST, BALLOT), 3),
        **dict.fromkeys((CARD, SUMMONS), 32),
        BIOGRAPHIES: 3,
        INVITATION: 4,
        SHEET: 4,
    } == Counter(paper.template for paper in found.papers)
    assert ["Sau đại hội còn có"] == [vi[:18] for vi, _ in found.notes]


def test_the_facts_alone_make_no_paper(facts: Congress, planned: Planned) -> None:
    """
    A press text is no minutes: every paper lacks something, and says what.
    """
    found = planned(facts)

    assert {"lacking"} == {paper.state for paper in found.papers}
    assert all(paper.lacks for paper in found.papers)
    assert EVERY - WHEN_LISTED == {paper.template for paper in found.papers}
    assert all("/form" in [lack.pointer for lack in paper.lacks] for paper in found.papers)


def test_an_election_known_by_its_outcome_lacks_its_count(facts: Congress, planned: Planned) -> None:
    """
    Five were elected, says the text; with how many votes it does not say.
    """
    lacks = planned(facts).paper(COUNT, "executive_committee/1").lacks

    assert "Bầu Ban Chấp hành: chưa có số phiếu thu về." in [lack.vi for lack in lacks]
    assert "Election of executive committee: missing the ballots collected." in [lack.en for lack in lacks]
    assert planned(facts).paper(COUNT, "upper_delegates/1").lacks


@pytest.mark.parametrize(("pointer", "papers"), NEEDED_BY.items())
def test_a_missing_datum_holds_back_exactly_the_papers_that_need_it(
    pointer: str, papers: set[str], changed: Changed, planned: Planned
) -> None:
    """
    The count goes to print while the resolution is still being written.
    """
    congress = changed(lambda data: without(data, pointer))

    assert papers == lacking(planned(congress))


@pytest.mark.parametrize("pointer", [pointer for pointer, papers in NEEDED_BY.items() if papers])
def test_a_lack_points_at_what_is_missing(pointer: str, changed: Changed, planned: Planned) -> None:
    """
    The page takes the writer from the lack to the field.
    """
    found = planned(changed(lambda data: without(data, pointer)))

    assert {pointer} == {lack.pointer for paper in found.papers for lack in paper.lacks}
    assert all(lack.vi and lack.en for paper in found.papers for lack in paper.lacks)


@pytest.mark.parametrize(("pointer", "papers"), NEEDED_AFTER.items())
def test_a_missing_datum_holds_back_exactly_the_papers_after_that_need_it(
    pointer: str, papers: set[str], after_data: dict[str, Any], planned: Planned
) -> None:
    """
    The minutes of a conference do not wait for the dossier, nor the notice for the conference; each lack says where it is.
    """
    without(after_data, pointer)
    found = [paper for paper in planned(_congress(after_data)).papers if paper.template in AFTER]

    assert papers == {paper.template for paper in found if paper.state == "lacking"}
    assert ({pointer} if papers else set()) == {lack.pointer for paper in found for lack in paper.lacks}
    assert all(lack.vi and lack.en for paper in found for lack in paper.lacks)


@pytest.mark.parametrize("figure", ["issued", "collected", "valid", "invalid", "candidates"])
def test_a_figure_of_a_count_holds_back_that_count_and_the_minutes(
    figure: str, changed: Changed, planned: Planned
) -> None:
    """
    The other counts are not kept waiting; the resolution has the names of the committee from its list.
    """
    congress = changed(lambda data: without(data, f"/elections/0/rounds/0/{figure}"))
    found = planned(congress)

    before = ["candidate_list", "ballot"] if figure == "candidates" else []

    people = ["biographies/candidates"] if figure == "candidates" else []

    assert [
        "minutes/",
        *(f"{one}/executive_committee/1" for one in ("election_result", *before)),
        *people,
    ] == [f"{paper.template}/{paper.subject}" for paper in found.in_state("lacking")]


def test_votes_not_counted_yet_are_not_zero(changed: Changed, planned: Planned) -> None:
    """
    One candidate without a figure keeps the paper back, and the sentence says which.
    """
    congress = changed(lambda data: without(data, "/elections/0/rounds/0/candidates/2/votes"))
    paper = planned(congress).paper(COUNT, "executive_committee/1")

    assert ["Bầu Ban Chấp hành, vòng 1: chưa có số phiếu của người thứ 3 trong danh sách."] == [
        lack.vi for lack in paper.lacks
    ]


def test_the_day_of_a_vote_is_known_when_the_congress_lasts_one_day(
    changed: Changed, planned: Planned
) -> None:
    """
    Over two days it must be said on which of them the vote was held.
    """
    one_day = changed(lambda data: without(data, "/elections/0/rounds/0/held_on"))

    assert "ready" == planned(one_day).paper(COUNT, "executive_committee/1").state

    two_days = changed(lambda data: data.update(closed_on="2023-02-16"))

    assert ["/elections/0/rounds/0/held_on"] == [
        lack.pointer for lack in planned(two_days).paper(COUNT, "executive_committee/1").lacks
    ]


def test_a_tie_makes_the_papers_that_print_it_wait(changed: Changed, planned: Planned) -> None:
    """
    The program does not break a tie: the count, the minutes and the resolution wait for the congress.
    """

    def tie(data: dict[str, Any]) -> None:
        election = data["elections"][1]["rounds"][0]
        for candidate, votes in zip(election["candidates"], (20, 20, 20), strict=True):
            candidate["votes"] = votes
        election["elected"] = None

    found = planned(changed(tie))

    assert [RESOLUTION, MINUTES, COUNT, BIOGRAPHIES] == [
        paper.template for paper in found.in_state("waiting")
    ]
    assert "upper_delegates/1" == found.in_state("waiting")[2].subject
    assert all(paper.waits and not paper.lacks for paper in found.in_state("waiting"))


def test_a_decided_tie_waits_no_longer(changed: Changed, planned: Planned) -> None:
    """
    Once the congress has decided, the count can be signed.
    """

    def decided(data: dict[str, Any]) -> None:
        election = data["elections"][1]["rounds"][0]
        for candidate, votes in zip(election["candidates"], (20, 20, 20), strict=True):
            candidate["votes"] = votes
        election["elected"] = None
        election["decision"] = {
            "kind": "leave_vacant",
            "ground": "Đại hội biểu quyết giao Ban Chấp hành báo cáo cấp trên.",
        }

    assert () == planned(changed(decided)).in_state("waiting")


def test_warnings_and_errors_are_no_business_of_the_plan(full: Congress, book: TemplateBook) -> None:
    """
    Only a decision that is open keeps a complete paper back.
    """
    warning = Finding(code="x", pointer="/elections/0", severity="warning", vi="x", en="x")

    assert plan(full, [], book) == plan(full, [warning], book)


def test_a_plenary_congress_owes_a_report_on_the_members_instead(plenary: Congress, planned: Planned) -> None:
    """
    All members take part, so no committee verifies delegates; every other paper is there, and the note says why.
    """
    found = planned(plenary)

    assert {"ready"} == {paper.state for paper in found.papers}
    assert REPORT not in {paper.template for paper in found.papers}
    assert "ready" == found.paper(MEMBERS).state
    assert "Đại hội toàn thể không bầu Ban Thẩm tra tư cách đại biểu" in found.notes[0][0]


@pytest.mark.parametrize(
    "pointer",
    [
        *("/organisation/members", "/outgoing_ordinal", "/opened_on", "/attendance/summoned"),
        *("/attendance/present", "/membership/breakdowns", "/ordinal"),
    ],
)
def test_the_report_on_the_members_says_what_it_lacks(
    pointer: str, plenary_data: dict[str, Any], planned: Planned
) -> None:
    """
    Any figure that it prints, and the committee that reports.
    """
    without(plenary_data, pointer)
    found = planned(Congress.model_validate_json(json.dumps(plenary_data)))

    assert [pointer] == [lack.pointer for lack in found.paper(MEMBERS).lacks]


def test_each_round_is_a_paper_of_its_own(changed: Changed, planned: Planned) -> None:
    """
    A second round has its own list, its own ballots and its own minutes.
    """

    def second(data: dict[str, Any]) -> None:
        rounds = data["elections"][0]["rounds"]
        rounds.append({"candidates": [{"full_name": "Đỗ Văn Hải"}]})

    found = planned(changed(second))

    assert "ready" == found.paper(COUNT, "executive_committee/1").state
    assert "lacking" == found.paper(COUNT, "executive_committee/2").state
    assert (
        "Biên bản kiểm phiếu bầu Ban Chấp hành, vòng 2" == found.paper(COUNT, "executive_committee/2").title
    )


def test_a_second_vote_for_one_office_has_a_name_of_its_own(changed: Changed, planned: Planned) -> None:
    """
    A by-election must not overwrite the first count.
    """
    found = planned(changed(lambda data: data["elections"].append(data["elections"][0])))

    assert "ready" == found.paper(COUNT, "executive_committee.2/1").state
    assert "election_result/kiem-phieu-ban-chap-hanh-lan-2-vong-1.docx" == file_name(
        found.paper(COUNT, "executive_committee.2/1")
    )


def test_a_delegate_without_number_or_unit_keeps_only_that_card_back(
    changed: Changed, planned: Planned
) -> None:
    """
    The other 31 cards can be printed.
    """

    def spoil(data: dict[str, Any]) -> None:
        del data["delegates"][4]["number"]
        del data["delegates"][4]["unit"]

    (card,) = planned(changed(spoil)).in_state("lacking")

    assert "card/row-0005" == card.subject
    assert ["/delegates/4/number", "/delegates/4/unit"] == [lack.pointer for lack in card.lacks]


def test_a_plan_does_not_look_a_paper_up_that_is_not_owed(full: Congress, planned: Planned) -> None:
    """
    An unknown paper is a KeyError, not the nearest one.
    """
    with pytest.raises(KeyError):
        planned(full).paper(COUNT, "chair/1")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(numbers=st.lists(st.one_of(st.none(), st.integers(1, 40)), max_size=30))
def test_file_names_are_ascii_and_unique(
    numbers: list[int | None], full: Congress, book: TemplateBook
) -> None:
    """
    Whatever numbers the list of delegates has or has twice, no paper overwrites another.
    """
    delegates = tuple(full.delegates[0].model_copy(update={"number": number}) for number in numbers)
    papers = plan(full.model_copy(update={"delegates": delegates}), [], book).papers
    names = [file_name(paper) for paper in papers]

    assert len(set(names)) == len(names)
    assert len({(paper.template, paper.subject) for paper in papers}) == len(papers)
    assert all(re.fullmatch(r"[a-z_]+/[a-z0-9-]+\.docx", name) for name in names)


def test_file_names_say_what_is_inside(full: Congress, planned: Planned) -> None:
    """
    The archive can be read without the program.
    """
    names = [PurePosixPath(file_name(paper)) for paper in planned(full).papers]

    assert PurePosixPath("resolution/nghi-quyet-dai-hoi.docx") in names
    assert PurePosixPath("minutes/bien-ban-dai-hoi.docx") in names
    assert PurePosixPath("credential/bao-cao-tham-tra-tu-cach-dai-bieu.docx") in names
    assert PurePosixPath("credential/the-dai-bieu-0007.docx") in names
    assert PurePosixPath("election_result/kiem-phieu-ban-chap-hanh-vong-1.docx") in names
