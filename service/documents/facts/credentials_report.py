"""What the report on the delegates' credentials prints."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.attending import Credentials
from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.congress.text import fold
from service.documents.facts.breakdowns import breakdown_facts, extreme_facts
from service.documents.facts.counts import fraction
from service.documents.facts.fact import Fact, one
from service.documents.facts.readers import beside, said
from service.documents.facts.reading import NUMBER, percent_of
from service.documents.paper import PlannedPaper

_HEADS, _PERCENT = ("so luong",), ("ty le",)


def credentials_report_facts(_paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Iterator[Fact]:
    """Attendance, composition, breakdowns with their base, oldest and youngest, the conclusion."""
    found, counts = congress.credentials, congress.attendance
    if found is None or counts.summoned is None or counts.present is None:
        return
    lines = (
        ("/attendance/summoned", "Đại biểu được triệu tập", "summoned", counts.summoned),
        ("/attendance/present", "Đại biểu có mặt", "present", counts.present),
        (
            "/attendance/absent_with_leave",
            "Đại biểu vắng mặt có lý do",
            "absent with leave",
            counts.absent_with_leave,
        ),
        (
            "/attendance/absent_without_leave",
            "Đại biểu vắng mặt không có lý do",
            "absent without leave",
            counts.absent_without_leave,
        ),
        ("/credentials/ex_officio", "Đại biểu đương nhiên", "ex officio", found.ex_officio),
        ("/credentials/elected", "Đại biểu được bầu", "elected", found.elected),
        ("/credentials/appointed", "Đại biểu được chỉ định", "appointed", found.appointed),
    )
    for key, vi, en, count in lines:
        if count is not None:
            yield one(key, (vi, en), count, beside(fold(vi), _HEADS))
            share = percent_of(count, counts.summoned)
            yield one(
                f"{key}/percent", (f"tỷ lệ: {vi}", f"percent: {en}"), share, beside(fold(vi), _PERCENT, str)
            )
    base = counts.present if found.base == "present" else counts.summoned
    yield from breakdown_facts("/credentials", found.breakdowns, base)
    yield from extreme_facts("/credentials", "Đại biểu", found.oldest, found.youngest)
    yield from _conclusion(found, base, counts.present)


def _base(count: str, which: str) -> str:
    return f"{count.replace('.', '')} {which}"


def _conclusion(found: Credentials, base: int, present: int) -> Iterator[Fact]:
    which = "có mặt" if found.base == "present" else "được triệu tập"
    names = ("cơ sở tính tỷ lệ", "base of the percents")
    read = said(rf"[Tt]ỷ lệ tính trên ({NUMBER}) đại biểu (có mặt|được triệu tập)", _base)
    yield one("credentials/base", names, f"{base} {which}", read, required=False)
    names = ("số đại biểu đủ tư cách", "delegates qualified")
    read = said(rf"có ({NUMBER})/({NUMBER}) đại biểu có mặt đủ tư cách", fraction)
    yield one("/credentials/qualified", names, f"{found.qualified}/{present}", read)
