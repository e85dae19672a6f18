"""The ballot papers of the first conferences: one file for each vote, printed as often as there are ballots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.congress.conferences import Conference, ConferenceName
from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.conferences import as_meeting, conference_at, conferences, said_of, within
from service.documents.facts.fact import Fact
from service.documents.facts.voting import ballot_facts
from service.documents.fields.conference_ballot import conference_ballot_fields
from service.documents.paper import Lack, PlannedPaper
from service.documents.papers.conference_count import STEMS
from service.documents.papers.paper_type import Owed, PaperType
from service.documents.papers.voting import Vote, stem, vote_lacks, votes
from service.documents.requirements import ballots_to_print, lacking


def _owed(congress: Congress) -> Iterator[Owed]:
    for name, held in conferences(congress):
        meeting = as_meeting(congress, held)
        for vote in votes(meeting):
            lacks = _lacks(congress, name, held, vote)
            copies = ballots_to_print(vote.source, meeting) if not lacks else None
            if not lacks and copies is None:
                lacks = lacking(congress, [f"/{name}/summoned"])
            yield Owed(
                subject=f"{name}/{vote.subject}",
                source=f"/{name}{vote.source}",
                detail=vote.detail,
                lacks=lacks,
                waits_at=tuple(f"/{name}{path}" for path in vote.settled_first),
                originals=copies,
            )


def _lacks(congress: Congress, name: ConferenceName, held: Conference, vote: Vote) -> tuple[Lack, ...]:
    """The list and the seats; the day may be written by hand, its year is that of the congress."""
    shared = ("/organisation/place", "/opened_on", "/executive_committee/ordinal")
    own = vote_lacks(as_meeting(congress, held), vote)
    return lacking(congress, shared) + said_of(name, own)


def _facts(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    name, held = conference_at(paper.source, congress)
    there = replace(paper, source=within(paper.source))
    for fact in ballot_facts(there, as_meeting(congress, held), rule_set):
        yield replace(fact, key=f"/{name}/{fact.key}")


def _stem(paper: PlannedPaper) -> str:
    name, _, vote = paper.subject.partition("/")
    return f"{STEMS[name]}-{stem('phieu-bau', vote)}"


# Nobody signs a ballot: the seal of the committee makes it valid.
CONFERENCE_BALLOT = PaperType(
    template="conference_ballot",
    owed=_owed,
    fields=conference_ballot_fields,
    facts=_facts,
    in_order=("union_caps", "date_line", "subject", "meeting", "parts[].asked", "parts[].how"),
    stem=_stem,
)
