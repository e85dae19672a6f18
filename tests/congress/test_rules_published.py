"""A congress as the press told it, and congresses that nobody ever held: neither is refused for what is missing."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterable
from random import Random
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from service.congress.bodies import ExecutiveCommittee, UpperDelegation
from service.congress.conferences import Conference
from service.congress.model import Congress
from service.congress.people import Organisation, Person, Term
from service.congress.resolution import Achievement, Assessment, Resolution, Target
from service.congress.rules import RULES, check

WORKERS = "cán bộ, công chức, viên chức, lao động"


def published(*, eleventh: str | None = None) -> Congress:
    """The facts that were printed about one congress in February 2023, and nothing else."""
    targets = (
        Target(
            subject="Chấp hành chủ trương, pháp luật, nội quy",
            comparator="=",
            value=100,
            unit="%",
            base=WORKERS,
        ),
        Target(subject="Thi đua học tập và làm theo Bác theo chủ đề hằng năm", cadence="yearly"),
        Target(subject="Hoàn thành nhiệm vụ", comparator="=", value=100, unit="%", cadence="yearly"),
        Target(subject="Lao động tiên tiến", comparator=">", value=90, unit="%", part_of=3, cadence="yearly"),
        Target(
            subject="Chiến sĩ thi đua các cấp",
            comparator=">",
            value=15,
            unit="%",
            part_of=3,
            cadence="yearly",
        ),
        Target(subject="Tham mưu quản lý nhà nước", comparator="=", value=100, unit="%", cadence="term"),
        Target(subject="Xếp loại công đoàn", comparator="grade", grade="hoàn thành tốt nhiệm vụ"),
        Target(subject="Xếp loại tổ công đoàn", comparator="=", value=100, unit="%", cadence="yearly"),
        Target(subject="Đoàn viên công đoàn xuất sắc", comparator=">", value=90, unit="%", cadence="yearly"),
        Target(subject="Giỏi việc nước - đảm việc nhà", comparator=">", value=90, unit="%", cadence="yearly"),
        Target(subject="Học tập nâng cao trình độ", comparator=">", value=90, unit="%", phrase=eleventh),
        Target(
            subject="Giới thiệu đoàn viên ưu tú cho Đảng",
            comparator=">=",
            value=3,
            unit="người",
            cadence="term",
        ),
    )
    return Congress(
        format="vankien/congress/1",
        organisation=Organisation(
            name="Công đoàn cơ sở Sở Công thương",
            aliases=("Công đoàn Sở Công thương", "Công đoàn Sở"),
            upper=Organisation(name="Công đoàn viên chức tỉnh", level="intermediate"),
        ),
        term=Term(start=2023, end=2028),
        outgoing_term=Term(start=2017, end=2023),
        motto="Đổi mới, dân chủ, đoàn kết, phát triển",
        executive_committee=ExecutiveCommittee(
            ordinal=5,
            size=5,
            chair=Person(full_name="Rcom Jen", position="Phó Giám đốc Sở Công thương"),
        ),
        upper_delegation=UpperDelegation(
            congress="Đại hội Công đoàn Viên chức tỉnh",
            term=Term(start=2023, end=2028),
            official=2,
            alternates=1,
        ),
        assessment=Assessment(
            results=(
                Achievement(text="Hoạt động từ thiện", comparator=">", value=1_300_000_000, unit="đồng"),
            )
        ),
        resolution=Resolution(targets=targets),
    )


def test_published_facts_alone_have_no_finding() -> None:
    """
    Day, venue, votes and four of five members are missing; a congress is filled in bit by bit, so nothing is wrong.
    """
    assert [] == check(published())


def test_the_published_double_qualifier_is_only_remarked_on() -> None:
    """
    The wording of one target contradicts itself; the printed words stay the writer's choice.
    """
    found = check(published(eleventh="trên 90% trở lên"))

    assert [("target.double_qualifier", "warning", "/resolution/targets/10/phrase")] == [
        (finding.code, finding.severity, finding.pointer) for finding in found
    ]


NAMES = ("Lê An", "Ksor Hải", "Trần Thúy", "TRẦN THUÝ", "Y Ngông Niê Kdăm")
WORDS = (*NAMES, "trên 90% trở lên", "{", "{0}", "%s", "~1/", "\u0301")
CONFERENCES = ("first_conference", "inspection_conference")
SECTIONS = (
    *("", "/elections/0", "/elections/1/rounds/0"),
    *(f"/{name}" for name in Congress.model_fields),
    *(f"/{name}/{field}" for name in CONFERENCES for field in Conference.model_fields),
    *(f"/{name}/elections/{index}" for name in CONFERENCES for index in (0, 1)),
)
RANDOM = st.randoms(use_true_random=True)
"""Seeded by hypothesis and printed when a test fails; drawn choice by choice a whole congress would take seconds."""


def anything(random: Random, annotation: Any, metadata: Iterable[Any] = ()) -> Any:
    """A value of a type the model uses; figures and names come from small stocks, so that they meet."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return anything(random, arguments[0], (*metadata, *arguments[1:]))
    if origin in (Union, types.UnionType):
        return anything(random, random.choice(arguments), metadata)
    if origin is Literal:
        return random.choice(arguments)
    if origin is tuple:
        fewest = bound(metadata, "min_length", 0)
        return tuple(anything(random, arguments[0]) for _ in range(random.randint(fewest, fewest + 3)))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return instance(random, annotation)
    return simple(random, annotation, metadata)


def simple(random: Random, annotation: Any, metadata: Iterable[Any]) -> Any:
    lowest = bound(metadata, "ge", 0)
    stock: dict[Any, Any] = {
        type(None): None,
        bool: random.random() < 0.5,
        int: min(
            lowest + random.choice((0, 1, 2, 3, 5, random.randint(0, 70))), bound(metadata, "le", 10**9)
        ),
        str: random.choice(WORDS),
        dt.date: dt.date(2023, 3, random.randint(1, 4)) if random.random() < 0.9 else dt.date(2019, 1, 1),
        dt.time: dt.time(random.randint(8, 11), random.choice((0, 30))),
    }
    return stock[annotation]


def bound(metadata: Iterable[Any], name: str, default: int) -> int:
    flat = [item for outer in metadata for item in (getattr(outer, "metadata", None) or [outer])]
    found = [getattr(item, name) for item in flat if getattr(item, name, None) is not None]
    return found[0] if found else default


def instance(random: Random, model: type[BaseModel]) -> Any:
    return model(
        **{
            name: anything(random, field.annotation, field.metadata)
            for name, field in model.model_fields.items()
            if field.is_required() or random.random() < 0.8
        }
    )


def random_congress(random: Random) -> Congress:
    congress: Congress = instance(random, Congress)
    return congress


@given(random=RANDOM, skip=st.sets(st.sampled_from(SECTIONS), max_size=2))
def test_whatever_is_entered_is_checked_without_failing(random: Random, skip: set[str]) -> None:
    """
    Every congress of the right shape gets findings in order, each once, none about a section that was skipped.
    """
    congress = random_congress(random)
    found = check(congress, skip=frozenset(skip))
    known = {rule.code for rule in RULES} | {"rule_set.none_in_force", "rule_set.unconfirmed"}

    assert {finding.code for finding in found} <= known
    assert len({(finding.code, finding.pointer, finding.vi) for finding in found}) == len(found)
    assert not [f for f in found for place in skip if f.pointer == place or f.pointer.startswith(f"{place}/")]
    assert found == check(congress, skip=frozenset(skip))


@given(random=RANDOM, section=st.sampled_from(SECTIONS))
def test_skipping_a_section_never_adds_a_finding(random: Random, section: str) -> None:
    """
    A section that counts as missing proves nothing against the others.
    """
    congress = random_congress(random)
    whole = {(finding.code, finding.pointer) for finding in check(congress)}
    less = {(finding.code, finding.pointer) for finding in check(congress, skip=frozenset({section}))}

    assert less <= whole
