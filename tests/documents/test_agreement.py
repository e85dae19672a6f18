"""Everything agrees with everything: finished papers are read back and compared before they are sealed."""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from service.bootstrap import Services
from service.catalog import AccountRecord
from service.congress.model import Congress
from service.congress.rules import rule_set_for
from service.congress.wording import in_words, percent, roman
from service.documents.agreement import Disagreement, PrintedPaper, disagreements
from service.documents.facts.reading import number_in_words, percent_of, roman_number
from service.documents.packs import Packs, read_packs
from service.documents.papers import fields_for
from service.documents.plan import Plan
from service.documents.printed_values import printed_by
from service.documents.status import SetStatus
from service.documents.templates import TemplateBook, TemplateFile
from service.docx import CompiledTemplate, compile_template
from service.intake.read import read_congress
from tests.working import work_off

EXAMPLES = Path(__file__).parents[2] / "examples"
Agree = Callable[..., tuple[Disagreement, ...]]


@pytest.fixture(scope="session")
def packs() -> Packs:
    """The packs of the project."""
    return read_packs(EXAMPLES.parent / "templates_docx", EXAMPLES.parent / "packs")


@pytest.fixture(scope="session")
def compiled(book: TemplateBook) -> dict[str, CompiledTemplate]:
    """Every template, compiled once."""
    return {name: compile_template(file.source) for name, file in book.templates.items()}


@pytest.fixture
def compared(
    planned: Callable[[Congress], Plan], book: TemplateBook, compiled: dict[str, CompiledTemplate]
) -> Agree:
    """What disagrees in the papers of a congress, or only in those of the templates that are given."""

    def compare(congress: Congress, **others: TemplateFile) -> tuple[Disagreement, ...]:
        rule_set = rule_set_for(congress.opened_on).rule_set
        made = []
        for paper in planned(congress).in_state("ready"):
            if others and paper.template not in others:
                continue
            file = others.get(paper.template, book[paper.template])
            template = compile_template(file.source) if paper.template in others else compiled[paper.template]
            fields = fields_for(paper, congress, rule_set)
            one = PrintedPaper(
                document_id=paper.subject,
                paper=paper,
                content=template.render(fields),
                fields=fields,
                printed=printed_by(file.sha256, file.source),
            )
            made.append(one)
        return disagreements(made, congress, rule_set)

    return compare


def with_words(file: TemplateFile, *changes: tuple[str, str]) -> TemplateFile:
    """The template after somebody changed its words in Word; both words of each change, where it swaps two tags."""
    changed, found = io.BytesIO(), set()
    with zipfile.ZipFile(io.BytesIO(file.source)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for before, after in changes if name.endswith(".xml") else ():
                found |= {before} if before.encode() in content else set()
                content = content.replace(before.encode(), after.encode())
            new.writestr(name, content)
    assert {before for before, _ in changes} == found
    source = changed.getvalue()
    return replace(file, source=source, sha256=f"changed {changes}")


def swapped(one: str, other: str) -> tuple[tuple[str, str], ...]:
    """Two tags that somebody put in each other's place."""
    return (one, "{{ swapped }}"), (other, one), ("{{ swapped }}", other)


def few(data: dict[str, Any]) -> Congress:
    """The congress with two of its delegates' cards, which are all alike."""
    data["delegates"] = data["delegates"][:2]
    return Congress.model_validate_json(json.dumps(data))


def test_a_number_and_a_date_given_at_signing_agree(full_data: dict[str, Any], compared: Agree) -> None:
    """
    The blanks are filled in, and read back.
    """
    full_data["marks"] = [
        {"kind": "resolution", "number": 5, "issued_on": "2023-02-16"},
        {"kind": "election_result", "election": 1, "round": 1, "number": 1_234, "issued_on": "2023-02-15"},
    ]

    assert () == compared(few(full_data))


SABOTAGE: dict[str, tuple[str, tuple[tuple[str, str], ...], str]] = {
    "signers swapped": ("minutes", swapped("{{ secretary }}", "{{ president }}"), "người ký"),
    "signers of the count swapped": (
        "election_result",
        swapped("{{ president }}", "{{ head_teller }}"),
        "người ký",
    ),
    "old signer typed in": ("resolution", (("{{ signer }}", "Nguyễn Văn Cũ"),), "người ký"),
    "figures and words swapped": (
        "election_result",
        swapped("{{ line.count }}", "{{ line.words }}"),
        "số được triệu tập",
    ),
    "figures and percents swapped": (
        "credentials_report",
        swapped("{{ line.count }}", "{{ line.percent }}"),
        "Đại biểu được triệu tập",
    ),
    "ballots deleted": ("election_result", (("{{ line.count }}", ""),), "số được triệu tập"),
    "votes and percents swapped": (
        "election_result",
        swapped("{{ candidate.votes }}", "{{ candidate.percent }}"),
        "số phiếu của từng người trong danh sách",
    ),
    "votes of those elected deleted": (
        "election_result",
        (("{{ person.votes }}", ""),),
        "người trúng cử và số phiếu",
    ),
    "names and offices swapped": (
        "election_result",
        swapped("{{ candidate.name }}", "{{ candidate.office }}"),
        "số phiếu của từng người trong danh sách",
    ),
    "candidates in place of those elected": (
        "election_result",
        (("{%tr for person in elected %}", "{%tr for person in candidates %}"),),
        "người trúng cử và số phiếu",
    ),
    "term of the last congress in the heading": (
        "election_result",
        (("{{ ordinal_term_caps }}", "LẦN THỨ IV, NHIỆM KỲ 2017 - 2023"),),
        "lần thứ và nhiệm kỳ của đại hội",
    ),
    "another union in the heading": (
        "minutes",
        (("{{ congress_caps }}", "ĐẠI HỘI ĐẠI BIỂU CÔNG ĐOÀN CƠ SỞ SỞ TÀI CHÍNH"),),
        "tên tổ chức ở đầu văn bản",
    ),
    "another form in the heading": (
        "minutes",
        (("{{ congress_caps }}", "ĐẠI HỘI TOÀN THỂ CÔNG ĐOÀN CƠ SỞ SỞ CÔNG THƯƠNG"),),
        "hình thức đại hội",
    ),
    "number typed in": ("resolution", (("{{ number_line }}", "Số: 12/NQ-ĐH"),), "số, ký hiệu"),
    "symbol of another paper": (
        "election_result",
        (("{{ number_line }}", "Số:      /NQ-ĐH"),),
        "số, ký hiệu",
    ),
    "terms swapped": ("resolution", swapped("{{ outgoing_term }}", "{{ term }}"), "nhiệm kỳ cũ"),
    "size of the committee typed in": (
        "resolution",
        (("{{ members_count }}", "7"),),
        "số ủy viên Ban Chấp hành",
    ),
    "delegates in place of the committee": (
        "resolution",
        (("{%tr for person in members %}", "{%tr for person in official %}"),),
        "danh sách Ban Chấp hành",
    ),
    "alternates in place of delegates": (
        "resolution",
        (("{%tr for person in official %}", "{%tr for person in alternates %}"),),
        "đại biểu chính thức dự đại hội cấp trên",
    ),
    "opening deleted": ("resolution", (("{{ opening }}", ""),), "số có mặt"),
    "vote on the resolution typed in": (
        "minutes",
        (("{{ adoption }}", "Đại hội thông qua Nghị quyết Đại hội với 30/31 đại biểu biểu quyết tán thành"),),
        "biểu quyết thông qua nghị quyết",
    ),
    "figure of the last congress left in": (
        "resolution",
        (("{{ adoption }}", "{{ adoption }} của 45 đại biểu"),),
        "số liệu không có trong dữ liệu",
    ),
    "date of the last congress left in": (
        "minutes",
        (("{{ venue }}", "{{ venue }}, khai mạc ngày 14 tháng 3 năm 2017"),),
        "số liệu không có trong dữ liệu",
    ),
    "percent that does not fit": (
        "minutes",
        (("{{ adoption }}", "{{ adoption }}. Số có mặt: 31/32 (96,77%)"),),
        "tỷ lệ của 31/32",
    ),
    "members of an organ typed in": (
        "minutes",
        (("{{ organ.count }}", "9"),),
        "số người và biểu quyết (presidium)",
    ),
    "base and summoned swapped": (
        "credentials_report",
        swapped("{{ base_count }}", "{{ summoned }}"),
        "cơ sở tính tỷ lệ",
    ),
    "the groups of one trait for all": (
        "credentials_report",
        (("{%tr for line in trait.groups %}", "{%tr for line in breakdowns[0].groups %}"),),
        "cơ cấu, chất lượng",
    ),
    "conclusion typed in": (
        "credentials_report",
        (("{{ conclusion }}", "Qua thẩm tra, có 30/30 đại biểu có mặt đủ tư cách dự Đại hội."),),
        "số đại biểu đủ tư cách",
    ),
    "one number on every card": ("credential_card", (("{{ card_number }}", "002"),), "số thẻ"),
    "opening day of another congress on the cards": (
        "credential_card",
        (("{{ place_date }}", "Gia Lai, ngày 13 tháng 3 năm 2023"),),
        "ngày khai mạc",
    ),
    "seats typed in on the ballot": (
        "ballot",
        (("{{ part.asked }}", "Bầu 7 người trong danh sách 8 người dưới đây."),),
        "số lượng cần bầu, số người trong danh sách",
    ),
    "offices in place of names on the ballot": (
        "ballot",
        swapped("{{ person.name }}", "{{ person.about }}"),
        "danh sách bầu cử",
    ),
    "offices in place of names on the list": (
        "candidate_list",
        swapped("{{ person.name }}", "{{ person.about }}"),
        "danh sách bầu cử",
    ),
    "another day on the sheets of cards": (
        "card_sheet",
        (("{{ place_date }}", "Gia Lai, ngày 13 tháng 3 năm 2023"),),
        "ngày khai mạc",
    ),
    "numbers left out of the sheets of cards": ("card_sheet", (("{{ card.card_number }}", ""),), "số thẻ"),
    "one number on every summons": ("summons", (("{{ card_number }}", "007"),), "số đại biểu"),
    "particulars without their labels": (
        "invitation",
        (("{{ line.label }}", "Khác"),),
        "giờ, ngày họp",
    ),
    "another quorum typed in": (
        "working_rules",
        (("{{ quorum }}", "Đại hội hợp lệ khi có ít nhất 1/2 số đại biểu"),),
        "mức hợp lệ của đại hội",
    ),
    "organs of the working rules swapped": (
        "working_rules",
        swapped("{{ presidium_count }}", "{{ secretariat_count }}"),
        "số người (presidium)",
    ),
    "tellers as many as the committee": (
        "election_rules",
        (("{{ tellers_count }}", "7"),),
        "số người (tellers)",
    ),
    "seats typed into the election rules": (
        "election_rules",
        (("{{ vote.seats }}", "5"),),
        "số lượng cần bầu",
    ),
    "another threshold typed in": (
        "election_rules",
        (("- {{ line }}", "- Người trúng cử phải được quá 1/2 số phiếu hợp lệ"),),
        "mức phiếu để trúng cử",
    ),
    "years of keeping typed in": (
        "election_rules",
        (("{{ kept }}", "Phiếu bầu được lưu giữ 12 tháng"),),
        "thời hạn giữ phiếu bầu",
    ),
    "terms of the report swapped": (
        "activity_report",
        swapped("{{ opening }}", "{{ closing }}"),
        "nội dung thiếu hoặc sai chỗ",
    ),
    "another term reported on": (
        "activity_report",
        (
            (
                "{{ opening }}",
                "Ban Chấp hành báo cáo Đại hội nhiệm kỳ 2018-2023 và phương hướng, nhiệm vụ nhiệm kỳ 2023-2028:",
            ),
        ),
        "nhiệm kỳ báo cáo, nhiệm kỳ mới",
    ),
    "heads wanted typed in": (
        "running_order",
        (("{{ quorum }}", "Có mặt …/32 đại biểu được triệu tập; Đại hội hợp lệ khi có ít nhất 21 đại biểu"),),
        "số được triệu tập, số cần có mặt",
    ),
    "number deleted": ("resolution", (("{{ number_line }}", ""),), "nội dung thiếu hoặc sai chỗ"),
    "venue in the place of the subject": (
        "minutes",
        swapped("{{ venue }}", "{{ subject }}"),
        "nội dung thiếu hoặc sai chỗ",
    ),
    "heading upside down": (
        "election_result",
        swapped("{{ organ_caps }}", "{{ ordinal_term_caps }}"),
        "nội dung thiếu hoặc sai chỗ",
    ),
    "opening and closing swapped": (
        "summons",
        swapped("{{ opening }}", "{{ closing }}"),
        "nội dung thiếu hoặc sai chỗ",
    ),
    "unit in the place of the name on the cards": (
        "credential_card",
        swapped("{{ name_caps }}", "{{ unit }}"),
        "nội dung thiếu hoặc sai chỗ",
    ),
    "subjects and phrases of targets swapped": (
        "resolution",
        swapped("{{ target.subject }}", "{{ target.phrase }}"),
        "nội dung thiếu hoặc sai chỗ",
    ),
    "by when left out of the targets": (
        "resolution",
        (("{{ target.cadence }}", ""),),
        "nội dung thiếu hoặc sai chỗ",
    ),
    "roles in organs left out": ("minutes", (("{{ person.role }}", ""),), "nội dung thiếu hoặc sai chỗ"),
    "another sentence in the place of a sentence": (
        "resolution",
        swapped("{{ committee_line }}", "{{ delegation }}"),
        "nội dung thiếu hoặc sai chỗ",
    ),
    "cards without the organisation": (
        "credential_card",
        (("{{ organisation_caps }}", "CÔNG ĐOÀN CƠ SỞ SỞ TÀI CHÍNH"),),
        "tên tổ chức ở đầu văn bản",
    ),
}


@pytest.mark.parametrize(("template", "changes", "said"), SABOTAGE.values(), ids=SABOTAGE)
def test_a_sabotaged_template_is_found_out(
    template: str,
    changes: tuple[tuple[str, str], ...],
    said: str,
    full_data: dict[str, Any],
    compared: Agree,
    book: TemplateBook,
) -> None:
    """
    What is wrong is named, with the paper it is in.
    """
    found = compared(few(full_data), **{template: with_words(book[template], *changes)})

    assert said in {one.vi for one in found}
    assert all(one.title.startswith(book[template].title) for one in found)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (swapped("{{ line.count }}", "{{ line.percent }}"), "Tổng số đoàn viên"),
        (
            (("{{ conclusion }}", "45 đoàn viên có mặt đủ điều kiện dự Đại hội."),),
            "số đoàn viên đủ điều kiện",
        ),
        (
            (("{%tr for line in trait.groups %}", "{%tr for line in breakdowns[0].groups %}"),),
            "cơ cấu, chất lượng",
        ),
        ((("{{ members }}", "Công đoàn có 47 đoàn viên."),), "số đoàn viên"),
    ],
)
def test_a_sabotaged_report_on_members_is_found_out(
    changes: tuple[tuple[str, str], ...], said: str, compared: Agree, book: TemplateBook
) -> None:
    """
    The report of a congress where all members meet.
    """
    congress = Congress.model_validate_json((EXAMPLES / "truong-hoa-sen-2023-toan-the.json").read_bytes())
    found = compared(congress, membership_report=with_words(book["membership_report"], *changes))

    assert said in {one.vi for one in found}


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.json")), ids=lambda file: file.stem)
def test_the_papers_of_every_example_agree(file: Path, packs: Packs) -> None:
    """
    Of every pack, with every paper and every card.
    """
    reading = read_congress(file.read_bytes(), packs.rule_sets)
    assert reading.congress is not None
    pack = packs.of(reading.congress)
    made = []
    for paper in pack.plan(reading.congress, reading.findings).in_state("ready"):
        template, fields = (
            pack.book[paper.template],
            fields_for(paper, reading.congress, reading.rule_set, pack.types),
        )
        content = _compiled(template.source).render(fields)
        printed = printed_by(template.sha256, template.source)
        made.append(
            PrintedPaper(document_id="", paper=paper, content=content, fields=fields, printed=printed)
        )

    assert () == disagreements(made, reading.congress, reading.rule_set, pack.types)


_compiled = cache(compile_template)


def test_what_hides_a_value_is_found_out(
    full_data: dict[str, Any], compared: Agree, book: TemplateBook
) -> None:
    """
    A value in hidden text stands in the file and not on the paper.
    """
    shown = '<w:t xml:space="preserve">{{ opening }}'
    hidden = with_words(book["resolution"], (shown, f"<w:rPr><w:vanish/></w:rPr>{shown}"))
    found = compared(few(full_data), resolution=hidden)

    assert "nội dung của mẫu" in {one.vi for one in found}


def test_a_paper_without_anything_is_found_out(
    full_data: dict[str, Any], compared: Agree, book: TemplateBook
) -> None:
    """
    Whatever somebody put in the place of a template, the reading ends with what is missing.
    """
    document = docx.Document()
    document.add_paragraph("Đại hội")
    saved = io.BytesIO()
    document.save(saved)
    for name in (
        "credentials_report",
        "election_result",
        "minutes",
        "resolution",
        "credential_card",
        "ballot",
    ):
        bare = replace(book[name], source=saved.getvalue(), sha256="bare")

        assert compared(few(copy.deepcopy(full_data)), **{name: bare})


def test_another_paper_that_has_it_right_is_named(
    full_data: dict[str, Any], compared: Agree, book: TemplateBook
) -> None:
    """
    The papers of a set are compared with each other, too: where to look is said.
    """
    wrong = with_words(book["resolution"], ("{{ opening }}", "Dự Đại hội, với sự tham dự của 33 đại biểu."))
    found = compared(few(full_data), credentials_report=book["credentials_report"], resolution=wrong)
    present = next(one for one in found if one.vi == "số có mặt")

    assert ("33", "31", ("Báo cáo thẩm tra tư cách đại biểu", "Report on the delegates' credentials")) == (
        present.found,
        present.expected,
        present.also,
    )


def test_the_writers_own_words_are_not_judged(full_data: dict[str, Any], compared: Agree) -> None:
    """
    A congress may speak of earlier ones, and of figures of its own.
    """
    organisation = full_data["organisation"]["name"]
    full_data["minutes"]["steps"][0]["text"] = (
        f"Đại hội toàn thể {organisation} lần thứ IV, nhiệm kỳ 2013-2017 có 28/29 đại biểu (96%) dự, bầu 9 đồng chí.\n"
        "Đại hội thông qua Nghị quyết Đại hội với 3/4 số người."
    )
    full_data["resolution"]["heard"].append("Căn cứ Nghị quyết ngày 01 tháng 02 năm 2013 của 12 đồng chí;")

    assert () == compared(few(full_data))


def test_a_legal_basis_may_stand_in_the_template(
    full_data: dict[str, Any], compared: Agree, book: TemplateBook
) -> None:
    """
    Days of regulations are no days of the congress.
    """
    basis = "Căn cứ Quyết định số 174/QĐ-TLĐ ngày 03 tháng 02 năm 2020;"
    file = with_words(
        book["resolution"], ("{{ opening }}", f"{basis}</w:t></w:r></w:p><w:p><w:r><w:t>{{{{ opening }}}}")
    )

    assert () == compared(few(full_data), resolution=file)


def _places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in items for place in ((*path, key), *_places(inner, (*path, key)))]


def _at(data: object, path: tuple[str | int, ...]) -> Any:
    place: Any = data
    for step in path:
        place = place[step]
    return place


NAMES = st.sampled_from(
    [
        "Y Ngông Niê Kdăm",
        "Nguyễn Thị Ngọc Ánh",
        "K'sor H'Lan",
        "Hà",
        "Phạm Văn Bốn",
        "Lê Thị 2",
        "Trần V (anh)",
    ]
)
TEXTS = st.sampled_from(
    [
        "Hội trường 31/32",
        "Nhà văn hóa, tầng 2; phường 5",
        "Căn cứ 12 phiếu",
        "nhiệm kỳ 2013-2018: 45 đại biểu",
    ]
)


def _other(value: object, place: tuple[str | int, ...], data: st.DataObject) -> object:
    if isinstance(value, bool) or value is None or place[-1] == "format":
        return value
    if isinstance(value, int):
        return data.draw(st.sampled_from([0, 1, 9, 31, 1_100, 12_345]) | st.integers(0, 300))
    if place[-1] == "full_name":
        return data.draw(NAMES)
    return data.draw(TEXTS) if place[-1] in {"venue", "text", "title", "unit", "position", "label"} else value


def test_a_vote_of_which_no_ballot_came_back_is_not_stopped(
    full_data: dict[str, Any], compared: Agree
) -> None:
    """
    Its papers print no share, and the rest of the row agrees.
    """
    changed = copy.deepcopy(full_data)
    changed["elections"][0]["rounds"][0]["collected"] = 0

    assert () == compared(Congress.model_validate_json(json.dumps(changed)))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_no_paper_that_the_program_makes_is_stopped(
    data: st.DataObject, full_data: dict[str, Any], compared: Agree
) -> None:
    """
    Whatever figures and names change, and whatever is missing: what is printed is what the data say.
    """
    changed = copy.deepcopy(full_data)
    changed["delegates"] = changed["delegates"][:2]
    places = [place for place in _places(changed) if place[0] not in {"provenance", "format"}]
    for place in data.draw(st.lists(st.sampled_from(places), max_size=12, unique=True)):
        holder = _at(changed, place[:-1])
        if isinstance(holder[place[-1]], dict | list):
            continue
        holder[place[-1]] = _other(holder[place[-1]], place, data)
    if data.draw(st.booleans()):
        changed["form"] = "plenary"
    if data.draw(st.booleans()):
        changed["elections"][0]["rounds"][0]["candidates"].reverse()
    try:
        congress = Congress.model_validate_json(json.dumps(changed))
    except ValidationError:
        return

    assert () == compared(congress)


@given(n=st.integers(0, 10**12))
def test_numbers_in_words_are_read_back(n: int) -> None:
    """
    Reading and writing were made apart, and meet.
    """
    assert n == number_in_words(in_words(n))


@given(n=st.integers(1, 3_999))
def test_roman_numerals_are_read_back(n: int) -> None:
    """
    As the headings write them.
    """
    assert n == roman_number(roman(n))


@given(part=st.integers(0, 10**6), of=st.integers(1, 10**6))
def test_percents_are_computed_twice(part: int, of: int) -> None:
    """
    By two ways that know nothing of each other.
    """
    assert percent(part, of) == percent_of(part, of)


def made_with(
    wrong: dict[str, TemplateFile], services: Services, account: AccountRecord, data: bytes
) -> SetStatus:
    """What became of a set of which some papers have other templates."""
    book = services.book
    other = replace(book, templates={**book.templates, **wrong})
    submit = replace(services.submit, packs=services.packs.with_book(other))
    set_id = submit(data, account=account, key="1").set_id
    work_off(services)
    found = services.sets.status(set_id, account=account)
    assert found is not None
    return found


class TestSeal:
    def test_papers_that_disagree_are_not_sealed_and_it_is_said_where(
        self, services: Services, administrator: AccountRecord, complete: bytes
    ) -> None:
        """
        Paper, place and both values, in both languages; nothing is in the archive.
        """
        book = services.book
        wrong = with_words(book["minutes"], *swapped("{{ secretary }}", "{{ president }}"))
        found = made_with({"minutes": replace(wrong, sha256="0" * 64)}, services, administrator, complete)

        assert found.failure is not None
        assert ("failed", "work.papers_disagree") == (found.record.state, found.failure.code)
        assert [found.failure.document_id] == [one.id for one in found.documents if one.template == "minutes"]
        assert re.search(
            r"“Biên bản Đại hội”, thân văn bản, bảng 2, hàng 1, cột 1, đoạn \d: người ký: ghi “Rcom Jen”, "
            r"đúng ra là “Vũ Thị Giang”",
            found.failure.vi,
        )
        assert "who signs: the paper has “Rcom Jen”, right is “Vũ Thị Giang”" in found.failure.en
        assert [] == list(services.archive.root.object_ids())

    def test_what_is_wrong_in_other_chunks_is_said_with_it(
        self, services: Services, administrator: AccountRecord, complete: bytes
    ) -> None:
        """
        Whichever process comes first upon a paper that disagrees, it says all that is wrong in the set.
        """
        book = services.book
        minutes = with_words(book["minutes"], *swapped("{{ secretary }}", "{{ president }}"))
        letter = with_words(book["summons"], *swapped("{{ name }}", "{{ office }}"))
        wrong = {
            "minutes": replace(minutes, sha256="0" * 64),
            "summons": replace(letter, sha256="1" * 64),
        }
        found = made_with(wrong, services, administrator, complete)

        assert found.failure is not None
        chunks = {
            template: {one.chunk for one in found.documents if one.template == template} for template in wrong
        }
        assert chunks["minutes"].isdisjoint(chunks["summons"])
        assert "“Biên bản Đại hội”" in found.failure.vi
        assert "triệu tập" in found.failure.vi
