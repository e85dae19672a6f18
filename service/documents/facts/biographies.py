"""What a list of short biographies prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.names import sort_key
from service.congress.people import Person
from service.congress.rules.rule_set import RuleSet
from service.documents.biography import biography_of, listed
from service.documents.facts.counts import alternate_names, elected_names
from service.documents.facts.fact import Fact, one, series
from service.documents.facts.officers import bodies
from service.documents.facts.readers import named_rows, rows_under, said
from service.documents.facts.reading import NUMBER
from service.documents.paper import PlannedPaper
from service.documents.requirements import of_office

_NAME = ("ho va ten", "ho ten")
_COLUMNS = {"male": ("sinh nam nam",), "female": ("sinh nam nu",)}


def biographies_facts(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """Who stands on the list, in its order, born when, and how many they are."""
    expected = _names(paper.subject, congress, rule_set)
    names = ("họ tên trong danh sách", "names on the list")
    yield series(f"biographies/{paper.subject}", names, expected, named_rows())
    names = ("số người trong danh sách", "how many are on the list")
    count = said(rf"^Danh sách gồm ({NUMBER}) người")
    yield one(f"biographies/{paper.subject}/count", names, len(expected), count)
    yield from _among(paper.subject, congress, rule_set)


def _among(subject: str, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """When each was born, by gender, and how many are women or of an ethnic minority."""
    people = [biography_of(entry.person, congress) for entry in listed(subject, congress, rule_set)]
    for gender, column in _COLUMNS.items():
        born = [
            f"{person.full_name}: {_born(person) if person.gender == gender else ''}" for person in people
        ]
        names = (f"năm sinh ({'nam' if gender == 'male' else 'nữ'})", f"years of birth ({gender})")
        read = rows_under(None, _NAME, column)
        yield series(f"biographies/{subject}/{gender}", names, born, read)
    counts = (
        ("women", "số nữ", "women", "nữ", [one_ for one_ in people if one_.gender == "female"]),
        (
            "minority",
            "số người dân tộc thiểu số",
            "of an ethnic minority",
            "người dân tộc thiểu số",
            [one_ for one_ in people if (one_.ethnicity or "").casefold() != "kinh"],
        ),
    )
    for key, vi, en, words, found in counts:
        read = said(rf"^Danh sách gồm .*?\b({NUMBER}) {words}\b")
        yield series(f"biographies/{subject}/{key}", (vi, en), [len(found)] if found else [], read)


def _names(subject: str, congress: Congress, rule_set: RuleSet) -> list[str]:
    for body in bodies(congress, rule_set):
        if body.pointer.endswith(f"/{subject}"):
            return body.members
    if subject == "upper_delegates":
        return elected_names(congress, rule_set, "upper_delegates") + alternate_names(congress, rule_set)
    first = of_office(congress, "executive_committee")[0][1].rounds[0]
    people = sorted(first.candidates, key=lambda one_: sort_key(one_.full_name, explicit=one_.sort_name))
    return [person.full_name for person in people]


def _born(person: Person) -> str:
    year = str(person.birth_year) if person.birth_year else ""
    return _day(person.born_on) if person.born_on else year


def _day(value: dt.date) -> str:
    return f"{value:%d/%m/%Y}"
