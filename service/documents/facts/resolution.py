"""What the resolution prints."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.counts import alternate_names, elected_names, fraction, hands
from service.documents.facts.fact import Fact, one, series
from service.documents.facts.readers import names_under, said
from service.documents.facts.reading import LONG_DAY, NUMBER, TERM, day, long_day
from service.documents.paper import PlannedPaper


def resolution_facts(_paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """When and with how many the congress met, both terms, who was elected, the vote."""
    yield from _opening(congress)
    yield from _terms(congress)
    yield from _committee(congress, rule_set)
    yield from delegation_facts(congress, rule_set)
    resolved = congress.resolution
    if resolved.adopted and resolved.adopted_on:
        names = ("ngày, biểu quyết thông qua nghị quyết", "day and vote of the resolution")
        adopted = said(
            rf"^Nghị quyết này đã được .+ thông qua {LONG_DAY}, với ({NUMBER})/({NUMBER})",
            lambda *f: f"{long_day(*f[:3])}, {fraction(*f[3:])}",
        )
        expected = f"{day(resolved.adopted_on)}, {hands(resolved.adopted)}"
        yield one("/resolution/adopted", names, expected, adopted)


def _opening(congress: Congress) -> Iterator[Fact]:
    opened, closed = congress.opened_on, congress.closed_on
    if opened and closed:
        days = day(opened) if opened == closed else f"{day(opened)}-{day(closed)}"
        names = ("ngày tổ chức đại hội", "days of the congress")
        pattern = rf"được tổ chức (?:từ )?{LONG_DAY}(?: đến {LONG_DAY})? tại"
        yield one("days", names, days, said(pattern, days_said))
    present = congress.attendance.present
    if present is not None:
        names = ("số có mặt", "present")
        who = "đại biểu" if congress.form == "delegates" else "đoàn viên"
        yield one("/attendance/present", names, present, said(rf"với sự tham dự của ({NUMBER}) {who}"))
    members = congress.attendance.members_represented
    if congress.form == "delegates" and members is not None:
        names = ("số đoàn viên được đại diện", "members represented")
        read = said(rf"đại biểu, đại diện cho ({NUMBER}) đoàn viên")
        yield one("/attendance/members_represented", names, members, read)


def days_said(*found: str | None) -> str:
    """The first and the last day that a sentence says, in one form."""
    first, last = found[:3], found[3:]
    start = long_day(*map(str, first))
    return f"{start}-{long_day(*map(str, last))}" if last[0] else start


def _terms(congress: Congress) -> Iterator[Fact]:
    """Both terms, where the headings of a template name them."""
    span = "{}-{}".format
    if congress.outgoing_term:
        names = ("nhiệm kỳ cũ", "outgoing term")
        read = said(rf"^Đánh giá kết quả .*nhiệm kỳ {TERM}$", span)
        yield one("/outgoing_term", names, str(congress.outgoing_term), read, required=False)
    read = said(rf"^Phương hướng.* nhiệm kỳ {TERM}$", span)
    yield one("/term", ("nhiệm kỳ mới", "new term"), str(congress.term), read, required=False)


def _committee(congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    committee = congress.executive_committee
    listed = [person.full_name for person in committee.members] if committee else []
    members = listed or elected_names(congress, rule_set, "executive_committee")
    lead = r"đã bầu Ban Chấp hành .+ gồm"
    names = ("số ủy viên Ban Chấp hành", "size of the committee")
    yield one(
        "/executive_committee/size", names, len(members), said(rf"{lead} ({NUMBER}) đồng chí"), required=False
    )
    names = ("danh sách Ban Chấp hành", "members of the committee")
    yield series(
        "/executive_committee/members",
        names,
        members,
        names_under(lead, annex="^DANH SÁCH BAN CHẤP HÀNH"),
        required=False,
    )
    voted = elected_names(congress, rule_set, "chair")
    direct = committee.chair if committee and committee.chair_elected_by == "congress" else None
    chair = voted[:1] or ([direct.full_name] if direct else [])
    names = ("Chủ tịch được bầu trực tiếp", "chair elected directly")
    read = said(r"đã bầu trực tiếp đồng chí (.+?) giữ chức vụ Chủ tịch", str)
    yield series("/executive_committee/chair", names, chair, read)


def delegation_facts(congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """Delegates and alternates to the upper congress, how many and who."""
    lists = (
        ("official", "chính thức", elected_names(congress, rule_set, "upper_delegates")),
        ("alternates", "dự khuyết", alternate_names(congress, rule_set)),
    )
    for name, word, expected in lists:
        lead = rf"đã bầu (?:{NUMBER}) đại biểu {word}"
        en = f"{name} delegates to the upper congress"
        if expected:
            names = (f"số đại biểu {word} dự đại hội cấp trên", f"number of {en}")
            counts = said(rf"^Đại hội đã bầu (?:{NUMBER} đại biểu chính thức, )?({NUMBER}) đại biểu {word}")
            yield one(f"/upper_delegation/{name}", names, len(expected), counts)
        names = (f"đại biểu {word} dự đại hội cấp trên", en)
        yield series(f"/upper_delegation/{name}/names", names, expected, names_under(lead))
