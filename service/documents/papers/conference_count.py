"""The minutes of the counts at the first conferences (Mẫu 4d): one for each election and round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from service.congress.conferences import ConferenceName
from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.conferences import as_meeting, conference_at, conferences, said_of
from service.documents.facts.election_result import election_result_facts
from service.documents.facts.fact import Fact
from service.documents.fields.conference_count import conference_count_fields
from service.documents.paper import Lack, PlannedPaper
from service.documents.papers.election_result import count_stem, round_lacks
from service.documents.papers.paper_type import Owed, PaperType, Signers
from service.documents.papers.voting import votes
from service.documents.requirements import EVERY_PAPER, lacking


def _owed(congress: Congress) -> Iterator[Owed]:
    for name, held in conferences(congress):
        meeting = as_meeting(congress, held)
        for vote in votes(meeting):
            source = f"/{name}{vote.source}"
            yield Owed(
                subject=f"{name}/{vote.subject}",
                source=source,
                detail=vote.detail,
                lacks=_lacks(congress, name, round_lacks(meeting, vote.election, vote.place)),
                waits_at=(source,),
            )


def _lacks(congress: Congress, name: ConferenceName, of_vote: Iterable[Lack]) -> tuple[Lack, ...]:
    """What the count needs; its head is that of the committee and not of the congress."""
    own = (lack for lack in of_vote if lack.pointer not in EVERY_PAPER)
    return lacking(congress, ["/executive_committee/ordinal"]) + said_of(name, own)


def _facts(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    name, held = conference_at(paper.source, congress)
    there = replace(paper, source=paper.source.removeprefix(f"/{name}"))
    for fact in election_result_facts(there, as_meeting(congress, held), rule_set, voters_word="uy vien"):
        yield replace(fact, key=f"/{name}{fact.key}")


def _signers(paper: PlannedPaper, congress: Congress) -> Signers:
    _, held = conference_at(paper.source, congress)
    signing = (("Chủ tọa", held.presided_by), ("Trưởng ban", held.tellers.head if held.tellers else None))
    return tuple((capacity, person.full_name) for capacity, person in signing if person)


STEMS = {"first_conference": "hoi-nghi", "inspection_conference": "hoi-nghi-uy-ban-kiem-tra"}
"""How the file names of the papers on the votes of each conference begin."""


def _stem(paper: PlannedPaper) -> str:
    name, _, vote = paper.subject.partition("/")
    return f"{STEMS[name]}-{count_stem(vote)}"


CONFERENCE_COUNT = PaperType(
    template="conference_count",
    owed=_owed,
    fields=conference_count_fields,
    in_order=(
        "union_caps",
        "number_line",
        "subject",
        "opening",
        "tellers[].name",
        "candidacy[]",
        "ballots[].label",
        "candidates[].name",
        "threshold_line",
        "outcome_line",
        "closing",
        "president",
        "head_teller",
    ),
    facts=_facts,
    signers=_signers,
    stem=_stem,
)
