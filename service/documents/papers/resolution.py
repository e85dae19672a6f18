"""The resolution (nghị quyết đại hội): one for each congress."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.documents.facts.resolution import resolution_facts
from service.documents.fields.resolution import resolution_fields, resolution_receivers
from service.documents.paper import Lack, PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType, Signers, named, signed_by
from service.documents.requirements import (
    EVERY_PAPER,
    counting_lacks,
    is_appointed,
    lack,
    lacking,
    of_office,
    of_outgoing,
)


def _owed(congress: Congress) -> Iterator[Owed]:
    yield Owed(lacks=_lacks(congress), waits_at=_results(congress))


def _results(congress: Congress) -> tuple[str, ...]:
    """What it prints of the votes: their results, not how they were prepared."""
    return tuple(f"/elections/{number}/rounds" for number in range(len(congress.elections)))


def _signers(_paper: PlannedPaper, congress: Congress) -> Signers:
    return signed_by(("Đoàn Chủ tịch", congress.presidium))


def _lacks(congress: Congress) -> tuple[Lack, ...]:
    represented = ["/attendance/members_represented"] if congress.form == "delegates" else []
    wanted = [
        *EVERY_PAPER,
        *("/organisation/place", "/opened_on", "/closed_on", "/venue", "/attendance/present", *represented),
        *of_outgoing(congress, "/outgoing_term"),
        *("/assessment/results", "/resolution/goals", "/resolution/targets"),
        *target_pointers(congress),
        *("/resolution/adopted", "/resolution/adopted_on", "/presidium", "/executive_committee/ordinal"),
    ]
    return lacking(congress, wanted) + tuple(map(lack, _elected(congress)))


def target_pointers(congress: Congress) -> Iterator[str]:
    """Where the figure or the grade of each target stands that is not put in words of its own."""
    for number, target in enumerate(congress.resolution.targets):
        if target.phrase is None and target.comparator is not None:
            yield f"/resolution/targets/{number}/{'grade' if target.comparator == 'grade' else 'value'}"


def _elected(congress: Congress) -> Iterator[str]:
    """What is missing of the names that the resolution prints."""
    if not committee_is_named(congress):
        yield "/executive_committee/members"
    if is_appointed(congress):
        return
    yield from _chair(congress)
    upper = of_office(congress, "upper_delegates", "upper_alternates")
    if upper and congress.upper_delegation is None:
        yield "/upper_delegation"
    if (upper or congress.upper_delegation) and not delegation_is_named(congress):
        yield "/elections/-"


def _chair(congress: Congress) -> Iterator[str]:
    """A chair elected directly stands in the resolution; one elected by the committee does not."""
    committee = congress.executive_committee
    votes = of_office(congress, "chair")
    if votes:
        counted = not any(counting_lacks(congress, number) for number, _ in votes)
        yield from () if counted else ["/executive_committee/chair"]
    elif committee and committee.chair and committee.chair_elected_by is None:
        yield "/executive_committee/chair_elected_by"
    elif committee and committee.chair is None and committee.chair_elected_by == "congress":
        yield "/executive_committee/chair"


def committee_is_named(congress: Congress) -> bool:
    """Whether every member of the committee elected is known, by a list or by the votes."""
    committee = congress.executive_committee
    if committee and committee.members:
        return committee.size is None or len(committee.members) >= committee.size
    elections = of_office(congress, "executive_committee")
    return bool(elections) and not any(counting_lacks(congress, number) for number, _ in elections)


def delegation_is_named(congress: Congress) -> bool:
    """Whether the votes for delegates, and for alternates when there are any, are counted."""
    elections = of_office(congress, "upper_delegates", "upper_alternates")
    officials = any(election.office == "upper_delegates" for _, election in elections)
    alternates = any(
        election.office == "upper_alternates" or election.alternate_seats for _, election in elections
    )
    sent = congress.upper_delegation
    voted = officials and (alternates or not (sent and sent.alternates))
    return voted and not any(counting_lacks(congress, number) for number, _ in elections)


RESOLUTION = PaperType(
    template="resolution",
    owed=_owed,
    fields=resolution_fields,
    receivers=lambda _paper, congress: resolution_receivers(congress),
    facts=resolution_facts,
    as_read=(
        "congress_caps",
        "ordinal_term_caps",
        "number_line",
        "date_line",
        "subject",
        "opening",
        "heard[]",
        "outgoing_term",
        "results[]",
        "limits[]",
        "lessons[]",
        "term",
        "motto",
        "goals[]",
        "targets[].number",
        "targets[].subject",
        "targets[].phrase",
        "targets[].cadence",
        "tasks[]",
        "committee_part",
        "committee_line",
        "members_count",
        "chair_line",
        "delegation",
        "committee",
        "adoption",
        "receivers[]",
        "signer",
        "committee_annex",
        "committee_list",
        "annexed_to",
        "members[].name",
        "members[].office",
        "delegation_annex",
        "delegation_list",
        "delegation_line",
        "official[].name",
        "official[].office",
        "alternates_line",
        "alternates[].name",
        "alternates[].office",
    ),
    signers=_signers,
    stem=named("nghi-quyet-dai-hoi"),
)
