"""The course of the congress: who presides, how many sessions it takes, and in which order its business goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.names import same_name_key
from service.congress.proceedings import Session, Step
from service.congress.rules.case import Case
from service.congress.rules.provisions import Business, Point
from service.congress.rules.rule import Fault, Figures, Rule
from service.congress.text import fold

NOON = dt.time(12, 30)
"""A morning that runs over noon by half an hour is a morning still."""


def _presides_from_outside(case: Case) -> Iterator[Fault]:
    rule, congress = case.rule_set.presidium, case.congress
    is_whole = len(congress.delegates) == congress.attendance.summoned
    if not rule or not congress.presidium or congress.form != "delegates" or not is_whole:
        return
    delegates = {same_name_key(delegate.full_name) for delegate in congress.delegates}
    members = congress.presidium.members
    outside = sum(same_name_key(member.full_name) not in delegates for member in members)
    part, whole = rule.ratio
    if outside * whole > part * len(members):
        figures: Figures = {"outside": outside, "size": len(members), "ratio": f"{part}/{whole}"}
        yield Fault(pointer="/presidium/members", figures=figures)


def _plenary_verifies(case: Case) -> Iterator[Fault]:
    congress = case.congress
    if congress.form == "plenary" and congress.credentials_committee:
        yield Fault(pointer="/credentials_committee")


def _too_many_sessions(case: Case) -> Iterator[Fault]:
    rule, congress = case.rule_set.sessions, case.congress
    most = rule.most_for(congress.organisation.level) if rule else None
    taken = _half_days(congress.sessions)
    if most is not None and taken > most:
        yield Fault(pointer="/sessions", figures={"sessions": taken, "most": most})


def _half_days(sessions: tuple[Session, ...]) -> int:
    """How many mornings and afternoons (buổi) the sittings take, at least: without times a day counts once."""
    halves: dict[dt.date, set[bool]] = {}
    for session in sessions:
        times = (session.opened_at, session.closed_at)
        is_afternoon = {time > NOON for time in times if time is not None}
        halves.setdefault(session.held_on, set()).update(is_afternoon)
    return sum(max(1, len(found)) for found in halves.values())


def _out_of_order(case: Case) -> Iterator[Fault]:
    business, steps = case.rule_set.business, case.congress.minutes.steps
    for session in _official(case.congress) if business else ():
        reached = 0
        for index, step in enumerate(steps):
            places = _places(business, step) if business and (step.session or 1) == session else []
            if not places:
                continue
            if places[-1] < reached:
                figures: Figures = {"title": step.title, "place": places[-1], "reached": reached}
                yield Fault(pointer=f"/minutes/steps/{index}/title", figures=figures)
                continue
            reached = next(place for place in places if place >= reached)


def _official(congress: Congress) -> list[int]:
    """The numbers of the sessions that the order is about: what is prepared before has an order of its own."""
    numbers = sorted({step.session or 1 for step in congress.minutes.steps})
    kinds = [session.kind for session in congress.sessions]
    return [number for number in numbers if kinds[number - 1 : number] != ["preparatory"]]


def _places(business: Business, step: Step) -> list[int]:
    """Which points of the order, from 1, a title may stand for; a title nobody knows stands for none."""
    title = f" {fold(step.title)} "
    return [place for place, point in enumerate(business.points, 1) if _is_named(point, title)]


def _is_named(point: Point, title: str) -> bool:
    return any(f" {word} " in title for word in point.words)


def _refused_stands(case: Case) -> Iterator[Fault]:
    credentials = case.congress.credentials
    refused = {same_name_key(one.full_name) for one in credentials.not_qualified} if credentials else set()
    for ballot in case.ballots:
        for index, candidate in enumerate(ballot.round.candidates):
            if ballot.vote.meeting.is_congress and same_name_key(candidate.full_name) in refused:
                pointer = f"{ballot.pointer}/candidates/{index}/full_name"
                figures = {"name": candidate.full_name}
                yield Fault(pointer=pointer, figures=figures, words={"where": ballot.where})


RULES = (
    Rule(
        code="presidium.not_delegates",
        find=_presides_from_outside,
        provision=lambda rule_set: rule_set.presidium,
        vi="Trong {size} thành viên đoàn chủ tịch có {outside} người không có tên trong danh sách đại biểu; đoàn chủ tịch là "
        "đại biểu chính thức, thành viên danh dự không quá {ratio}. Xem lại hai danh sách.",
        en="Of {size} members of the presidium, {outside} are not on the list of delegates; the presidium are official "
        "delegates, honorary members at most {ratio}. Look at both lists.",
    ),
    Rule(
        code="credentials_committee.plenary",
        find=_plenary_verifies,
        provision=lambda rule_set: rule_set.business,
        vi="Đại hội toàn thể không bầu ban thẩm tra tư cách đại biểu mà báo cáo tình hình đoàn viên. Bỏ ban này, hoặc xem lại "
        "hình thức đại hội.",
        en="A plenary congress has no credentials committee; it hears a report on the members. Remove the committee, or look "
        "at the form.",
    ),
    Rule(
        code="sessions.over_cap",
        find=_too_many_sessions,
        provision=lambda rule_set: rule_set.sessions,
        vi="Đại hội họp {sessions} buổi, nhiều hơn mức {most} buổi. Kiểm tra ý kiến của công đoàn cấp trên.",
        en="The congress takes {sessions} sessions, more than the {most} allowed. Check what the upper union says.",
    ),
    Rule(
        code="minutes.out_of_order",
        find=_out_of_order,
        provision=lambda rule_set: rule_set.business,
        vi="Biên bản ghi “{title}” (bước {place}) sau bước {reached} của trình tự đại hội. Xem lại thứ tự các bước.",
        en="The minutes have “{title}” (step {place}) after step {reached} of the order of business. Look at the order.",
    ),
    Rule(
        code="credentials.refused_stands",
        find=_refused_stands,
        severity="warning",
        vi="{where}: {name} có tên trong danh sách bầu cử nhưng cũng có tên trong số người không đủ tư cách đại biểu. Kiểm "
        "tra xem có phải cùng một người không.",
        en="{where}: {name} is a candidate and also among those whose credentials were refused. Check whether this is the "
        "same person.",
    ),
)
