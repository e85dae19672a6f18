"""What the papers after the congress ask for alike."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.people import Person
from service.documents.conferences import as_meeting, conferences
from service.documents.paper import Lack
from service.documents.papers.resolution import committee_is_named
from service.documents.requirements import counting_lacks, lack, lacking, of_office

WAITS = ("/elections", "/first_conference/elections", "/inspection_conference/elections")
"""Where open decisions keep a paper waiting that names everybody elected."""


def named_lacks(congress: Congress, *wanted: str) -> tuple[Lack, ...]:
    """What is missing of `wanted`, and of the names of the committee and its chair."""
    members = () if committee_is_named(congress) else (lack("/executive_committee/members"),)
    chair = () if chair_is_known(congress) else (lack("/executive_committee/chair"),)
    return lacking(congress, ("/executive_committee/ordinal", *wanted)) + members + chair


def chair_is_known(congress: Congress) -> bool:
    """Whether the chair is given, or was voted on with every figure, at the congress or at the first conference."""
    committee = congress.executive_committee
    return bool(committee and committee.chair) or any(
        of_office(meeting, "chair")
        and not any(counting_lacks(meeting, number) for number, _ in of_office(meeting, "chair"))
        for meeting in _meetings(congress)
    )


def chair_of(congress: Congress) -> Person | None:
    """The chair as given; whoever signs by default."""
    return congress.executive_committee.chair if congress.executive_committee else None


def _meetings(congress: Congress) -> Iterator[Congress]:
    yield congress
    for _, conference in conferences(congress):
        yield as_meeting(congress, conference)
