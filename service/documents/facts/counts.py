"""The figures of votes, by ballot and by show of hands, as several papers print them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from service.congress.ballots import Candidate, Round
from service.congress.election import Outcome, outcomes
from service.congress.model import Congress
from service.congress.people import HandVote
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.fact import Fact, series
from service.documents.facts.readers import said
from service.documents.facts.reading import NUMBER, number, percent_of
from service.documents.requirements import of_office

_WITH_VOTES = re.compile(rf"([^,;:]+?) \(({NUMBER}) phiếu\)")


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


def vote_facts(congress: Congress, rule_set: RuleSet, at: str = "") -> Iterator[Fact]:
    """Every count of a meeting and who was elected, as minutes print them; keys begin with `at`."""
    rounds = [round_ for election in congress.elections for round_ in election.rounds]
    found = [one_ for n in range(len(congress.elections)) for one_ in outcomes_of(congress, n, rule_set)]
    pattern = (
        rf"^Số phiếu phát ra: ({NUMBER}); thu về: ({NUMBER}); hợp lệ: ({NUMBER}); không hợp lệ: ({NUMBER})"
    )
    names = ("số phiếu phát ra, thu về, hợp lệ, không hợp lệ", "ballots issued, collected, valid, invalid")
    yield series(f"{at}ballots", names, map(ballots_of, rounds), said(pattern, figures))
    names = ("người trúng cử và số phiếu", "who was elected, and the votes")
    elected = [f"{len(o.elected)}: {', '.join(with_votes(o.elected))}" for o in found if o.elected]
    yield series(f"{at}elected", names, elected, said(rf"^Trúng cử ({NUMBER}) đồng chí: (.+)$", _people))
    names = ("người dự khuyết và số phiếu", "alternates, and their votes")
    reserve = [f"{len(o.alternates)}: {', '.join(with_votes(o.alternates))}" for o in found if o.alternates]
    yield series(f"{at}alternates", names, reserve, said(rf"^Dự khuyết ({NUMBER}) đồng chí: (.+)$", _people))


def _people(count: str, listed: str) -> str:
    persons = [f"{name.strip()} ({number(votes)})" for name, votes in _WITH_VOTES.findall(listed)]
    return f"{number(count)}: {', '.join(persons)}"
