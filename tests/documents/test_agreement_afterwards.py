"""The papers after a congress, biographies and programme are read back like all others: a sabotaged template stops the seal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.congress.model import Congress
from service.congress.rules import rule_set_for
from service.documents.agreement import Disagreement, PrintedPaper, disagreements
from service.documents.papers import PAPERS, fields_for
from service.documents.plan import Plan
from service.documents.printed_values import printed_by
from service.documents.templates import TemplateBook, TemplateFile
from service.docx import compile_template
from tests.documents.test_agreement import swapped, with_words

EXAMPLES = Path(__file__).parents[2] / "examples"
Changes = tuple[tuple[str, str], ...]
Compare = Callable[[dict[str, Any], TemplateFile], tuple[Disagreement, ...]]


def data_of(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EXAMPLES / name).read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def compared(planned: Callable[[Congress], Plan]) -> Compare:
    """What disagrees in the papers of one template, made of a congress."""

    def compare(data: dict[str, Any], file: TemplateFile) -> tuple[Disagreement, ...]:
        congress = Congress.model_validate_json(json.dumps(data))
        rule_set = rule_set_for(congress.opened_on).rule_set
        template, made = compile_template(file.source), []
        for paper in planned(congress).in_state("ready"):
            if paper.template == file.id:
                fields = fields_for(paper, congress, rule_set)
                made.append(
                    PrintedPaper(
                        document_id=paper.subject,
                        paper=paper,
                        content=template.render(fields),
                        fields=fields,
                        printed=printed_by(file.sha256, file.source),
                    )
                )
        assert made
        return disagreements(made, congress, rule_set)

    return compare


MINUTES, COUNT, BALLOT = "conference_minutes", "conference_count", "conference_ballot"
PROPOSAL, DOSSIER, DECISION = "recognition_proposal", "recognition_dossier", "recognition_decision"
NOTICE, EXTRACT, BIOGRAPHIES, PROGRAMME = "notice", "extract", "biographies", "programme"
MISSING = "nội dung thiếu hoặc sai chỗ"
STRANGE = "số liệu không có trong dữ liệu"
NAMED = ("{{ person.name }}", "Rcom Jen")

SABOTAGE: dict[str, tuple[str, Changes, str]] = {
    "signers of a conference swapped": (MINUTES, swapped("{{ secretary }}", "{{ president }}"), "người ký"),
    "votes of a conference left out": (
        MINUTES,
        (("{%p for line in election.lines %}", "{%p for line in times %}"),),
        "người trúng cử và số phiếu",
    ),
    "programme in the place of those who came": (
        MINUTES,
        (("{%p for line in attendance %}", "{%p for line in programme %}"),),
        "số được triệu tập, có mặt, tỷ lệ",
    ),
    "votes on the business deleted": (
        MINUTES,
        (("{{ step.vote }}", ""),),
        "kết quả biểu quyết của từng nội dung",
    ),
    "tellers typed in": (
        MINUTES,
        (("{{ tellers_line }}", "Ban Bầu cử gồm 4 đồng chí, được Hội nghị bầu với 5/5 ủy viên."),),
        "số người và biểu quyết (ban kiểm phiếu)",
    ),
    "end of a conference typed in": (
        MINUTES,
        (("{{ closing }}", "Hội nghị kết thúc hồi 16 giờ 45 phút cùng ngày; được lập thành 03 bản"),),
        "giờ kết thúc hội nghị",
    ),
    "originals typed in": (
        MINUTES,
        (("{{ closing }}", "{{ closing }}; được lập thành 05 bản"),),
        "số bản của biên bản",
    ),
    "the congress's day on a conference": (
        MINUTES,
        (("{%p for line in times %}", "{%p for line in programme %}"),),
        "giờ, ngày bắt đầu hội nghị",
    ),
    "figures of a conference's count swapped": (
        COUNT,
        swapped("{{ line.count }}", "{{ line.words }}"),
        "số phiếu phát ra",
    ),
    "those elected left out of a conference's count": (
        COUNT,
        (("{{ person.votes }}", ""),),
        "người trúng cử và số phiếu",
    ),
    "head teller twice": (COUNT, (("{{ president }}", "{{ head_teller }}"),), "người ký"),
    "offices in place of names on a conference's ballot": (
        BALLOT,
        swapped("{{ person.name }}", "{{ person.about }}"),
        "danh sách bầu cử",
    ),
    "seats typed in on a conference's ballot": (
        BALLOT,
        (("{{ part.asked }}", "Bầu 2 người trong danh sách 5 người dưới đây."),),
        "số lượng cần bầu, số người trong danh sách",
    ),
    "ballot of no conference": (BALLOT, (("{{ meeting }}", ""),), MISSING),
    "offices in place of roles": (
        PROPOSAL,
        swapped("{{ person.office }}", "{{ person.role }}"),
        "chức danh trong Ban Chấp hành",
    ),
    "one name for all": (PROPOSAL, (NAMED,), "danh sách Ban Chấp hành"),
    "lines without their bodies": (PROPOSAL, (("{{ body.line }}", "Gồm:"),), "số ủy viên Ban Chấp hành"),
    "originals and sheets swapped": (
        PROPOSAL,
        swapped("{{ paper.originals }}", "{{ paper.pages }}"),
        "tài liệu trong hồ sơ, số bản, số trang",
    ),
    "another day of the conference": (
        PROPOSAL,
        (
            (
                "{{ opening }}",
                "Căn cứ kết quả Hội nghị lần thứ nhất Ban Chấp hành Công đoàn ngày 16 tháng 02 năm 2023.",
            ),
        ),
        "ngày hội nghị Ban Chấp hành",
    ),
    "grounds left out": (
        PROPOSAL,
        (("{%p for line in grounds %}", "{%p for line in receivers %}"),),
        MISSING,
    ),
    "another term is proposed": (
        PROPOSAL,
        (
            (
                "{{ subject }}",
                "Đề nghị công nhận Ban Chấp hành khóa IV và các chức danh, nhiệm kỳ 2017 - 2023",
            ),
        ),
        "khóa và nhiệm kỳ được công nhận",
    ),
    "addressee typed in": (
        PROPOSAL,
        (("{{ addressee }}", "Đoàn Chủ tịch Tổng Liên đoàn"),),
        MISSING,
    ),
    "capacity typed in": (
        PROPOSAL,
        (("{%p for line in capacity %}", "{%p for line in receivers %}"),),
        MISSING,
    ),
    "last day typed in": (
        DOSSIER,
        (("{{ deadline_line }}", "Hạn gửi hồ sơ: chậm nhất ngày 15 tháng 3 năm 2023."),),
        "hạn gửi hồ sơ",
    ),
    "everything is there": (DOSSIER, (("{{ paper.state }}", "Chưa rõ"),), "tình trạng của từng tài liệu"),
    "one paper for the whole dossier": (
        DOSSIER,
        (("{{ paper.title }}", "Biên bản đại hội"),),
        "tài liệu trong hồ sơ, số bản, số trang",
    ),
    "list signed by another": (DOSSIER, (("{{ signer }}", "Nguyễn Văn Cũ"),), "người ký"),
    "decision signed by another": (DECISION, (("{{ signer }}", "Nguyễn Văn Cũ"),), "người ký"),
    "KT. left out": (
        DECISION,
        (("{%p for line in capacity %}", "{%p for line in grounds %}"),),
        MISSING,
    ),
    "articles swapped": (DECISION, swapped("{{ duties }}", "{{ execution }}"), MISSING),
    "decision holds from another day": (
        DECISION,
        (("{{ duties }}", "Quyết định này có hiệu lực kể từ ngày 01 tháng 3 năm 2023."),),
        "ngày có hiệu lực",
    ),
    "another term of office": (
        DECISION,
        (("{{ duties }}", "Ban Chấp hành hoạt động trong nhiệm kỳ 2018-2023."),),
        "nhiệm kỳ hoạt động",
    ),
    "proposal of another day": (
        DECISION,
        (("{{ body_caps }}", "{{ body_caps }} tại Tờ trình ngày 21 tháng 02 năm 2023"),),
        "ngày của tờ trình",
    ),
    "results of another congress": (
        NOTICE,
        (("{{ opening }}", "Đại hội được tổ chức ngày 14 tháng 02 năm 2017, tại Hội trường."),),
        "ngày tổ chức đại hội",
    ),
    "attendance left out": (
        NOTICE,
        (("{%p for line in results %}", "{%p for line in further %}"),),
        "số được triệu tập, có mặt, tỷ lệ",
    ),
    "resolution typed in": (
        NOTICE,
        (("{{ closing }}", "Đại hội đã thông qua Nghị quyết gồm 11 chỉ tiêu, với 31/31 đại biểu"),),
        "số chỉ tiêu, biểu quyết nghị quyết",
    ),
    "alternates in place of delegates": (
        NOTICE,
        (("{%tr for person in official %}", "{%tr for person in alternates %}"),),
        "đại biểu chính thức dự đại hội cấp trên",
    ),
    "number of delegates typed in": (
        NOTICE,
        (("{{ delegation_line }}", "Đại hội đã bầu 3 đại biểu chính thức dự Đại hội cấp trên:"),),
        "số đại biểu chính thức dự đại hội cấp trên",
    ),
    "first body for all": (
        NOTICE,
        (("{%tr for person in body.people %}", "{%tr for person in bodies[0].people %}"),),
        "danh sách Ủy ban Kiểm tra",
    ),
    "a part more than was asked for": (
        EXTRACT,
        (("{{ closing }}", "I. Đánh giá kết quả"),),
        "các phần được trích",
    ),
    "copied number typed in": (EXTRACT, (("{{ copied_number }}", "Số: 12/NQ-ĐH"),), "số của bản chính"),
    "signer of the original and of the copy swapped": (
        EXTRACT,
        swapped("{{ copied_signer }}", "{{ copied_kind }}"),
        "người ký bản chính",
    ),
    "one name for all in an extract": (
        EXTRACT,
        (NAMED,),
        "danh sách Ban Chấp hành",
    ),
    "lines left out of an extract": (
        EXTRACT,
        (("{%p for line in block.lines %}", "{%p for line in receivers %}"),),
        "người trúng cử và số phiếu",
    ),
    "extract of another date": (EXTRACT, swapped("{{ number_line }}", "{{ date_line }}"), MISSING),
    "men and women swapped": (
        BIOGRAPHIES,
        swapped("{{ person.born_male }}", "{{ person.born_female }}"),
        "năm sinh (nam)",
    ),
    "names and home towns swapped": (
        BIOGRAPHIES,
        swapped("{{ person.name }}", "{{ person.hometown }}"),
        "họ tên trong danh sách",
    ),
    "one person for all": (
        BIOGRAPHIES,
        (NAMED,),
        "họ tên trong danh sách",
    ),
    "how many typed in": (
        BIOGRAPHIES,
        (("{{ closing }}", "Danh sách gồm 9 người"),),
        "số người trong danh sách",
    ),
    "women typed in": (
        BIOGRAPHIES,
        (("{{ closing }}", "Danh sách gồm 5 người, trong đó có 3 nữ"),),
        "số nữ",
    ),
    "list of another chair": (BIOGRAPHIES, (("{{ signer }}", "Nguyễn Văn Cũ"),), "người ký"),
    "times and points swapped": (
        PROGRAMME,
        swapped("{{ item.time }}", "{{ item.title }}"),
        "giờ và nội dung chương trình",
    ),
    "one point for all": (
        PROGRAMME,
        (("{{ item.title }}", "Chào cờ"),),
        "giờ và nội dung chương trình",
    ),
    "programme of another day": (
        PROGRAMME,
        (("{{ sitting.title }}", "Phiên chính thức, ngày 14 tháng 02 năm 2023"),),
        "ngày của các phiên họp",
    ),
    "date of another congress": (
        PROGRAMME,
        (("{{ venue }}", "{{ venue }}, khai mạc ngày 14 tháng 3 năm 2017"),),
        STRANGE,
    ),
}


@pytest.mark.parametrize(("template", "changes", "said"), SABOTAGE.values(), ids=SABOTAGE)
def test_a_sabotaged_template_is_found_out(
    template: str,
    changes: Changes,
    said: str,
    after_data: dict[str, Any],
    compared: Compare,
    book: TemplateBook,
) -> None:
    """
    What is wrong is named, with the paper it is in.
    """
    found = compared(after_data, with_words(book[template], *changes))

    assert said in {one.vi for one in found}
    assert all(one.title.startswith(book[template].title) for one in found)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            (
                (
                    "{{ body.line }}",
                    "Ban Chấp hành gồm 11 đồng chí, được chỉ định theo quyết định số 812/QĐ-LĐLĐ ngày 04 tháng 10 năm 2025:",
                ),
            ),
            "số, ngày của quyết định chỉ định",
        ),
        ((NAMED,), "đại biểu được chỉ định dự đại hội cấp trên"),
    ],
)
def test_a_sabotaged_notice_of_appointments_is_found_out(
    changes: Changes, said: str, compared: Compare, book: TemplateBook
) -> None:
    """
    The decisions by number and day, and whom they name.
    """
    found = compared(data_of("phuong-huong-duong-2025-chi-dinh.json"), with_words(book[NOTICE], *changes))

    assert said in {one.vi for one in found}


def test_every_paper_but_sheets_shows_what_it_must_in_order(book: TemplateBook) -> None:
    """
    Nobody adds a paper without saying what a template may not leave out.
    """
    without = {name for name, one in PAPERS.items() if name in book and not (one.in_order or one.as_read)}

    assert without <= {"card_sheet"}


def test_what_may_be_missing_agrees(
    after_data: dict[str, Any], compared: Compare, book: TemplateBook
) -> None:
    """
    No counts of sheets, no numbers, no guests, one vote at most: a paper with its blanks is not a wrong one.
    """
    after_data["marks"] = []
    for one in after_data["recognition"]["dossier"]:
        one.pop("pages")
        one.pop("originals")
    conference = after_data["first_conference"]
    for name in ("programme", "programme_adopted", "guests", "convened_by"):
        conference.pop(name)
    conference["steps"] = [{"title": "Phân công nhiệm vụ"}]
    del conference["tellers"]["vote"]

    for person in after_data["delegates"]:
        person.pop("religion", None)
    for point in after_data["programme"][1:]:
        point.pop("starts_at")

    for template in {template for template, *_ in SABOTAGE.values()}:
        assert () == compared(after_data, book[template])
