"""What only the congress may decide: equal votes, seats left over, another round; and whether the decision fits the count."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from service.congress.names import same_name_key
from service.congress.rules.case import Ballot, Case
from service.congress.rules.lists import is_same
from service.congress.rules.rule import Fault, Figures, Rule


def _tie(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        if tie := ballot.result.tie:
            figures: Figures = {"names": ", ".join(tie.names), "votes": tie.votes, "places": tie.places}
            words = {"where": ballot.where, "meeting": ballot.vote.meeting.kind}
            yield Fault(pointer=f"{ballot.pointer}/decision", figures=figures, words=words)


def _decision_unfit(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        decision, result = ballot.round.decision, ballot.result
        if not decision or decision.kind != "chosen" or not result.is_complete:
            continue
        tied = {same_name_key(name) for name in (result.tied.names if result.tied else ())}
        for index, name in enumerate(decision.chosen):
            if same_name_key(name) not in tied:
                pointer = f"{ballot.pointer}/decision/chosen/{index}"
                yield Fault(pointer=pointer, figures={"name": name}, words={"where": ballot.where})


def _seats_vacant(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        result = ballot.result
        if result.is_settled and result.vacant and not ballot.round.decision:
            figures = {"vacant": result.vacant, "seats": ballot.seats or 0}
            yield Fault(pointer=f"{ballot.pointer}/decision", figures=figures, words={"where": ballot.where})


def _nothing_to_decide(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        decision, result = ballot.round.decision, ballot.result
        # Names that are chosen without a tie are told one by one.
        if not decision or decision.kind == "chosen" or not result.is_settled or result.tied:
            continue
        wanted = ballot.vote.election.alternate_seats
        if not result.vacant and len(result.alternates) >= wanted:
            yield Fault(pointer=f"{ballot.pointer}/decision", words={"where": ballot.where})


def _revote_missing(case: Case) -> Iterator[Fault]:
    for vote in case.votes:
        last = vote.ballots[-1] if vote.ballots else None
        if last and last.round.decision and last.round.decision.kind == "revote":
            # The round to come, so that the papers of those that were held do not wait.
            yield Fault(
                pointer=f"{vote.pointer}/rounds/{last.number}",
                figures={"round": last.number + 1},
                words={"where": vote.where},
            )


def _tied_left_out(case: Case) -> Iterator[Fault]:
    for vote in case.votes:
        for ballot, later in pairwise(vote.ballots):
            decision, tied = ballot.round.decision, ballot.result.tied
            if not tied or not decision or decision.kind != "revote" or not later.round.candidates:
                continue
            stands = (*later.round.candidates, *later.round.withdrawals)
            left_out = [one for one in tied.candidates if not any(is_same(one, other) for other in stands)]
            for name in dict.fromkeys(candidate.full_name for candidate in left_out):
                pointer, figures = f"{later.pointer}/candidates", {"name": name}
                yield Fault(pointer=pointer, figures=figures, words={"where": later.where})


def _decision_contradicted(case: Case) -> Iterator[Fault]:
    for vote in case.votes:
        for ballot in vote.ballots[:-1]:
            if ballot.round.decision and ballot.round.decision.kind == "leave_vacant":
                figures = {"round": ballot.number + 1}
                pointer = f"{ballot.pointer}/decision/kind"
                yield Fault(pointer=pointer, figures=figures, words={"where": ballot.where})


def _already_elected(case: Case) -> Iterator[Fault]:
    for vote in case.votes:
        for ballot in vote.ballots[1:]:
            earlier = vote.results[: ballot.number - 1]
            elected = [candidate for result in earlier for candidate in result.elected]
            for index, candidate in enumerate(ballot.round.candidates):
                if any(is_same(candidate, one) for one in elected):
                    yield _named(ballot, index)


def _named(ballot: Ballot, index: int) -> Fault:
    name = ballot.round.candidates[index].full_name
    pointer = f"{ballot.pointer}/candidates/{index}"
    return Fault(pointer=pointer, figures={"name": name}, words={"where": ballot.where})


def _nothing_left(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        if ballot.number > 1 and ballot.seats == 0:
            yield Fault(
                pointer=ballot.pointer, figures={"round": ballot.number}, words={"where": ballot.where}
            )


def _rounds_over_cap(case: Case) -> Iterator[Fault]:
    for vote in case.votes:
        count, cap = len(vote.election.rounds), case.rule_set.rounds
        if cap and count > cap.most:
            figures = {"rounds": count, "most": cap.most}
            where = vote.where
            yield Fault(pointer=f"{vote.pointer}/rounds", figures=figures, words={"where": where})


RULES = (
    Rule(
        code="election.tie",
        find=_tie,
        severity="wait",
        provision=lambda rule_set: rule_set.tie,
        vi="{where}: {names} cùng được {votes} phiếu trong khi chỉ còn lấy {places} người. Việc này do {meeting} quyết "
        "định; hãy ghi lại quyết định đó (bầu lại, để khuyết, hoặc chọn ai theo căn cứ nào); có quyết định mới lập được văn bản.",
        en="{where}: {names} have {votes} votes each, with {places} to be taken. The {meeting} must decide; record the "
        "decision (vote again, leave vacant, or chosen on what ground) before the papers can be made.",
    ),
    Rule(
        code="election.decision_unfit",
        find=_decision_unfit,
        vi="{where}: quyết định chọn {name}, nhưng người này không thuộc số những người bằng phiếu nhau ở vị trí cuối. "
        "Xem lại họ tên trong quyết định và số phiếu.",
        en="{where}: the decision names {name}, who is not among those with equal votes at the last place. Look at the "
        "name in the decision and at the votes.",
    ),
    Rule(
        code="election.seats_vacant",
        find=_seats_vacant,
        severity="wait",
        provision=lambda rule_set: rule_set.vacancy,
        vi="{where}: còn thiếu {vacant} người so với {seats} người cần bầu. Hãy ghi quyết định: bầu thêm vòng nữa hay "
        "để khuyết; có quyết định mới lập được văn bản.",
        en="{where}: {vacant} of {seats} seats are not filled. Record what was decided, another round or to "
        "leave them vacant, before the papers can be made.",
    ),
    Rule(
        code="election.revote_missing",
        find=_revote_missing,
        severity="wait",
        vi="{where}: đã quyết định bầu tiếp nhưng chưa có vòng {round}. Hãy nhập danh sách và kết quả của vòng này.",
        en="{where}: it was decided to vote again, but there is no round {round}. Enter its list and its count.",
    ),
    Rule(
        code="election.tied_left_out",
        find=_tied_left_out,
        severity="warning",
        vi="{where}: đã quyết định bầu lại giữa những người bằng phiếu, nhưng {name} không có trong danh sách và không "
        "ghi là rút tên. Xem lại danh sách vòng này.",
        en="{where}: it was decided to vote again on those who are level, but {name} is neither on the list nor said "
        "to have withdrawn. Look at the list of this round.",
    ),
    Rule(
        code="election.decision_contradicted",
        find=_decision_contradicted,
        vi="{where}: đã quyết định để khuyết số còn thiếu, nhưng vẫn có vòng {round}. Sửa lại quyết định hoặc bỏ vòng sau.",
        en="{where}: it was decided to leave the seats vacant, yet there is a round {round}. Mend the decision, or remove "
        "the later round.",
    ),
    Rule(
        code="election.nothing_to_decide",
        find=_nothing_to_decide,
        severity="warning",
        vi="{where}: có ghi một quyết định, nhưng đã bầu đủ số lượng và không có ai bằng phiếu ở vị trí cuối. Xem "
        "lại số phiếu, hoặc bỏ quyết định này.",
        en="{where}: a decision is recorded, but every seat is filled and nobody is level at the last one. Look at the "
        "votes, or remove the decision.",
    ),
    Rule(
        code="candidate.already_elected",
        find=_already_elected,
        vi="{where}: {name} đã trúng cử ở vòng trước nhưng lại có tên trong danh sách bầu cử vòng này. Bỏ tên này, hoặc xem "
        "lại kết quả vòng trước.",
        en="{where}: {name} was elected in an earlier round and is on the list again. Remove the name, or look at the "
        "result of that round.",
    ),
    Rule(
        code="election.nothing_left",
        find=_nothing_left,
        vi="{where}: các vòng trước đã bầu đủ số lượng nên vòng này không còn ai để bầu. Xem lại số phiếu của "
        "vòng trước hoặc bỏ vòng này.",
        en="{where}: the rounds before filled every seat, so this one has nothing to elect. Look at the votes "
        "of the round before, or remove this one.",
    ),
    Rule(
        code="election.rounds_over_cap",
        find=_rounds_over_cap,
        provision=lambda rule_set: rule_set.rounds,
        vi="{where}: đã bầu {rounds} vòng, trong khi thường chỉ bầu {most} vòng. Kiểm tra căn cứ cho bầu thêm vòng.",
        en="{where}: there were {rounds} rounds, usually there are at most {most}. Check what allows another round.",
    ),
)
