"""The names of one vote in the order of its ballot, the same on the list in the hall, the ballot and the count."""

from __future__ import annotations

from service.congress.ballots import Candidate, Election, Round
from service.congress.model import Congress
from service.congress.names import sort_key
from service.congress.people import Person
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped
from service.documents.fields.letterhead import Fields, known, office_of
from service.documents.fields.results import results


def on_the_ballot(election: Election, round_: Round) -> tuple[Candidate, ...]:
    """The candidates by given name, or as the list stands where the congress chose that."""
    if election.ballot.order == "listed":
        return round_.candidates
    return tuple(sorted(round_.candidates, key=lambda one: sort_key(one.full_name, explicit=one.sort_name)))


def names(election: Election, round_: Round) -> list[Fields]:
    """A numbered line for each candidate: the name, and what distinguishes the person from others of that name."""
    return [
        {"number": str(number), "name": person.full_name, "about": about(person)}
        for number, person in enumerate(on_the_ballot(election, round_), 1)
    ]


def about(person: Person) -> str:
    """Year of birth, position and unit, as far as they are known."""
    year = person.birth_year or (person.born_on.year if person.born_on else None)
    return "; ".join(part for part in (str(year) if year else "", office_of(person)) if part)


def seats_of_round(congress: Congress, rule_set: RuleSet, election: int, place: int) -> int:
    """How many are elected in this round (from 0): the seats of the election, or those the round before it left."""
    vote = congress.elections[election]
    return results(vote, congress, rule_set)[place - 1].vacant if place else known(vote.seats)


def asked(seats: int, candidates: int) -> str:
    """What the voter is asked: so many out of so many."""
    return f"Bầu {grouped(seats)} người trong danh sách {grouped(candidates)} người dưới đây."
