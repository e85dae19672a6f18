"""Who was declared elected, against who is elected by the counts; and what the congress has still to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from service.congress.election import bases_of
from service.congress.names import same_name_key
from service.congress.rules.case import Ballot, Case
from service.congress.rules.rule import Fault, Figures, Rule
from service.congress.rules.rule_set import Words

NOBODY = Words(vi="không có ai", en="nobody")
BASES = {
    "summoned": Words(vi="người được triệu tập", en="summoned"),
    "present": Words(vi="người có mặt", en="present"),
    "issued": Words(vi="phiếu phát ra", en="ballots issued"),
    "collected": Words(vi="phiếu thu về", en="ballots collected"),
    "valid": Words(vi="phiếu hợp lệ", en="valid ballots"),
}


def _keys(names: Iterable[str]) -> Counter[str]:
    return Counter(same_name_key(name) for name in names)


def _declared_differs(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        declared, result = ballot.round.elected, ballot.result
        if declared is None or not result.is_complete:
            continue
        sure = [candidate.full_name for candidate in result.elected]
        waiting = result.tie.names if result.tie else ()
        missing = _keys(sure) - _keys(declared)
        extra = _keys(declared) - _keys(sure) - _keys(waiting)
        if missing or extra:
            yield _differing(case, ballot, _of(missing, sure), _of(extra, declared))


def _of(keys: Counter[str], names: Iterable[str]) -> str:
    return ", ".join(name for name in names if same_name_key(name) in keys)


def _differing(case: Case, ballot: Ballot, missing: str, extra: str) -> Fault:
    base = case.rule_set.election.base
    bases = bases_of(ballot.round, summoned=ballot.vote.meeting.summoned, present=ballot.present)
    of = bases[base]
    said = Words(vi=missing, en=missing) if missing else NOBODY
    unsaid = Words(vi=extra, en=extra) if extra else NOBODY
    return Fault(
        pointer=f"{ballot.pointer}/elected",
        figures={
            "missing": missing,
            "extra": extra,
            "needed": case.rule_set.election.needed(bases),
            base: of,
            "seats": ballot.seats or 0,
        },
        words={
            "where": ballot.where,
            "missing_words": said,
            "extra_words": unsaid,
            "base_words": Words(vi=f"{of} {BASES[base].vi}", en=f"{of} {BASES[base].en}"),
        },
    )


def _alternates_differ(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        result, declared = ballot.result, ballot.round.alternates
        is_plain = result.is_settled and result.tied is None and len(ballot.vote.election.rounds) == 1
        if declared is None or not is_plain:
            continue
        counted = [candidate.full_name for candidate in result.alternates]
        if _keys(counted) != _keys(declared):
            yield Fault(
                pointer=f"{ballot.pointer}/alternates",
                figures={"declared": ", ".join(declared), "counted": ", ".join(counted)},
                words={
                    "where": ballot.where,
                    "declared_words": _listed(declared),
                    "counted_words": _listed(counted),
                },
            )


def _listed(names: Iterable[str]) -> Words:
    text = ", ".join(names)
    return Words(vi=text, en=text) if text else NOBODY


def _too_many_elected(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        elected, seats = ballot.round.elected, ballot.seats
        if elected is not None and seats is not None and len(elected) > seats:
            figures = {"elected": len(elected), "seats": seats}
            yield Fault(pointer=f"{ballot.pointer}/elected", figures=figures, words={"where": ballot.where})


def _not_a_candidate(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        listed = _keys(candidate.full_name for candidate in ballot.round.candidates)
        for field in ("elected", "alternates"):
            for index, name in enumerate(getattr(ballot.round, field) or ()):
                if listed and same_name_key(name) not in listed:
                    pointer = f"{ballot.pointer}/{field}/{index}"
                    yield Fault(pointer=pointer, figures={"name": name}, words={"where": ballot.where})


def _tie(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        if tie := ballot.result.tie:
            figures: Figures = {"names": ", ".join(tie.names), "votes": tie.votes, "places": tie.places}
            yield Fault(pointer=f"{ballot.pointer}/decision", figures=figures, words={"where": ballot.where})


def _decision_unfit(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        decision, result = ballot.round.decision, ballot.result
        if not decision or decision.kind != "chosen" or not result.is_complete:
            continue
        tied = _keys(result.tied.names if result.tied else ())
        for index, name in enumerate(decision.chosen):
            if same_name_key(name) not in tied:
                pointer = f"{ballot.pointer}/decision/chosen/{index}"
                yield Fault(pointer=pointer, figures={"name": name}, words={"where": ballot.where})


def _seats_vacant(case: Case) -> Iterator[Fault]:
    for vote in case.votes:
        if not vote.ballots:
            continue
        last = vote.ballots[-1]
        if last.result.is_settled and last.result.vacant and not last.round.decision:
            figures = {"vacant": last.result.vacant, "seats": last.seats or 0}
            yield Fault(pointer=f"{last.pointer}/decision", figures=figures, words={"where": last.where})


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
            yield Fault(pointer=f"{vote.pointer}/rounds", figures=figures, words={"where": vote.where})


def _too_few_candidates(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        count, seats = len(ballot.round.candidates), ballot.seats
        if count and seats is not None and count < seats:
            yield Fault(
                pointer=f"{ballot.pointer}/candidates",
                figures={"candidates": count, "seats": seats},
                words={"where": ballot.where},
            )


def _teller_stands(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        tellers = ballot.vote.meeting.tellers
        counting = _keys(member.full_name for member in tellers.members) if tellers else Counter()
        for index, candidate in enumerate(ballot.round.candidates):
            if same_name_key(candidate.full_name) in counting:
                yield Fault(
                    pointer=f"{ballot.pointer}/candidates/{index}/full_name",
                    figures={"name": candidate.full_name},
                    words={"where": ballot.where},
                )


RULES = (
    Rule(
        code="election.declared_differs",
        find=_declared_differs,
        provision=lambda rule_set: rule_set.election,
        vi="{where}: danh sách trúng cử không khớp với kết quả kiểm phiếu. Người trúng cử phải được ít nhất {needed} "
        "phiếu trên {base_words}, lấy từ cao xuống thấp cho đủ {seats} người. Ghi thừa: {extra_words}; ghi thiếu: "
        "{missing_words}. Xem lại danh sách trúng cử và số phiếu của từng người.",
        en="{where}: the list of those elected does not match the count. It takes at least {needed} votes of "
        "{base_words}, from high to low, for {seats} seats. Too much in the list: {extra_words}; missing: "
        "{missing_words}. Look at the list and at each count.",
    ),
    Rule(
        code="election.alternates_differ",
        find=_alternates_differ,
        provision=lambda rule_set: rule_set.election,
        vi="{where}: danh sách dự khuyết không khớp với kết quả kiểm phiếu. Đã ghi: {declared_words}; theo số "
        "phiếu: {counted_words}. Xem lại danh "
        "sách dự khuyết và số lượng dự khuyết.",
        en="{where}: the list of alternates does not match the count. Listed: {declared_words}; by the votes: "
        "{counted_words}. Look at the list and at the number of alternates.",
    ),
    Rule(
        code="election.too_many_elected",
        find=_too_many_elected,
        vi="{where}: ghi {elected} người trúng cử nhưng chỉ bầu {seats} người. Xem lại danh sách trúng cử và số lượng "
        "cần bầu.",
        en="{where}: {elected} are declared elected for {seats} seats. Look at the list and at the number of seats.",
    ),
    Rule(
        code="election.not_a_candidate",
        find=_not_a_candidate,
        vi="{where}: {name} được ghi trong kết quả nhưng không có trong danh sách bầu cử. Xem lại họ tên (cả dấu) ở hai "
        "danh sách.",
        en="{where}: {name} is in the result but not on the list of candidates. Look at the spelling in both lists.",
    ),
    Rule(
        code="election.tie",
        find=_tie,
        severity="wait",
        provision=lambda rule_set: rule_set.tie,
        vi="{where}: {names} cùng được {votes} phiếu trong khi chỉ còn lấy {places} người. Đại hội phải quyết định; hãy "
        "ghi lại quyết định đó (bầu lại, để khuyết, hoặc chọn ai theo căn cứ nào); có quyết định mới lập được văn bản.",
        en="{where}: {names} have {votes} votes each, with {places} to be taken. The congress must decide; record the "
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
        severity="warning",
        vi="{where}: còn thiếu {vacant} người so với {seats} người cần bầu. Hãy ghi quyết định của đại hội: bầu thêm "
        "vòng nữa hay để khuyết.",
        en="{where}: {vacant} of {seats} seats are not filled. Record what the congress decided: another round, or "
        "leave them vacant.",
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
    Rule(
        code="election.too_few_candidates",
        find=_too_few_candidates,
        severity="warning",
        vi="{where}: danh sách chỉ có {candidates} ứng cử viên trong khi bầu {seats} người. Xem lại danh sách và số "
        "lượng cần bầu.",
        en="{where}: the list has {candidates} candidates for {seats} seats. Look at the list and at the number of "
        "seats.",
    ),
    Rule(
        code="tellers.candidate",
        find=_teller_stands,
        provision=lambda rule_set: rule_set.tellers,
        vi="{where}: {name} vừa là ứng cử viên vừa có tên trong ban bầu cử. Kiểm tra xem có phải cùng một người không.",
        en="{where}: {name} is a candidate and also among the tellers. Check whether this is the same person.",
    ),
)
