"""A congress in a few figures: who came, how they voted, who leads, what was resolved; and two terms side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from service.congress.ballots import Round
from service.congress.election import Outcome
from service.congress.model import Congress
from service.congress.names import same_name_key
from service.congress.people import Person
from service.congress.rules.rule_set import RuleSet
from service.congress.text import fold
from service.documents.fields.directions import target_words
from service.documents.fields.results import committee_members, direct_chair, elected_to, results
from service.documents.offices import OFFICES, Name

_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of `of`; `of` is what the part is measured by, and is never less than 1."""

    label: str
    count: int
    of: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A counted round: votes of each candidate out of the valid ballots, those elected marked."""

    office: Name
    round: int
    ballots: tuple[int, int, int, int]
    """Issued, collected, valid, invalid."""
    candidates: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The delegates, or the members, by one trait; without a base the groups are measured by the largest."""

    title: str
    groups: tuple[Share, ...]
    has_base: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """
    What the data of a congress say about it, as far as they say it.

    `offices` has the names of everybody in an office, by the office's key; `targets` the subject and the level to be
    reached of each target.
    """

    turnout: Share | None
    votes: tuple[Vote, ...]
    compositions: tuple[Composition, ...]
    offices: Mapping[str, tuple[str, ...]]
    targets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeChange:
    """Who stayed, came and left; each list in the order of its own term."""

    office: Name
    stayed: tuple[str, ...]
    came: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChange:
    """A target in both terms; nothing where one of them does not have it."""

    subject: str
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two terms of one organisation: every office and target that either of them has."""

    offices: tuple[OfficeChange, ...]
    targets: tuple[TargetChange, ...]


def portrait_of(congress: Congress, rule_set: RuleSet) -> Portrait:
    """The congress in a few figures."""
    offices = {office: tuple(names) for office, names in _offices(congress, rule_set) if names}
    return Portrait(
        turnout=_turnout(congress),
        votes=tuple(_votes(congress, rule_set)),
        compositions=tuple(_compositions(congress)),
        offices=offices,
        targets=tuple(target_words(congress.resolution.targets)),
    )


def _turnout(congress: Congress) -> Share | None:
    summoned, present = congress.attendance.summoned, congress.attendance.present
    return Share(label="", count=present, of=summoned) if present is not None and summoned else None


def _votes(congress: Congress, rule_set: RuleSet) -> Iterator[Vote]:
    for election in congress.elections:
        rounds = zip(election.rounds, results(election, congress, rule_set), strict=True)
        for number, (round_, outcome) in enumerate(rounds, start=1):
            ballots = (round_.issued, round_.collected, round_.valid, round_.invalid)
            if outcome.is_complete and round_.valid and None not in ballots:
                yield Vote(
                    office=OFFICES[election.office],
                    round=number,
                    ballots=tuple(one or 0 for one in ballots),  # type: ignore[arg-type]  # four, as above
                    candidates=_counted(round_, outcome, round_.valid),
                )


def _counted(round_: Round, outcome: Outcome, valid: int) -> tuple[Share, ...]:
    # By identity: two candidates may bear one name and have as many votes.
    elected = {id(candidate) for candidate in outcome.elected}
    return tuple(
        Share(label=one.full_name, count=one.votes or 0, of=valid, is_chosen=id(one) in elected)
        for one in round_.candidates
    )


def _compositions(congress: Congress) -> Iterator[Composition]:
    counted = congress.credentials or congress.membership
    if counted is None:
        return
    came = congress.attendance
    bases = {"present": came.present, "summoned": came.summoned, "members": came.members_represented}
    for breakdown in counted.breakdowns:
        counts = [group.count for group in breakdown.groups]
        base = bases[counted.base] or (sum(counts) if breakdown.whole else None)
        groups = tuple(
            Share(label=group.label, count=group.count, of=base or max(*counts, 1))
            for group in breakdown.groups
        )
        yield Composition(title=breakdown.title, groups=groups, has_base=base is not None)


def _offices(congress: Congress, rule_set: RuleSet) -> Iterator[tuple[str, list[str]]]:
    committee, inspection = congress.executive_committee, congress.inspection_committee
    chair = direct_chair(congress, rule_set) or (committee.chair if committee else None)
    standing = committee.standing_committee if committee else None
    yield "chair", _names([chair] if chair else [])
    yield "deputy_chair", _names(committee.deputy_chairs if committee else ())
    yield "standing_committee", _names(standing.members if standing else ())
    yield "executive_committee", _names(committee_members(congress, rule_set))
    yield "inspection_chair", _names([inspection.chair] if inspection and inspection.chair else [])
    yield "inspection_committee", _names(inspection.members if inspection else ())
    yield "upper_delegates", _names(elected_to(congress, rule_set, "upper_delegates"))


def _names(persons: Iterable[Person]) -> list[str]:
    return [person.full_name for person in persons]


def compared_terms(earlier: Portrait, later: Portrait) -> Comparison:
    """What changed between two congresses of one organisation."""
    offices = [office for office in OFFICES if office in {**earlier.offices, **later.offices}]
    return Comparison(
        offices=tuple(
            _office(office, earlier.offices.get(office, ()), later.offices.get(office, ()))
            for office in offices
        ),
        targets=tuple(_targets(earlier.targets, later.targets)),
    )


def _office(office: str, earlier: tuple[str, ...], later: tuple[str, ...]) -> OfficeChange:
    before, now = {same_name_key(name) for name in earlier}, {same_name_key(name) for name in later}
    return OfficeChange(
        office=OFFICES[office],
        stayed=tuple(name for name in later if same_name_key(name) in before),
        came=tuple(name for name in later if same_name_key(name) not in before),
        left=tuple(name for name in earlier if same_name_key(name) not in now),
    )


def _targets(
    earlier: tuple[tuple[str, str], ...], later: tuple[tuple[str, str], ...]
) -> Iterator[TargetChange]:
    """
    Targets of one subject are one target, however it is spelled and whichever years of the term it names; a subject that
    comes twice is matched in order.
    """
    rest = list(earlier)
    for subject, level in later:
        same = (
            place for place, (other, _) in enumerate(rest) if _subject_key(other) == _subject_key(subject)
        )
        place = next(same, None)
        before = None if place is None else rest.pop(place)[1]
        yield TargetChange(subject=subject, before=before, now=level)
    for subject, level in rest:
        yield TargetChange(subject=subject, before=level, now=None)


def _subject_key(subject: str) -> str:
    return _YEAR.sub("", fold(subject))
