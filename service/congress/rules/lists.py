"""What is settled before a vote: how many are elected, who asked to stand or to withdraw, whose names are on the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.congress.ballots import Request, Round
from service.congress.names import same_name_key
from service.congress.people import Person
from service.congress.rules.case import Ballot, Case
from service.congress.rules.likeness import likeness
from service.congress.rules.provisions import Words
from service.congress.rules.rule import Fault, Rule

WITHDRAWAL = Words(vi="xin rút tên", en="asked to withdraw")
NOMINATION = Words(vi="ứng cử hoặc được đề cử", en="stands or was nominated")


def is_same(one: Person, other: Person) -> bool:
    """Whether two entries name one person, as far as can be told: one name, and births that do not differ."""
    return (
        same_name_key(one.full_name) == same_name_key(other.full_name) and likeness(one, other) != "different"
    )


def _requests(ballot: Ballot) -> Iterator[tuple[str, Request, Words]]:
    for index, nomination in enumerate(ballot.round.nominations):
        yield f"{ballot.pointer}/nominations/{index}", nomination, NOMINATION
    for index, withdrawal in enumerate(ballot.round.withdrawals):
        yield f"{ballot.pointer}/withdrawals/{index}", withdrawal, WITHDRAWAL


def _stands(round_: Round, person: Person) -> bool:
    """Whether this person is on the list of a round."""
    return any(is_same(one, person) for one in round_.candidates)


def _is_back(ballot: Ballot, person: Person) -> bool:
    """Whether a nomination of this round puts somebody on the list who withdrew in an earlier one."""
    return any(one.accepted and is_same(one, person) for one in ballot.round.nominations)


def _withdrawn_stands(case: Case) -> Iterator[Fault]:
    for vote in case.votes:
        gone: list[Person] = []
        for ballot in vote.ballots:
            gone = [person for person in gone if not _is_back(ballot, person)]
            gone += [person for person in ballot.round.withdrawals if person.accepted]
            yield from _still_there(ballot, gone)


def _still_there(ballot: Ballot, gone: Sequence[Person]) -> Iterator[Fault]:
    for index, candidate in enumerate(ballot.round.candidates):
        if any(is_same(candidate, person) for person in gone):
            yield _named(ballot, f"/candidates/{index}", candidate)


def _named(ballot: Ballot, place: str, person: Person) -> Fault:
    return Fault(
        pointer=ballot.pointer + place, figures={"name": person.full_name}, words={"where": ballot.where}
    )


def _refused_stands(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        refused = [
            one for one in ballot.round.nominations if one.accepted is False and not _is_back(ballot, one)
        ]
        yield from _still_there(ballot, refused)


def _nominated_missing(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        if not ballot.round.candidates:
            continue
        gone = [person for person in ballot.round.withdrawals if person.accepted]
        for index, nomination in enumerate(ballot.round.nominations):
            is_listed = _stands(ballot.round, nomination)
            if nomination.accepted and not is_listed and not any(is_same(nomination, one) for one in gone):
                yield _named(ballot, f"/nominations/{index}", nomination)


def _undecided(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        for pointer, request, asked in _requests(ballot):
            if request.accepted is None:
                figures = {"name": request.full_name}
                meeting = ballot.vote.meeting
                words = {"where": ballot.where, "asked": asked, "head": meeting.head, "meeting": meeting.kind}
                yield Fault(pointer=pointer, figures=figures, words=words)


def _decided_by_nobody(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        for pointer, request, asked in _requests(ballot):
            if request.accepted is not None and (request.decided_by is None or request.decided_on is None):
                figures = {"name": request.full_name}
                yield Fault(pointer=pointer, figures=figures, words={"where": ballot.where, "asked": asked})


def _wrong_decider(case: Case) -> Iterator[Fault]:
    rule = case.rule_set.requests
    for ballot in case.ballots:
        for pointer, request, asked in _requests(ballot):
            if rule and request.decided_by and request.decided_by not in rule.decided_by:
                deciders = {"presidium": ballot.vote.meeting.head, "congress": ballot.vote.meeting.kind}
                words = {"given": deciders[request.decided_by], "right": deciders[rule.decided_by[0]]}
                yield Fault(
                    pointer=f"{pointer}/decided_by",
                    figures={"name": request.full_name},
                    words={"where": ballot.where, "asked": asked, **words},
                )


def _not_nominated(case: Case) -> Iterator[Fault]:
    for vote in case.votes:
        known: list[Person] = []
        for ballot in vote.ballots:
            known += ballot.round.nominations
            for index, candidate in enumerate(ballot.round.candidates):
                is_outside = candidate.origin != "prepared"
                if is_outside and not any(is_same(candidate, nomination) for nomination in known):
                    named = _named(ballot, f"/candidates/{index}/origin", candidate)
                    yield replace(named, words={**named.words, "meeting": ballot.vote.meeting.kind})


def _seats_not_voted(case: Case) -> Iterator[Fault]:
    for vote in case.votes:
        election = vote.election
        # A chair is one; the number of others is for the congress to decide.
        if (
            not vote.meeting.is_congress
            or election.office == "chair"
            or election.seats_vote
            or not election.seats
        ):
            continue
        if any(_was_held(ballot.round) for ballot in vote.ballots):
            yield Fault(
                pointer=f"{vote.pointer}/seats_vote",
                figures={"seats": election.seats},
                words={"where": vote.where},
            )


def _was_held(round_: Round) -> bool:
    """Whether anything of a count is known."""
    counts = (round_.issued, round_.collected, round_.valid, round_.invalid)
    return any(count is not None for count in (*counts, *(one.votes for one in round_.candidates)))


RULES = (
    Rule(
        code="seats.not_voted",
        find=_seats_not_voted,
        provision=lambda rule_set: rule_set.seats_vote,
        vi="{where}: chưa ghi kết quả biểu quyết số lượng cần bầu ({seats} người). Đại hội biểu quyết số lượng trước khi "
        "bầu và biên bản phải ghi lại; hãy nhập kết quả biểu quyết.",
        en="{where}: the vote on the number of seats ({seats}) is not recorded. The congress votes on it before it votes "
        "on people, and the minutes hold it; enter that vote.",
    ),
    Rule(
        code="list.undecided",
        find=_undecided,
        severity="wait",
        vi="{where}: {name} {asked}, nhưng chưa ghi có được chấp nhận hay không. Hãy ghi quyết định của {head} hoặc của "
        "{meeting}; có quyết định mới lập được văn bản.",
        en="{where}: {name} {asked}, and it is not recorded whether that was accepted. Record what the {head} or the "
        "{meeting} decided before the papers can be made.",
    ),
    Rule(
        code="list.withdrawn_stands",
        find=_withdrawn_stands,
        vi="{where}: {name} đã được chấp nhận cho rút tên nhưng vẫn còn trong danh sách bầu cử. Bỏ tên này khỏi danh sách, "
        "hoặc xem lại quyết định cho rút.",
        en="{where}: {name} was allowed to withdraw but is still on the list of candidates. Remove the name, or look at "
        "the decision.",
    ),
    Rule(
        code="list.refused_stands",
        find=_refused_stands,
        vi="{where}: việc ứng cử, đề cử {name} không được chấp nhận nhưng tên vẫn có trong danh sách bầu cử. Bỏ tên này "
        "khỏi danh sách, hoặc xem lại quyết định.",
        en="{where}: the nomination of {name} was refused, but the name is on the list of candidates. Remove it, or look "
        "at the decision.",
    ),
    Rule(
        code="list.nominated_missing",
        find=_nominated_missing,
        severity="wait",
        vi="{where}: việc ứng cử, đề cử {name} đã được chấp nhận nhưng không có tên trong danh sách bầu cử. Thêm tên vào "
        "danh sách, hoặc ghi việc rút tên.",
        en="{where}: the nomination of {name} was accepted, but the name is not on the list of candidates. Add it, or "
        "record the withdrawal.",
    ),
    Rule(
        code="list.not_nominated",
        find=_not_nominated,
        provision=lambda rule_set: rule_set.requests,
        vi="{where}: {name} được ghi là ứng cử hoặc được đề cử tại {meeting} nhưng chưa ghi quyết định đưa vào danh sách. Hãy "
        "ghi ai quyết định, ngày nào.",
        en="{where}: {name} is said to stand or to be nominated at the {meeting}, but no decision puts the name on the list. "
        "Record who decided, and when.",
    ),
    Rule(
        code="list.wrong_decider",
        find=_wrong_decider,
        provision=lambda rule_set: rule_set.requests,
        vi="{where}: {name} {asked}; ghi là do {given} quyết định, theo quy định là do {right}. Xem lại nơi quyết định.",
        en="{where}: {name} {asked}; the {given} is said to have decided, by the regulation it is the {right}. Look at who decided.",
    ),
    Rule(
        code="list.decided_by_nobody",
        find=_decided_by_nobody,
        severity="warning",
        vi="{where}: {name} {asked}, đã có kết quả nhưng chưa ghi ai quyết định hoặc ngày quyết định. Hãy ghi đủ để biên "
        "bản nêu được.",
        en="{where}: {name} {asked}; the outcome is recorded, but not who decided or when. Record both for the minutes.",
    ),
)
