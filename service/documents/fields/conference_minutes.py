"""The fields of the minutes of a first conference (biên bản hội nghị lần thứ nhất)."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.conferences import Conference
from service.congress.model import Congress
from service.congress.people import HandVote, Person
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import clock, grouped, long_date
from service.documents.conferences import as_meeting, body_of, conference_at
from service.documents.fields.conference_count import at_conference, organ_of
from service.documents.fields.letterhead import (
    Fields,
    comrades,
    hand_vote,
    known,
    lines_of,
    listed,
    office_of,
    share,
)
from service.documents.fields.minutes import election_lines
from service.documents.fields.ordinary import issued_by, numbered
from service.documents.fields.tellers import tellers_name
from service.documents.offices import term_words
from service.documents.paper import PlannedPaper


def conference_minutes_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words and figures of the minutes. Raises NotReady when their data is not complete."""
    name, held = conference_at(paper.source, congress)
    meeting, at = as_meeting(congress, held), at_conference(name, congress)
    term = term_words(congress.term, spaced=True)
    return {
        **issued_by(congress.organisation, organ=organ_of(name)),
        **numbered(paper, congress),
        "subject": f"Hội nghị lần thứ nhất {body_of(name, congress)}, {term}",
        "times": _times(held, meeting),
        "attendance": list(_attendance(held)),
        "programme": listed(held.programme),
        "programme_vote": _vote("Hội nghị thông qua chương trình với ", held.programme_adopted),
        "steps": [
            {
                "title": step.title,
                "lines": lines_of(step.text),
                "vote": _vote("Kết quả biểu quyết: ", step.vote),
            }
            for step in held.steps
        ],
        "tellers_line": _tellers(held, tellers_name(rule_set)),
        "elections": election_lines(meeting, rule_set, at),
        "closing": (
            f"Hội nghị kết thúc hồi {clock(known(held.closed_at))} cùng ngày. Biên bản này đã được đọc lại trước Hội nghị và "
            f"được lập thành {paper.originals:02d} bản có giá trị như nhau"
        ),
        "secretary": known(held.secretary).full_name,
        "president": known(held.presided_by).full_name,
    }


def _times(held: Conference, meeting: Congress) -> list[str]:
    began = f"Hội nghị bắt đầu hồi {clock(known(held.opened_at))}, {long_date(known(held.held_on))}."
    return [began, f"Địa điểm: {known(meeting.venue)}."]


def _attendance(held: Conference) -> Iterator[str]:
    summoned, present = known(held.summoned), known(held.present)
    rate = f" (đạt tỷ lệ {share(present, summoned)})" if summoned else ""
    yield f"Ủy viên được triệu tập: {grouped(summoned)}; có mặt: {grouped(present)}{rate}."
    if held.guests:
        yield f"Khách mời: {'; '.join(_with_office(guest) for guest in held.guests)}."
    if held.convened_by:
        yield f"Triệu tập viên: {_with_office(held.convened_by)}."
    yield f"Chủ tọa: {_with_office(known(held.presided_by))}."
    yield f"Thư ký: {_with_office(known(held.secretary))}."


def _with_office(person: Person) -> str:
    office = office_of(person)
    return f"đồng chí {person.full_name}" + (f", {office}" if office else "")


def _vote(before: str, vote: HandVote | None) -> str:
    return f"{before}{hand_vote(vote, 'ủy viên')}." if vote else ""


def _tellers(held: Conference, name: str) -> str:
    if not held.tellers:
        return ""
    vote = f", được Hội nghị bầu với {hand_vote(held.tellers.vote, 'ủy viên')}" if held.tellers.vote else ""
    people = comrades(held.tellers.members)
    return f"{name} gồm {grouped(len(held.tellers.members))} đồng chí{vote}: {people}."
