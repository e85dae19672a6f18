"""The words and figures of the papers are made in one place, under published names."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from service.congress.model import Congress
from service.congress.people import HandVote
from service.congress.rules import RuleSet, load_rule_set
from service.congress.text import fold
from service.documents.fields import NotReady
from service.documents.fields.letterhead import hand_vote, lines_of, listed
from service.documents.fields.published import published
from service.documents.fields.tellers import tellers_name
from service.documents.papers import fields_for, signatories
from service.documents.plan import Plan
from service.documents.searching import search_text
from service.documents.templates import TemplateBook
from service.docx import compile_template

Changed = Callable[[Callable[[dict[str, Any]], None]], Congress]
Planned = Callable[[Congress], Plan]
Fields = Callable[..., dict[str, Any]]

NBSP = "\u00a0"


@pytest.fixture
def made(planned: Planned, rule_set: RuleSet) -> Fields:
    """The fields of one paper of a congress."""

    def make(congress: Congress, template: str, subject: str = "") -> dict[str, Any]:
        return fields_for(planned(congress).paper(template, subject), congress, rule_set)

    return make


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, f"{path}[]")
    else:
        yield path, value


@pytest.mark.parametrize("template", [name for name, held in published().items() if not held.shared])
def test_every_placeholder_is_published_and_every_published_field_is_placed(
    template: str, book: TemplateBook
) -> None:
    """
    Nobody uses a name that is not made, nor makes one that no paper shows.
    """
    used = set(compile_template(book[template].source).placeholders)
    lists = {name for name in used if any(other.startswith(f"{name}[]") for other in used)}

    assert set(published()[template].meanings) == used - lists


@pytest.mark.parametrize("example", ["full", "plenary"])
def test_the_fields_made_are_those_published(
    example: str, planned: Planned, rule_set: RuleSet, request: pytest.FixtureRequest
) -> None:
    """
    Over all papers of a complete example no field is made that is not listed; every meaning says something.
    """
    congress = request.getfixturevalue(example)
    for paper in planned(congress).papers:
        meanings = published()[paper.template].meanings
        made = {path for path, _ in _leaves(fields_for(paper, congress, rule_set))}

        assert set() == made - set(meanings)
        assert all(meanings.values())


@pytest.mark.parametrize("example", ["full", "plenary"])
def test_fields_are_plain_texts_in_nfc(
    example: str, planned: Planned, rule_set: RuleSet, request: pytest.FixtureRequest
) -> None:
    """
    A template cannot misprint what is already words; nothing prints "None".
    """
    congress = request.getfixturevalue(example)
    for paper in planned(congress).papers:
        for _, value in _leaves(fields_for(paper, congress, rule_set)):
            assert isinstance(value, str)
            assert unicodedata.is_normalized("NFC", value)
            assert "None" not in value


def test_a_paper_that_is_not_ready_has_no_fields(
    facts: Congress, planned: Planned, rule_set: RuleSet
) -> None:
    """
    What is missing is never guessed.
    """
    for paper in planned(facts).papers:
        with pytest.raises(NotReady):
            fields_for(paper, facts, rule_set)


def test_the_heading_names_form_ordinal_and_term(full: Congress, made: Fields) -> None:
    """
    QĐ 933/QĐ-TLĐ, Phụ lục IV: the congress stands alone, its term with spaces round the hyphen, on one line.
    """
    fields = made(full, "resolution")

    assert "ĐẠI HỘI ĐẠI BIỂU CÔNG ĐOÀN CƠ SỞ SỞ CÔNG THƯƠNG" == fields["congress_caps"]
    assert f"LẦN THỨ V, NHIỆM{NBSP}KỲ{NBSP}2023{NBSP}-{NBSP}2028" == fields["ordinal_term_caps"]


def test_number_and_date_are_blanks_until_they_are_given(
    full: Congress, changed: Changed, made: Fields
) -> None:
    """
    NĐ 30/2020, Điều 15: on paper both come after the signature.
    """
    fields = made(full, "resolution")

    assert f"Số:{NBSP * 6}/NQ-ĐH" == fields["number_line"]
    assert f"Gia Lai, ngày{NBSP * 6}tháng{NBSP * 6}năm 2023" == fields["date_line"]

    marks = [{"kind": "resolution", "number": 5, "issued_on": "2023-02-16"}]
    marked = made(changed(lambda data: data.update(marks=marks)), "resolution")

    assert "Số: 05/NQ-ĐH" == marked["number_line"]
    assert "Gia Lai, ngày 16 tháng 02 năm 2023" == marked["date_line"]


def test_a_number_belongs_to_one_count(changed: Changed, made: Fields) -> None:
    """
    Elections and rounds are numbered from 1 in the marks.
    """
    marks = [{"kind": "election_result", "election": 2, "round": 1, "number": 7}]
    congress = changed(lambda data: data.update(marks=marks))

    assert "Số: 07/BB-ĐH" == made(congress, "election_result", "upper_delegates/1")["number_line"]
    assert "07" not in made(congress, "election_result", "executive_committee/1")["number_line"]


def test_the_resolution_says_the_published_facts(full: Congress, made: Fields) -> None:
    """
    Terms, money, motto and the twelve targets as the text gives them.
    """
    fields = made(full, "resolution")

    assert ("2017-2023", "2023-2028") == (fields["outgoing_term"], fields["term"])
    assert "Số tiền đóng góp cho các hoạt động từ thiện, xã hội: trên 1,3 tỷ đồng." == fields["results"][-1]
    assert "“Đổi mới, dân chủ, đoàn kết, phát triển”" == fields["motto"]
    assert "Ban Chấp hành Công đoàn cơ sở Sở Công thương khóa V" == fields["committee"]
    assert [
        ("1", "100%", "Trong nhiệm kỳ"),
        ("2", "–", "Hằng năm"),
        ("3", "100%", "Hằng năm"),
        ("3.1", "Trên 90%", "Hằng năm"),
        ("3.2", "Trên 15%", "Hằng năm"),
        ("4", "100%", "Trong nhiệm kỳ"),
        ("5", "Hoàn thành tốt nhiệm vụ trở lên", "Hằng năm"),
        ("6", "100%", "Hằng năm"),
        ("7", "Trên 90%", "Hằng năm"),
        ("8", "Trên 90%", "Hằng năm"),
        ("9", "Trên 90% trở lên", "Hằng năm"),
        ("10", "Từ 3 đoàn viên trở lên", "Trong nhiệm kỳ"),
    ] == [(target["number"], target["phrase"], target["cadence"]) for target in fields["targets"]]


def test_the_resolution_goes_to_the_union_above_and_to_those_below(
    full: Congress, changed: Changed, made: Fields
) -> None:
    """
    A base union has members and groups under it, a province has unions.
    """
    assert [
        "Công đoàn Viên chức tỉnh (để b/c)",
        "Cấp ủy, lãnh đạo cơ quan (để b/c)",
        "Ban Chấp hành khóa V (để t/h)",
        "Các tổ công đoàn, đoàn viên (để t/h)",
    ] == [line.replace(NBSP, " ") for line in made(full, "resolution")["receivers"]]

    def province(data: dict[str, Any]) -> None:
        data["organisation"] |= {"level": "provincial"}
        del data["organisation"]["upper"]

    assert [
        "Cấp ủy cùng cấp (để b/c)",
        "Ban Chấp hành khóa V (để t/h)",
        "Các công đoàn cấp dưới (để t/h)",
    ] == [line.replace(NBSP, " ") for line in made(changed(province), "resolution")["receivers"]]


def test_a_target_names_its_base_when_its_subject_does_not(changed: Changed, made: Fields) -> None:
    """
    A percent without its base is a wrong figure waiting to happen.
    """

    def change(data: dict[str, Any]) -> None:
        data["resolution"]["targets"][0] |= {"subject": "Đạt chuẩn văn hóa", "base": "gia đình đoàn viên"}

    subject = made(changed(change), "resolution")["targets"][0]["subject"]

    assert "Đạt chuẩn văn hóa (tính trên gia đình đoàn viên)" == subject


def test_the_resolution_names_a_chair_only_when_the_congress_elected_one(
    full: Congress, changed: Changed, made: Fields
) -> None:
    """
    A chair elected by the committee is no business of the congress's resolution.
    """
    assert "" == made(full, "resolution")["chair_line"]

    def direct(data: dict[str, Any]) -> None:
        data["executive_committee"]["chair_elected_by"] = "congress"
        vote = {**data["elections"][1]["rounds"][0], "candidates": [{"full_name": "Rcom Jen", "votes": 29}]}
        data["elections"].append(
            {"office": "chair", "seats": 1, "rounds": [vote | {"elected": ["Rcom Jen"]}]}
        )

    assert (
        "Đại hội đã bầu trực tiếp đồng chí Rcom Jen giữ chức vụ Chủ tịch Công đoàn cơ sở Sở Công thương."
        == made(changed(direct), "resolution")["chair_line"]
    )


def test_the_committee_comes_from_the_votes_when_it_is_not_listed(changed: Changed, made: Fields) -> None:
    """
    High to low, without the one who got 9 of 31.
    """
    congress = changed(lambda data: data["executive_committee"].pop("members"))
    names = [member["name"] for member in made(congress, "resolution")["members"]]

    assert ["Rcom Jen", "Nguyễn Văn An", "Trần Thị Bình", "Phạm Thị Dung", "Lê Văn Cường"] == names


def test_a_count_prints_its_ballots_in_figures_and_words(full: Congress, made: Fields) -> None:
    """
    Each percent is of the line before, invalid ballots stay in the base of the candidates.
    """
    fields = made(full, "election_result", "executive_committee/1")

    assert [
        ("32", "Ba mươi hai", ""),
        ("31", "Ba mươi mốt", "96,88%"),
        ("31", "Ba mươi mốt", "100%"),
        ("31", "Ba mươi mốt", "100%"),
        ("30", "Ba mươi", "96,77%"),
        ("1", "Một", "3,23%"),
    ] == [(line["count"], line["words"], line["percent"]) for line in fields["ballots"]]
    assert {
        "name": "Hoàng Văn Đạt",
        "votes": "9/31",
        "percent": "29,03%",
        "office": "Chuyên viên, Phòng Quản lý năng lượng",
    } in (fields["candidates"])
    assert "tổng số phiếu thu về" == fields["base"]
    assert "tức là từ 16 phiếu trở lên" in fields["threshold_line"]
    assert "Điều 10.3" in fields["threshold_line"]
    assert ["30/31", "29/31", "28/31", "27/31", "26/31"] == [person["votes"] for person in fields["elected"]]


def test_each_percent_of_a_count_is_of_the_line_before(changed: Changed, made: Fields) -> None:
    """
    32 summoned, 31 voting, 30 papers out, 28 back, 25 of them valid; candidates are counted on the 28.
    """
    ballots = {"issued": 30, "collected": 28, "valid": 25, "invalid": 3, "elected": None}

    def change(data: dict[str, Any]) -> None:
        vote = data["elections"][2]["rounds"][0]
        vote |= ballots
        vote["candidates"][0]["votes"], vote["candidates"][1]["votes"] = 20, 5

    fields = made(changed(change), "election_result", "upper_alternates/1")

    assert ["", "96,88%", "96,77%", "93,33%", "89,29%", "10,71%"] == [
        line["percent"] for line in fields["ballots"]
    ]
    assert [("20/28", "71,43%")] == [(person["votes"], person["percent"]) for person in fields["elected"]]


def test_the_listed_committee_is_printed_as_it_is_listed(changed: Changed, made: Fields) -> None:
    """
    The writer may put the chair first; the rules have compared the names with the votes.
    """
    congress = changed(lambda data: data["executive_committee"]["members"].reverse())

    assert "Lê Văn Cường" == made(congress, "resolution")["members"][0]["name"]


def test_candidates_stay_in_the_order_of_the_list(full: Congress, made: Fields) -> None:
    """
    The table follows the ballot paper; only those elected are ordered by votes.
    """
    fields = made(full, "election_result", "executive_committee/1")

    assert [candidate.full_name for candidate in full.elections[0].rounds[0].candidates] == [
        candidate["name"] for candidate in fields["candidates"]
    ]


def test_a_count_says_what_the_tellers_noted_beside_the_figures(plenary: Congress, made: Fields) -> None:
    """
    The box that was shown and sealed, who kept the record, how many names the ballots chose; nothing when not noted.
    """
    fields = made(plenary, "election_result", "executive_committee/1")

    assert ["Trưởng ban", "Thư ký", "Ủy viên"] == [teller["role"] for teller in fields["tellers"]]
    assert fields["box"][0].startswith("Trước khi bỏ phiếu, Ban Bầu cử đã mở hòm phiếu")
    assert ["Trong số phiếu hợp lệ: 40 phiếu bầu 5 người; 4 phiếu bầu 4 người; 1 phiếu bầu 3 người."] == (
        fields["names_left"]
    )


def test_a_count_does_not_say_what_nobody_noted(full: Congress, made: Fields) -> None:
    """
    A box of which nothing is recorded is not called checked.
    """
    fields = made(full, "election_result", "executive_committee/1")

    assert ([], []) == (fields["box"], fields["names_left"])


def test_nobody_elected_is_said_so(changed: Changed, made: Fields) -> None:
    """
    15 of 31 is less than half of the ballots collected.
    """

    def change(data: dict[str, Any]) -> None:
        vote = data["elections"][2]["rounds"][0]
        vote["candidates"][0]["votes"], vote["candidates"][1]["votes"], vote["elected"] = 15, 15, []
        vote["decision"] = {"kind": "leave_vacant", "ground": "Đại hội biểu quyết không bầu thêm."}

    fields = made(changed(change), "election_result", "upper_alternates/1")

    assert "Không có người trúng cử (còn thiếu 1 so với số lượng cần bầu)." == fields["outcome_line"]
    assert [] == fields["elected"]


def test_a_tie_is_printed_with_what_the_congress_decided(changed: Changed, made: Fields) -> None:
    """
    Who was level, with how many votes, and the decision in its own words.
    """

    def change(data: dict[str, Any]) -> None:
        vote = data["elections"][1]["rounds"][0]
        for candidate in vote["candidates"]:
            candidate["votes"] = 20
        vote["elected"] = None
        vote["decision"] = {"kind": "leave_vacant", "ground": "Đại hội biểu quyết để khuyết."}

    congress = changed(change)
    fields = made(congress, "election_result", "upper_delegates/1")

    assert fields["decision"] == made(congress, "minutes")["elections"][1]["lines"][-3:]
    assert "Có 3 người cùng được 20 phiếu: Trần Thị Bình, Ngô Văn Long, Rcom Jen." == fields["decision"][0]
    assert [
        "Đại hội quyết định không bầu tiếp, để khuyết số lượng còn thiếu.",
        "Đại hội biểu quyết để khuyết.",
    ] == fields["decision"][1:]


def test_a_second_round_is_about_the_seats_left(changed: Changed, made: Fields) -> None:
    """
    Four of five were elected; one seat is left to vote on.
    """

    def change(data: dict[str, Any]) -> None:
        rounds = data["elections"][0]["rounds"]
        rounds[0]["candidates"][2]["votes"], rounds[0]["elected"] = 10, None
        rounds[0]["decision"] = {"kind": "revote", "ground": "Bầu tiếp cho đủ số lượng"}
        again = {
            **rounds[0],
            "decision": None,
            "nominations": [],
            "elected": None,
            "candidates": [{"full_name": "Lê Văn Cường", "votes": 28}],
        }
        rounds.append(again)

    congress = changed(change)
    second = made(congress, "election_result", "executive_committee/2")

    assert "Số lượng cần bầu: 1 đồng chí." == second["candidacy"][0]
    assert "(vòng 2)" in second["subject"]
    assert ["Lê Văn Cường"] == [person["name"] for person in second["elected"]]


def test_tellers_are_called_what_the_forms_of_the_time_call_them(rule_set: RuleSet) -> None:
    """
    HD 03 of 2020 says Ban Bầu cử; the forms of 2024 say Ban Kiểm phiếu.
    """
    assert "Ban Bầu cử" == tellers_name(rule_set)
    assert "Ban Kiểm phiếu" == tellers_name(load_rule_set("TLD-XIII"))


def test_the_report_counts_on_a_named_base(full: Congress, changed: Changed, made: Fields) -> None:
    """
    Composition is of those summoned, the breakdowns of the base that the committee chose.
    """
    fields = made(full, "credentials_report")

    assert ["15,63%", "81,25%", "3,13%"] == [line["percent"] for line in fields["composition"]]
    assert ("31", "có mặt") == (fields["base_count"], fields["base_name"])
    assert {"number": "1.2", "label": "Nữ", "count": "14", "percent": "45,16%"} == fields["breakdowns"][0][
        "groups"
    ][1]
    assert ["Đại biểu vắng mặt: đồng chí Phan Thị Oanh."] == fields["absences"]
    assert "Căn cứ Điều lệ Công đoàn Việt Nam khóa XII" in fields["grounds"][0]

    summoned = made(changed(lambda data: data["credentials"].update(base="summoned")), "credentials_report")

    assert ("32", "được triệu tập") == (summoned["base_count"], summoned["base_name"])


def test_a_delegate_refused_is_named_with_the_reason(changed: Changed, made: Fields) -> None:
    """
    The congress votes on the report knowing who and why.
    """

    def change(data: dict[str, Any]) -> None:
        data["credentials"] |= {"qualified": 30}
        data["credentials"]["not_qualified"] = [
            {"full_name": "Trần Văn Nam", "reason": "đang bị kỷ luật khiển trách"}
        ]

    fields = made(changed(change), "credentials_report")

    assert (
        "Qua thẩm tra, có 30/31 đại biểu có mặt đủ tư cách dự Đại hội; 1 đại biểu không đủ tư cách:"
        == (fields["conclusion"])
    )
    assert ["Đại biểu Trần Văn Nam: đang bị kỷ luật khiển trách."] == fields["refused"]


def test_the_minutes_follow_the_order_of_business(full: Congress, made: Fields) -> None:
    """
    The fourteen points as they were written, each with its vote where there was one.
    """
    fields = made(full, "minutes")

    assert 14 == len(fields["steps"])
    assert "Kết quả biểu quyết: 31/31 đại biểu biểu quyết tán thành (100%)." == fields["steps"][2]["vote"]
    assert 2 == len(fields["steps"][9]["lines"])
    assert "được lập thành 02 bản" in fields["closing"]
    assert ["Đoàn Chủ tịch", "Đoàn Thư ký", "Ban Thẩm tra tư cách đại biểu", "Ban Bầu cử"] == [
        organ["label"] for organ in fields["organs"]
    ]


def test_a_plenary_congress_speaks_of_members(changed: Changed, made: Fields) -> None:
    """
    Where all members meet nobody is a delegate.
    """

    def plenary(data: dict[str, Any]) -> None:
        data["form"] = "plenary"
        for name in ("credentials", "credentials_committee", "delegates"):
            del data[name]

    congress = changed(plenary)

    assert "ĐẠI HỘI TOÀN THỂ CÔNG ĐOÀN CƠ SỞ SỞ CÔNG THƯƠNG" == made(congress, "minutes")["congress_caps"]
    assert made(congress, "minutes")["attendance"][0].startswith("Đoàn viên được triệu tập: 32")
    assert made(congress, "resolution")["opening"].endswith("với sự tham dự của 31 đoàn viên.")
    assert (
        "Đoàn viên tham gia bầu cử"
        == (made(congress, "election_result", "executive_committee/1")["ballots"][1]["label"])
    )


def test_a_congress_of_two_days_says_both(changed: Changed, made: Fields) -> None:
    """
    From the first day to the last.
    """
    congress = changed(lambda data: data.update(closed_on="2023-02-16"))

    assert (
        "từ ngày 15 tháng 02 năm 2023 đến ngày 16 tháng 02 năm 2023"
        in made(congress, "resolution")["opening"]
    )
    assert dt.date(2023, 2, 16) == congress.closed_on


def test_a_card_carries_the_name_as_typed_in_capitals(full: Congress, made: Fields) -> None:
    """
    Upper case is right for Vietnamese and leaves an apostrophe alone.
    """
    number = next(delegate.number for delegate in full.delegates if delegate.full_name == "Ksor H'Lan")
    fields = made(full, "credential_card", f"card/{number:04d}")

    assert "KSOR H'LAN" == fields["name_caps"]
    assert f"{number:03d}" == fields["card_number"]
    assert "Gia Lai, ngày 15 tháng 02 năm 2023" == fields["place_date"]


@pytest.mark.parametrize(
    ("vote", "words"),
    [
        (HandVote(in_favour=31), "31/31 đại biểu biểu quyết tán thành (100%)"),
        (
            HandVote(in_favour=1000, against=99, abstained=1),
            "1.000/1.100 đại biểu biểu quyết tán thành (90,91%), 99 không tán thành, 1 không có ý kiến",
        ),
        (HandVote(in_favour=0), "0/0 đại biểu biểu quyết tán thành"),
    ],
)
def test_a_show_of_hands_in_words(vote: HandVote, words: str) -> None:
    """
    Dot between thousands, comma before decimals, no space before the percent sign; nothing is divided by zero.
    """
    assert words == hand_vote(vote, "đại biểu")


@pytest.mark.parametrize(
    ("texts", "points"),
    [
        ([], []),
        (["Một"], ["Một."]),
        (["Một;", "Hai."], ["Một;", "Hai."]),
        (["Một. Hai", "Ba"], ["Một. Hai.", "Ba."]),
        (["Một\nHai"], ["Một;", "Hai."]),
        (["Một…", "Hai?"], ["Một…", "Hai?"]),
    ],
)
def test_points_of_a_list_are_closed_as_papers_close_them(texts: list[str], points: list[str]) -> None:
    """
    Semicolons and a full stop, whatever the writer typed at the end.
    """
    assert points == listed(texts)


def test_lines_of_a_text_are_paragraphs() -> None:
    """
    A line break in justified text would stretch the line before it.
    """
    assert ["a", "b"] == lines_of(" a\n\n b ")
    assert [] == lines_of(None)


def test_search_finds_people_in_the_head_and_the_rest_in_the_body(
    full: Congress, planned: Planned, rule_set: RuleSet
) -> None:
    """
    A name weighs more than a word of the text; the text of a paper is still found.
    """
    paper = planned(full).paper("election_result", "executive_committee/1")
    text = search_text(paper, full, fields_for(paper, full, rule_set))

    assert all(f" {fold(name)} " in f" {text.head} " for name in ("Hoàng Văn Đạt", "Trương Văn Quang"))
    assert "hoàng văn đạt" in text.accented
    assert fold("Hội trường Sở Công thương") in text.body
    assert 1 == f" {text.head} ".count(" rcom jen ")


def test_a_card_has_no_body_to_search(full: Congress, planned: Planned, rule_set: RuleSet) -> None:
    """
    A thousand cards would drown every other answer.
    """
    paper = planned(full).paper("credential_card", "card/0001")
    text = search_text(paper, full, fields_for(paper, full, rule_set))

    assert "nguyen van an" in text.head
    assert "" == text.body


def test_who_signs_is_known_for_the_records(full: Congress, planned: Planned) -> None:
    """
    The records metadata asks for the signer; a card is not signed.
    """
    found = planned(full)

    assert (("Đoàn Chủ tịch", "Rcom Jen"),) == signatories(found.paper("resolution"), full)
    assert (("Đoàn Thư ký", "Vũ Thị Giang"), ("Đoàn Chủ tịch", "Rcom Jen")) == signatories(
        found.paper("minutes"), full
    )
    assert () == signatories(found.paper("credential_card", "card/0001"), full)
