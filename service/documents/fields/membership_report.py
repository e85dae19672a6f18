"""The fields of the report on the members to a plenary congress (báo cáo tình hình đoàn viên)."""

from __future__ import annotations

from service.congress.attending import Membership
from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped
from service.documents.fields.breakdowns import BASES, breakdowns, extremes, line
from service.documents.fields.grounds import texts_read
from service.documents.fields.letterhead import (
    Fields,
    congress_name,
    date_line,
    full_name,
    known,
    letterhead,
    lines_of,
)
from service.documents.offices import outgoing_committee, outgoing_term_words
from service.documents.paper import PlannedPaper


def membership_report_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words and figures of the report. Raises NotReady when its data is not complete."""
    found, members = known(congress.membership), known(congress.organisation.members)
    summoned, present = known(congress.attendance.summoned), known(congress.attendance.present)
    base = {"members": members, "summoned": summoned, "present": present}[found.base]
    return {
        **letterhead(paper, congress),
        "date_line": date_line(paper, congress),
        "subject": f"Tình hình đoàn viên tại {full_name(congress, spaced=True)}",
        "grounds": [f"Căn cứ {source}." for source in texts_read(rule_set)[:1]],
        "opening": (
            f"{outgoing_committee(congress)} báo cáo {congress_name(congress)} tình hình đoàn viên như sau:"
        ),
        "members": _members(congress, found, members),
        "changes": _changes(congress, found),
        "attendance": _attendance(congress, members, summoned, present),
        "base_count": grouped(base),
        "base_name": BASES[found.base],
        "breakdowns": breakdowns(found.breakdowns, base),
        "ages": extremes("Đoàn viên", found.oldest, found.youngest),
        "complaints": lines_of(found.complaints),
        "conclusion": _conclusion(found, present),
        "refused": [f"Đoàn viên {refusal.full_name}: {refusal.reason}." for refusal in found.not_entitled],
        "closing": f"{outgoing_committee(congress)} kính trình Đại hội xem xét, biểu quyết thông qua",
        "reporter_caps": outgoing_committee(congress).upper(),
    }


def _members(congress: Congress, found: Membership, members: int) -> str:
    groups = f", sinh hoạt tại {grouped(found.groups)} tổ công đoàn" if found.groups else ""
    return f"{congress.organisation.name} có {grouped(members)} đoàn viên{groups}."


def _changes(congress: Congress, found: Membership) -> list[str]:
    """What the outgoing term brought, as far as it was counted."""
    counts = (
        ("Số đoàn viên kết nạp, tiếp nhận mới", found.admitted),
        ("Số đoàn viên giảm", found.left),
        ("Số đoàn viên được kết nạp vào Đảng", found.party_admitted),
    )
    during = outgoing_term_words(congress)
    return [f"{label}{during}: {grouped(count)}." for label, count in counts if count is not None]


def _attendance(congress: Congress, members: int, summoned: int, present: int) -> list[Fields]:
    counts = congress.attendance
    lines = [
        line("Tổng số đoàn viên", members, members),
        line("Đoàn viên được triệu tập dự Đại hội", summoned, members),
        line("Đoàn viên có mặt (tính trên số được triệu tập)", present, summoned),
    ]
    absences = (
        ("Đoàn viên vắng mặt có lý do (tính trên số được triệu tập)", counts.absent_with_leave),
        ("Đoàn viên vắng mặt không có lý do (tính trên số được triệu tập)", counts.absent_without_leave),
    )
    return lines + [line(label, count, summoned) for label, count in absences if count is not None]


def _conclusion(found: Membership, present: int) -> str:
    refused = len(found.not_entitled)
    conclusion = f"{grouped(present)} đoàn viên có mặt đủ điều kiện dự Đại hội và biểu quyết, bầu cử"
    return f"{conclusion}; {grouped(refused)} đoàn viên không đủ điều kiện:" if refused else f"{conclusion}."
