"""What the minutes of one count print."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.ballots import Candidate, Election, Round
from service.congress.election import Outcome, bases_of
from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.counts import outcomes_of, votes_of
from service.documents.facts.fact import Fact, one, series
from service.documents.facts.readers import beside, said, votes_under
from service.documents.facts.reading import (
    CLOCK,
    LONG_DAY,
    NUMBER,
    clock_time,
    day,
    long_day,
    number_in_words,
    percent_of,
    time,
)
from service.documents.fields.ballot_list import on_the_ballot
from service.documents.fields.election_result import place_of
from service.documents.paper import PlannedPaper
from service.documents.requirements import day_of_round, voters_in_round

_ELECTED, _ALTERNATES = "^Trúng cử", "^Dự khuyết"
_HEADS = ("so luong", "so phieu")


def election_result_facts(
    paper: PlannedPaper, congress: Congress, rule_set: RuleSet, *, voters_word: str = ""
) -> Iterator[Fact]:
    """
    Ballots, votes, who was elected, when; keys under the round's place in the data.

    `voters_word` is what those who vote are called, without marks, where the form of the congress does not say it.
    """
    number, place = place_of(paper)
    election, path = congress.elections[number], paper.source
    round_, results = election.rounds[place], outcomes_of(congress, number, rule_set)
    voters = voters_in_round(congress, number, place)
    who = voters_word or ("dai bieu" if congress.form == "delegates" else "doan vien")
    yield from _ballots(path, congress, round_, voters, who)
    bases = bases_of(round_, summoned=congress.attendance.summoned, present=voters)
    base = bases[rule_set.election.base]
    yield from _candidacy(path, election, place, results)
    yield from _votes(path, on_the_ballot(election, round_), results[place], base)
    yield one(
        f"{path}/needed",
        ("số phiếu cần đạt", "votes needed"),
        rule_set.election.needed(bases),
        said(rf"tức là từ ({NUMBER}) phiếu trở lên"),
    )
    yield from _times(path, congress, number, place)
    yield one(
        f"{path}/originals",
        ("số bản của biên bản", "originals of the minutes"),
        paper.originals,
        said(rf"được lập thành ({NUMBER}) bản"),
    )


def _ballots(path: str, congress: Congress, round_: Round, voters: int | None, who: str) -> Iterator[Fact]:
    summoned = congress.attendance.summoned
    lines = (
        ("/attendance/summoned", "số được triệu tập", "summoned", f"{who} duoc trieu tap", summoned, None),
        (f"{path}/present", "số tham gia bầu cử", "voters", f"{who} tham gia bau cu", voters, summoned),
        (f"{path}/issued", "số phiếu phát ra", "ballots issued", "so phieu phat ra", round_.issued, voters),
        (
            f"{path}/collected",
            "số phiếu thu về",
            "ballots collected",
            "so phieu thu ve",
            round_.collected,
            round_.issued,
        ),
        (
            f"{path}/valid",
            "số phiếu hợp lệ",
            "valid ballots",
            "so phieu hop le",
            round_.valid,
            round_.collected,
        ),
        (
            f"{path}/invalid",
            "số phiếu không hợp lệ",
            "invalid ballots",
            "so phieu khong hop le",
            round_.invalid,
            round_.collected,
        ),
    )
    for key, vi, en, label, count, base in lines:
        if count is None:
            continue
        yield one(key, (vi, en), count, beside(label, _HEADS))
        words = (f"{vi} bằng chữ", f"{en} in words")
        yield one(f"{key}/words", words, count, beside(label, ("bang chu",), number_in_words))
        if base is not None:
            share = (f"tỷ lệ của {vi}", f"percent of {en}")
            yield one(f"{key}/percent", share, percent_of(count, base), beside(label, ("ty le",), _percent))


def _percent(text: str) -> str:
    """A percent as it stands; so that a cell of something else is passed over where no head says which is which."""
    if text and not text.endswith("%"):
        raise ValueError(text)
    return text


def _candidacy(path: str, election: Election, place: int, results: tuple[Outcome, ...]) -> Iterator[Fact]:
    seats = results[place - 1].vacant if place else election.seats
    names = ("số lượng cần bầu", "seats")
    yield one(f"{path}/seats", names, seats or 0, said(rf"^Số lượng cần bầu: ({NUMBER})"))
    names = ("số người trong danh sách bầu cử", "candidates")
    count = len(election.rounds[place].candidates)
    yield one(f"{path}/candidates", names, count, said(rf"^Danh sách bầu cử gồm ({NUMBER}) người"))


def _votes(path: str, listed: tuple[Candidate, ...], found: Outcome, base: int) -> Iterator[Fact]:
    names = ("số phiếu của từng người trong danh sách", "votes of the candidates")
    but = f"{_ELECTED}|{_ALTERNATES}"
    yield series(f"{path}/votes", names, votes_of(listed, base), votes_under(None, but=but))
    names = ("người trúng cử và số phiếu", "who was elected, and the votes")
    yield series(f"{path}/elected", names, votes_of(found.elected, base), votes_under(_ELECTED))
    names = ("người dự khuyết và số phiếu", "alternates, and their votes")
    yield series(f"{path}/alternates", names, votes_of(found.alternates, base), votes_under(_ALTERNATES))
    counted = ((_ELECTED, "elected", found.elected), (_ALTERNATES, "alternates", found.alternates))
    for lead, name, persons in counted:
        if persons:
            vi = "số người trúng cử" if name == "elected" else "số người dự khuyết"
            counts = said(rf"{lead} ({NUMBER}) đồng chí")
            yield one(f"{path}/{name}/count", (vi, f"number of {name}"), len(persons), counts)


def _times(path: str, congress: Congress, number: int, place: int) -> Iterator[Fact]:
    round_, held = congress.elections[number].rounds[place], day_of_round(congress, number, place)
    if round_.opened_at and held:
        began = f"{time(round_.opened_at)}, {day(held)}"
        names = ("giờ, ngày bắt đầu", "when the vote began")
        opening = said(rf"^Hồi {CLOCK}, {LONG_DAY}", lambda *f: f"{clock_time(*f[:2])}, {long_day(*f[2:])}")
        yield one(f"{path}/opened_at", names, began, opening)
    if round_.closed_at:
        names = ("giờ kiểm phiếu xong", "when the count ended")
        ended = said(rf"kiểm phiếu kết thúc hồi {CLOCK}", clock_time)
        yield one(f"{path}/closed_at", names, time(round_.closed_at), ended)
