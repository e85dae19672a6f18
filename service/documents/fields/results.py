"""Who was elected, over all rounds, as the papers that are not about one round print it."""

from __future__ import annotations

from service.congress.ballots import Candidate, Election, Request, Round
from service.congress.bodies import Appointment
from service.congress.election import Outcome, outcomes
from service.congress.model import Congress
from service.congress.people import Person
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped, long_date
from service.documents.fields.letterhead import lines_of
from service.documents.requirements import of_office

_DECISIONS = {
    "revote": "{} quyết định tiến hành bầu tiếp.",
    "leave_vacant": "{} quyết định không bầu tiếp, để khuyết số lượng còn thiếu.",
}

_ASKED = {"self_nominated": "Tự ứng cử", "nominated": "Được đề cử"}
_HEADS = {"Đại hội": "Đoàn Chủ tịch", "Hội nghị": "Chủ tọa"}
"""Who presides at a meeting, by its name."""
_APPOINTED = {
    "executive_committee": "Ban Chấp hành",
    "chair": "Chủ tịch",
    "standing_committee": "Ban Thường vụ",
    "inspection_committee": "Ủy ban Kiểm tra",
    "upper_delegates": "đại biểu dự đại hội cấp trên",
}


def results(election: Election, congress: Congress, rule_set: RuleSet) -> tuple[Outcome, ...]:
    """The outcome of every round of one election."""
    return outcomes(
        election,
        threshold=rule_set.election,
        summoned=congress.attendance.summoned,
        present=congress.attendance.present,
    )


def committee_members(congress: Congress, rule_set: RuleSet) -> tuple[Person, ...]:
    """The committee as it is listed, or as the votes elected it."""
    listed = congress.executive_committee.members if congress.executive_committee else ()
    return listed or elected_to(congress, rule_set, "executive_committee")


def announced(appointment: Appointment) -> str:
    """
    A decision of appointment as the papers name it, without full stop.

        >>> announced(Appointment(body="executive_committee", number="15/QĐ-LĐLĐ"))
        'Quyết định số 15/QĐ-LĐLĐ về việc chỉ định Ban Chấp hành'
    """
    return f"{decision_of(appointment)} về việc chỉ định {_APPOINTED[appointment.body]}"


def decision_of(appointment: Appointment) -> str:
    """The decision by its number, its day and who issued it, as far as they are known."""
    number = f" số {appointment.number}" if appointment.number else ""
    day = f" {long_date(appointment.decided_on)}" if appointment.decided_on else ""
    by = f" của {appointment.decided_by}" if appointment.decided_by else ""
    return f"Quyết định{number}{day}{by}"


def direct_chair(congress: Congress, rule_set: RuleSet) -> Person | None:
    """The chair whom the congress itself elected, when it did."""
    voted = elected_to(congress, rule_set, "chair")
    if voted:
        return voted[0]
    committee = congress.executive_committee
    return committee.chair if committee and committee.chair_elected_by == "congress" else None


def elected_to(congress: Congress, rule_set: RuleSet, office: str) -> tuple[Candidate, ...]:
    """Everybody elected to an office, in the order of the rounds and of the votes."""
    rounds = _outcomes(congress, rule_set, office)
    return tuple(candidate for outcome in rounds for candidate in outcome.elected)


def alternates(congress: Congress, rule_set: RuleSet) -> tuple[Candidate, ...]:
    """The alternates to the upper congress in their order, from the same vote or from one of their own."""
    same = _outcomes(congress, rule_set, "upper_delegates")
    separate = elected_to(congress, rule_set, "upper_alternates")
    return (*(candidate for outcome in same for candidate in outcome.alternates), *separate)


def _outcomes(congress: Congress, rule_set: RuleSet, office: str) -> tuple[Outcome, ...]:
    elections = of_office(congress, office)
    return tuple(outcome for _, election in elections for outcome in results(election, congress, rule_set))


def requested(round_: Round, at: str = "Đại hội") -> list[str]:
    """Who stood or was nominated at the meeting, who withdrew, and what was decided, a sentence each."""
    nominated = [_request(one, _ASKED[one.origin], "đưa vào danh sách", at) for one in round_.nominations]
    return nominated + withdrawn(round_, at)


def withdrawn(round_: Round, at: str = "Đại hội") -> list[str]:
    """Who asked to withdraw, and what was decided, a sentence each."""
    return [_request(one, "Xin rút tên", "cho rút", at) for one in round_.withdrawals]


def _request(request: Request, asked: str, wanted: str, at: str) -> str:
    answer = "đồng ý" if request.accepted else "không đồng ý"
    deciders = {"presidium": f"{_HEADS[at]} ", "congress": f"{at} ", None: ""}
    return f"{asked}: {request.full_name}; {deciders[request.decided_by]}{answer} {wanted}."


def decided(round_: Round, outcome: Outcome, at: str = "Đại hội") -> list[str]:
    """What the meeting decided about equal votes or seats left over, in its own words."""
    lines = []
    if outcome.tied:
        names = ", ".join(outcome.tied.names)
        lines.append(
            f"Có {len(outcome.tied.names)} người cùng được {grouped(outcome.tied.votes)} phiếu: {names}."
        )
    if round_.decision:
        chosen = f"{{}} quyết định người trúng cử: {', '.join(round_.decision.chosen)}."
        lines.append(_DECISIONS.get(round_.decision.kind, chosen).format(at))
        lines += lines_of(round_.decision.ground)
    return lines
