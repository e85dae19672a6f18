"""The first conferences: who elects what there, from whom, and when."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.ballots import Office
from service.congress.names import same_name_key
from service.congress.people import HandVote, Person
from service.congress.rules.case import Case, touches
from service.congress.rules.meeting import Meeting, meetings_of
from service.congress.rules.provisions import Elector
from service.congress.rules.rule import Fault, Rule
from service.congress.rules.titles import BODIES, ELECTORS


def _wrong_elector(case: Case) -> Iterator[Fault]:
    electors = case.rule_set.electors
    for vote in case.votes:
        allowed = electors.bodies.get(vote.election.office, ()) if electors else ()
        if allowed and vote.meeting.elector not in allowed:
            right = ELECTORS[allowed[0]]
            words = {"where": vote.where, "given": ELECTORS[vote.meeting.elector], "right": right}
            yield Fault(pointer=f"{vote.pointer}/office", words=words)


FROM: dict[Office, tuple[Office, ...]] = {
    "standing_committee": ("executive_committee",),
    "deputy_chair": ("executive_committee",),
    "inspection_chair": ("inspection_committee",),
    "inspection_deputy_chair": ("inspection_committee",),
}
"""From whom an office is filled; the chair has a rule of its own."""


def _not_from_body(case: Case) -> Iterator[Fault]:
    for vote in case.votes:
        for source in FROM.get(vote.election.office, ()):
            members = _members(case, source)
            for candidate in vote.elected or () if members else ():
                if same_name_key(candidate.full_name) not in members:
                    words = {"where": vote.where, "body": BODIES[source]}
                    yield Fault(pointer=vote.pointer, figures={"name": candidate.full_name}, words=words)


def _members(case: Case, body: Office) -> set[str]:
    """The names of a body, by its list or by its votes; empty while it is not known as a whole."""
    congress = case.congress
    if body == "executive_committee":
        committee = congress.executive_committee
        listed, size = (committee.members, committee.size) if committee else ((), None)
        elected = case.elected_to("executive_committee", "chair") if case.votes_on(body) else None
    else:
        inspection = congress.inspection_committee
        listed, size = (inspection.members, inspection.size) if inspection else ((), None)
        elected = case.elected_to(body, by="committee") if case.votes_on(body, by="committee") else None
    people: tuple[Person, ...] = listed if size is not None and len(listed) >= size else elected or ()
    return {same_name_key(person.full_name) for person in people}


def _chair_twice(case: Case) -> Iterator[Fault]:
    # An election that was skipped says nothing, whatever stands in its place.
    direct = [vote for vote in case.votes_on("chair") if not touches(case.skip, vote.pointer)]
    for vote in case.votes_on("chair", by="committee"):
        if direct:
            yield Fault(pointer=vote.pointer)


def _officer_differs(case: Case) -> Iterator[Fault]:
    for pointer, office, by, persons in _officers(case):
        votes = case.votes_on(office, by=by)
        elected = case.elected_to(office, by=by)
        if not votes or elected is None:
            continue
        names = {same_name_key(candidate.full_name) for candidate in elected}
        for index, person in enumerate(persons):
            if same_name_key(person.full_name) not in names:
                place = f"{pointer}/{index}" if pointer.endswith("s") else pointer
                yield Fault(pointer=place, figures={"name": person.full_name}, words={"body": BODIES[office]})


def _officers(case: Case) -> Iterator[tuple[str, Office, Elector, tuple[Person, ...]]]:
    """The officers as they are listed: where, what they are, who elects them, who they are."""
    committee, inspection = case.congress.executive_committee, case.congress.inspection_committee
    if committee:
        yield "/executive_committee/deputy_chairs", "deputy_chair", "committee", committee.deputy_chairs
        if standing := committee.standing_committee:
            place = "/executive_committee/standing_committee/members"
            yield place, "standing_committee", "committee", standing.members
    if inspection:
        yield "/inspection_committee/members", "inspection_committee", "committee", inspection.members
        chair = (inspection.chair,) if inspection.chair else ()
        yield "/inspection_committee/chair", "inspection_chair", "committee", chair
        place = "/inspection_committee/deputy_chairs"
        yield place, "inspection_deputy_chair", "inspection_committee", inspection.deputy_chairs


def _summoned_differs(case: Case) -> Iterator[Fault]:
    bodies: tuple[tuple[Elector, Office], ...] = (
        ("committee", "executive_committee"),
        ("inspection_committee", "inspection_committee"),
    )
    for elector, body in bodies:
        members = len(_members(case, body))
        for meeting in _conferences(case):
            if meeting.elector == elector and members and meeting.summoned not in (None, members):
                figures = {"summoned": meeting.summoned or 0, "members": members}
                yield Fault(pointer=f"{meeting.pointer}/summoned", figures=figures)


def _conferences(case: Case) -> Iterator[Meeting]:
    return (meeting for meeting in meetings_of(case.congress) if not meeting.is_congress)


def _too_early(case: Case) -> Iterator[Fault]:
    earlier = case.last_day or case.congress.opened_on
    for meeting in _conferences(case):
        if earlier and meeting.day and meeting.day < earlier:
            figures = {"day": meeting.day, "earlier": earlier}
            yield Fault(pointer=f"{meeting.pointer}/held_on", figures=figures)
        earlier = meeting.day or earlier


def _reversed(case: Case) -> Iterator[Fault]:
    for name in ("first_conference", "inspection_conference"):
        held = getattr(case.congress, name)
        if held and held.opened_at and held.closed_at and held.closed_at < held.opened_at:
            figures = {"opened": held.opened_at, "closed": held.closed_at}
            yield Fault(pointer=f"/{name}/closed_at", figures=figures)


def _vote_on_another_day(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        meeting, day = ballot.vote.meeting, ballot.round.held_on
        if not meeting.is_congress and day and meeting.day and day != meeting.day:
            figures = {"day": day, "held": meeting.day}
            yield Fault(pointer=f"{ballot.pointer}/held_on", figures=figures, words={"where": ballot.where})


def _hands_over_present(case: Case) -> Iterator[Fault]:
    for meeting in _conferences(case):
        for pointer, vote in _hand_votes(case, meeting):
            if vote and meeting.present is not None and vote.cast > meeting.present:
                figures = {"cast": vote.cast, "present": meeting.present}
                yield Fault(pointer=pointer, figures=figures)


def _hand_votes(case: Case, meeting: Meeting) -> Iterator[tuple[str, HandVote | None]]:
    held = getattr(case.congress, meeting.pointer.removeprefix("/"))
    yield f"{meeting.pointer}/programme_adopted", held.programme_adopted
    if held.tellers:
        yield f"{meeting.pointer}/tellers/vote", held.tellers.vote
    for index, step in enumerate(held.steps):
        yield f"{meeting.pointer}/steps/{index}/vote", step.vote


def _office_twice(case: Case) -> Iterator[Fault]:
    seen: set[tuple[str, Office]] = set()
    for vote in case.votes:
        if touches(case.skip, vote.pointer):
            continue
        key = vote.meeting.pointer, vote.election.office
        if key in seen and not vote.meeting.is_congress:
            yield Fault(pointer=vote.pointer, words={"where": vote.where})
        seen.add(key)


RULES = (
    Rule(
        code="election.wrong_elector",
        find=_wrong_elector,
        provision=lambda rule_set: rule_set.electors,
        vi="{where}: ghi ở {given}; theo quy định là do {right} bầu. Chuyển cuộc bầu cử này sang đúng nơi bầu.",
        en="{where}: it stands at {given}; by the regulation {right} elects. Move this election to where it belongs.",
    ),
    Rule(
        code="conference.not_from_body",
        find=_not_from_body,
        vi="{where}: {name} trúng cử nhưng không có tên trong {body}. Xem lại họ tên (cả dấu) và kết quả bầu {body}.",
        en="{where}: {name} is elected, but is not in the {body}. Look at the spelling and at the result of the {body}.",
    ),
    Rule(
        code="chair.elected_twice",
        find=_chair_twice,
        vi="Chủ tịch vừa được bầu trực tiếp tại đại hội vừa được bầu tại hội nghị ban chấp hành. Chỉ giữ một nơi bầu.",
        en="The chair is elected both by the congress and by the executive committee. Keep one of the two elections.",
    ),
    Rule(
        code="conference.officer_differs",
        find=_officer_differs,
        vi="{name} được ghi là {body} nhưng không trúng cử theo kết quả kiểm phiếu. Xem lại họ tên (cả dấu) và số phiếu.",
        en="{name} is listed as {body}, but is not elected by the count. Look at the spelling and at the votes.",
    ),
    Rule(
        code="conference.summoned_differs",
        find=_summoned_differs,
        severity="warning",
        vi="Hội nghị triệu tập {summoned} người, trong khi có {members} người trúng cử. Xem lại hai số này; khách mời không "
        "tính vào số được triệu tập.",
        en="{summoned} are summoned to the conference, but {members} were elected. Look at both numbers; guests do not count.",
    ),
    Rule(
        code="conference.too_early",
        find=_too_early,
        vi="Hội nghị ngày {day} trước ngày {earlier} của đại hội hoặc hội nghị trước nó. Xem lại các ngày này.",
        en="The conference of {day} is before {earlier}, the day of the congress or of the conference before it. Look at "
        "these days.",
    ),
    Rule(
        code="conference.reversed",
        find=_reversed,
        vi="Hội nghị kết thúc lúc {closed}, trước giờ bắt đầu {opened}. Xem lại hai giờ này.",
        en="The conference ends at {closed}, before it begins at {opened}. Look at both times.",
    ),
    Rule(
        code="conference.vote_on_another_day",
        find=_vote_on_another_day,
        vi="{where}: bầu ngày {day}, khác ngày hội nghị {held}. Xem lại hai ngày này.",
        en="{where}: the vote is of {day}, the conference of {held}. Look at both days.",
    ),
    Rule(
        code="conference.vote_over_present",
        find=_hands_over_present,
        vi="Biểu quyết ở hội nghị: {cast} người biểu quyết, nhiều hơn số có mặt là {present}. Xem lại hai số này.",
        en="A show of hands at the conference: {cast} voted, more than the {present} present. Look at both numbers.",
    ),
    Rule(
        code="conference.office_twice",
        find=_office_twice,
        vi="{where}: được ghi thành hai cuộc bầu cử ở cùng một hội nghị. Nếu là bầu thêm, hãy ghi thành vòng thứ hai.",
        en="{where}: it stands twice at one conference. If it was voted on again, make it a second round.",
    ),
)
