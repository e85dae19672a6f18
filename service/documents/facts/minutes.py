"""What the minutes of the congress print."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.counts import fraction, hands, vote_facts
from service.documents.facts.fact import Fact, one, series
from service.documents.facts.readers import said
from service.documents.facts.reading import (
    CLOCK,
    LONG_DAY,
    NUMBER,
    clock_time,
    day,
    long_day,
    number,
    percent_of,
    time,
)
from service.documents.paper import PlannedPaper


def minutes_facts(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """Attendance, sittings, organs, every count and who was elected, the vote on the resolution, the end."""
    yield from attendance_facts(congress)
    yield from _sittings(congress)
    yield from _organs(congress)
    yield from vote_facts(congress, rule_set)
    yield from adoption_fact(congress)
    originals = congress.minutes.originals or paper.originals
    names = ("số bản của biên bản", "originals of the minutes")
    yield one("minutes/originals", names, originals, said(rf"được lập thành ({NUMBER}) bản"))


def adoption_fact(congress: Congress) -> Iterator[Fact]:
    """The vote that adopted the resolution."""
    if congress.resolution.adopted:
        names = ("biểu quyết thông qua nghị quyết", "vote on the resolution")
        adopted = said(rf"^Đại hội thông qua Nghị quyết Đại hội với ({NUMBER})/({NUMBER})", fraction)
        yield one("/resolution/adopted", names, hands(congress.resolution.adopted), adopted)


def attendance_facts(congress: Congress) -> Iterator[Fact]:
    """How many were summoned, came and were absent."""
    counts = congress.attendance
    who = "Đại biểu" if congress.form == "delegates" else "Đoàn viên"
    start = rf"^{who} được triệu tập: ({NUMBER}); có mặt: ({NUMBER})"
    rate = f", {percent_of(counts.present or 0, counts.summoned or 0)}" if counts.summoned else ""
    lines = (
        (
            "attendance",
            ("số được triệu tập, có mặt, tỷ lệ", "summoned, present, percent"),
            f"{counts.summoned}, {counts.present}{rate}",
            said(rf"{start}(?: \(đạt tỷ lệ ([\d.,]+%)\))?", attended),
        ),
        (
            "/attendance/absent_with_leave",
            ("số vắng mặt có lý do", "absent with leave"),
            counts.absent_with_leave,
            said(rf"^Vắng mặt có lý do: ({NUMBER})"),
        ),
        (
            "/attendance/absent_without_leave",
            ("số vắng mặt không có lý do", "absent without leave"),
            counts.absent_without_leave,
            said(rf"[Vv]ắng mặt không có lý do: ({NUMBER})"),
        ),
        (
            "/attendance/guests",
            ("số khách mời", "guests"),
            counts.guests or None,
            said(rf"^Khách mời: ({NUMBER})"),
        ),
    )
    for key, names, expected, read in lines:
        if expected is not None:
            yield one(key, names, expected, read)


def attended(summoned: str, present: str, rate: str | None) -> str:
    """What a sentence on attendance says, in one form."""
    return f"{number(summoned)}, {number(present)}" + (f", {rate}" if rate else "")


def _sittings(congress: Congress) -> Iterator[Fact]:
    sittings = [
        f"{time(one_.opened_at)}-{time(one_.closed_at)}, {day(one_.held_on)}"
        for one_ in congress.sessions
        if one_.opened_at and one_.closed_at
    ]
    pattern = rf"bắt đầu hồi {CLOCK}, kết thúc hồi {CLOCK}, {LONG_DAY}"
    names = ("giờ, ngày của các phiên họp", "times and days of the sessions")
    yield series("/sessions", names, sittings, said(pattern, _sitting))
    last = congress.sessions[-1]
    if last.closed_at:
        names = ("giờ, ngày kết thúc đại hội", "when the congress ended")
        ended = said(
            rf"^Đại hội kết thúc hồi {CLOCK}, {LONG_DAY}",
            lambda *f: f"{clock_time(*f[:2])}, {long_day(*f[2:])}",
        )
        yield one("/closed_at", names, f"{time(last.closed_at)}, {day(last.held_on)}", ended)


def _sitting(*found: str) -> str:
    return f"{clock_time(*found[:2])}-{clock_time(*found[2:4])}, {long_day(*found[4:])}"


def _organs(congress: Congress) -> Iterator[Fact]:
    """How many members each organ has and the vote that elected it; the names stand below in words of the template."""
    organs = (
        ("/presidium", "Đoàn Chủ tịch", congress.presidium),
        ("/secretariat", "Đoàn Thư ký", congress.secretariat),
        ("/credentials_committee", "Ban Thẩm tra tư cách đại biểu", congress.credentials_committee),
        ("/tellers", "Ban (?:Bầu cử|Kiểm phiếu)", congress.tellers),
    )
    for key, label, organ in organs:
        if organ:
            vote = f", {hands(organ.vote)}" if organ.vote else ""
            elected = rf"(?:, được Đại hội bầu với ({NUMBER})/({NUMBER}))?"
            names = (f"số người và biểu quyết ({key[1:]})", f"members and vote ({key[1:]})")
            read = said(rf"^{label} gồm ({NUMBER}) đồng chí{elected}", _organ)
            yield one(key, names, f"{len(organ.members)}{vote}", read, required=False)


def _organ(members: str, in_favour: str | None, cast: str | None) -> str:
    return str(number(members)) + (f", {fraction(in_favour, cast)}" if in_favour and cast else "")
