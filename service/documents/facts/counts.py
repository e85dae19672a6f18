"""The figures of votes, by ballot and by show of hands, as several papers print them."""

from __future__ import annotations

from collections.abc import Iterable

from service.congress.ballots import Candidate, Round
from service.congress.election import Outcome, outcomes
from service.congress.model import Congress
from service.congress.people import HandVote
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.reading import number, percent_of
from service.documents.requirements import of_office


def outcomes_of(congress: Congress, number_: int, rule_set: RuleSet) -> tuple[Outcome, ...]:
    """The result of every round of the election at that place (from 0) in the data."""
    return outcomes(
        congress.elections[number_],
        threshold=rule_set.election,
        summoned=congress.attendance.summoned,
        present=congress.attendance.present,
    )


def elected_names(congress: Congress, rule_set: RuleSet, office: str) -> list[str]:
    """Everybody whom the votes elected to an office, in the order of elections, rounds and votes."""
    return [
        person.full_name
        for place, _ in of_office(congress, office)
        for found in outcomes_of(congress, place, rule_set)
        for person in found.elected
    ]


def alternate_names(congress: Congress, rule_set: RuleSet) -> list[str]:
    """The alternates to the upper congress: those of the vote for delegates, then those of a vote of their own."""
    same = [
        person.full_name
        for place, _ in of_office(congress, "upper_delegates")
        for found in outcomes_of(congress, place, rule_set)
        for person in found.alternates
    ]
    return same + elected_names(congress, rule_set, "upper_alternates")


def votes_of(persons: Iterable[Candidate], base: int) -> list[str]:
    """Each as "name 30/31 96,77%"."""
    return [
        f"{person.full_name} {person.votes}/{base} {percent_of(person.votes or 0, base)}".strip()
        for person in persons
    ]


def with_votes(persons: Iterable[Candidate]) -> list[str]:
    """Each as "name (30)"."""
    return [f"{person.full_name} ({person.votes})" for person in persons]


def ballots_of(round_: Round) -> str:
    """Issued, collected, valid, invalid."""
    return f"{round_.issued}, {round_.collected}, {round_.valid}, {round_.invalid}"


def figures(*found: str) -> str:
    """Figures as read from a sentence, in the same form."""
    return ", ".join(str(number(one)) for one in found)


def hands(vote: HandVote) -> str:
    """A show of hands as 30/31."""
    return f"{vote.in_favour}/{vote.cast}"


def fraction(part: str, of: str) -> str:
    """Two figures as read from a sentence, in the same form."""
    return f"{number(part)}/{number(of)}"
