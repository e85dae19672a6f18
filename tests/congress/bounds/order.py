"""Bounds of days, times, terms and ordinals."""

# ruff: noqa: ARG005 -- an equation names every figure of its examples, those that must not count too

from __future__ import annotations

import datetime as dt

from service.congress.attending import Credentials
from service.congress.ballots import Election, Round
from service.congress.bodies import ExecutiveCommittee
from service.congress.model import Congress, Mark, MarkKind
from service.congress.people import HandVote, Term
from service.congress.proceedings import Session
from service.congress.resolution import Resolution
from tests.congress.bounds.bound import XIII, Bound, congress

FIRST = dt.date(2023, 3, 10)


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def at(minutes: int) -> dt.time:
    return dt.time(8 + minutes // 60, minutes % 60)


def reported(report: int, vote: int) -> Congress:
    """The credentials report and the first vote, in minutes of one morning."""
    return congress(
        opened_on=FIRST,
        closed_on=FIRST,
        credentials=Credentials(reported_at=at(report)),
        elections=(Election(office="chair", rounds=(Round(opened_at=at(vote)),)),),
    )


KINDS: tuple[MarkKind, ...] = ("resolution", "minutes", "summons", "programme")
BEFOREHAND = ("summons", "programme")


def marked(number: int) -> MarkKind:
    """Two papers of the congress, one that calls people to it, one that is only prepared before it."""
    return KINDS[number % len(KINDS)]


def dated(issued: int, opened: int, kind: MarkKind) -> Congress:
    return congress(opened_on=day(opened), marks=(Mark(kind=kind, issued_on=day(issued)),))


def numbered(hands: int, vote: int) -> Congress:
    """The vote on the number of seats and the ballot, in minutes of one morning."""
    election = Election(
        office="chair",
        seats_vote=HandVote(in_favour=60, held_at=at(hands)),
        rounds=(Round(opened_at=at(vote)),),
    )
    return congress(opened_on=FIRST, closed_on=FIRST, elections=(election,))


def one_after_another(alternates: int, officials: int) -> Congress:
    """When the ballot for alternates begins and that for delegates ends, in minutes after it began."""
    rounds = {
        "upper_delegates": Round(held_on=FIRST, opened_at=at(0), closed_at=at(officials)),
        "upper_alternates": Round(held_on=FIRST, opened_at=at(alternates)),
    }
    return congress(
        elections=tuple(Election(office=office, rounds=(one,)) for office, one in rounds.items())  # type: ignore[arg-type]  # words of the type
    )


def sitting(held: int, opened: int, closed: int) -> Congress:
    session = Session(kind="official", held_on=day(held))
    return congress(opened_on=day(opened), closed_on=day(closed), sessions=(session,))


def counted(held: int, opened: int, closed: int) -> Congress:
    election = Election(office="chair", rounds=(Round(held_on=day(held)),))
    return congress(opened_on=day(opened), closed_on=day(closed), elections=(election,))


def told(start: int, end: int) -> Congress:
    """A text that names a term, in a congress of the term 2023-2028 after that of 2018-2023."""
    text = f"Báo cáo tổng kết nhiệm kỳ {2000 + start} - {2000 + end}"
    return congress(outgoing_term=Term(start=2018, end=2023), resolution=Resolution(heard=(text,)))


def is_near_a_term(start: int, end: int) -> bool:
    terms = {(18, 23), (23, 28)}
    return (start, end) not in terms and any(start == a or end == b for a, b in terms)


def under(start: int, end: int, upper_start: int, upper_end: int) -> Congress:
    return congress(
        term=Term(start=2000 + start, end=2000 + end),
        upper_term=Term(start=2000 + upper_start, end=2000 + upper_end),
    )


ORDER: dict[str, Bound] = {
    "order.credentials_after_election": Bound(
        speaks=lambda report, vote: report > vote,
        mutants=(
            ("_seconds(at) > _seconds(then_at)", "_seconds(at) >= _seconds(then_at)"),
            ("_seconds(at) > _seconds(then_at)", "_seconds(at) < _seconds(then_at)"),
            ("moment.hour * 3600 + moment.minute * 60", "moment.minute * 60"),
        ),
        examples=((30, 90), (90, 90), (91, 90), (45, 61)),
        build=reported,
    ),
    "order.seats_after_vote": Bound(
        speaks=lambda hands, vote: hands > vote,
        mutants=(("_seconds(at) > _seconds(then_at)", "_seconds(at) >= _seconds(then_at)"),),
        examples=((30, 90), (90, 90), (91, 90)),
        build=numbered,
    ),
    "order.alternates_before_officials": Bound(
        speaks=lambda alternates, officials: alternates < officials,
        mutants=(
            ("_seconds(at) > _seconds(then_at)", "_seconds(at) >= _seconds(then_at)"),
            ("other.round.closed_at or other.round.opened_at", "other.round.opened_at"),
        ),
        examples=((20, 20), (19, 20), (30, 20)),
        build=one_after_another,
    ),
    "order.session_outside": Bound(
        speaks=lambda held, opened, closed: held < opened or (opened <= closed and held > closed),
        mutants=(
            ("session.held_on < opened", "session.held_on <= opened"),
            ("session.held_on > closed", "session.held_on >= closed"),
            ("session.held_on > closed", "session.held_on < closed"),
        ),
        examples=((5, 5, 6), (4, 5, 6), (6, 5, 6), (7, 5, 6)),
        build=sitting,
    ),
    "order.election_outside": Bound(
        speaks=lambda held, opened, closed: held < opened or (opened <= closed and held > closed),
        mutants=(("day < opened", "day <= opened"), ("day > closed", "day >= closed")),
        examples=((5, 5, 6), (4, 5, 6), (6, 5, 6), (7, 5, 6)),
        build=counted,
    ),
    "order.issued_before_opening": Bound(
        speaks=lambda issued, opened, kind: issued < opened and marked(kind) not in BEFOREHAND,
        mutants=(
            ("mark.issued_on < opened", "mark.issued_on <= opened"),
            ("mark.issued_on < opened", "mark.issued_on > opened"),
            ("mark.kind not in PREPARED", "mark.kind in PREPARED"),
            ("mark.kind not in PREPARED", "mark.kind not in CALLING"),
        ),
        examples=((5, 5, 0), (4, 5, 0), (6, 5, 0), (4, 5, 2), (4, 5, 3)),
        build=lambda issued, opened, kind: dated(issued, opened, marked(kind)),
    ),
    "order.called_after_opening": Bound(
        speaks=lambda issued, opened, kind: issued > opened and marked(kind) in ("summons", "invitation"),
        mutants=(
            ("mark.issued_on > opened", "mark.issued_on >= opened"),
            ("mark.issued_on > opened", "mark.issued_on < opened"),
            ("mark.kind in CALLING", "mark.kind in PREPARED"),
        ),
        examples=((5, 5, 2), (6, 5, 2), (4, 5, 2), (6, 5, 3), (6, 5, 0)),
        build=lambda issued, opened, kind: dated(issued, opened, marked(kind)),
    ),
    "ordinal.outgoing_differs": Bound(
        speaks=lambda outgoing, ordinal: outgoing != ordinal - 1,
        mutants=(
            ("outgoing != ordinal - 1", "outgoing != ordinal"),
            ("outgoing != ordinal - 1", "outgoing > ordinal - 1"),
        ),
        examples=((4, 5), (5, 5), (3, 5)),
        build=lambda o, n: congress(outgoing_ordinal=o, ordinal=n),
    ),
    "ordinal.committee_differs": Bound(
        speaks=lambda committee, ordinal: committee != ordinal,
        mutants=(
            ("committee.ordinal != ordinal", "committee.ordinal > ordinal"),
            ("committee.ordinal != ordinal", "committee.ordinal != ordinal - 1"),
        ),
        examples=((5, 5), (4, 5), (6, 5)),
        build=lambda c, n: congress(executive_committee=ExecutiveCommittee(ordinal=c), ordinal=n),
    ),
    "term.years_differ": Bound(
        speaks=is_near_a_term,
        mutants=(
            ("years not in known", "years in known"),
            ("years[0] == start or years[1] == end", "years[0] == start and years[1] == end"),
        ),
        examples=((23, 28), (18, 23), (18, 28), (23, 27), (17, 23), (13, 17)),
        build=told,
    ),
    "term.length": Bound(
        speaks=lambda start, end: end > start and end - start != 5,
        mutants=(
            ("abs(years - length.years)", "(years - length.years)"),
            ("> months:", ">= months:"),
            ("years > 0 and", ""),
        ),
        wrong_data={"term_length": ({"years": 4},)},
        examples=((23, 28), (23, 27), (23, 29), (28, 23)),
        build=lambda start, end: congress(term=Term(start=2000 + start, end=2000 + end)),
    ),
    "term.unlike_upper": Bound(
        speaks=lambda start, end, upper_start, upper_end: (
            upper_end > upper_start and abs(end - upper_end) > 1
        ),
        mutants=(("{upper.end - 1, upper.end, upper.end + 1}", "{upper.end}"),),
        wrong_data={"term_length": ({"follows_upper": False},)},
        examples=((25, 30, 26, 31), (25, 30, 25, 30), (25, 30, 23, 28), (25, 30, 24, 29), (25, 28, 25, 30)),
        build=under,
        rule_set=XIII,
    ),
}
