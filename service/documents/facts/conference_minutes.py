"""What the minutes of a first conference print."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.conferences import Conference
from service.congress.model import Congress
from service.congress.people import HandVote
from service.congress.rules.rule_set import RuleSet
from service.documents.conferences import as_meeting, conference_at
from service.documents.facts.counts import fraction, hands, vote_facts
from service.documents.facts.fact import Fact, one, series
from service.documents.facts.minutes import attended
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


def conference_minutes_facts(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """When it was, who came, presided and wrote; every show of hands, every count and who was elected."""
    name, held = conference_at(paper.source, congress)
    at = f"/{name}"
    yield from _times(at, held)
    yield from _attendance(at, held)
    yield from _hands(at, held)
    yield from vote_facts(as_meeting(congress, held), rule_set, f"{at}/")
    names = ("số bản của biên bản", "originals of the minutes")
    yield one(f"{at}/originals", names, paper.originals, said(rf"được lập thành ({NUMBER}) bản"))


def _times(at: str, held: Conference) -> Iterator[Fact]:
    if held.opened_at and held.held_on:
        names = ("giờ, ngày bắt đầu hội nghị", "when the conference began")
        began = said(
            rf"^Hội nghị bắt đầu hồi {CLOCK}, {LONG_DAY}",
            lambda *f: f"{clock_time(*f[:2])}, {long_day(*f[2:])}",
        )
        yield one(f"{at}/opened_at", names, f"{time(held.opened_at)}, {day(held.held_on)}", began)
    if held.closed_at:
        names = ("giờ kết thúc hội nghị", "when the conference ended")
        ended = said(rf"^Hội nghị kết thúc hồi {CLOCK}", clock_time)
        yield one(f"{at}/closed_at", names, time(held.closed_at), ended)


def _attendance(at: str, held: Conference) -> Iterator[Fact]:
    if held.summoned is not None and held.present is not None:
        rate = f", {percent_of(held.present, held.summoned)}" if held.summoned else ""
        names = ("số được triệu tập, có mặt, tỷ lệ", "summoned, present, percent")
        start = rf"^Ủy viên được triệu tập: ({NUMBER}); có mặt: ({NUMBER})"
        read = said(rf"{start}(?: \(đạt tỷ lệ ([\d.,]+%)\))?", attended)
        yield one(f"{at}/attendance", names, f"{held.summoned}, {held.present}{rate}", read)
    for field, vi, en, person in (
        ("presided_by", "Chủ tọa", "chair of the meeting", held.presided_by),
        ("secretary", "Thư ký", "secretary", held.secretary),
    ):
        if person:
            read = said(rf"^{vi}: đồng chí ([^,.\n]+)", str)
            yield one(f"{at}/{field}", (vi.lower(), en), person.full_name, read)


def _hands(at: str, held: Conference) -> Iterator[Fact]:
    if held.programme_adopted:
        names = ("biểu quyết chương trình", "vote on the programme")
        read = said(rf"^Hội nghị thông qua chương trình với ({NUMBER})/({NUMBER})", fraction)
        yield one(f"{at}/programme_adopted", names, hands(held.programme_adopted), read)
    votes: list[HandVote] = [step.vote for step in held.steps if step.vote]
    names = ("kết quả biểu quyết của từng nội dung", "votes on the points of business")
    read = said(rf"^Kết quả biểu quyết: ({NUMBER})/({NUMBER})", fraction)
    yield series(f"{at}/steps", names, map(hands, votes), read)
    if held.tellers:
        vote = f", {hands(held.tellers.vote)}" if held.tellers.vote else ""
        elected = rf"(?:, được Hội nghị bầu với ({NUMBER})/({NUMBER}))?"
        names = ("số người và biểu quyết (ban kiểm phiếu)", "members and vote (tellers)")
        read = said(rf"^Ban (?:Bầu cử|Kiểm phiếu) gồm ({NUMBER}) đồng chí{elected}", _tellers)
        is_voted = bool(held.elections)
        expected = f"{len(held.tellers.members)}{vote}"
        yield one(f"{at}/tellers", names, expected, read, required=is_voted)


def _tellers(members: str, in_favour: str | None, cast: str | None) -> str:
    return str(number(members)) + (f", {fraction(in_favour, cast)}" if in_favour and cast else "")
