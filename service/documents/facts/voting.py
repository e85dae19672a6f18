"""What a ballot paper and a list of candidates print."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.counts import figures, outcomes_of
from service.documents.facts.fact import Fact, series
from service.documents.facts.readers import named_rows, said
from service.documents.facts.reading import NUMBER
from service.documents.fields.ballot_list import on_the_ballot
from service.documents.paper import PlannedPaper
from service.documents.requirements import ballots_of, vote_at

Vote = tuple[int, int]


def ballot_facts(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """Of every part of the sheet, how many to elect out of how many, and who stands."""
    yield from _listed(ballots_of(paper.source, congress), congress, rule_set)


def candidate_list_facts(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """How many to elect out of how many, and who stands, in the order of the ballot."""
    yield from _listed((vote_at(paper.source),), congress, rule_set)


def _listed(votes: tuple[Vote, ...], congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    lists = [
        on_the_ballot(congress.elections[number], congress.elections[number].rounds[place])
        for number, place in votes
    ]
    asked = [
        f"{_seats(congress, rule_set, vote)}, {len(listed)}"
        for vote, listed in zip(votes, lists, strict=True)
    ]
    names = ("số lượng cần bầu, số người trong danh sách", "seats, and how many stand")
    read = said(rf"^Bầu ({NUMBER}) người trong danh sách ({NUMBER}) người", figures)
    yield series("asked", names, asked, read)
    names = ("danh sách bầu cử", "candidates")
    persons = [person.full_name for listed in lists for person in listed]
    yield series("candidates", names, persons, named_rows())


def _seats(congress: Congress, rule_set: RuleSet, vote: Vote) -> int:
    """The seats of an election, or those that the rounds before left."""
    number, place = vote
    if place:
        return outcomes_of(congress, number, rule_set)[place - 1].vacant
    return congress.elections[number].seats or 0
