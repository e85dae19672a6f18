"""Days and times that cannot stand in that order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from service.congress.attending import Credentials, Membership
from service.congress.people import HandVote
from service.congress.rules.case import OFFICES, Ballot, Case, Vote
from service.congress.rules.provisions import Words
from service.congress.rules.rule import Fault, Rule


def _closed_before_opened(case: Case) -> Iterator[Fault]:
    opened, closed = case.congress.opened_on, case.congress.closed_on
    if opened and closed and closed < opened:
        yield Fault(pointer="/closed_on", figures={"opened": opened, "closed": closed})


def _session_outside(case: Case) -> Iterator[Fault]:
    opened, closed = case.congress.opened_on, case.last_day
    for index, session in enumerate(case.congress.sessions):
        # A preparatory session may come before the day on which the congress is declared open.
        is_early = opened is not None and session.held_on < opened and session.kind == "official"
        if is_early or (closed is not None and session.held_on > closed):
            yield Fault(pointer=f"/sessions/{index}/held_on", figures={"day": session.held_on})


def _session_reversed(case: Case) -> Iterator[Fault]:
    for index, session in enumerate(case.congress.sessions):
        if (
            session.opened_at
            and session.closed_at
            and _seconds(session.closed_at) < _seconds(session.opened_at)
        ):
            figures = {"opened": session.opened_at, "closed": session.closed_at}
            yield Fault(pointer=f"/sessions/{index}/closed_at", figures=figures)


def _round_reversed(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        opened, closed = ballot.round.opened_at, ballot.round.closed_at
        if opened and closed and _seconds(closed) < _seconds(opened):
            figures = {"opened": opened, "closed": closed}
            yield Fault(pointer=f"{ballot.pointer}/closed_at", figures=figures, words={"where": ballot.where})


def _seconds(moment: dt.time) -> int:
    """Local time of day; a time zone, if one was given, is that of the congress and does not count."""
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def _is_after(
    first: dt.date | None, at: dt.time | None, second: dt.date | None, then_at: dt.time | None
) -> bool:
    """Whether the first moment is surely later than the second, as far as days and times are known."""
    if first is None or second is None:
        return False
    if first != second:
        return first > second
    return at is not None and then_at is not None and _seconds(at) > _seconds(then_at)


def _election_outside(case: Case) -> Iterator[Fault]:
    opened, closed = case.congress.opened_on, case.last_day
    for ballot in case.ballots:
        day = ballot.round.held_on if ballot.vote.meeting.is_congress else None
        if day and ((opened and day < opened) or (closed and day > closed)):
            yield Fault(
                pointer=f"{ballot.pointer}/held_on", figures={"day": day}, words={"where": ballot.where}
            )


_REPORTS = {
    "credentials": Words(vi="Báo cáo thẩm tra tư cách đại biểu", en="The credentials report"),
    "membership": Words(vi="Báo cáo tình hình đoàn viên", en="The report on the members"),
}
"""What the congress hears of those who are there, before it elects (HD 38/HD-TLĐ 7.6)."""


def _credentials_after_election(case: Case) -> Iterator[Fault]:
    for name, words in _REPORTS.items():
        report: Credentials | Membership | None = getattr(case.congress, name)
        late = (ballot for ballot in case.ballots if report and _is_reported_after(report, ballot))
        if report and (ballot := next(late, None)):
            day = report.reported_on or ballot.vote.meeting.day
            field = "reported_at" if day == ballot.day else "reported_on"
            yield Fault(pointer=f"/{name}/{field}", words={"where": ballot.where, "report": words})


def _is_reported_after(report: Credentials | Membership, ballot: Ballot) -> bool:
    """Whether the report was surely given after that vote of the congress began."""
    day = report.reported_on or ballot.vote.meeting.day
    return ballot.vote.meeting.is_congress and _is_after(
        day, report.reported_at, ballot.day, ballot.round.opened_at
    )


def _rounds_out_of_order(case: Case) -> Iterator[Fault]:
    for vote in case.votes:
        for earlier, later in zip(vote.ballots, vote.ballots[1:], strict=False):
            if _precedes(later, earlier):
                field = "opened_at" if later.round.opened_at else "held_on"
                pointer = f"{later.pointer}/{field}"
                yield Fault(pointer=pointer, figures={"round": later.number}, words={"where": later.where})


def _precedes(one: Ballot, other: Ballot) -> bool:
    """Whether `one` surely began before `other` ended."""
    end = other.round.closed_at or other.round.opened_at
    return _is_after(other.day, end, one.day, one.round.opened_at)


def _alternates_before_officials(case: Case) -> Iterator[Fault]:
    for alternates in case.votes_on("upper_alternates"):
        if any(_begins_before(alternates, officials) for officials in case.votes_on("upper_delegates")):
            yield Fault(pointer=alternates.pointer, words={"where": OFFICES["upper_alternates"]})


def _begins_before(one: Vote, other: Vote) -> bool:
    return bool(one.ballots and other.ballots) and _precedes(one.ballots[0], other.ballots[-1])


def _seats_after_vote(case: Case) -> Iterator[Fault]:
    for vote in case.votes:
        if vote.ballots and _is_late(vote.election.seats_vote, vote.ballots[0]):
            yield Fault(pointer=f"{vote.pointer}/seats_vote", words={"where": vote.where})


def _list_after_vote(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        if _is_late(ballot.round.list_vote, ballot):
            yield Fault(pointer=f"{ballot.pointer}/list_vote", words={"where": ballot.where})


def _is_late(vote: HandVote | None, ballot: Ballot) -> bool:
    """Whether the hands surely went up after the ballots went out."""
    if not vote:
        return False
    day = vote.held_on or ballot.vote.meeting.day
    return _is_after(day, vote.held_at, ballot.day, ballot.round.opened_at)


def _request_after_vote(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        for field in ("nominations", "withdrawals"):
            for index, one in enumerate(getattr(ballot.round, field)):
                if _is_after(one.decided_on, one.decided_at, ballot.day, ballot.round.opened_at):
                    pointer = f"{ballot.pointer}/{field}/{index}/decided_on"
                    figures = {"name": one.full_name}
                    yield Fault(pointer=pointer, figures=figures, words={"where": ballot.where})


def _adopted_outside(case: Case) -> Iterator[Fault]:
    opened, closed, day = case.congress.opened_on, case.last_day, case.congress.resolution.adopted_on
    if day and ((opened and day < opened) or (closed and day > closed)):
        yield Fault(pointer="/resolution/adopted_on", figures={"day": day})


CALLING = frozenset({"summons", "invitation"})
"""Papers that call people to the congress."""
PREPARED = CALLING | {"programme", "activity_report", "membership_report", "working_rules", "election_rules"}
"""Papers that the outgoing committee prepares, and may number and date before the congress."""


def _issued_before_opening(case: Case) -> Iterator[Fault]:
    opened = case.congress.opened_on
    for index, mark in enumerate(case.congress.marks):
        if opened and mark.issued_on and mark.issued_on < opened and mark.kind not in PREPARED:
            figures = {"issued": mark.issued_on, "opened": opened}
            yield Fault(pointer=f"/marks/{index}/issued_on", figures=figures)


def _called_after_opening(case: Case) -> Iterator[Fault]:
    opened = case.congress.opened_on
    for index, mark in enumerate(case.congress.marks):
        if opened and mark.issued_on and mark.issued_on > opened and mark.kind in CALLING:
            figures = {"issued": mark.issued_on, "opened": opened}
            yield Fault(pointer=f"/marks/{index}/issued_on", figures=figures)


RULES = (
    Rule(
        code="order.closed_before_opened",
        find=_closed_before_opened,
        vi="Ngày bế mạc {closed} trước ngày khai mạc {opened}. Xem lại hai ngày này.",
        en="The congress closes on {closed}, before it opens on {opened}. Look at both days.",
    ),
    Rule(
        code="order.session_outside",
        find=_session_outside,
        vi="Phiên họp ngày {day} nằm ngoài thời gian đại hội. Xem lại ngày của phiên và ngày khai mạc, bế mạc.",
        en="The session of {day} is outside the days of the congress. Look at its day and at the opening and closing days.",
    ),
    Rule(
        code="order.session_reversed",
        find=_session_reversed,
        vi="Phiên họp kết thúc lúc {closed}, trước giờ bắt đầu {opened}. Xem lại hai giờ này.",
        en="The session ends at {closed}, before it begins at {opened}. Look at both times.",
    ),
    Rule(
        code="order.round_reversed",
        find=_round_reversed,
        vi="{where}: kết thúc lúc {closed}, trước giờ bắt đầu {opened}. Xem lại hai giờ này.",
        en="{where}: it ends at {closed}, before it begins at {opened}. Look at both times.",
    ),
    Rule(
        code="order.election_outside",
        find=_election_outside,
        vi="{where}: ngày bầu cử {day} nằm ngoài thời gian đại hội. Xem lại ngày này và ngày khai mạc, bế mạc.",
        en="{where}: the day of the vote, {day}, is outside the days of the congress. Look at it and at the opening and "
        "closing days.",
    ),
    Rule(
        code="order.credentials_after_election",
        find=_credentials_after_election,
        vi="{report} được ghi sau khi đã bầu cử ({where}); phải báo cáo trước khi bầu. Xem lại "
        "ngày giờ báo cáo và ngày giờ bầu cử.",
        en="{report} is dated after a vote ({where}); it comes before any vote. Look at the day and time "
        "of both.",
    ),
    Rule(
        code="order.rounds",
        find=_rounds_out_of_order,
        vi="{where}: bắt đầu trước khi vòng trước kết thúc. Xem lại ngày giờ của hai vòng.",
        en="{where}: it begins before the round before it ends. Look at the day and time of both.",
    ),
    Rule(
        code="order.alternates_before_officials",
        find=_alternates_before_officials,
        vi="{where}: bắt đầu trước khi bầu xong đại biểu chính thức. Xem lại ngày giờ của hai cuộc bầu.",
        en="{where}: it begins before the official delegates are elected. Look at the day and time of both votes.",
    ),
    Rule(
        code="order.seats_after_vote",
        find=_seats_after_vote,
        vi="{where}: biểu quyết số lượng cần bầu được ghi sau khi đã bỏ phiếu; phải biểu quyết số lượng trước khi bầu. Xem "
        "lại ngày giờ.",
        en="{where}: the vote on the number of seats is dated after the ballot; it comes before. Look at the day and time.",
    ),
    Rule(
        code="order.list_after_vote",
        find=_list_after_vote,
        vi="{where}: biểu quyết chốt danh sách bầu cử được ghi sau khi đã bỏ phiếu. Xem lại ngày giờ.",
        en="{where}: the vote that closed the list of candidates is dated after the ballot. Look at the day and time.",
    ),
    Rule(
        code="order.request_after_vote",
        find=_request_after_vote,
        vi="{where}: quyết định về việc ứng cử, đề cử hoặc rút tên của {name} được ghi sau khi đã bỏ phiếu. Xem lại ngày giờ.",
        en="{where}: the decision on the nomination or withdrawal of {name} is dated after the ballot. Look at the day and "
        "time.",
    ),
    Rule(
        code="order.adopted_outside",
        find=_adopted_outside,
        vi="Ngày thông qua nghị quyết {day} nằm ngoài thời gian đại hội. Xem lại ngày này và ngày khai mạc, bế mạc.",
        en="The resolution is adopted on {day}, outside the days of the congress. Look at it and at the opening and "
        "closing days.",
    ),
    Rule(
        code="order.issued_before_opening",
        find=_issued_before_opening,
        vi="Văn bản ghi ngày {issued}, trước ngày khai mạc {opened}. Xem lại ngày của văn bản.",
        en="The paper is dated {issued}, before the opening on {opened}. Look at its date.",
    ),
    Rule(
        code="order.called_after_opening",
        find=_called_after_opening,
        severity="warning",
        vi="Giấy triệu tập, giấy mời ghi ngày {issued}, sau ngày khai mạc {opened}. Xem lại ngày của văn bản.",
        en="The summons or invitation is dated {issued}, after the opening on {opened}. Look at its date.",
    ),
)
