"""Alternates to the upper congress: how they come out, in which order, and how one of them becomes an official delegate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from service.congress.bodies import Conversion
from service.congress.names import same_name_key
from service.congress.rules.case import Ballot, Case, Vote
from service.congress.rules.elections import said_of
from service.congress.rules.provisions import Words
from service.congress.rules.rule import Fault, Figures, Rule
from service.congress.rules.titles import WAYS


def _keys(names: Iterable[str]) -> Counter[str]:
    return Counter(same_name_key(name) for name in names)


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
                    "declared_words": said_of(declared),
                    "counted_words": said_of(counted),
                },
            )


def _out_of_order(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        is_separate = ballot.vote.election.office == "upper_alternates"
        field = "elected" if is_separate else "alternates"
        declared = ballot.round.elected if is_separate else ballot.round.alternates
        for index, (before, after) in enumerate(_pairs(ballot, declared or ()), 1):
            if before[1] < after[1]:
                figures: Figures = {"name": after[0], "votes": after[1], "before": before[0]}
                figures["fewer"] = before[1]
                pointer = f"{ballot.pointer}/{field}/{index}"
                yield Fault(pointer=pointer, figures=figures, words={"where": ballot.where})


def _pairs(ballot: Ballot, names: tuple[str, ...]) -> list[tuple[tuple[str, int], tuple[str, int]]]:
    """Each two that follow one another, with their votes; nothing unless every name and count is known once."""
    candidates = ballot.round.candidates
    votes = {same_name_key(one.full_name): one.votes for one in candidates}
    counts = [votes.get(same_name_key(name)) for name in names]
    known = [(name, count) for name, count in zip(names, counts, strict=True) if count is not None]
    if len(known) < len(names) or len(votes) < len(candidates):
        return []
    return list(pairwise(known))


def _two_ways(case: Case) -> Iterator[Fault]:
    separate = case.votes_on("upper_alternates")
    for vote in case.votes_on("upper_delegates"):
        if separate and vote.election.alternate_seats:
            figures = {"seats": vote.election.alternate_seats}
            yield Fault(pointer=f"{vote.pointer}/alternate_seats", figures=figures)


def _way_unknown(case: Case) -> Iterator[Fault]:
    rule = case.rule_set.alternates
    used = {f"{vote.pointer}/office": "separate_ballot" for vote in case.votes_on("upper_alternates")}
    for vote in case.votes_on("upper_delegates"):
        if vote.election.alternate_seats:
            used[f"{vote.pointer}/alternate_seats"] = "next_highest"
    for pointer, way in used.items():
        if rule and way not in rule.ways:
            right = WAYS[rule.ways[0]]
            yield Fault(pointer=pointer, words={"way": WAYS[way], "right": right})


def _also_official(case: Case) -> Iterator[Fault]:
    for ballot in case.ballots:
        official = {same_name_key(name) for name in ballot.round.elected or ()}
        for index, name in enumerate(ballot.round.alternates or ()):
            if same_name_key(name) in official:
                yield _both(f"{ballot.pointer}/alternates/{index}", name, ballot.where)
    elected = _keys(c.full_name for vote in case.votes_on("upper_delegates") for c in vote.elected or ())
    for vote in case.votes_on("upper_alternates"):
        for candidate in vote.elected or ():
            if same_name_key(candidate.full_name) in elected:
                yield _both(vote.pointer, candidate.full_name, vote.where)


def _both(pointer: str, name: str, where: Words) -> Fault:
    return Fault(pointer=pointer, figures={"name": name}, words={"where": where})


def _delegation_differs(case: Case) -> Iterator[Fault]:
    delegation = case.congress.upper_delegation
    if not delegation:
        return
    votes = case.votes_on("upper_delegates")
    if len(votes) == 1 and votes[0].is_filled:
        yield from _differs("official", delegation.official, len(votes[0].elected or ()))
    if alternates := _ranked(case, votes):
        yield from _differs("alternates", delegation.alternates, len(alternates))


def _ranked(case: Case, officials: tuple[Vote, ...]) -> list[str]:
    """The alternates in their order; empty when the results do not tell."""
    if case.votes_on("upper_alternates"):
        return [one.full_name for one in case.elected_to("upper_alternates") or ()]
    filled = [vote for vote in officials if vote.is_filled]
    return [one.full_name for vote in filled for result in vote.results for one in result.alternates]


def _differs(field: str, given: int, elected: int) -> Iterator[Fault]:
    if given != elected:
        yield Fault(pointer=f"/upper_delegation/{field}", figures={"given": given, "elected": elected})


def _conversions(case: Case) -> Iterator[tuple[str, Conversion]]:
    delegation = case.congress.upper_delegation
    for index, conversion in enumerate(delegation.conversions if delegation else ()):
        yield f"/upper_delegation/conversions/{index}", conversion


def _not_alternate(case: Case) -> Iterator[Fault]:
    alternates = _keys(_ranked(case, case.votes_on("upper_delegates")))
    for pointer, conversion in _conversions(case):
        if alternates and same_name_key(conversion.alternate) not in alternates:
            yield Fault(pointer=f"{pointer}/alternate", figures={"name": conversion.alternate})


def _replaces_nobody(case: Case) -> Iterator[Fault]:
    elected = _keys(one.full_name for one in case.elected_to("upper_delegates") or ())
    for pointer, conversion in _conversions(case):
        if conversion.replaces and elected and same_name_key(conversion.replaces) not in elected:
            yield Fault(pointer=f"{pointer}/replaces", figures={"name": conversion.replaces})


def _converted_twice(case: Case) -> Iterator[Fault]:
    seen: set[str] = set()
    for pointer, conversion in _conversions(case):
        key = same_name_key(conversion.alternate)
        if key in seen:
            yield Fault(pointer=f"{pointer}/alternate", figures={"name": conversion.alternate})
        seen.add(key)


def _out_of_turn(case: Case) -> Iterator[Fault]:
    waiting = _ranked(case, case.votes_on("upper_delegates"))
    for pointer, conversion in _conversions(case):
        places = [same_name_key(name) for name in waiting]
        key = same_name_key(conversion.alternate)
        if key not in places:
            continue
        if places[0] != key:
            figures: Figures = {"name": conversion.alternate, "first": waiting[0]}
            yield Fault(pointer=f"{pointer}/alternate", figures=figures)
        del waiting[places.index(key)]


def _conversion_undecided(case: Case) -> Iterator[Fault]:
    for pointer, conversion in _conversions(case):
        if conversion.decided_by is None or conversion.decided_on is None:
            yield Fault(pointer=pointer, figures={"name": conversion.alternate})


RULES = (
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
        code="alternates.out_of_order",
        find=_out_of_order,
        provision=lambda rule_set: rule_set.alternates,
        vi="{where}: dự khuyết xếp theo số phiếu từ cao xuống thấp, nhưng {name} ({votes} phiếu) đứng sau {before} ({fewer} "
        "phiếu). Xem lại thứ tự.",
        en="{where}: alternates stand by votes from high to low, but {name} ({votes} votes) stands after {before} "
        "({fewer}). Look at the order.",
    ),
    Rule(
        code="alternates.two_ways",
        find=_two_ways,
        provision=lambda rule_set: rule_set.alternates,
        vi="Vừa lấy {seats} dự khuyết từ danh sách bầu đại biểu chính thức, vừa bầu riêng dự khuyết; đại hội chỉ chọn một "
        "cách. Bỏ một trong hai.",
        en="Alternates ({seats}) are taken from the ballot for delegates, and there is a ballot of their own as well; a "
        "congress chooses one way. Remove one of them.",
    ),
    Rule(
        code="alternates.way_unknown",
        find=_way_unknown,
        provision=lambda rule_set: rule_set.alternates,
        vi="Đại biểu dự khuyết: cách “{way}” không có trong quy định; theo quy định: {right}. Xem lại cách bầu dự khuyết.",
        en="Alternates: the way “{way}” is not in the regulation, which says: {right}. Look at how they are elected.",
    ),
    Rule(
        code="alternates.also_official",
        find=_also_official,
        vi="{where}: {name} vừa là đại biểu chính thức vừa là dự khuyết. Bỏ tên ở một trong hai danh sách.",
        en="{where}: {name} is both official and alternate. Remove the name from one of the lists.",
    ),
    Rule(
        code="delegation.differs",
        find=_delegation_differs,
        severity="warning",
        vi="Đoàn đại biểu đi dự đại hội cấp trên ghi {given} người, nhưng số người trúng cử là {elected}. Xem lại nếu "
        "không có đại biểu đương nhiên hoặc được chỉ định.",
        en="The delegation to the upper congress is given as {given}, but {elected} are elected. Look at it unless some "
        "are ex officio or appointed.",
    ),
    Rule(
        code="conversion.not_alternate",
        find=_not_alternate,
        vi="{name} được chuyển thành đại biểu chính thức nhưng không có tên trong danh sách dự khuyết trúng cử. Xem lại họ "
        "tên (cả dấu) và kết quả bầu dự khuyết.",
        en="{name} was made an official delegate but is not among the alternates elected. Look at the spelling and at the "
        "result.",
    ),
    Rule(
        code="conversion.replaces_nobody",
        find=_replaces_nobody,
        vi="{name} được ghi là đại biểu được thay thế nhưng không có tên trong số đại biểu chính thức trúng cử. Xem lại họ "
        "tên.",
        en="{name} is given as the delegate who is replaced but is not among the official delegates elected. Look at the "
        "name.",
    ),
    Rule(
        code="conversion.twice",
        find=_converted_twice,
        vi="{name} được chuyển từ dự khuyết thành chính thức hai lần. Bỏ một lần.",
        en="{name} was made an official delegate twice. Remove one of them.",
    ),
    Rule(
        code="conversion.out_of_turn",
        find=_out_of_turn,
        provision=lambda rule_set: rule_set.alternates,
        vi="{name} được chuyển thành đại biểu chính thức trước {first} là người đứng trước trong danh sách dự khuyết. Kiểm tra "
        "lý do.",
        en="{name} was made an official delegate before {first}, who stands first among the alternates. Check the reason.",
    ),
    Rule(
        code="conversion.undecided",
        find=_conversion_undecided,
        severity="wait",
        vi="Việc chuyển {name} từ dự khuyết thành đại biểu chính thức do ban chấp hành (ban thường vụ) triệu tập đại hội cấp "
        "trên quyết định; chưa ghi ai quyết định hoặc ngày quyết định. Hãy ghi quyết định đó.",
        en="The committee that convenes the upper congress decides whether the alternate {name} becomes an official "
        "delegate; who decided, or when, is not recorded. Record that decision.",
    ),
)
