"""Who was summoned, who was there, and how many hands went up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.congress.people import HandVote
from service.congress.rules.case import Case
from service.congress.rules.meeting import meetings_of
from service.congress.rules.provisions import Elector, Words, most_of
from service.congress.rules.rule import Fault, Rule
from service.congress.wording import percent


def _quorum_not_met(case: Case) -> Iterator[Fault]:
    for meeting in meetings_of(case.congress):
        quorum, summoned, present = case.rule_set.quorum, meeting.summoned, meeting.present
        if not quorum or summoned is None or present is None:
            continue
        bases = {"summoned": summoned, "present": present}
        if quorum.base in bases and not quorum.is_met(present, bases):
            part, whole = quorum.ratio
            yield Fault(
                pointer=meeting.present_at,
                figures={**bases, "needed": quorum.needed(bases), "ratio": f"{part}/{whole}"},
                words={"meeting": _MEETINGS[meeting.elector]},
            )


_MEETINGS: dict[Elector, Words] = {
    "congress": Words(vi="đại hội", en="a congress"),
    "committee": Words(vi="hội nghị ban chấp hành", en="a conference of the executive committee"),
    "inspection_committee": Words(
        vi="hội nghị ủy ban kiểm tra", en="a conference of the inspection committee"
    ),
}


def _present_over_summoned(case: Case) -> Iterator[Fault]:
    for meeting in meetings_of(case.congress):
        counted = {meeting.present_at: meeting.present} | {
            f"{ballot.pointer}/present": ballot.round.present
            for ballot in case.ballots
            if ballot.vote.meeting.pointer == meeting.pointer
        }
        for pointer, present in counted.items():
            if meeting.summoned is not None and present is not None and present > meeting.summoned:
                yield Fault(pointer=pointer, figures={"present": present, "summoned": meeting.summoned})


def _sum(case: Case) -> Iterator[Fault]:
    attendance = case.congress.attendance
    present, summoned = attendance.present, attendance.summoned
    with_leave, without_leave = attendance.absent_with_leave, attendance.absent_without_leave
    if present is None or summoned is None or with_leave is None or without_leave is None:
        return
    total = present + with_leave + without_leave
    if total != summoned:
        figures = {"present": present, "with_leave": with_leave, "without_leave": without_leave}
        yield Fault(pointer="/attendance/summoned", figures={**figures, "sum": total, "summoned": summoned})


def _hand_votes(case: Case) -> Iterator[tuple[str, HandVote | None, Words]]:
    congress = case.congress
    for name, where in ORGANS.items():
        if organ := getattr(congress, name):
            yield f"/{name}/vote", organ.vote, where
    if congress.credentials:
        yield "/credentials/adopted", congress.credentials.adopted, CREDENTIALS
    yield "/resolution/adopted", congress.resolution.adopted, RESOLUTION
    for index, step in enumerate(congress.minutes.steps):
        where = Words(
            vi=f"Biểu quyết ở mục {index + 1} của biên bản", en=f"Vote at point {index + 1} of the minutes"
        )
        yield f"/minutes/steps/{index}/vote", step.vote, where
    yield from _votes_on_elections(case)


def _votes_on_elections(case: Case) -> Iterator[tuple[str, HandVote | None, Words]]:
    for vote in case.votes:
        yield f"{vote.pointer}/seats_vote", vote.election.seats_vote, vote.where
        for ballot in vote.ballots:
            round_ = ballot.round
            yield f"{ballot.pointer}/list_vote", round_.list_vote, ballot.where
            if round_.decision:
                yield f"{ballot.pointer}/decision/vote", round_.decision.vote, ballot.where
            for field in ("nominations", "withdrawals"):
                for index, request in enumerate(getattr(round_, field)):
                    yield f"{ballot.pointer}/{field}/{index}/vote", request.vote, ballot.where


def _guests_over_cap(case: Case) -> Iterator[Fault]:
    cap, attendance = case.rule_set.guests, case.congress.attendance
    bases = {"summoned": attendance.summoned, "present": attendance.present}
    ratio = cap.ratio_for(case.congress.organisation.level) if cap else None
    base = bases.get(cap.base) if cap else None
    if ratio is None or base is None or attendance.guests is None:
        return
    most = most_of(ratio, base)
    if attendance.guests > most:
        share = percent(*ratio)
        yield Fault(
            pointer="/attendance/guests",
            figures={"guests": attendance.guests, "most": most, "of": base},
            words={"share": Words(vi=share, en=share)},
            # The cap is a share of the delegates; in a plenary congress, that members stand for them is our reading.
            severity="warning" if case.congress.form == "plenary" else None,
        )


def _plenary_too_large(case: Case) -> Iterator[Fault]:
    yield from _by_members(case, "plenary")


def _delegates_below(case: Case) -> Iterator[Fault]:
    for fault in _by_members(case, "delegates"):
        # Scattered units may, when the upper union consents: facts that the data do not say.
        yield replace(fault, severity="warning")


def _by_members(case: Case, form: str) -> Iterator[Fault]:
    """A fault when the congress has this form, and by its members should have the other."""
    rule, organisation = case.rule_set.form, case.congress.organisation
    if not rule or organisation.members is None or organisation.level != rule.level:
        return
    wanted = "delegates" if organisation.members >= rule.delegates_from else "plenary"
    if case.congress.form == form != wanted:
        yield Fault(pointer="/form", figures={"members": organisation.members, "from": rule.delegates_from})


ORGANS = {
    "presidium": Words(vi="Biểu quyết bầu đoàn chủ tịch", en="Vote on the presidium"),
    "secretariat": Words(vi="Biểu quyết bầu đoàn thư ký", en="Vote on the secretariat"),
    "credentials_committee": Words(
        vi="Biểu quyết bầu ban thẩm tra tư cách đại biểu", en="Vote on the credentials committee"
    ),
    "tellers": Words(vi="Biểu quyết bầu ban bầu cử", en="Vote on the tellers"),
}
CREDENTIALS = Words(vi="Biểu quyết tư cách đại biểu", en="Vote on the credentials")
RESOLUTION = Words(vi="Biểu quyết thông qua nghị quyết", en="Vote on the resolution")


def _vote_over_present(case: Case) -> Iterator[Fault]:
    present = case.congress.attendance.present
    for pointer, vote, where in _hand_votes(case):
        if present is not None and vote and vote.cast > present:
            yield Fault(
                pointer=pointer,
                figures={
                    "in_favour": vote.in_favour,
                    "against": vote.against,
                    "abstained": vote.abstained,
                    "cast": vote.cast,
                    "present": present,
                },
                words={"where": where},
            )


def _not_carried(case: Case) -> Iterator[Fault]:
    for pointer, vote, where in _hand_votes(case):
        # What was put to the vote of a request may have been either to accept or to refuse it.
        is_open = "/nominations/" in pointer or "/withdrawals/" in pointer
        if vote and not is_open and vote.in_favour <= vote.against:
            figures = {"in_favour": vote.in_favour, "against": vote.against}
            yield Fault(pointer=pointer, figures=figures, words={"where": where})


RULES = (
    Rule(
        code="quorum.not_met",
        find=_quorum_not_met,
        provision=lambda rule_set: rule_set.quorum,
        vi="Chỉ có {present} người có mặt trên {summoned} người được triệu tập; {meeting} hợp lệ khi có ít nhất "
        "{needed} người ({ratio}). Xem lại số có mặt và số triệu tập.",
        en="Only {present} of the {summoned} summoned are present; {meeting} is valid with at least {needed} "
        "({ratio}). Look at the numbers present and summoned.",
    ),
    Rule(
        code="attendance.present_over_summoned",
        find=_present_over_summoned,
        vi="Số có mặt ({present}) nhiều hơn số được triệu tập ({summoned}). Xem lại hai số này; khách mời không tính "
        "vào số có mặt.",
        en="More are present ({present}) than were summoned ({summoned}). Look at both numbers; guests do not count.",
    ),
    Rule(
        code="attendance.sum",
        find=_sum,
        vi="Có mặt {present} + vắng có lý do {with_leave} + vắng không lý do {without_leave} = {sum}, không bằng số "
        "được triệu tập là {summoned}. Xem lại bốn số này.",
        en="Present {present} + absent with leave {with_leave} + absent without leave {without_leave} = {sum}, not the "
        "{summoned} summoned. Look at these four numbers.",
    ),
    Rule(
        code="vote.over_present",
        find=_vote_over_present,
        vi="{where}: {in_favour} tán thành + {against} không tán thành + {abstained} không có ý kiến = {cast} "
        "người, nhiều hơn số có mặt là {present}. Xem lại kết quả biểu quyết và số có mặt.",
        en="{where}: {in_favour} for + {against} against + {abstained} abstaining = {cast}, more than the "
        "{present} present. Look at the vote and at the number present.",
    ),
    Rule(
        code="vote.not_carried",
        find=_not_carried,
        severity="warning",
        vi="{where}: {in_favour} người tán thành, {against} người không tán thành, tức là không được thông qua. Xem lại kết "
        "quả biểu quyết.",
        en="{where}: {in_favour} for and {against} against, so it was not carried. Look at the vote.",
    ),
    Rule(
        code="attendance.guests_over_cap",
        find=_guests_over_cap,
        provision=lambda rule_set: rule_set.guests,
        vi="Mời {guests} khách, nhiều hơn mức {most} người ({share} của {of} đại biểu chính thức). Xem lại số khách mời.",
        en="{guests} guests are invited, more than the {most} allowed ({share} of {of} official delegates). Look at the "
        "number of guests.",
    ),
    Rule(
        code="form.delegates_needed",
        find=_plenary_too_large,
        provision=lambda rule_set: rule_set.form,
        vi="Công đoàn có {members} đoàn viên, từ {from} đoàn viên trở lên thì tổ chức đại hội đại biểu, ở đây ghi đại hội "
        "toàn thể. Xem lại hình thức đại hội và số đoàn viên.",
        en="The union has {members} members; from {from} on it holds a congress of delegates, but a plenary one is given. "
        "Look at the form and at the number of members.",
    ),
    Rule(
        code="form.plenary_usual",
        find=_delegates_below,
        provision=lambda rule_set: rule_set.form,
        vi="Công đoàn có {members} đoàn viên, dưới {from} đoàn viên thì tổ chức đại hội toàn thể; chỉ đơn vị phân tán, lưu "
        "động được công đoàn cấp trên đồng ý mới tổ chức đại hội đại biểu. Kiểm tra văn bản đồng ý.",
        en="The union has {members} members; below {from} it holds a plenary congress, unless it is scattered and the "
        "upper union consents to delegates. Check that consent.",
    ),
)
