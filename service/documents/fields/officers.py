"""Who holds which office when congress and first conferences are over, as it is listed or as the votes have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from service.congress.bodies import Appointment
from service.congress.model import Congress
from service.congress.names import same_name_key
from service.congress.people import Person
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped
from service.documents.conferences import as_meeting
from service.documents.fields.letterhead import Fields, office_of
from service.documents.fields.results import committee_members, decision_of, direct_chair, elected_to
from service.documents.offices import OFFICES

Body = Literal["executive_committee", "standing_committee", "inspection_committee"]
Heads = tuple[tuple[Person | None, str], ...]
"""Who leads a body, and as what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Officers:
    """Everybody who is to be recognised; what a union does not have, or has not elected yet, is empty."""

    members: tuple[Person, ...]
    chair: Person | None
    deputies: tuple[Person, ...]
    standing: tuple[Person, ...]
    inspection: tuple[Person, ...]
    inspection_chair: Person | None
    inspection_deputies: tuple[Person, ...]


def officers(congress: Congress, rule_set: RuleSet) -> Officers:
    """The officers of the new term."""
    committee, inspection = congress.executive_committee, congress.inspection_committee
    standing = committee.standing_committee if committee else None
    chair = direct_chair(congress, rule_set) or _first(_voted(congress, rule_set, "chair"))
    return Officers(
        members=committee_members(congress, rule_set),
        chair=chair or (committee.chair if committee else None),
        deputies=(committee.deputy_chairs if committee else ()) or _voted(congress, rule_set, "deputy_chair"),
        standing=(standing.members if standing else ()) or _voted(congress, rule_set, "standing_committee"),
        inspection=(inspection.members if inspection else ())
        or _voted(congress, rule_set, "inspection_committee"),
        inspection_chair=(inspection.chair if inspection else None)
        or _first(_voted(congress, rule_set, "inspection_chair")),
        inspection_deputies=(inspection.deputy_chairs if inspection else ())
        or _voted(congress, rule_set, "inspection_deputy_chair"),
    )


def _voted(congress: Congress, rule_set: RuleSet, office: str) -> tuple[Person, ...]:
    """Everybody elected to an office at one of the first conferences."""
    held = (congress.first_conference, congress.inspection_conference)
    return tuple(
        person
        for conference in held
        if conference
        for person in elected_to(as_meeting(congress, conference), rule_set, office)
    )


def _first(persons: tuple[Person, ...]) -> Person | None:
    return persons[0] if persons else None


def bodies(found: Officers, appointments: Sequence[Appointment] = ()) -> list[Fields]:
    """
    The bodies with their people and what each of them is, as the papers after the congress list them.

    A body that the upper union appointed has the decision beside it.
    """
    decisions = {one.body: f", được chỉ định theo {_small(decision_of(one))}" for one in appointments}
    leading = ((found.chair, "Chủ tịch"), *((deputy, "Phó Chủ tịch") for deputy in found.deputies))
    inspecting = (
        (found.inspection_chair, "Chủ nhiệm"),
        *((deputy, "Phó Chủ nhiệm") for deputy in found.inspection_deputies),
    )
    listed: tuple[tuple[Body, tuple[Person, ...], Heads], ...] = (
        ("executive_committee", found.members, leading),
        ("standing_committee", found.standing, leading),
        ("inspection_committee", found.inspection, inspecting),
    )
    return [
        {
            "line": f"{OFFICES[body].vi} gồm {grouped(len(people))} đồng chí{decisions.get(body, '')}:",
            "people": [
                {"name": one.full_name, "office": office_of(one), "role": _role(one, heads)} for one in people
            ],
        }
        for body, people, heads in listed
        if people
    ]


def appointed_delegates(congress: Congress) -> list[Fields]:
    """Those whom the upper union named as delegates to its congress, under the decision that names them."""
    return [
        {
            "line": f"Đại biểu dự đại hội cấp trên gồm {grouped(len(one.members))} đồng chí, được chỉ định theo "
            f"{_small(decision_of(one))}:",
            "people": [
                {"name": person.full_name, "office": office_of(person), "role": "Đại biểu"}
                for person in one.members
            ],
        }
        for one in congress.appointments
        if one.body == "upper_delegates" and one.members
    ]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _role(person: Person, heads: Heads) -> str:
    key = same_name_key(person.full_name)
    return next((role for head, role in heads if head and same_name_key(head.full_name) == key), "Ủy viên")
