"""How much longer than the seats a list of candidates is (số dư)."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.rules.case import Case
from service.congress.rules.provisions import Ratio, Words
from service.congress.rules.rule import Fault, Rule
from service.congress.wording import percent


def _surplus(case: Case) -> Iterator[Fault]:
    bounds = case.rule_set.surplus
    for ballot in case.ballots:
        count, seats = len(ballot.round.candidates), ballot.seats
        # A list shorter than the seats is another matter; a later round has whom the first one left.
        if not bounds or not seats or count < seats or ballot.number > 1:
            continue
        extra = count - seats
        if _is_under(extra, bounds.least, seats) or _is_over(extra, bounds.most, seats):
            yield Fault(
                pointer=f"{ballot.pointer}/candidates",
                figures={"candidates": count, "seats": seats, "extra": extra},
                words={"where": ballot.where, "bounds": _bounds(bounds.least, bounds.most)},
            )


def _is_under(extra: int, least: Ratio | None, seats: int) -> bool:
    return least is not None and extra * least[1] < least[0] * seats


def _is_over(extra: int, most: Ratio | None, seats: int) -> bool:
    return most is not None and extra * most[1] > most[0] * seats


def _bounds(least: Ratio | None, most: Ratio | None) -> Words:
    vi = [f"ít nhất {percent(*least)}"] if least else []
    en = [f"at least {percent(*least)}"] if least else []
    if most:
        vi.append(f"nhiều nhất {percent(*most)}")
        en.append(f"at most {percent(*most)}")
    return Words(vi=", ".join(vi), en=", ".join(en))


RULES = (
    Rule(
        code="election.surplus",
        find=_surplus,
        provision=lambda rule_set: rule_set.surplus,
        vi="{where}: danh sách có {candidates} ứng cử viên để bầu {seats} người, số dư là {extra}; mức thường dùng: {bounds} "
        "số lượng cần bầu. Xem lại danh sách.",
        en="{where}: the list has {candidates} candidates for {seats} seats, {extra} more; usual: {bounds} of the seats. "
        "Look at the list.",
    ),
)
