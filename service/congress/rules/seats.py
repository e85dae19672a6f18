"""How many are elected and to what: sizes, the chair, alternates, and the lists drawn from the result."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.names import same_name_key
from service.congress.people import Person
from service.congress.rules.case import Case
from service.congress.rules.rule import Fault, Rule
from service.congress.rules.rule_set import Words


def _keys(persons: tuple[Person, ...]) -> set[str]:
    return {same_name_key(person.full_name) for person in persons}


def _outside_sizes(case: Case) -> Iterator[Fault]:
    # A chair elected beside the committee belongs to it, and may or may not be counted in the seats of its ballot.
    beside = 1 if case.may_elect_chair else 0
    for vote in case.votes_on("executive_committee"):
        if vote.election.seats is not None:
            seats = vote.election.seats
            yield from _outside(case, f"{vote.pointer}/seats", seats, seats + beside)
    committee = case.congress.executive_committee
    if committee and committee.size is not None:
        yield from _outside(case, "/executive_committee/size", committee.size, committee.size)


def _outside(case: Case, pointer: str, fewest: int, most: int) -> Iterator[Fault]:
    sizes, organisation = case.rule_set.committee_sizes, case.congress.organisation
    if not sizes or organisation.members is None:
        return
    for line in sizes.lines_for(organisation.level, organisation.members, organisation.kind):
        if most < line.least or fewest > line.most:
            yield Fault(
                pointer=pointer,
                figures={
                    "size": fewest,
                    "least": line.least,
                    "most": line.most,
                    "members": organisation.members,
                },
                words={"note": in_brackets(line.note)},
                severity=line.severity,
            )
            return


def in_brackets(note: Words | None) -> Words:
    """The note of a line as it follows a sentence."""
    return Words(vi=f" ({note.vi})", en=f" ({note.en})") if note else Words(vi="", en="")


def _chair_seats(case: Case) -> Iterator[Fault]:
    for vote in case.votes:
        is_chair = vote.election.office in ("chair", "inspection_chair")
        if is_chair and vote.election.seats not in (None, 1):
            figures = {"seats": vote.election.seats or 0}
            yield Fault(pointer=f"{vote.pointer}/seats", figures=figures, words={"where": vote.where})


def _chair(case: Case) -> tuple[str, Person] | None:
    """Who is chair, by the result of an election or, where there is none, as it is given."""
    for vote in (*case.votes_on("chair"), *case.votes_on("chair", by="committee")):
        if vote.elected:
            return vote.pointer, vote.elected[-1]
    committee = case.congress.executive_committee
    if case.may_elect_chair or not committee or not committee.chair:
        return None
    return "/executive_committee/chair", committee.chair


def _chair_not_in_committee(case: Case) -> Iterator[Fault]:
    if not (found := _chair(case)):
        return
    pointer, chair = found
    key, committee = same_name_key(chair.full_name), case.congress.executive_committee
    if committee and committee.size and len(committee.members) >= committee.size:
        is_outside = key not in _keys(committee.members)
    else:
        elected = case.elected_to("executive_committee") or ()
        is_outside = _is_from_committee(case, key) and key not in _keys(elected)
    if is_outside:
        yield Fault(pointer=pointer, figures={"name": chair.full_name})


def _is_from_committee(case: Case, chair: str) -> bool:
    """
    Whether the chair must be one of those elected to the committee, and the result is there to tell.

    A chair who is elected beside the committee on one sheet is not on its list (HD 28/HD-TLĐ 2021, III).
    """
    votes = case.votes_on("executive_committee")
    if not votes or case.elected_to("executive_committee") is None:
        return False
    committee = case.congress.executive_committee
    by_committee = committee is not None and committee.chair_elected_by == "committee"
    by_committee = by_committee or bool(case.votes_on("chair", by="committee"))
    return by_committee or any(
        chair in _keys(ballot.round.candidates) for vote in votes for ballot in vote.ballots
    )


def _chair_differs(case: Case) -> Iterator[Fault]:
    committee = case.congress.executive_committee
    if not committee or not committee.chair:
        return
    for vote in (*case.votes_on("chair"), *case.votes_on("chair", by="committee")):
        if vote.elected and same_name_key(committee.chair.full_name) not in _keys(vote.elected):
            figures = {"name": committee.chair.full_name, "elected": vote.elected[-1].full_name}
            yield Fault(pointer="/executive_committee/chair", figures=figures)


def _size_differs(case: Case) -> Iterator[Fault]:
    committee, votes = case.congress.executive_committee, case.votes_on("executive_committee")
    if not committee or committee.size is None or len(votes) != 1 or not votes[0].is_filled:
        return
    elected = len(votes[0].elected or ())
    if committee.size not in (elected, elected + (1 if case.may_elect_chair else 0)):
        yield Fault(pointer="/executive_committee/size", figures={"size": committee.size, "elected": elected})


def _more_members_than_size(case: Case) -> Iterator[Fault]:
    committee = case.congress.executive_committee
    if committee and committee.size is not None and len(committee.members) > committee.size:
        figures = {"members": len(committee.members), "size": committee.size}
        yield Fault(pointer="/executive_committee/members", figures=figures)


def _member_not_elected(case: Case) -> Iterator[Fault]:
    committee = case.congress.executive_committee
    elected = case.elected_to("executive_committee", "chair")
    if not committee or elected is None or not case.votes_on("executive_committee"):
        return
    known = _keys(elected)
    for index, member in enumerate(committee.members):
        if same_name_key(member.full_name) not in known:
            yield Fault(pointer=f"/executive_committee/members/{index}", figures={"name": member.full_name})


RULES = (
    Rule(
        code="seats.outside_sizes",
        find=_outside_sizes,
        provision=lambda rule_set: rule_set.committee_sizes,
        vi="Ban chấp hành {size} người là ngoài khung từ {least} đến {most} người đối với công đoàn có {members} đoàn "
        "viên{note}. Xem lại số lượng ủy viên và số đoàn viên.",
        en="An executive committee of {size} is outside the {least} to {most} for a union of {members} members{note}. "
        "Look at the number of seats and of members.",
    ),
    Rule(
        code="seats.chair_not_one",
        find=_chair_seats,
        vi="{where}: phải lấy 1 người, ở đây ghi {seats}. Sửa lại số lượng cần bầu.",
        en="{where}: it is for 1 seat, but {seats} are given. Mend the number of seats.",
    ),
    Rule(
        code="chair.not_in_committee",
        find=_chair_not_in_committee,
        vi="Chủ tịch {name} không có tên trong số ủy viên ban chấp hành. Xem lại họ tên chủ tịch và kết quả bầu ban chấp "
        "hành.",
        en="The chair, {name}, is not among the members of the executive committee. Look at the name and at the result "
        "of the committee's election.",
    ),
    Rule(
        code="chair.differs",
        find=_chair_differs,
        vi="Chủ tịch ghi là {name}, nhưng theo kết quả kiểm phiếu người trúng cử là {elected}. Xem lại họ tên và số "
        "phiếu.",
        en="The chair is given as {name}, but by the count {elected} is elected. Look at the name and at the votes.",
    ),
    Rule(
        code="committee.size_differs",
        find=_size_differs,
        vi="Số ủy viên ban chấp hành ghi là {size}, nhưng số người trúng cử là {elected}. Xem lại hai số này.",
        en="The size of the executive committee is given as {size}, but {elected} are elected. Look at both numbers.",
    ),
    Rule(
        code="committee.more_than_size",
        find=_more_members_than_size,
        vi="Danh sách ban chấp hành có {members} người, nhiều hơn số lượng {size}. Xem lại danh sách và số lượng.",
        en="The executive committee lists {members} people, more than its size of {size}. Look at the list and the size.",
    ),
    Rule(
        code="committee.not_elected",
        find=_member_not_elected,
        vi="{name} có tên trong ban chấp hành nhưng không trúng cử theo kết quả kiểm phiếu. Xem lại họ tên (cả dấu) và "
        "số phiếu.",
        en="{name} is listed in the executive committee but is not elected by the count. Look at the spelling and at "
        "the votes.",
    ),
)
