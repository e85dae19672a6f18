"""Unions whose bodies the upper union appoints (chỉ định): new and merged ones, which announce decisions and do not vote."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.people import Person
from service.congress.rules.case import Case
from service.congress.rules.provisions import Words
from service.congress.rules.rule import Fault, Rule
from service.congress.rules.titles import BODIES


def _ballots(case: Case) -> Iterator[Fault]:
    if case.congress.establishment != "appointed":
        return
    for vote in case.votes:
        figures = {"rounds": len(vote.election.rounds)}
        yield Fault(pointer=vote.pointer, figures=figures, words={"where": vote.where})


def _elected_by(case: Case) -> Iterator[Fault]:
    congress = case.congress
    if congress.establishment != "appointed":
        return
    committee, inspection = congress.executive_committee, congress.inspection_committee
    standing = committee.standing_committee if committee else None
    given: dict[str, tuple[str | None, Words]] = {
        "/executive_committee/chair_elected_by": (
            committee.chair_elected_by if committee else None,
            BODIES["chair"],
        ),
        "/executive_committee/standing_committee/elected_by": (
            standing.elected_by if standing else None,
            BODIES["standing_committee"],
        ),
        "/inspection_committee/elected_by": (
            inspection.elected_by if inspection else None,
            BODIES["inspection_committee"],
        ),
    }
    for pointer, (elector, body) in given.items():
        if elector:
            yield Fault(pointer=pointer, words={"body": body})


def _undocumented(case: Case) -> Iterator[Fault]:
    congress = case.congress
    if congress.establishment != "appointed":
        return
    decided = {one.body for one in congress.appointments}
    committee, inspection = congress.executive_committee, congress.inspection_committee
    named: dict[str, tuple[str, tuple[Person, ...]]] = {
        "executive_committee": ("/executive_committee", committee.members if committee else ()),
        "inspection_committee": ("/inspection_committee", inspection.members if inspection else ()),
    }
    for body, (pointer, members) in named.items():
        if members and body not in decided:
            yield Fault(pointer=pointer, words={"body": BODIES[body]})  # type: ignore[index]  # a word of the type


def _incomplete(case: Case) -> Iterator[Fault]:
    for index, one in enumerate(case.congress.appointments):
        if one.decided_by is None or one.number is None or one.decided_on is None:
            yield Fault(pointer=f"/appointments/{index}", words={"body": BODIES[one.body]})


def _not_appointed(case: Case) -> Iterator[Fault]:
    if case.congress.appointments and case.congress.establishment == "congress":
        yield Fault(pointer="/appointments")


def _after_closing(case: Case) -> Iterator[Fault]:
    # Another day would be a guess: the closing day may only be unreadable.
    closed = case.congress.closed_on
    for index, one in enumerate(case.congress.appointments):
        if closed and one.decided_on and one.decided_on > closed:
            figures = {"decided": one.decided_on, "closed": closed}
            pointer = f"/appointments/{index}/decided_on"
            yield Fault(pointer=pointer, figures=figures, words={"body": BODIES[one.body]})


RULES = (
    Rule(
        code="establishment.ballots",
        find=_ballots,
        provision=lambda rule_set: rule_set.appointment,
        vi="{where}: đơn vị được chỉ định ban chấp hành thì không bỏ phiếu, ở đây ghi {rounds} vòng bầu. Nếu "
        "đúng là chỉ định: xóa cuộc bầu cử này và ghi quyết định chỉ định (số, ngày, nơi ban hành). Nếu đã bỏ phiếu thật: sửa "
        "“Cách thành lập Ban Chấp hành” thành “Đại hội bầu”.",
        en="{where}: a union whose bodies are appointed does not vote, but a vote is given (rounds: {rounds}). If they were "
        "appointed, delete this election and enter the decision (number, date, who issued it). If there was a vote, say that "
        "the congress elected the bodies.",
    ),
    Rule(
        code="establishment.elected_by",
        find=_elected_by,
        provision=lambda rule_set: rule_set.appointment,
        vi="Đơn vị được chỉ định thì không bầu {body}, ở đây ghi nơi bầu. Nếu đúng là chỉ định: để trống nơi "
        "bầu. Nếu đã bỏ phiếu thật: sửa “Cách thành lập Ban Chấp hành” thành “Đại hội bầu”.",
        en="A union whose bodies are appointed does not elect its {body}, but it is said who did. If it was appointed, leave "
        "that empty. If there was a vote, say that the congress elected the bodies.",
    ),
    Rule(
        code="appointment.undocumented",
        find=_undocumented,
        severity="warning",
        vi="Chưa ghi quyết định chỉ định {body}. Hãy ghi số, ngày và nơi ban hành quyết định được công bố tại hội nghị.",
        en="The decision that appoints the {body} is not recorded. Record its number, its date and who issued it.",
    ),
    Rule(
        code="appointment.incomplete",
        find=_incomplete,
        severity="warning",
        vi="Quyết định chỉ định {body} chưa đủ số, ngày hoặc nơi ban hành. Hãy ghi đủ để văn bản nêu được.",
        en="The decision that appoints the {body} lacks its number, its date or who issued it. Record them for the papers.",
    ),
    Rule(
        code="appointment.not_appointed",
        find=_not_appointed,
        severity="warning",
        vi="Có quyết định chỉ định, nhưng cách thành lập được ghi là do đại hội bầu. Xem lại cách thành lập, hoặc bỏ quyết "
        "định này.",
        en="There are decisions of appointment, but the bodies are said to be elected. Look at how they came about, or "
        "remove the decisions.",
    ),
    Rule(
        code="appointment.after_closing",
        find=_after_closing,
        severity="warning",
        vi="Quyết định chỉ định {body} ghi ngày {decided}, sau ngày {closed} là ngày công bố. Xem lại ngày của quyết định.",
        en="The decision that appoints the {body} is dated {decided}, after {closed} when it was announced. Look at its date.",
    ),
)
