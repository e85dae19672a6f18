"""Packs: another kind of body is served by data and templates alone."""

from __future__ import annotations

import copy
import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from service.bootstrap import Services
from service.catalog import AccountRecord
from service.congress.model import Congress
from service.congress.rules import rule_sets
from service.documents.agreement import PrintedPaper, disagreements
from service.documents.declared import Declared
from service.documents.fields.general import PackWords
from service.documents.packs import GENERAL, BadPacks, Packs, read_packs
from service.documents.papers import fields_for
from service.documents.printed_values import printed_by
from service.documents.template_check import check_template
from service.docx import compile_template, text_of
from service.intake.read import Reading, read_congress

PROJECT = Path(__file__).parents[2]
EXAMPLE = PROJECT / "examples" / "general-meeting-2024.json"


@pytest.fixture(scope="session")
def packs() -> Packs:
    """The packs of the project."""
    return read_packs(PROJECT / "templates_docx", PROJECT / "packs")


@pytest.fixture
def meeting() -> dict[str, Any]:
    """The example of a general meeting as data that a test may change."""
    loaded: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def reading(packs: Packs) -> Callable[[dict[str, Any]], Reading]:
    """What is found in data."""
    return lambda data: read_congress(json.dumps(data).encode(), packs.rule_sets)


def test_a_general_meeting_goes_from_intake_to_sealed_papers(
    services: Services, administrator: AccountRecord
) -> None:
    """
    Its own papers, those for each member and each vote too, made, read back, sealed; under its own rules.
    """
    set_id = services.submit(EXAMPLE.read_bytes(), account=administrator, key="1").set_id

    while services.relay(services.work_on):
        pass

    found = services.sets.status(set_id, account=administrator)
    assert found is not None
    assert ("sealed", ()) == (found.record.state, found.held_back)
    assert {
        **dict.fromkeys(("meeting_minutes", "meeting_resolution", "attendance_list", "vote_record"), 1),
        "voting_card": 12,
    } == Counter(one.template for one in found.documents)
    root = services.archive.root
    read = {
        one.template + one.subject: text_of(root.read(found.congress.object_id, 1, f"papers/{one.file_name}"))
        for one in found.documents
    }
    assert "Members called: 14. Members present: 12 (85.71%)." in read["meeting_minutes"]
    assert "Adopted on 16 March 2024 by 11 of 12 hands (91.67%)" in read["meeting_resolution"]
    assert "at least 2 households" in read["meeting_resolution"]
    assert "Rosa Marín" in read["attendance_list"]
    assert "Tom Baker" in read["voting_carddelegates/0002"]
    assert "Ballots issued: 12. Collected: 12." in read["vote_recordchair/1"]
    assert root.read(found.congress.object_id, 1, "rules/general-meeting.toml")


def test_no_code_knows_the_packs_that_are_folders() -> None:
    """
    Not a line of the service speaks of the general meeting's pack, its papers or its rules.
    """
    names = (
        *("general_meeting", "meeting_minutes", "meeting_resolution", "attendance_list", "voting_card"),
        *("vote_record", "GENERAL-MEETING"),
    )
    files = [*(PROJECT / "service").rglob("*.py"), *(PROJECT / "workers").rglob("*.py")]
    found = [
        (file.name, name) for file in files for name in names if name in file.read_text(encoding="utf-8")
    ]

    assert [] == found


def test_a_general_meeting_keeps_its_own_rules(
    meeting: dict[str, Any], reading: Callable[[dict[str, Any]], Reading]
) -> None:
    """
    More than half must be there: eight of fourteen are enough, seven are not, and no union's rule is asked.
    """
    codes = {}
    for present in (8, 7):
        data = copy.deepcopy(meeting)
        data["attendance"] = {"summoned": 14, "present": present}
        found = reading(data)
        codes[present] = [one.code for one in found.findings if one.severity == "error"]
        assert "GENERAL-MEETING" == found.rule_set.key

    assert [] == [code for code in codes[8] if code.startswith("quorum")]
    assert ["quorum.not_met"] == [code for code in codes[7] if code.startswith("quorum")]


def test_a_congress_without_a_pack_is_of_a_union(
    complete: bytes, packs: Packs, reading: Callable[[dict[str, Any]], Reading]
) -> None:
    """
    Installed packs change nothing for it: neither its bytes, nor its rules, nor its papers.
    """
    alone, among = read_congress(complete), read_congress(complete, packs.rule_sets)

    assert alone == among
    assert among.congress is not None
    assert "union" == packs.of(among.congress).key
    assert b'"pack"' not in among.canonical
    assert rule_sets() == packs.rule_sets["union"]


def test_a_pack_that_is_not_there_is_refused_by_name(
    meeting: dict[str, Any], reading: Callable[[dict[str, Any]], Reading]
) -> None:
    """
    With those that are.
    """
    meeting["pack"] = "chess_club"
    (found,) = reading(meeting).findings

    assert ("pack.unknown", "/pack", "error") == (found.code, found.pointer, found.severity)
    assert "There is no pack of that name; there are union, general_meeting." == found.en


def test_a_paper_of_a_pack_says_what_it_lacks(
    meeting: dict[str, Any], packs: Packs, reading: Callable[[dict[str, Any]], Reading]
) -> None:
    """
    What its manifest says it needs; the others can be made.
    """
    del meeting["minutes"], meeting["venue"]
    found = reading(meeting)
    assert found.congress is not None
    planned = packs.of(found.congress).plan(found.congress, found.findings)

    assert {
        "meeting_minutes": ["/venue", "/minutes/steps"],
        "meeting_resolution": [],
        "attendance_list": ["/venue"],
        "voting_card": ["/venue"],
        "vote_record": [],
    } == {paper.template: [lack.pointer for lack in paper.lacks] for paper in planned.papers}
    assert () == planned.notes


def test_what_a_pack_declares_is_read_back(
    meeting: dict[str, Any], packs: Packs, reading: Callable[[dict[str, Any]], Reading]
) -> None:
    """
    A paper made with another count of those present does not agree, in the pack's way of writing figures.
    """
    meeting["attendance"] = {"summoned": 1_400, "present": 1_200}
    congress = reading(meeting).congress
    assert congress is not None
    pack = packs.of(congress)
    paper = pack.plan(congress, ()).paper("meeting_minutes")
    file = pack.book[paper.template]
    rule_set = packs.rule_set("GENERAL-MEETING")
    fields = fields_for(paper, congress, rule_set, pack.types)
    assert ("1,400", "1,200", "85.71%") == tuple(
        fields[n] for n in ("summoned", "present", "present_percent")
    )

    def found(**other: object) -> list[tuple[str, str | None, str | None]]:
        content = compile_template(file.source).render(fields | other)
        printed = printed_by(file.sha256, file.source)
        one = PrintedPaper(document_id="1", paper=paper, content=content, fields=fields, printed=printed)
        return [(d.en, d.found, d.expected) for d in disagreements([one], congress, rule_set, pack.types)]

    assert [] == found()
    assert ("how many were present", "1.300", "1.200") in found(present="1,300")


def test_a_paper_for_each_says_of_which_it_lacks_what(
    meeting: dict[str, Any], packs: Packs, reading: Callable[[dict[str, Any]], Reading]
) -> None:
    """
    A member without a number has no card yet, the others have; a vote that is not counted has no record.
    """
    del meeting["delegates"][1]["number"]
    del meeting["elections"][0]["rounds"][0]["valid"]
    congress = reading(meeting).congress
    assert congress is not None
    papers = packs.of(congress).plan(congress, ()).papers

    assert {
        ("voting_card", "delegates/row-0002"): ["/delegates/1/number"],
        ("vote_record", "chair/1"): ["/elections/0/rounds/0/valid"],
    } == {
        (paper.template, paper.subject): [lack.pointer for lack in paper.lacks]
        for paper in papers
        if paper.lacks
    }


def test_nothing_is_owed_for_each_of_nothing(
    meeting: dict[str, Any], packs: Packs, reading: Callable[[dict[str, Any]], Reading]
) -> None:
    """
    Where hands are shown no record of a count is owed, and without a list no cards.
    """
    meeting |= {"elections": [], "delegates": []}
    meeting["executive_committee"].pop("chair_elected_by")
    congress = reading(meeting).congress
    assert congress is not None

    found = {paper.template for paper in packs.of(congress).plan(congress, ()).papers}
    assert {"meeting_minutes", "meeting_resolution", "attendance_list"} == found


def test_equal_votes_keep_the_record_of_the_count_waiting(
    meeting: dict[str, Any], packs: Packs, reading: Callable[[dict[str, Any]], Reading]
) -> None:
    """
    `waits_at` has a star too: only the record of that vote waits.
    """
    round_ = meeting["elections"][0]["rounds"][0]
    round_ |= {"valid": 12, "invalid": 0, "elected": None}
    round_["candidates"] = [{"full_name": name, "votes": 7} for name in ("Amina Rahman", "Tom Baker")]
    found = reading(meeting)
    assert found.congress is not None
    planned = packs.of(found.congress).plan(found.congress, found.findings)

    assert "waiting" == planned.paper("vote_record", "chair/1").state
    assert "ready" == planned.paper("voting_card", "delegates/0001").state


def test_a_card_of_another_member_does_not_agree(
    meeting: dict[str, Any], packs: Packs, reading: Callable[[dict[str, Any]], Reading]
) -> None:
    """
    What is read back is the datum of the member whom the card is for.
    """
    congress = reading(meeting).congress
    assert congress is not None
    pack, rule_set = packs.of(congress), packs.rule_set("GENERAL-MEETING")
    plan = pack.plan(congress, ())
    file = pack.book["voting_card"]

    def found(of: str, printed: str) -> list[tuple[str | None, str | None]]:
        fields = fields_for(plan.paper("voting_card", printed), congress, rule_set, pack.types)
        one = PrintedPaper(
            document_id="1",
            paper=plan.paper("voting_card", of),
            content=compile_template(file.source).render(fields),
            fields=fields,
            printed=printed_by(file.sha256, file.source),
        )
        return [(d.found, d.expected) for d in disagreements([one], congress, rule_set, pack.types)]

    assert [] == found("delegates/0003", "delegates/0003")
    assert [("4", "3")] == found("delegates/0003", "delegates/0004")


@pytest.mark.parametrize(
    ("each", "pointer"),
    [
        ("/delegates/*", "/guests/*"),
        ("/guests/*", "/delegates/*/number"),
        ("/delegates/*", "/elections/*/seats"),
        (None, "/delegates/*/unit"),
    ],
)
def test_a_star_is_a_place_of_the_list_that_the_paper_is_made_for(each: str | None, pointer: str) -> None:
    """
    What is not on that list is refused when the pack is read.
    """
    with pytest.raises(ValidationError):
        Declared.model_validate({"each": each, "waits_at": [pointer]})


@pytest.mark.parametrize("file", sorted((PROJECT / "packs").glob("*/*.docx")), ids=lambda file: file.stem)
def test_templates_of_packs_have_no_fault(file: Path) -> None:
    """
    They use published fields only, and hold what keeps a paper together.
    """
    check = check_template(file.read_bytes(), among=(GENERAL,))
    codes = {one.code for one in check.findings if not one.code.startswith("layout-")}

    assert check.is_usable
    assert set() == codes - {"unused-field"}


def test_faults_of_packs_are_named_at_once(tmp_path: Path) -> None:
    """
    A datum nobody knows, a file that is not there, words without a month, a name that is taken.
    """
    good = PROJECT / "packs" / "general_meeting"
    for name in ("one", "two"):
        shutil.copytree(good, tmp_path / name)
    manifest = tmp_path / "one" / "manifest.toml"
    text = manifest.read_text(encoding="utf-8").replace('"/venue", "/sessions",', '"/wheather",')
    manifest.write_text(text.replace("attendance_list.docx", "missing.docx"), encoding="utf-8")
    shutil.copytree(good, tmp_path / "three")
    about = tmp_path / "three" / "pack.toml"
    about.write_text(
        about.read_text(encoding="utf-8").replace("{day} {month} {year}", "{day}"), encoding="utf-8"
    )
    shutil.copytree(good, tmp_path / "union")

    with pytest.raises(BadPacks) as refused:
        read_packs(PROJECT / "templates_docx", tmp_path)

    said = "\n".join(refused.value.faults)
    assert "wrong or missing declared.needs" in said
    assert "missing.docx is not there" in said
    assert "pack three" in said
    assert "words.day" in said
    assert "pack union: that is the pack that is built in" in said
    assert "the name GENERAL-MEETING is taken" in said


def test_a_folder_without_packs_is_no_fault(tmp_path: Path) -> None:
    """
    Most installations have the union pack alone.
    """
    assert ["union"] == list(read_packs(PROJECT / "templates_docx", tmp_path / "none").packs)


def test_words_write_what_a_pack_says() -> None:
    """
    Percents are whole or have two decimals, rounded half up.
    """
    words = PackWords(thousands=",", decimal=".")

    assert ["", "100%", "33.33%", "12.50%"] == [
        words.share(part, of) for part, of in ((1, 0), (5, 5), (1, 3), (1, 8))
    ]


def test_the_example_names_its_pack(packs: Packs) -> None:
    """
    What we show people to copy is of the pack they copy.
    """
    congress = Congress.model_validate_json(EXAMPLE.read_bytes())

    assert "general_meeting" == packs.of(congress).key
