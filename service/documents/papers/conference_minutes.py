"""The minutes of a first conference (biên bản hội nghị lần thứ nhất): of the executive, of the inspection committee."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from service.congress.conferences import Conference, ConferenceName
from service.congress.model import Congress
from service.documents.conferences import as_meeting, conference_at, conferences, said_of
from service.documents.facts.conference_minutes import conference_minutes_facts
from service.documents.fields.conference_minutes import conference_minutes_fields
from service.documents.paper import Lack, PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType, Signers
from service.documents.requirements import counting_lacks, lacking

BODIES: dict[ConferenceName, tuple[str, str]] = {
    "first_conference": (" Ban Chấp hành", " of the executive committee"),
    "inspection_conference": (" Ủy ban Kiểm tra", " of the inspection committee"),
}
STEMS: dict[ConferenceName, str] = {
    "first_conference": "ban-chap-hanh",
    "inspection_conference": "uy-ban-kiem-tra",
}


def _owed(congress: Congress) -> Iterator[Owed]:
    for name, held in conferences(congress):
        yield Owed(
            subject=name,
            source=f"/{name}",
            detail=BODIES[name],
            lacks=minutes_lacks(congress, name, held),
            waits_at=(f"/{name}/elections",),
        )


def minutes_lacks(congress: Congress, name: ConferenceName, held: Conference) -> tuple[Lack, ...]:
    """What the minutes of one conference need and do not have."""
    meeting = as_meeting(congress, held)
    own = ["held_on", "opened_at", "closed_at", "summoned", "present", "presided_by", "secretary"]
    own += ["tellers"] if held.elections else []
    shared = ["/executive_committee/ordinal", *([] if meeting.venue else [f"/{name}/venue"])]
    counts = chain.from_iterable(counting_lacks(meeting, number) for number in range(len(held.elections)))
    return lacking(congress, [*shared, *(f"/{name}/{field}" for field in own)]) + said_of(name, counts)


def _signers(paper: PlannedPaper, congress: Congress) -> Signers:
    _, held = conference_at(paper.source, congress)
    signing = (("Thư ký", held.secretary), ("Chủ tọa", held.presided_by))
    return tuple((capacity, person.full_name) for capacity, person in signing if person)


def _stem(paper: PlannedPaper) -> str:
    name: ConferenceName = (
        "first_conference" if paper.subject == "first_conference" else "inspection_conference"
    )
    return f"bien-ban-hoi-nghi-{STEMS[name]}-lan-thu-nhat"


CONFERENCE_MINUTES = PaperType(
    template="conference_minutes",
    owed=_owed,
    fields=conference_minutes_fields,
    facts=conference_minutes_facts,
    in_order=(
        "union_caps",
        "number_line",
        "subject",
        "times[]",
        "attendance[]",
        "elections[].title",
        "closing",
        "secretary",
        "president",
    ),
    signers=_signers,
    stem=_stem,
)
