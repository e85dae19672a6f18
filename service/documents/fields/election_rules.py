"""The fields of the election rules of the congress (quy chế bầu cử, thể lệ bầu cử)."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.ballots import Election
from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped
from service.documents.fields.letterhead import Fields, full_name, known, listed, voters
from service.documents.fields.working_rules import BASES, rules_head
from service.documents.offices import OFFICES, what_is_elected
from service.documents.paper import PlannedPaper

_CASES = {
    "valid": "Phiếu {case} vẫn là phiếu hợp lệ.",
    "against": "Phiếu của {case} vẫn là phiếu hợp lệ và được tính là không đồng ý.",
    "not_struck": "Trường hợp {case} thì tính là không gạch.",
}


def election_rules_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words and figures of the election rules. Raises NotReady when its data is not complete."""
    return {
        **rules_head(paper, congress, rule_set),
        "subject": f"Bầu cử tại {full_name(congress, spaced=True)}",
        "votes": [_vote(election, congress) for election in congress.elections],
        "joint": _joint(congress),
        "requests": _requests(rule_set),
        "ballots": list(_ballots(congress)),
        "invalid": _invalid(rule_set),
        "valid": _other_cases(rule_set),
        "elected": list(_elected(congress, rule_set)),
        "tellers_label": rule_set.tellers_name.text,
        "tellers_count": grouped(len(known(congress.tellers).members)),
        "kept": _kept(rule_set),
        "signer": known(congress.presidium).head.full_name,
    }


def _vote(election: Election, congress: Congress) -> Fields:
    alternates = (
        f", {grouped(election.alternate_seats)} đại biểu dự khuyết" if election.alternate_seats else ""
    )
    return {
        "what": what_is_elected(election.office, congress),
        "seats": grouped(known(election.seats)),
        "alternates": alternates,
    }


def _joint(congress: Congress) -> str:
    """Where chair and committee stand on one sheet (HD 28/HD-TLĐ 2021, Phụ lục 4)."""
    if not any(election.office == "chair" and election.ballot.two_part for election in congress.elections):
        return ""
    return (
        "Chủ tịch và Ban Chấp hành được bầu cùng lúc trên một phiếu gồm hai phần; danh sách bầu Ban Chấp hành không có tên "
        "người ứng cử Chủ tịch"
    )


def _requests(rule_set: RuleSet) -> str:
    """Who decides on those who ask to stand or not to, where the rule set says so."""
    if rule_set.requests is None:
        return ""
    deciders = {"presidium": "Đoàn Chủ tịch xem xét, quyết định", "congress": "Đại hội biểu quyết"}
    return "Việc đưa tên vào danh sách hoặc rút tên khỏi danh sách bầu cử do " + " hoặc ".join(
        deciders[one] for one in rule_set.requests.decided_by
    )


def _ballots(congress: Congress) -> Iterator[str]:
    """How the ballots of each vote are marked, and in what order the names stand."""
    for election in congress.elections:
        what = OFFICES[election.office].vi
        order = (
            "theo thứ tự chữ cái của tên"
            if election.ballot.order == "alphabetical"
            else "theo danh sách đã được Đại hội thông qua"
        )
        marked = (
            "đánh dấu X vào ô “Đồng ý” hoặc ô “Không đồng ý” của từng người"
            if election.ballot.style == "tick"
            else "không bầu người nào thì gạch ngang cả họ, tên đệm và tên của người đó"
        )
        yield f"Phiếu bầu {what}: họ tên xếp {order}; {marked}."


def _invalid(rule_set: RuleSet) -> list[str]:
    """How a ballot is not valid, point by point."""
    cases = rule_set.ballot_cases.cases if rule_set.ballot_cases else ()
    return listed([case.case.vi for case in cases if case.counts == "invalid"])


def _other_cases(rule_set: RuleSet) -> list[str]:
    """What may look doubtful on a ballot and is not."""
    cases = rule_set.ballot_cases.cases if rule_set.ballot_cases else ()
    return [_CASES[case.counts].format(case=case.case.vi) for case in cases if case.counts in _CASES]


def _elected(congress: Congress, rule_set: RuleSet) -> Iterator[str]:
    """Threshold, order, equal votes, too few, alternates: what the rule set says, and what it leaves to the congress."""
    threshold = rule_set.election
    part, whole = threshold.ratio
    least = "quá" if threshold.strict else "ít nhất"
    base = BASES[threshold.base].format(who=voters(congress))
    line = f"{least} {grouped(part)}/{grouped(whole)} {base}"
    yield f"Người trúng cử phải được {line}; lấy từ người được nhiều phiếu đến người được ít phiếu cho đủ số lượng cần bầu."
    yield "Nhiều người bằng phiếu nhau ở vị trí cuối thì Đại hội quyết định bầu lại trong số những người đó hay không."
    yield f"Bầu chưa đủ số lượng thì Đại hội quyết định bầu tiếp hay để khuyết{_most_rounds(rule_set)}."
    if any(election.alternate_seats for election in congress.elections):
        yield (
            f"Đại biểu dự khuyết lấy trong số người không trúng cử chính thức, được {line}, "
            "theo số phiếu từ cao xuống thấp."
        )
    if any(election.office == "upper_alternates" for election in congress.elections):
        yield "Đại biểu dự khuyết được bầu bằng phiếu riêng sau khi đã bầu đủ đại biểu chính thức."


def _most_rounds(rule_set: RuleSet) -> str:
    return f"; không bầu quá {grouped(rule_set.rounds.most)} vòng" if rule_set.rounds else ""


def _kept(rule_set: RuleSet) -> str:
    """How long the ballots are kept, where the rule set says so."""
    if rule_set.ballot_retention is None:
        return ""
    months = grouped(rule_set.ballot_retention.months)
    return (
        f"Phiếu bầu cử và biên bản kiểm phiếu được niêm phong, bàn giao cho Ban Chấp hành mới và lưu giữ {months} tháng; hết "
        "thời hạn mà không có khiếu nại thì hủy theo quy định"
    )
