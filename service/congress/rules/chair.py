"""A congress that elects the chair itself: from those just elected to the committee, or from a list beside theirs."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.names import same_name_key
from service.congress.rules.case import Ballot, Case
from service.congress.rules.rule import Fault, Rule


def _listed_for_committee(case: Case) -> set[str]:
    votes = case.votes_on("executive_committee")
    rounds = [ballot.round for vote in votes for ballot in vote.ballots]
    return {same_name_key(candidate.full_name) for round_ in rounds for candidate in round_.candidates}


def _ballots(case: Case) -> Iterator[Ballot]:
    return (ballot for vote in case.votes_on("chair") for ballot in vote.ballots)


def _lost_and_stands(case: Case) -> Iterator[Fault]:
    elected, listed = case.elected_to("executive_committee"), _listed_for_committee(case)
    if elected is None:
        return
    lost = listed - {same_name_key(one.full_name) for one in elected}
    for ballot in _ballots(case):
        for index, candidate in enumerate(ballot.round.candidates):
            if same_name_key(candidate.full_name) in lost:
                pointer = f"{ballot.pointer}/candidates/{index}"
                figures = {"name": candidate.full_name}
                yield Fault(pointer=pointer, figures=figures, words={"where": ballot.where})


def _mixed_lists(case: Case) -> Iterator[Fault]:
    # A list that is still being typed proves nothing: the committee's is whole when its vote is counted.
    listed = _listed_for_committee(case) if case.elected_to("executive_committee") is not None else set()
    for ballot in _ballots(case):
        names = [candidate.full_name for candidate in ballot.round.candidates]
        beside = [name for name in names if same_name_key(name) not in listed]
        if listed and 0 < len(beside) < len(names):
            yield Fault(
                pointer=f"{ballot.pointer}/candidates",
                figures={"names": ", ".join(beside)},
                words={"where": ballot.where},
            )


def _needs_consent(case: Case) -> Iterator[Fault]:
    for vote in case.votes_on("chair"):
        yield Fault(pointer=vote.pointer)


RULES = (
    Rule(
        code="chair.lost_and_stands",
        find=_lost_and_stands,
        provision=lambda rule_set: rule_set.chair_election,
        vi="{where}: {name} có tên trong danh sách bầu ban chấp hành nhưng không trúng cử, nên không được bầu làm chủ tịch. "
        "Xem lại danh sách bầu chủ tịch và kết quả bầu ban chấp hành.",
        en="{where}: {name} stood for the executive committee and was not elected, so cannot be elected chair. Look at the "
        "list and at the result of the committee's election.",
    ),
    Rule(
        code="chair.mixed_lists",
        find=_mixed_lists,
        provision=lambda rule_set: rule_set.chair_election,
        vi="{where}: {names} không có tên trong danh sách bầu ban chấp hành, những người còn lại thì có. Bầu ban chấp hành "
        "trước thì chủ tịch được bầu trong số người trúng cử; bầu đồng thời thì danh sách ban chấp hành không có ứng cử viên chủ "
        "tịch. Xem lại hai danh sách.",
        en="{where}: {names} did not stand for the executive committee, and the others did. If the committee is elected "
        "first the chair is one of those elected; if both at once its list has none of the candidates for chair. Look at "
        "both lists.",
    ),
    Rule(
        code="chair.consent",
        find=_needs_consent,
        provision=lambda rule_set: rule_set.direct_chair,
        vi="Đại hội bầu trực tiếp chủ tịch chỉ ở nơi ban thường vụ công đoàn cấp trên chọn và cấp ủy đồng ý. Kiểm tra hai "
        "văn bản này.",
        en="A congress elects the chair itself only where the standing committee of the upper union chose it and the Party "
        "committee agrees. Check both.",
    ),
)
