"""The fields of the report of the credentials committee (báo cáo thẩm tra tư cách đại biểu)."""

from __future__ import annotations

from service.congress.attending import Credentials
from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped
from service.documents.fields.breakdowns import BASES, breakdowns, extremes, line
from service.documents.fields.grounds import texts_read
from service.documents.fields.letterhead import (
    Fields,
    comrades,
    date_line,
    full_name,
    known,
    letterhead,
    lines_of,
)
from service.documents.offices import NBSP
from service.documents.paper import PlannedPaper


def credentials_report_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words and figures of the report. Raises NotReady when its data is not complete."""
    found, board = known(congress.credentials), known(congress.credentials_committee)
    summoned, present = known(congress.attendance.summoned), known(congress.attendance.present)
    base = present if found.base == "present" else summoned
    return {
        **letterhead(paper, congress),
        "organ_caps": "BAN THẨM TRA " + "TƯ CÁCH ĐẠI BIỂU".replace(" ", NBSP),
        "date_line": date_line(paper, congress),
        "subject": f"Thẩm tra tư cách đại biểu dự {full_name(congress, spaced=True)}",
        "grounds": [f"Căn cứ {source}." for source in texts_read(rule_set)[:1]],
        "opening": _opening(congress, len(board.members)),
        "attendance": _attendance(congress, summoned, present),
        "absences": _absences(congress, summoned - present),
        "summoned": grouped(summoned),
        "composition": _composition(found, summoned),
        "base_count": grouped(base),
        "base_name": BASES[found.base],
        "breakdowns": breakdowns(found.breakdowns, base),
        "ages": extremes("Đại biểu", found.oldest, found.youngest),
        "complaints": lines_of(found.complaints),
        "conclusion": _conclusion(found, present),
        "refused": [f"Đại biểu {refusal.full_name}: {refusal.reason}." for refusal in found.not_qualified],
        "closing": "Ban Thẩm tra tư cách đại biểu kính trình Đại hội xem xét, biểu quyết thông qua",
        "signer": board.head.full_name,
    }


def _opening(congress: Congress, members: int) -> str:
    return (
        f"Ban Thẩm tra tư cách đại biểu gồm {grouped(members)} đồng chí do Đại hội bầu đã thẩm tra tư cách các đại biểu "
        f"dự {full_name(congress)}, xin báo cáo kết quả như sau:"
    )


def _attendance(congress: Congress, summoned: int, present: int) -> list[Fields]:
    counts = congress.attendance
    absences = (
        ("Đại biểu vắng mặt có lý do", counts.absent_with_leave),
        ("Đại biểu vắng mặt không có lý do", counts.absent_without_leave),
    )
    lines = [
        line("Đại biểu được triệu tập", summoned, summoned),
        line("Đại biểu có mặt", present, summoned),
    ]
    return lines + [line(label, count, summoned) for label, count in absences if count is not None]


def _absences(congress: Congress, absent: int) -> list[str]:
    """Who was absent, when the list of delegates says so for each of them."""
    names = [delegate for delegate in congress.delegates if delegate.present is False]
    return [f"Đại biểu vắng mặt: {comrades(names)}."] if names and len(names) == absent else []


def _composition(found: Credentials, summoned: int) -> list[Fields]:
    return [
        line("Đại biểu đương nhiên", known(found.ex_officio), summoned),
        line("Đại biểu được bầu", known(found.elected), summoned),
        line("Đại biểu được chỉ định", known(found.appointed), summoned),
    ]


def _conclusion(found: Credentials, present: int) -> str:
    qualified = f"Qua thẩm tra, có {grouped(known(found.qualified))}/{grouped(present)} đại biểu có mặt đủ tư cách dự Đại hội"
    refused = len(found.not_qualified)
    return f"{qualified}; {grouped(refused)} đại biểu không đủ tư cách:" if refused else f"{qualified}."
