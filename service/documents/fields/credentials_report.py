"""The fields of the report of the credentials committee (báo cáo thẩm tra tư cách đại biểu)."""

from __future__ import annotations

from service.congress.model import Breakdown, Congress, Credentials
from service.congress.people import Person
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped
from service.documents.fields.letterhead import (
    Fields,
    comrades,
    date_line,
    full_name,
    known,
    letterhead,
    lines_of,
    share,
)
from service.documents.offices import NBSP
from service.documents.paper import PlannedPaper

_BASES = {"present": "có mặt", "summoned": "được triệu tập"}


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
        "grounds": [f"Căn cứ {source}." for source in rule_set.sources[:1]],
        "opening": _opening(congress, len(board.members)),
        "attendance": _attendance(congress, summoned, present),
        "absences": _absences(congress, summoned - present),
        "summoned": grouped(summoned),
        "composition": _composition(found, summoned),
        "base_count": grouped(base),
        "base_name": _BASES[found.base],
        "breakdowns": [_breakdown(number, trait, base) for number, trait in enumerate(found.breakdowns, 1)],
        "ages": _ages(found),
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


def _line(label: str, count: int, base: int) -> Fields:
    return {"label": label, "count": grouped(count), "percent": share(count, base)}


def _attendance(congress: Congress, summoned: int, present: int) -> list[Fields]:
    counts = congress.attendance
    absences = (
        ("Đại biểu vắng mặt có lý do", counts.absent_with_leave),
        ("Đại biểu vắng mặt không có lý do", counts.absent_without_leave),
    )
    lines = [
        _line("Đại biểu được triệu tập", summoned, summoned),
        _line("Đại biểu có mặt", present, summoned),
    ]
    return lines + [_line(label, count, summoned) for label, count in absences if count is not None]


def _absences(congress: Congress, absent: int) -> list[str]:
    """Who was absent, when the list of delegates says so for each of them."""
    names = [delegate for delegate in congress.delegates if delegate.present is False]
    return [f"Đại biểu vắng mặt: {comrades(names)}."] if names and len(names) == absent else []


def _composition(found: Credentials, summoned: int) -> list[Fields]:
    return [
        _line("Đại biểu đương nhiên", known(found.ex_officio), summoned),
        _line("Đại biểu được bầu", known(found.elected), summoned),
        _line("Đại biểu được chỉ định", known(found.appointed), summoned),
    ]


def _breakdown(number: int, trait: Breakdown, base: int) -> Fields:
    groups = [
        {"number": f"{number}.{place}", **_line(group.label, group.count, base)}
        for place, group in enumerate(trait.groups, 1)
    ]
    return {"number": str(number), "title": trait.title, "groups": groups}


def _ages(found: Credentials) -> list[str]:
    named = (("cao tuổi nhất", found.oldest), ("trẻ tuổi nhất", found.youngest))
    return [
        f"Đại biểu {which}: đồng chí {person.full_name}{_born(person)}." for which, person in named if person
    ]


def _born(person: Person) -> str:
    year = person.birth_year or (person.born_on.year if person.born_on else None)
    return f", sinh năm {year}" if year else ""


def _conclusion(found: Credentials, present: int) -> str:
    qualified = f"Qua thẩm tra, có {grouped(known(found.qualified))}/{grouped(present)} đại biểu có mặt đủ tư cách dự Đại hội"
    refused = len(found.not_qualified)
    return f"{qualified}; {grouped(refused)} đại biểu không đủ tư cách:" if refused else f"{qualified}."
