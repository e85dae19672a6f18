"""What the report on the members prints."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.congress.text import fold
from service.documents.facts.breakdowns import breakdown_facts, extreme_facts
from service.documents.facts.fact import Fact, one
from service.documents.facts.readers import beside, said
from service.documents.facts.reading import NUMBER, percent_of
from service.documents.paper import PlannedPaper

_HEADS, _PERCENT = ("so luong",), ("ty le",)
_OF_SUMMONED = "(tính trên số được triệu tập)"


def membership_report_facts(_paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Iterator[Fact]:
    """Members, attendance, breakdowns with their base, oldest and youngest, the conclusion."""
    found, members, counts = congress.membership, congress.organisation.members, congress.attendance
    if found is None or members is None or counts.summoned is None or counts.present is None:
        return
    summoned = counts.summoned
    names = ("số đoàn viên", "members")
    yield one("/organisation/members", names, members, said(rf" có ({NUMBER}) đoàn viên(?:, sinh hoạt|\.$)"))
    lines = (
        ("members", "Tổng số đoàn viên", "members in all", members, members),
        ("/attendance/summoned", "Đoàn viên được triệu tập dự Đại hội", "summoned", summoned, members),
        ("/attendance/present", f"Đoàn viên có mặt {_OF_SUMMONED}", "present", counts.present, summoned),
        (
            "/attendance/absent_with_leave",
            f"Đoàn viên vắng mặt có lý do {_OF_SUMMONED}",
            "absent with leave",
            counts.absent_with_leave,
            summoned,
        ),
        (
            "/attendance/absent_without_leave",
            f"Đoàn viên vắng mặt không có lý do {_OF_SUMMONED}",
            "absent without leave",
            counts.absent_without_leave,
            summoned,
        ),
    )
    for key, vi, en, count, base in lines:
        if count is not None:
            yield one(key, (vi, en), count, beside(fold(vi), _HEADS))
            share = percent_of(count, base)
            yield one(
                f"{key}/percent", (f"tỷ lệ: {vi}", f"percent: {en}"), share, beside(fold(vi), _PERCENT, str)
            )
    bases = {"members": members, "summoned": summoned, "present": counts.present}
    yield from breakdown_facts("/membership", found.breakdowns, bases[found.base])
    yield from extreme_facts("/membership", "Đoàn viên", found.oldest, found.youngest)
    names = ("số đoàn viên đủ điều kiện", "members entitled")
    read = said(rf"^({NUMBER}) đoàn viên có mặt đủ điều kiện")
    yield one("membership/entitled", names, counts.present, read)
