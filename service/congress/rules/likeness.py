"""Whether two people of one name are one person."""

from __future__ import annotations

from typing import Literal

from service.congress.people import Person

Likeness = Literal["same", "unclear", "different"]


def birth_year(person: Person) -> int | None:
    """The year of birth, from the day where that is known."""
    return person.born_on.year if person.born_on else person.birth_year


def likeness(one: Person, other: Person) -> Likeness:
    """Whether two people of one name are one person, as far as births, posts and units tell."""
    if one.born_on and other.born_on:
        return "same" if one.born_on == other.born_on else "different"
    years = birth_year(one), birth_year(other)
    if None in years:
        return "unclear"
    if years[0] != years[1]:
        return "different"
    has_post = one.position is not None or one.unit is not None
    return "same" if has_post and (one.position, one.unit) == (other.position, other.unit) else "unclear"
