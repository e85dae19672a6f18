"""The ballot papers (phiếu bầu cử): one file for each vote, printed as often as there are ballots."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.documents.facts.voting import ballot_facts
from service.documents.fields.ballot import ballot_fields
from service.documents.offices import OFFICES
from service.documents.paper import PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType
from service.documents.papers.voting import Vote, list_lacks, stem, votes
from service.documents.requirements import ballots_of, ballots_to_print, lacking

_SECOND = OFFICES["executive_committee"]


def _owed(congress: Congress) -> Iterator[Owed]:
    found = {(vote.election, vote.place): vote for vote in votes(congress)}
    sheets = {key: ballots_of(vote.source, congress) for key, vote in found.items()}
    second_parts = {part for parts in sheets.values() for part in parts[1:]}
    for key, vote in found.items():
        if key in second_parts:
            continue
        parts = [found[part] for part in sheets[key]]
        lacks = tuple(dict.fromkeys(lack for part in parts for lack in list_lacks(congress, part)))
        # A pointer into a round that is not there yet has nothing to count.
        copies = ballots_to_print(vote.source, congress) if not lacks else None
        if not lacks and copies is None:
            lacks = lacking(congress, ["/attendance/summoned"])
        yield Owed(
            subject=vote.subject,
            source=vote.source,
            detail=_detail(vote, is_shared=len(parts) > 1),
            lacks=lacks,
            waits_at=tuple(path for part in parts for path in part.settled_first),
            originals=copies,
        )


def _detail(vote: Vote, *, is_shared: bool) -> tuple[str, str]:
    vi, en = vote.detail
    return (f"{vi}, chung với {_SECOND.vi}", f"{en}, with the {_SECOND.en}") if is_shared else (vi, en)


def _stem(paper: PlannedPaper) -> str:
    return stem("phieu-bau", paper.subject)


# Nobody signs a ballot: the seal of the outgoing committee makes it valid.
BALLOT = PaperType(
    template="ballot",
    owed=_owed,
    fields=ballot_fields,
    facts=ballot_facts,
    as_read=(
        "congress_caps",
        "ordinal_term_caps",
        "date_line",
        "subject",
        "parts[].title",
        "parts[].asked",
        "parts[].how",
        "parts[].names[].number",
        "parts[].names[].name",
        "parts[].names[].about",
        "parts[].choices[].number",
        "parts[].choices[].name",
        "parts[].choices[].about",
        "notes[]",
    ),
    stem=_stem,
)
