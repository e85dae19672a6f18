"""Who leads when congress and first conferences are over: the bodies as the papers after the congress list them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from service.congress.model import Congress
from service.congress.names import same_name_key
from service.congress.people import Person
from service.congress.rules.rule_set import RuleSet
from service.documents.conferences import as_meeting, conferences
from service.documents.facts.counts import elected_names
from service.documents.facts.fact import Fact, one, series
from service.documents.facts.readers import names_under, rows_under, said
from service.documents.facts.reading import NUMBER

_NAME, _ROLE = ("ho va ten", "ho ten"), ("chuc danh",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body by its place in the data: what papers call it, its members, and what the heads among them are."""

    pointer: str
    vi: str
    en: str
    members: list[str]
    heads: dict[str, str]

    def role(self, name: str) -> str:
        """What a member is."""
        return self.heads.get(same_name_key(name), "Ủy viên")


def body_facts(congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """Of every body, how many it has, who they are, and who leads it; a body that is not there is named nowhere."""
    for body in bodies(congress, rule_set):
        lead = rf"^{body.vi} gồm"
        if body.members:
            names = (f"số ủy viên {body.vi}", f"size of the {body.en}")
            count = said(rf"{lead} ({NUMBER}) đồng chí")
            yield one(f"{body.pointer}/size", names, len(body.members), count)
        names = (f"danh sách {body.vi}", f"members of the {body.en}")
        yield series(f"{body.pointer}/members", names, body.members, names_under(lead))
        names = (f"chức danh trong {body.vi}", f"offices in the {body.en}")
        roles = [f"{name}: {body.role(name)}" for name in body.members]
        yield series(f"{body.pointer}/officers", names, roles, rows_under(lead, _NAME, _ROLE))


def bodies(congress: Congress, rule_set: RuleSet) -> Iterator[Body]:
    """The bodies of the new term, as they are listed, else as the votes of congress and conferences have them."""
    committee, inspection = congress.executive_committee, congress.inspection_committee
    standing = committee.standing_committee if committee else None
    elected = partial(_elected, congress, rule_set)
    chair = elected("chair")[:1] or _names(committee.chair if committee else None)
    deputies = _names(*(committee.deputy_chairs if committee else ())) or elected("deputy_chair")
    leading = _heads(deputies, "Phó Chủ tịch") | _heads(chair, "Chủ tịch")
    inspecting = _heads(
        _names(*(inspection.deputy_chairs if inspection else ())) or elected("inspection_deputy_chair"),
        "Phó Chủ nhiệm",
    ) | _heads(
        _names(inspection.chair if inspection else None) or elected("inspection_chair")[:1], "Chủ nhiệm"
    )
    yield Body(
        pointer="/executive_committee",
        vi="Ban Chấp hành",
        en="executive committee",
        members=_names(*(committee.members if committee else ())) or elected("executive_committee"),
        heads=leading,
    )
    yield Body(
        pointer="/executive_committee/standing_committee",
        vi="Ban Thường vụ",
        en="standing committee",
        members=_names(*(standing.members if standing else ())) or elected("standing_committee"),
        heads=leading,
    )
    yield Body(
        pointer="/inspection_committee",
        vi="Ủy ban Kiểm tra",
        en="inspection committee",
        members=_names(*(inspection.members if inspection else ())) or elected("inspection_committee"),
        heads=inspecting,
    )


def _elected(congress: Congress, rule_set: RuleSet, office: str) -> list[str]:
    """Everybody elected to an office, at the congress and at the conferences after it."""
    found = elected_names(congress, rule_set, office)
    for _, held in conferences(congress):
        found += elected_names(as_meeting(congress, held), rule_set, office)
    return found


def _names(*persons: Person | None) -> list[str]:
    return [person.full_name for person in persons if person]


def _heads(names: list[str], role: str) -> dict[str, str]:
    return {same_name_key(name): role for name in names}
