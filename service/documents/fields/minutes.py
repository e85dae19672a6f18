"""The fields of the minutes of the congress (biên bản đại hội)."""

from __future__ import annotations

from service.congress.ballots import Election, Round
from service.congress.election import Outcome
from service.congress.model import Congress
from service.congress.people import Organ, Person
from service.congress.proceedings import Session, Speech, Step
from service.congress.rules.rule_set import RuleSet
from service.congress.text import fold
from service.congress.wording import BLANK, clock, grouped, long_date
from service.documents.fields.letterhead import (
    Fields,
    capital,
    full_name,
    hand_vote,
    known,
    letterhead,
    lines_of,
    office_of,
    share,
    voters,
)
from service.documents.fields.meeting import Meeting, the_congress
from service.documents.fields.results import announced, decided, requested, results
from service.documents.fields.tellers import tellers_name
from service.documents.offices import what_is_elected
from service.documents.paper import PlannedPaper
from service.documents.requirements import is_appointed

_SITTINGS = {"preparatory": "Phiên trù bị", "official": "Phiên chính thức"}


def minutes_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words and figures of the minutes. Raises NotReady when their data is not complete."""
    adopted = hand_vote(known(congress.resolution.adopted), voters(congress))
    return {
        **letterhead(paper, congress),
        "organ_caps": "ĐOÀN THƯ KÝ",
        "subject": full_name(congress, spaced=True),
        "sittings": [_sitting(session) for session in congress.sessions],
        "venue": known(congress.venue),
        "attendance": _attendance(congress),
        "organs": _organs(congress, rule_set),
        "steps": _steps(congress),
        "speeches": _speeches(congress),
        "elections": election_lines(congress, rule_set, the_congress(congress)),
        "adoption": f"Đại hội thông qua Nghị quyết Đại hội với {adopted}",
        "closing": _closing(paper, congress),
        "secretary": known(congress.secretariat).head.full_name,
        "president": known(congress.presidium).head.full_name,
    }


def _sitting(session: Session) -> str:
    start, end = clock(known(session.opened_at)), clock(known(session.closed_at))
    return (
        f"{_SITTINGS[session.kind]}: bắt đầu hồi {start}, kết thúc hồi {end}, {long_date(session.held_on)}."
    )


def _attendance(congress: Congress) -> list[str]:
    counts, who = congress.attendance, capital(voters(congress))
    summoned, present = known(counts.summoned), known(counts.present)
    rate = f" (đạt tỷ lệ {share(present, summoned)})" if summoned else ""
    lines = [f"{who} được triệu tập: {grouped(summoned)}; có mặt: {grouped(present)}{rate}."]
    absences = [
        f"{label}: {grouped(count)}"
        for label, count in (
            ("có lý do", counts.absent_with_leave),
            ("không có lý do", counts.absent_without_leave),
        )
        if count is not None
    ]
    lines += [f"Vắng mặt {'; vắng mặt '.join(absences)}."] if absences else []
    return [*lines, *_absent(congress, summoned - present), *_guests(congress)]


def _absent(congress: Congress, absent: int) -> list[str]:
    """Who was absent and why, when the list of delegates says so for each of them."""
    people = [person for person in congress.delegates if person.present is False]
    if not people or len(people) != absent:
        return []
    named = (
        f"{person.full_name}{f' ({person.absence_reason})' if person.absence_reason else ''}"
        for person in people
    )
    return [f"{capital(voters(congress))} vắng mặt: {'; '.join(named)}."]


def _guests(congress: Congress) -> list[str]:
    """How many guests came, and who, when the list says so for each of them."""
    count = congress.attendance.guests
    present = [guest for guest in congress.guests if guest.present]
    if not count:
        return []
    if len(present) != count:
        return [f"Khách mời: {grouped(count)}."]
    named = (f"{guest.full_name}{f' ({office_of(guest)})' if office_of(guest) else ''}" for guest in present)
    return [f"Khách mời: {grouped(count)}, gồm: {'; '.join(named)}."]


def _organs(congress: Congress, rule_set: RuleSet) -> list[Fields]:
    organs = (
        ("Đoàn Chủ tịch", congress.presidium, ""),
        ("Đoàn Thư ký", congress.secretariat, ""),
        ("Ban Thẩm tra tư cách đại biểu", congress.credentials_committee, "Trưởng ban"),
        (tellers_name(rule_set), congress.tellers, "Trưởng ban"),
    )
    return [_organ(label, organ, head, congress) for label, organ, head in organs if organ]


def _organ(label: str, organ: Organ, head: str, congress: Congress) -> Fields:
    vote = f", được Đại hội bầu với {hand_vote(organ.vote, voters(congress))}" if organ.vote else ""
    return {
        "label": label,
        "count": grouped(len(organ.members)),
        "vote": vote,
        "members": [
            _member(person, head if place == 0 else "") for place, person in enumerate(organ.members)
        ],
    }


def _member(person: Person, role: str) -> Fields:
    parts = [part for part in (office_of(person), role) if part]
    return {"name": person.full_name, "role": "".join(f", {part}" for part in parts)}


def _steps(congress: Congress) -> list[Fields]:
    went: list[Fields] = [
        {
            "session": _session_heading(congress, place),
            "title": step.title,
            "lines": [*_presented(step), *lines_of(step.text)],
            "vote": f"Kết quả biểu quyết: {hand_vote(step.vote, voters(congress))}." if step.vote else "",
        }
        for place, step in enumerate(congress.minutes.steps)
    ]
    place = next((n for n, step in enumerate(congress.minutes.steps) if _comes_after(step)), len(went))
    return [*went[:place], *_announcements(congress), *went[place:]]


def _session_heading(congress: Congress, place: int) -> str:
    """Which session begins with the step at `place`, at a congress of several; else nothing."""
    steps = congress.minutes.steps
    number = steps[place].session
    if number is None or number > len(congress.sessions) or len(congress.sessions) == 1:
        return ""
    before = next((step.session for step in reversed(steps[:place]) if step.session), None)
    session = congress.sessions[number - 1]
    return f"{_SITTINGS[session.kind]}, {long_date(session.held_on)}" if number != before else ""


def _presented(step: Step) -> list[str]:
    return [f"Người thực hiện: {step.presenter.rstrip(' .')}."] if step.presenter else []


def _comes_after(step: Step) -> bool:
    """Whether a step comes after that of elections in the order of business, whose place the decisions take."""
    title = f" {fold(step.title)} "
    return any(f" {words} " in title for words in ("nghi quyet", "be mac"))


def _announcements(congress: Congress) -> list[Fields]:
    """Where nobody votes, the decisions of appointment as a step of their own."""
    lines: list[str] = []
    for one in congress.appointments if is_appointed(congress) else ():
        names = ", ".join(person.full_name for person in one.members)
        lines.append(f"{announced(one)}{f': {names}' if names else ''}.")
    title = "Công bố quyết định chỉ định"
    return [{"session": "", "title": title, "lines": lines, "vote": ""}] if lines else []


def _speeches(congress: Congress) -> list[Fields]:
    upper = congress.minutes.upper_union_speech
    spoken = [_speech(speech, "phát biểu thảo luận:") for speech in congress.minutes.discussion]
    return spoken + ([_speech(upper, "thay mặt công đoàn cấp trên phát biểu:")] if upper else [])


def _speech(speech: Speech, opening: str) -> Fields:
    position = f", {speech.position}," if speech.position else ""
    return {
        "speaker": speech.speaker,
        "opening": f"{position} {opening}" if position else f" {opening}",
        "lines": lines_of(speech.text),
    }


def election_lines(congress: Congress, rule_set: RuleSet, at: Meeting) -> list[Fields]:
    """Each round of the elections of a meeting: what was settled before, the ballots, who was elected."""
    return [
        {
            "title": f"Bầu {what_is_elected(election.office, congress)}{_round_suffix(election, number)}",
            "lines": [*_settled(election, round_, at, number), *_counted(round_, outcome, at)],
        }
        for election in congress.elections
        for number, (round_, outcome) in enumerate(
            zip(election.rounds, results(election, congress, rule_set), strict=True)
        )
    ]


def _round_suffix(election: Election, number: int) -> str:
    return f" (vòng {number + 1})" if len(election.rounds) > 1 else ""


def _settled(election: Election, round_: Round, at: Meeting, number: int) -> list[str]:
    """What was settled before the vote: how many, who asked to stand or to withdraw, whose names are on the list."""
    lines = []
    if number == 0 and election.seats_vote:
        vote = hand_vote(election.seats_vote, at.voters)
        lines.append(
            f"{at.name} biểu quyết số lượng cần bầu: {grouped(known(election.seats))} người, với {vote}."
        )
    lines += requested(round_, at.name)
    if round_.list_vote:
        vote = hand_vote(round_.list_vote, at.voters)
        lines.append(
            f"{at.name} biểu quyết danh sách bầu cử gồm {grouped(len(round_.candidates))} người, với {vote}."
        )
    return lines


def _counted(round_: Round, outcome: Outcome, at: Meeting) -> list[str]:
    figures = (
        f"Số phiếu phát ra: {grouped(known(round_.issued))}; thu về: {grouped(known(round_.collected))}; "
        f"hợp lệ: {grouped(known(round_.valid))}; không hợp lệ: {grouped(known(round_.invalid))}."
    )
    if not outcome.elected:
        return [figures, "Không có người trúng cử.", *decided(round_, outcome, at.name)]
    names = ", ".join(
        f"{person.full_name} ({grouped(known(person.votes))} phiếu)" for person in outcome.elected
    )
    lines = [figures, f"Trúng cử {grouped(len(outcome.elected))} đồng chí: {names}."]
    if outcome.alternates:
        reserve = ", ".join(
            f"{person.full_name} ({grouped(known(person.votes))} phiếu)" for person in outcome.alternates
        )
        lines.append(f"Dự khuyết {grouped(len(outcome.alternates))} đồng chí: {reserve}.")
    return [*lines, *decided(round_, outcome, at.name)]


def _closing(paper: PlannedPaper, congress: Congress) -> str:
    last = congress.sessions[-1]
    originals, pages = congress.minutes.originals or paper.originals, congress.minutes.pages
    counts = sum(len(election.rounds) for election in congress.elections)
    enclosed = f", kèm theo {counts:02d} biên bản kiểm phiếu" if counts and not is_appointed(congress) else ""
    # The pages are counted when the paper is printed; until somebody writes the number down it is a blank.
    length = f"{pages:02d}" if pages else BLANK
    return (
        f"Đại hội kết thúc hồi {clock(known(last.closed_at))}, {long_date(last.held_on)}. "
        f"Biên bản này gồm {length} trang{enclosed}, đã được đọc lại trước Đại hội và được lập thành {originals:02d} "
        "bản có giá trị như nhau"
    )
