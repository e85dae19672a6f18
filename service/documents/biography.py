"""Whose short biographies a congress lists, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.congress.model import Congress
from service.congress.names import same_name_key, sort_key
from service.congress.people import Person
from service.congress.rules.rule_set import RuleSet
from service.documents.conferences import conferences
from service.documents.fields.officers import Officers, officers
from service.documents.fields.results import alternates, committee_members, elected_to
from service.documents.requirements import of_office

_TAKEN_OVER = (
    *(
        "gender",
        "born_on",
        "birth_year",
        "ethnicity",
        "religion",
        "hometown",
        "party_joined_on",
        "position",
        "unit",
    ),
    *("education", "specialty", "political_theory", "union_joined_on", "union_office_since", "reelected"),
)
_SAME = ("gender", "born_on", "birth_year", "ethnicity", "hometown")
"""What two entries of one person cannot differ in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Somebody on a list, and what the list says beyond the biography."""

    person: Person
    note: str = ""


def listed(subject: str, congress: Congress, rule_set: RuleSet) -> tuple[Listed, ...]:
    """
    Who stands on the list: `executive_committee`, `standing_committee`, `inspection_committee` (with the office of its
    heads), `upper_delegates` (alternates last, in their order), or `candidates`, those who stand for the committee, by
    given name.
    """
    if subject == "candidates":
        return tuple(Listed(person=one) for one in _candidates(congress))
    if subject in ("standing_committee", "inspection_committee"):
        return tuple(_of_body(subject, officers(congress, rule_set)))
    if subject == "executive_committee":
        return tuple(Listed(person=one) for one in committee_members(congress, rule_set))
    official = elected_to(congress, rule_set, "upper_delegates")
    reserve = alternates(congress, rule_set)
    return (
        *(Listed(person=one, note="chính thức") for one in official),
        *(Listed(person=one, note=f"dự khuyết {rank}") for rank, one in enumerate(reserve, 1)),
    )


def _of_body(subject: str, found: Officers) -> Iterator[Listed]:
    """The members of a body that the first conference elects, and what its heads are."""
    if subject == "standing_committee":
        members, head, deputies = found.standing, (found.chair, "Chủ tịch"), (found.deputies, "Phó Chủ tịch")
    else:
        members, head = found.inspection, (found.inspection_chair, "Chủ nhiệm")
        deputies = (found.inspection_deputies, "Phó Chủ nhiệm")
    notes = {same_name_key(one.full_name): deputies[1] for one in deputies[0]}
    notes |= {same_name_key(head[0].full_name): head[1]} if head[0] else {}
    for one in members:
        yield Listed(person=one, note=notes.get(same_name_key(one.full_name), ""))


def _candidates(congress: Congress) -> Iterable[Person]:
    """Who stands in the first round for the committee."""
    for _, election in of_office(congress, "executive_committee")[:1]:
        people = election.rounds[0].candidates if election.rounds else ()
        return sorted(people, key=lambda one: sort_key(one.full_name, explicit=one.sort_name))
    return ()


def biography_of(person: Person, congress: Congress) -> Person:
    """
    The person with what is missing taken from the other lists where the same person stands.

    Nobody types a home town twice. From a list where two bear the name, or from an entry that says something else of
    the birth, nothing is taken.
    """
    for entries in _lists(congress):
        same = [one for one in entries if _may_be(person, one)]
        if len(same) == 1:
            missing = [name for name in _TAKEN_OVER if getattr(person, name) is None]
            person = person.model_copy(update={name: getattr(same[0], name) for name in missing})
    return person


def _lists(congress: Congress) -> Iterator[Sequence[Person]]:
    yield congress.delegates
    if congress.executive_committee:
        yield congress.executive_committee.members
    for election in congress.elections:
        yield from (round_.candidates for round_ in election.rounds)
    if congress.inspection_committee:
        yield congress.inspection_committee.members
    for _, conference in conferences(congress):
        for election in conference.elections:
            yield from (round_.candidates for round_ in election.rounds)


def _may_be(person: Person, entry: Person) -> bool:
    if same_name_key(person.full_name) != same_name_key(entry.full_name):
        return False
    pairs = ((getattr(person, name), getattr(entry, name)) for name in _SAME)
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)


def missing_of(person: Person) -> Iterator[tuple[str, str]]:
    """What everybody has and the list does not know of this person, in Vietnamese and in English."""
    wanted = (
        (person.gender, "giới tính", "gender"),
        (person.born_on or person.birth_year, "năm sinh", "year of birth"),
        (person.ethnicity, "dân tộc", "ethnicity"),
        (person.hometown, "quê quán", "home town"),
        (person.position or person.unit, "chức vụ, đơn vị", "position, unit"),
        (person.specialty, "trình độ chuyên môn", "specialty"),
    )
    return ((vi, en) for value, vi, en in wanted if value is None)
