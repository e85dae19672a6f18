"""What the executive committee should look like: reported on, and never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from service.congress.people import Person
from service.congress.rules.case import Case
from service.congress.rules.provisions import Words
from service.congress.rules.rule import Fault, Rule
from service.congress.rules.titles import GROUPS
from service.congress.wording import percent

YOUNG = 40
"""Under this age on the opening day."""


def _missed(case: Case) -> Iterator[Fault]:
    goals, committee = case.rule_set.goals, case.congress.executive_committee
    # A list that is still being typed proves nothing.
    if not goals or not committee or committee.size is None or len(committee.members) < committee.size:
        return
    for goal in goals.lines:
        counted = _count(case, goal.group, committee.members)
        (part, whole), size = goal.ratio, len(committee.members)
        if counted is not None and counted * whole < part * size:
            share = percent(part, whole)
            yield Fault(
                pointer="/executive_committee/members",
                figures={"counted": counted, "size": size, "least": -(-part * size // whole)},
                words={"group": GROUPS[goal.group], "share": Words(vi=share, en=share)},
            )


def _count(case: Case, group: Literal["women", "under_40"], members: tuple[Person, ...]) -> int | None:
    """How many belong to the group, or might; nothing when of one of them it is not known at all."""
    if group == "women":
        genders = [member.gender for member in members]
        return None if None in genders else genders.count("female")
    ages = [_least_age(case, member) for member in members]
    return None if None in ages else sum(age is not None and age < YOUNG for age in ages)


def _least_age(case: Case, member: Person) -> int | None:
    """The age on the opening day; with a year of birth only, the least it can be."""
    day = case.congress.opened_on
    if day is None:
        return None
    if member.born_on:
        had_birthday = (day.month, day.day) >= (member.born_on.month, member.born_on.day)
        return day.year - member.born_on.year - (0 if had_birthday else 1)
    return None if member.birth_year is None else day.year - member.birth_year - 1


RULES = (
    Rule(
        code="committee.goal_missed",
        find=_missed,
        provision=lambda rule_set: rule_set.goals,
        vi="Ban chấp hành {size} người có {counted} người {group}; định hướng cơ cấu là khoảng {share}, tức {least} người. "
        "Đây chỉ là nhắc, không phải lỗi.",
        en="Of {size} members of the executive committee, {counted} are {group}; the goal is about {share}, that is "
        "{least}. This is a reminder, not a fault.",
    ),
)
