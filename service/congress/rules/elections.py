"""Who was declared elected, against who is elected by the counts; and what the congress has still to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

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


def _declared_order(case: Case) -> Iterator[Fault]:
    """The right people, but not from high to low; equal votes may stand either way."""
    for ballot in case.ballots:
        declared, result = ballot.round.elected, ballot.result
        votes = {same_name_key(one.full_name): one.votes or 0 for one in result.elected}
        if declared is None or _keys(declared) != Counter(votes.keys()):
            continue
        for before, after in pairwise(declared):
            fewer, more = votes[same_name_key(before)], votes[same_name_key(after)]
            if more > fewer:
                figures: Figures = {"name": after, "votes": more, "before": before, "fewer": fewer}
                # The papers are in the order of the count in any case.
                yield Fault(
                    pointer=f"{ballot.pointer}/elected",
                    figures=figures,
                    words={"where": ballot.where},
                    severity="warning",
                )
                break


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


def said_of(names: Iterable[str]) -> Words:
    """The names as a sentence lists them."""
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
        code="election.declared_order",
        find=_declared_order,
        provision=lambda rule_set: rule_set.election,
        vi="{where}: người trúng cử xếp theo số phiếu từ cao xuống thấp, nhưng {name} ({votes} phiếu) đứng sau {before} "
        "({fewer} phiếu). Xem lại thứ tự.",
        en="{where}: those elected stand by votes from high to low, but {name} ({votes} votes) stands after {before} "
        "({fewer}). Look at the order.",
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
