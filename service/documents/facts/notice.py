"""What the notice of the results prints."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.counts import fraction, hands
from service.documents.facts.fact import Fact, one, series
from service.documents.facts.minutes import attended
from service.documents.facts.officers import bodies, body_facts
from service.documents.facts.readers import names_under, said
from service.documents.facts.reading import LONG_DAY, NUMBER, day, long_day, number, percent_of
from service.documents.facts.resolution import days_said, delegation_facts
from service.documents.paper import PlannedPaper
from service.documents.requirements import is_appointed


def notice_facts(_paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """When and with how many the congress met, its resolution, who was elected or appointed."""
    opened, closed = congress.opened_on, congress.closed_on
    if opened and closed:
        names = ("ngày tổ chức đại hội", "days of the congress")
        days = day(opened) if opened == closed else f"{day(opened)}-{day(closed)}"
        read = said(rf"^Đại hội được tổ chức (?:từ )?{LONG_DAY}(?: đến {LONG_DAY})?", days_said)
        yield one("days", names, days, read)
    yield from _attendance(congress)
    yield from _resolution(congress)
    yield from body_facts(congress, rule_set)
    if is_appointed(congress):
        yield from _appointed(congress, rule_set)
    else:
        yield from delegation_facts(congress, rule_set)


def _attendance(congress: Congress) -> Iterator[Fact]:
    counts = congress.attendance
    if counts.summoned is not None and counts.present is not None:
        who = "Đại biểu" if congress.form == "delegates" else "Đoàn viên"
        rate = f", {percent_of(counts.present, counts.summoned)}" if counts.summoned else ""
        names = ("số được triệu tập, có mặt, tỷ lệ", "summoned, present, percent")
        start = rf"^{who} được triệu tập: ({NUMBER}); có mặt: ({NUMBER})"
        read = said(rf"{start}(?: \(đạt tỷ lệ ([\d.,]+%)\))?", attended)
        yield one("attendance", names, f"{counts.summoned}, {counts.present}{rate}", read)


def _resolution(congress: Congress) -> Iterator[Fact]:
    resolved = congress.resolution
    if resolved.adopted:
        targets = f"{len(resolved.targets)}, " if resolved.targets else ""
        names = ("số chỉ tiêu, biểu quyết nghị quyết", "targets and vote of the resolution")
        read = said(
            rf"^Đại hội đã thông qua Nghị quyết(?: gồm ({NUMBER}) chỉ tiêu)?, với ({NUMBER})/({NUMBER})",
            lambda count, part, of: (f"{number(count)}, " if count else "") + fraction(part, of),
        )
        yield one("/resolution/adopted/targets", names, f"{targets}{hands(resolved.adopted)}", read)


def _appointed(congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """The decisions in the order of the bodies, and the delegates whom one of them names."""
    there = [body.pointer.rpartition("/")[2] for body in bodies(congress, rule_set) if body.members]
    by_body = {one_.body: one_ for one_ in congress.appointments}
    delegates = by_body.get("upper_delegates")
    named = [by_body[body] for body in there if body in by_body]
    named += [delegates] if delegates and delegates.members else []
    names = ("số, ngày của quyết định chỉ định", "number and day of the decisions of appointment")
    expected = [f"{one_.number} {day(one_.decided_on)}" for one_ in named if one_.number and one_.decided_on]
    read = said(
        rf"được chỉ định theo quyết định số (\S+) {LONG_DAY}", lambda nth, *on: f"{nth} {long_day(*on)}"
    )
    yield series("/appointments", names, expected, read)
    if delegates:
        names = ("đại biểu được chỉ định dự đại hội cấp trên", "delegates appointed to the upper congress")
        members = [person.full_name for person in delegates.members]
        yield series("/appointments/upper_delegates", names, members, names_under("^Đại biểu dự .+ gồm"))
