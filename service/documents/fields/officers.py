"""Who holds which office when congress and first conferences are over, as it is listed or as the votes have it."""

from __future__ import annotations

from dataclasses import dataclass

from service.congress.model import Congress
from service.congress.names import same_name_key
from service.congress.people import Person
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped
from service.documents.conferences import as_meeting
from service.documents.fields.letterhead import Fields, office_of
from service.documents.fields.results import committee_members, direct_chair, elected_to


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


def bodies(found: Officers) -> list[Fields]:
    """The bodies with their people and what each of them is, as the papers after the congress list them."""
    leading = ((found.chair, "Chủ tịch"), *((deputy, "Phó Chủ tịch") for deputy in found.deputies))
    inspecting = (
        (found.inspection_chair, "Chủ nhiệm"),
        *((deputy, "Phó Chủ nhiệm") for deputy in found.inspection_deputies),
    )
    listed = (
        ("Ban Chấp hành", found.members, leading),
        ("Ban Thường vụ", found.standing, leading),
        ("Ủy ban Kiểm tra", found.inspection, inspecting),
    )
    return [
        {
            "line": f"{name} gồm {grouped(len(people))} đồng chí:",
            "people": [
                {"name": one.full_name, "office": office_of(one), "role": _role(one, heads)} for one in people
            ],
        }
        for name, people, heads in listed
        if people
    ]


def _role(person: Person, heads: tuple[tuple[Person | None, str], ...]) -> str:
    key = same_name_key(person.full_name)
    return next((role for head, role in heads if head and same_name_key(head.full_name) == key), "Ủy viên")
