"""The arithmetic of the ballots: phát ra, thu về, hợp lệ, không hợp lệ, and the votes of each candidate."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.rules.case import Ballot, Case
from service.congress.rules.rule import Fault, Rule


def _issued_over_present(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        round_, present = ballot.round, ballot.present
        if round_.issued is not None and present is not None and round_.issued > present:
            yield _fault(ballot, "/issued", issued=round_.issued, present=present)


def _collected_over_issued(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        issued, collected = ballot.round.issued, ballot.round.collected
        if issued is not None and collected is not None and collected > issued:
            yield _fault(ballot, "/collected", collected=collected, issued=issued)


def _valid_and_invalid(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        collected, valid, invalid = ballot.round.collected, ballot.round.valid, ballot.round.invalid
        if collected is None or valid is None or invalid is None:
            continue
        if valid + invalid != collected:
            yield _fault(
                ballot, "/collected", valid=valid, invalid=invalid, sum=valid + invalid, collected=collected
            )


def _votes_over_valid(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        valid = ballot.round.valid
        for index, candidate in enumerate(ballot.round.candidates):
            if valid is not None and candidate.votes is not None and candidate.votes > valid:
                place = f"/candidates/{index}/votes"
                yield _fault(ballot, place, name=candidate.full_name, votes=candidate.votes, valid=valid)


def _votes_in_all(ballot: Ballot) -> int | None:
    votes = [candidate.votes for candidate in ballot.round.candidates]
    known = [count for count in votes if count is not None]
    return sum(known) if known and len(known) == len(votes) else None


def _sum_over_seats(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        valid, total = ballot.round.valid, _votes_in_all(ballot)
        seats = ballot.vote.election.seats if ballot.seats is None else ballot.seats
        if valid is None or total is None or seats is None or total <= seats * valid:
            continue
        yield _fault(ballot, "/candidates", sum=total, seats=seats, valid=valid, most=seats * valid)


def _sum_under_valid(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        valid, total = ballot.round.valid, _votes_in_all(ballot)
        is_yes_or_no = len(ballot.round.candidates) == 1
        if valid is not None and total is not None and total < valid and not is_yes_or_no:
            yield _fault(ballot, "/candidates", sum=total, valid=valid)


def _names_left_sum(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        valid, noted = ballot.round.valid, ballot.round.names_left
        total = sum(line.ballots for line in noted)
        if valid is not None and noted and total != valid:
            yield _fault(ballot, "/names_left", sum=total, valid=valid)


def _names_left_votes(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        noted, votes = ballot.round.names_left, _votes_in_all(ballot)
        chosen = sum(line.names * line.ballots for line in noted)
        if votes is not None and noted and chosen != votes:
            yield _fault(ballot, "/names_left", chosen=chosen, sum=votes)


def _names_left_over_seats(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        seats = ballot.vote.election.seats if ballot.seats is None else ballot.seats
        for index, line in enumerate(ballot.round.names_left):
            if seats is not None and line.ballots and line.names > seats:
                place = f"/names_left/{index}/names"
                yield _fault(ballot, place, ballots=line.ballots, names=line.names, seats=seats)


def _fault(ballot: Ballot, place: str, **figures: int | str) -> Fault:
    return Fault(pointer=ballot.pointer + place, figures=figures, words={"where": ballot.where})


RULES = (
    Rule(
        code="ballots.issued_over_present",
        find=_issued_over_present,
        vi="{where}: phát ra {issued} phiếu nhưng chỉ có {present} người có mặt. Xem lại số phiếu phát ra và số có mặt.",
        en="{where}: {issued} ballots were issued to {present} people present. Look at both numbers.",
    ),
    Rule(
        code="ballots.collected_over_issued",
        find=_collected_over_issued,
        vi="{where}: thu về {collected} phiếu, nhiều hơn {issued} phiếu phát ra. Đếm lại số phiếu thu về và phát ra.",
        en="{where}: {collected} ballots were collected, more than the {issued} issued. Count both again.",
    ),
    Rule(
        code="ballots.valid_and_invalid",
        find=_valid_and_invalid,
        vi="{where}: {valid} phiếu hợp lệ + {invalid} phiếu không hợp lệ = {sum}, không bằng {collected} phiếu thu về. "
        "Xem lại ba số này.",
        en="{where}: {valid} valid + {invalid} invalid ballots = {sum}, not the {collected} collected. Look at these "
        "three numbers.",
    ),
    Rule(
        code="ballots.votes_over_valid",
        find=_votes_over_valid,
        vi="{where}: {name} được {votes} phiếu, nhiều hơn {valid} phiếu hợp lệ. Xem lại số phiếu của người này và số "
        "phiếu hợp lệ.",
        en="{where}: {name} has {votes} votes, more than the {valid} valid ballots. Look at these votes and at the "
        "number of valid ballots.",
    ),
    Rule(
        code="ballots.sum_over_seats",
        find=_sum_over_seats,
        vi="{where}: cộng phiếu của các ứng cử viên được {sum}, nhiều hơn mức tối đa {most} ({valid} phiếu hợp lệ × bầu "
        "{seats} người). Xem lại phiếu của từng người; phiếu bầu quá số lượng là phiếu không hợp lệ.",
        en="{where}: the votes of all candidates add up to {sum}, more than the possible {most} ({valid} valid ballots "
        "× {seats} seats). Look at each count; a ballot with too many names is invalid.",
    ),
    Rule(
        code="ballots.sum_under_valid",
        find=_sum_under_valid,
        severity="warning",
        vi="{where}: cộng phiếu của các ứng cử viên chỉ được {sum}, ít hơn {valid} phiếu hợp lệ, tức là có phiếu hợp lệ "
        "không bầu cho ai. Xem lại phiếu của từng người và số phiếu không hợp lệ.",
        en="{where}: the votes of all candidates add up to only {sum}, fewer than the {valid} valid ballots, so some "
        "valid ballot chose nobody. Look at each count and at the number of invalid ballots.",
    ),
    Rule(
        code="ballots.names_left_sum",
        find=_names_left_sum,
        vi="{where}: cộng số phiếu theo số người được bầu được {sum} phiếu, không bằng {valid} phiếu hợp lệ. Đếm lại từng dòng; "
        "phiếu hợp lệ nào cũng phải nằm ở một dòng.",
        en="{where}: the ballots by the number of names they chose add up to {sum}, not the {valid} valid ballots. Count each "
        "line again; every valid ballot is in one line.",
    ),
    Rule(
        code="ballots.names_left_votes",
        find=_names_left_votes,
        vi="{where}: theo số phiếu ghi theo số người được bầu thì có {chosen} lượt bầu, nhưng cộng phiếu của các ứng cử viên "
        "được {sum}. Xem lại từng dòng và số phiếu của từng người.",
        en="{where}: by the number of names they chose the ballots hold {chosen} votes, but those of the candidates add up to "
        "{sum}. Look at each line and at each count.",
    ),
    Rule(
        code="ballots.names_left_over_seats",
        find=_names_left_over_seats,
        provision=lambda rule_set: rule_set.ballot_cases,
        vi="{where}: ghi {ballots} phiếu hợp lệ bầu {names} người, trong khi chỉ bầu {seats} người; phiếu để lại nhiều tên hơn "
        "số lượng cần bầu là phiếu không hợp lệ. Xem lại dòng này và số phiếu hợp lệ.",
        en="{where}: {ballots} valid ballots are said to choose {names} names for {seats} seats; a ballot with more names left "
        "than seats is invalid. Look at this line and at the number of valid ballots.",
    ),
)
