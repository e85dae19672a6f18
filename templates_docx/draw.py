"""
Draw the first version of the Word templates into a folder: `python draw.py FOLDER`.

The .docx files of this folder are the source: they are changed in Word, not here. This script is kept so that
the next template starts from the same letterhead. It refuses to write over a file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from afterwards import conference_count, conference_minutes, notice
from biographies import biographies
from cards import card_sheet
from congress_rules import election_rules, working_rules
from counting import election_result
from credentials import credential_card, credentials_report, membership_report
from docx.document import Document
from gathering import invitation, programme, summons
from letterhead import (
    add,
    annex,
    bullets,
    end_with_a_line,
    grid,
    heading,
    lines,
    optional,
    p,
    row,
    row_tag,
    sheet,
    signed_by_two,
    signed_with_receivers,
    tag,
    title,
)
from recognition import recognition_decision, recognition_dossier, recognition_proposal
from records import extract, register
from reports import activity_report, running_order, targets_table
from voting import ballot, candidate_list, conference_ballot


def resolution() -> Document:
    document = sheet("Nghị quyết Đại hội")
    add(document, heading(organ=False, dated=True), title("NGHỊ QUYẾT"))
    add(document, p("VKBody", "{{ opening }}"))
    add(document, optional("heard", p("VKLead", "Sau khi nghe và thảo luận:"), bullets("heard")))
    add(document, p("VKResolve", "QUYẾT NGHỊ:"))
    _assessment(document)
    _directions(document)
    _elected(document)
    add(
        document,
        p("VKPart", "Tổ chức thực hiện"),
        p(
            "VKBody",
            "Đại hội giao {{ committee }} căn cứ Nghị quyết Đại hội xây dựng chương trình, kế hoạch, cụ thể hóa "
            "thành nhiệm vụ hằng năm; tổ chức thực hiện và kiểm tra, giám sát việc thực hiện Nghị quyết.",
        ),
        p("VKLast", "{{ adoption }}./."),
        signed_with_receivers(_receivers(), ("TM. ĐẠI HỘI", "ĐOÀN CHỦ TỊCH"), "{{ signer }}"),
    )
    _annexes(document)
    return document


def _assessment(document: Document) -> None:
    add(
        document,
        p("VKPart", "Đánh giá kết quả hoạt động nhiệm kỳ {{ outgoing_term }}"),
        p("VKBody", "Đại hội thông qua đánh giá kết quả hoạt động công đoàn nhiệm kỳ {{ outgoing_term }}."),
        p("VKPoint", "Kết quả đạt được"),
        bullets("results"),
        optional("limits", p("VKPoint", "Tồn tại, hạn chế"), bullets("limits")),
        optional("lessons", p("VKPoint", "Bài học kinh nghiệm"), bullets("lessons")),
    )


def _directions(document: Document) -> None:
    add(
        document,
        p("VKPart", "Phương hướng, mục tiêu, nhiệm vụ nhiệm kỳ {{ term }}"),
        optional("motto", p("VKPoint", "Phương châm"), p("VKBody", "{{ motto }}.")),
        p("VKPoint", "Mục tiêu"),
        bullets("goals"),
        p("VKPoint", "Chỉ tiêu phấn đấu"),
        targets_table(),
        optional("tasks", p("VKPoint", "Nhiệm vụ và giải pháp"), bullets("tasks")),
    )


def _elected(document: Document) -> None:
    add(
        document,
        p("VKPart", "{{ committee_part }}"),
        p(
            "VKBody",
            "{{ committee_line }} gồm {{ members_count }} đồng chí (danh sách tại {{ committee_annex }} kèm theo).",
        ),
        optional("chair_line", p("VKBody", "{{ chair_line }}")),
        optional(
            "delegation_annex",
            p("VKBody", "{{ delegation }} (danh sách tại {{ delegation_annex }} kèm theo)."),
        ),
    )


def _annexes(document: Document) -> None:
    """Who was elected, in lists that are numbered and sealed apart from the resolution."""
    of = "Kèm theo {{ annexed_to }}"
    annex(document, "{{ committee_annex }}", "{{ committee_list }}", of, _listed("members"))
    add(document, tag("{%p if delegation_annex %}"))
    annex(
        document,
        "{{ delegation_annex }}",
        "{{ delegation_list }}",
        of,
        optional("official", p("VKLead", "{{ delegation_line }}"), _listed("official")),
        optional("alternates", p("VKLead", "{{ alternates_line }}"), _listed("alternates")),
    )
    add(document, tag("{%p endif %}"))


def _listed(name: str) -> str:
    heads = (("TT", 750), ("Họ và tên", 3500), ("Chức vụ, đơn vị công tác", 4537))
    widths = [width for _, width in heads]
    cells = (
        ("VKFigure", "{{ loop.index }}"),
        ("VKCell", "{{ person.name }}"),
        ("VKCell", "{{ person.office }}"),
    )
    start, end = row_tag(widths, f"{{%tr for person in {name} %}}"), row_tag(widths, "{%tr endfor %}")
    return grid(heads, start + row(widths, cells) + end)


def _receivers() -> str:
    return (
        tag("{%p for line in receivers %}")
        + p("VKTo", "- {{ line }};")
        + tag("{%p endfor %}")
        + p("VKTo", "- Lưu: VT, hồ sơ Đại hội.")
    )


def minutes() -> Document:
    document = sheet("Biên bản Đại hội")
    add(document, heading(organ=True, dated=False), title("BIÊN BẢN"))
    add(
        document,
        p("VKPart", "Thời gian, địa điểm"),
        lines("sittings"),
        p("VKBody", "Địa điểm: {{ venue }}."),
        p("VKPart", "Thành phần tham dự"),
        lines("attendance"),
        p("VKPart", "Đoàn Chủ tịch, Đoàn Thư ký và các ban của Đại hội"),
        tag("{%p for organ in organs %}"),
        p("VKLead", "**{{ organ.label }}** gồm {{ organ.count }} đồng chí{{ organ.vote }}:"),
        tag("{%p for person in organ.members %}"),
        p("VKBody", "- Đồng chí {{ person.name }}{{ person.role }}"),
        tag("{%p endfor %}"),
        tag("{%p endfor %}"),
        p("VKPart", "Nội dung, diễn biến Đại hội"),
        tag("{%p for step in steps %}"),
        optional("step.session", p("VKSession", "{{ step.session }}")),
        p("VKPoint", "{{ step.title }}"),
        lines("step.lines"),
        optional("step.vote", p("VKBody", "//{{ step.vote }}//")),
        tag("{%p endfor %}"),
    )
    _spoken(document)
    _ballots(document)
    add(
        document,
        p("VKPart", "Thông qua Nghị quyết, kết thúc Đại hội"),
        p("VKBody", "{{ adoption }}."),
        p("VKLast", "{{ closing }}./."),
        signed_by_two((("TM. ĐOÀN THƯ KÝ",), "{{ secretary }}"), (("TM. ĐOÀN CHỦ TỊCH",), "{{ president }}")),
    )
    return document


def _spoken(document: Document) -> None:
    add(
        document,
        optional(
            "speeches",
            p("VKPart", "Thảo luận, phát biểu tại Đại hội"),
            tag("{%p for speech in speeches %}"),
            p("VKLead", "**{{ speech.speaker }}**{{ speech.opening }}"),
            lines("speech.lines"),
            tag("{%p endfor %}"),
        ),
    )


def _ballots(document: Document) -> None:
    add(
        document,
        optional(
            "elections",
            p("VKPart", "Kết quả bầu cử"),
            tag("{%p for election in elections %}"),
            p("VKPoint", "{{ election.title }}"),
            lines("election.lines"),
            tag("{%p endfor %}"),
            p("VKBody", "Chi tiết tại các biên bản kiểm phiếu kèm theo."),
        ),
    )


PAPERS: dict[str, Callable[[], Document]] = {
    "resolution": resolution,
    "minutes": minutes,
    "credential_card": credential_card,
    "credentials_report": credentials_report,
    "membership_report": membership_report,
    "election_result": election_result,
    "ballot": ballot,
    "candidate_list": candidate_list,
    "conference_ballot": conference_ballot,
    "summons": summons,
    "invitation": invitation,
    "programme": programme,
    "running_order": running_order,
    "activity_report": activity_report,
    "working_rules": working_rules,
    "election_rules": election_rules,
    "card_sheet": card_sheet,
    "biographies": biographies,
    "conference_minutes": conference_minutes,
    "conference_count": conference_count,
    "recognition_proposal": recognition_proposal,
    "recognition_dossier": recognition_dossier,
    "recognition_decision": recognition_decision,
    "notice": notice,
    "extract": extract,
    "register": register,
}


def main(folder: Path) -> None:
    """Write every template that `folder` does not have yet."""
    for name, draw in PAPERS.items():
        target = folder / f"{name}.docx"
        if not target.exists():
            document = draw()
            end_with_a_line(document)
            document.save(str(target))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
