"""
Who is elected: the outcome of a round and of an election, from the counts alone.

The rules are XII 10.3: more than half of the base that the rule set names, from high to low, as many as there are
seats. What the rules leave to the congress (equal votes at the last seat, too few elected) is left to the congress.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.congress.names import same_name_key

if TYPE_CHECKING:
    # The package of the rules reads outcomes; importing it here when running would close a circle.
    from service.congress.ballots import Candidate, Decision, Election, Round
    from service.congress.rules.rule_set import Threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Equal votes across the line: `candidates` (in list order) for `places` fewer than they are."""

    candidates: tuple[Candidate, ...]
    votes: int
    places: int

    @property
    def names(self) -> tuple[str, ...]:
        """Who is tied, in list order."""
        return tuple(candidate.full_name for candidate in self.candidates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    The result of one round.

    `elected` and `alternates` run from high to low, equal votes in list order. `tied` is the tie as it was counted,
    `tie` the same only while it waits for a decision; those tied are in neither list until a decision names them.
    `vacant` counts seats that this round did not fill, those of a tie among them. While figures are missing
    (`is_complete` is false) all of these are empty, and `vacant` says nothing.
    """

    is_complete: bool
    elected: tuple[Candidate, ...] = ()
    alternates: tuple[Candidate, ...] = ()
    tied: Tie | None = None
    tie: Tie | None = None
    vacant: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether the counts are complete and nothing waits for the congress to break a tie."""
        return self.is_complete and self.tie is None


INCOMPLETE = Outcome(is_complete=False)


def outcome(
    round_: Round,
    *,
    seats: int,
    alternate_seats: int = 0,
    threshold: Threshold,
    summoned: int | None = None,
    present: int | None = None,
) -> Outcome:
    """
    The result of `round_` for so many seats; `summoned` and `present` are asked only by a threshold with that base.

    Alternates are the next highest who also reach the threshold. A tie across the line of the seats, or of the
    alternates, is resolved by the recorded decision of the round and by nothing else.
    """
    bases = bases_of(round_, summoned=summoned, present=present)
    if not is_counted(round_) or threshold.base not in bases:
        return INCOMPLETE
    needed = threshold.needed(bases)
    ranked = sorted((c for c in round_.candidates if _votes(c) >= needed), key=_votes, reverse=True)
    official = _fill(ranked, seats, round_.decision)
    vacant = seats - len(official.taken)
    if vacant or not alternate_seats:
        return _outcome(official, vacant=vacant)
    taken = {id(candidate) for candidate in official.taken}
    rest = [candidate for candidate in ranked if id(candidate) not in taken]
    return _outcome(official, _fill(rest, alternate_seats, round_.decision))


def outcomes(
    election: Election, *, threshold: Threshold, summoned: int | None = None, present: int | None = None
) -> tuple[Outcome, ...]:
    """
    The result of every round; each later round is about the seats that the rounds before it left.

    All are incomplete when the number of seats is unknown; so are the rounds after an incomplete one.
    """
    found: list[Outcome] = []
    seats, alternate_seats = election.seats, election.alternate_seats
    for round_ in election.rounds:
        if seats is None:
            found.append(INCOMPLETE)
            continue
        result = outcome(
            round_,
            seats=seats,
            alternate_seats=alternate_seats,
            threshold=threshold,
            summoned=summoned,
            present=present if round_.present is None else round_.present,
        )
        found.append(result)
        seats = result.vacant if result.is_complete else None
        alternate_seats -= len(result.alternates)
    return tuple(found)


def elected_by(results: tuple[Outcome, ...]) -> tuple[Candidate, ...] | None:
    """Everybody elected in the rounds of one election, in order; nothing while a count or a decision is missing."""
    if not results or not all(result.is_settled for result in results):
        return None
    return tuple(candidate for result in results for candidate in result.elected)


def is_counted(round_: Round) -> bool:
    """Whether every figure of the count is there: the four kinds of ballots, and the votes of each candidate."""
    ballots = (round_.issued, round_.collected, round_.valid, round_.invalid)
    votes = [candidate.votes for candidate in round_.candidates]
    return bool(votes) and None not in ballots and None not in votes


def bases_of(round_: Round, *, summoned: int | None = None, present: int | None = None) -> dict[str, int]:
    """The counts a threshold may name, as far as they are known."""
    counts = {
        "summoned": summoned,
        "present": present,
        "issued": round_.issued,
        "collected": round_.collected,
        "valid": round_.valid,
    }
    return {name: count for name, count in counts.items() if count is not None}


def _votes(candidate: Candidate) -> int:
    return candidate.votes or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filled:
    taken: tuple[Candidate, ...] = ()
    tied: Tie | None = None
    waits: bool = False


def _fill(ranked: list[Candidate], places: int, decision: Decision | None) -> _Filled:
    """Who takes the places, the tie across their line as it was counted, and whether it still waits."""
    if places == 0 or len(ranked) <= places or _votes(ranked[places]) < _votes(ranked[places - 1]):
        return _Filled(taken=tuple(ranked[:places]))
    line = _votes(ranked[places])
    above = tuple(candidate for candidate in ranked if _votes(candidate) > line)
    level = tuple(candidate for candidate in ranked if _votes(candidate) == line)
    tie = Tie(candidates=level, votes=line, places=places - len(above))
    chosen = tuple(_chosen(level, decision))[: tie.places]
    if len(chosen) == tie.places:
        return _Filled(taken=above + chosen, tied=tie)
    return _Filled(taken=above, tied=tie, waits=decision is None or decision.kind == "chosen")


def _chosen(level: tuple[Candidate, ...], decision: Decision | None) -> Iterator[Candidate]:
    """Those of `level` whom the decision names; a name that two of them bear names neither."""
    named = decision.chosen if decision and decision.kind == "chosen" else ()
    for key in dict.fromkeys(same_name_key(name) for name in named):
        bearers = [candidate for candidate in level if same_name_key(candidate.full_name) == key]
        if len(bearers) == 1:
            yield bearers[0]


def _outcome(official: _Filled, alternates: _Filled = _Filled(), *, vacant: int = 0) -> Outcome:
    waiting = [filled.tied for filled in (official, alternates) if filled.waits]
    return Outcome(
        is_complete=True,
        elected=official.taken,
        alternates=alternates.taken,
        tied=next(iter(waiting), official.tied or alternates.tied),
        tie=next(iter(waiting), None),
        vacant=vacant,
    )
