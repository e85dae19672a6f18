"""The fields of the minutes of one count (biên bản kiểm phiếu): one election, one round."""

from __future__ import annotations

from service.congress.ballots import Candidate, Election, Round
from service.congress.election import Outcome, bases_of
from service.congress.model import Congress
from service.congress.names import same_name_key
from service.congress.people import Organ
from service.congress.rules.rule_set import RuleSet, Threshold
from service.congress.wording import clock, grouped, in_words, long_date
from service.documents.fields.ballot_list import on_the_ballot
from service.documents.fields.letterhead import (
    Fields,
    NotReady,
    capital,
    known,
    letterhead,
    office_of,
    share,
)
from service.documents.fields.meeting import Meeting, the_congress
from service.documents.fields.results import decided, results, withdrawn
from service.documents.fields.tellers import tellers_name
from service.documents.offices import what_is_elected
from service.documents.paper import PlannedPaper
from service.documents.requirements import day_of_round, voters_in_round

_BASES = {
    "summoned": "tổng số được triệu tập",
    "present": "tổng số có mặt",
    "issued": "tổng số phiếu phát ra",
    "collected": "tổng số phiếu thu về",
    "valid": "tổng số phiếu hợp lệ",
}
_FRACTIONS = {(1, 2): "một phần hai (1/2)", (2, 3): "hai phần ba (2/3)"}
_ORIGINS = {
    "prepared": "được chuẩn bị trước",
    "self_nominated": "tự ứng cử",
    "nominated": "được đề cử tại {}",
}


def election_result_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words and figures of one count. Raises NotReady when its data is not complete."""
    board, president = known(congress.tellers), known(congress.presidium).head.full_name
    return {
        **letterhead(paper, congress),
        "organ_caps": tellers_name(rule_set).upper(),
        **count_fields(paper, congress, rule_set, the_congress(congress)),
        "president": president,
        "head_teller": board.head.full_name,
    }


def count_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet, at: Meeting) -> Fields:
    """What is said of one vote wherever it was held; `congress` is the meeting. Raises NotReady as above."""
    number, place = place_of(paper)
    election = congress.elections[number]
    round_ = election.rounds[place]
    outcome = results(election, congress, rule_set)[place]
    if not outcome.is_complete:
        raise NotReady(f"the count at {paper.source} is not complete")
    bases = bases_of(
        round_, summoned=congress.attendance.summoned, present=voters_in_round(congress, number, place)
    )
    base = bases[rule_set.election.base]
    name, board = tellers_name(rule_set), known(congress.tellers)
    return {
        "subject": f"Bầu {what_is_elected(election.office, congress, spaced=True)}{_round_suffix(election, place)}",
        "opening": _opening(congress, number, place, name, at),
        "tellers_name": name,
        "tellers_caps": name.upper(),
        "tellers": _tellers(board, round_.recorded_by),
        "candidacy": _candidacy(election, place, results(election, congress, rule_set), at),
        "ballots": _ballots(congress, number, place, at),
        "base": _BASES[rule_set.election.base],
        "box": _box(round_, name, at),
        "names_left": _names_left(round_),
        "candidates": [
            {**_votes(person, base), "office": office_of(person)}
            for person in on_the_ballot(election, round_)
        ],
        "threshold_line": _threshold_line(rule_set.election, bases),
        "outcome_line": _outcome_line(outcome),
        "elected": [_votes(person, base) for person in outcome.elected],
        "alternates": [_votes(person, base) for person in outcome.alternates],
        "alternates_line": f"Dự khuyết {grouped(len(outcome.alternates))} đồng chí, xếp theo thứ tự:"
        if outcome.alternates
        else "",
        "decision": decided(round_, outcome, at.name),
        "closing": _closing(paper, round_, at),
    }


def place_of(paper: PlannedPaper) -> tuple[int, int]:
    """Which election and which round (both from 0) the paper is about."""
    *_, election, _, round_ = paper.source.split("/")
    return int(election), int(round_)


def _round_suffix(election: Election, place: int) -> str:
    return f" (vòng {place + 1})" if len(election.rounds) > 1 else ""


def _opening(congress: Congress, number: int, place: int, tellers: str, at: Meeting) -> str:
    round_ = congress.elections[number].rounds[place]
    when = f"Hồi {clock(known(round_.opened_at))}, {long_date(known(day_of_round(congress, number, place)))}"
    what = what_is_elected(congress.elections[number].office, congress)
    return (
        f"{when}, tại {known(congress.venue)}, {tellers} do {at.in_full} bầu ra đã tổ chức bỏ phiếu kín "
        f"và kiểm phiếu bầu {what}."
    )


def _tellers(board: Organ, recorded_by: str | None) -> list[Fields]:
    return [
        {"name": person.full_name, "role": _role(board, place, recorded_by)}
        for place, person in enumerate(board.members)
    ]


def _role(board: Organ, place: int, recorded_by: str | None) -> str:
    if place == 0:
        return "Trưởng ban"
    name = board.members[place].full_name
    return "Thư ký" if recorded_by and same_name_key(recorded_by) == same_name_key(name) else "Ủy viên"


def _box(round_: Round, tellers: str, at: Meeting) -> list[str]:
    """That the ballot box was checked, when it is recorded."""
    sentence = f"Trước khi bỏ phiếu, {tellers} đã mở hòm phiếu cho {at.name} kiểm tra và niêm phong hòm phiếu theo quy định."
    return [sentence] if round_.box_checked else []


def _names_left(round_: Round) -> list[str]:
    """How many names the valid ballots chose, where the tellers noted it."""
    lines = [f"{grouped(one.ballots)} phiếu bầu {grouped(one.names)} người" for one in round_.names_left]
    return [f"Trong số phiếu hợp lệ: {'; '.join(lines)}."] if lines else []


def _candidacy(election: Election, place: int, found: tuple[Outcome, ...], at: Meeting) -> list[str]:
    """Seats still open in this round, and the list of candidates by origin when they differ."""
    round_ = election.rounds[place]
    seats = found[place - 1].vacant if place else known(election.seats)
    lines = [f"Số lượng cần bầu: {grouped(seats)} đồng chí."]
    if election.alternate_seats:
        lines.append(
            f"Số lượng dự khuyết lấy từ danh sách bầu cử: {grouped(election.alternate_seats)} đồng chí."
        )
    counts = {
        label.format(at.name): sum(c.origin == origin for c in round_.candidates)
        for origin, label in _ORIGINS.items()
    }
    parts = [f"{grouped(count)} {label}" for label, count in counts.items() if count]
    detail = f", trong đó: {'; '.join(parts)}" if len(parts) > 1 else ""
    lines += withdrawn(round_, at.name)
    return [*lines, f"Danh sách bầu cử gồm {grouped(len(round_.candidates))} người{detail}."]


def _ballots(congress: Congress, number: int, place: int, at: Meeting) -> list[Fields]:
    round_ = congress.elections[number].rounds[place]
    who = capital(at.voters)
    summoned, present = known(congress.attendance.summoned), known(voters_in_round(congress, number, place))
    issued, collected = known(round_.issued), known(round_.collected)
    return [
        _ballot_line(f"{who} được triệu tập", summoned, None),
        _ballot_line(f"{who} tham gia bầu cử", present, summoned),
        _ballot_line("Số phiếu phát ra", issued, present),
        _ballot_line("Số phiếu thu về", collected, issued),
        _ballot_line("Số phiếu hợp lệ", known(round_.valid), collected),
        _ballot_line("Số phiếu không hợp lệ", known(round_.invalid), collected),
    ]


def _ballot_line(label: str, count: int, base: int | None) -> Fields:
    rate = "" if base is None else share(count, base)
    return {"label": label, "count": grouped(count), "words": capital(in_words(count)), "percent": rate}


def _votes(person: Candidate, base: int) -> Fields:
    votes = known(person.votes)
    return {
        "name": person.full_name,
        "votes": f"{grouped(votes)}/{grouped(base)}",
        "percent": share(votes, base),
    }


def _threshold_line(threshold: Threshold, bases: dict[str, int]) -> str:
    ratio = _FRACTIONS.get(threshold.ratio, f"{threshold.ratio[0]}/{threshold.ratio[1]}")
    asked = f"quá {ratio}" if threshold.strict else f"từ {ratio}"
    ground = f"Căn cứ {threshold.article}, n" if threshold.evidence != "M" else "N"
    return (
        f"{ground}gười trúng cử phải đạt {asked} {_BASES[threshold.base]}"
        f"{'' if threshold.strict else ' trở lên'}, tức là từ {grouped(threshold.needed(bases))} phiếu trở lên."
    )


def _outcome_line(outcome: Outcome) -> str:
    missing = f" (còn thiếu {grouped(outcome.vacant)} so với số lượng cần bầu)" if outcome.vacant else ""
    if not outcome.elected:
        return f"Không có người trúng cử{missing}."
    count = grouped(len(outcome.elected))
    return f"Trúng cử {count} đồng chí{missing}, xếp theo số phiếu từ cao xuống thấp:"


def _closing(paper: PlannedPaper, round_: Round, at: Meeting) -> str:
    return (
        f"Việc kiểm phiếu kết thúc hồi {clock(known(round_.closed_at))} cùng ngày. Phiếu bầu được niêm phong và bàn giao "
        f"cho {at.presiding}. Biên bản này được lập thành {paper.originals:02d} bản có giá trị như nhau"
    )
