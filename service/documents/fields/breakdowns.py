"""Tables of who they are: delegates or members counted by one trait after another, each count with its percent."""

from __future__ import annotations

from collections.abc import Iterable

from service.congress.attending import Breakdown
from service.congress.people import Person
from service.congress.wording import grouped
from service.documents.fields.letterhead import Fields, share

BASES = {"members": "của công đoàn", "present": "có mặt", "summoned": "được triệu tập"}
"""What the base of the percents is, behind its number and noun."""


def line(label: str, count: int, base: int) -> Fields:
    """One line of a table: what is counted, how many, the percent of the base."""
    return {"label": label, "count": grouped(count), "percent": share(count, base)}


def breakdowns(traits: Iterable[Breakdown], base: int) -> list[Fields]:
    """The traits, numbered 1, 2, with their groups, numbered 1.1, 1.2."""
    return [_breakdown(number, trait, base) for number, trait in enumerate(traits, 1)]


def _breakdown(number: int, trait: Breakdown, base: int) -> Fields:
    groups = [
        {"number": f"{number}.{place}", **line(group.label, group.count, base)}
        for place, group in enumerate(trait.groups, 1)
    ]
    return {"number": str(number), "title": trait.title, "groups": groups}


def extremes(who: str, oldest: Person | None, youngest: Person | None) -> list[str]:
    """The oldest and the youngest of `who` (Đại biểu, Đoàn viên), as far as they are known."""
    named = (("cao tuổi nhất", oldest), ("trẻ tuổi nhất", youngest))
    return [
        f"{who} {which}: đồng chí {person.full_name}{_born(person)}." for which, person in named if person
    ]


def _born(person: Person) -> str:
    year = person.birth_year or (person.born_on.year if person.born_on else None)
    return f", sinh năm {year}" if year else ""
