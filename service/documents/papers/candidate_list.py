"""The lists of candidates (danh sách bầu cử) that hang in the hall: one for each vote."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.documents.facts.voting import candidate_list_facts
from service.documents.fields.candidate_list import candidate_list_fields
from service.documents.paper import PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType, Signers, signed_by
from service.documents.papers.voting import list_lacks, stem, votes
from service.documents.requirements import lacking


def _owed(congress: Congress) -> Iterator[Owed]:
    for vote in votes(congress):
        yield Owed(
            subject=vote.subject,
            source=vote.source,
            detail=vote.detail,
            lacks=list_lacks(congress, vote) + lacking(congress, ["/presidium"]),
            waits_at=vote.settled_first,
        )


def _signers(_paper: PlannedPaper, congress: Congress) -> Signers:
    return signed_by(("Đoàn Chủ tịch", congress.presidium))


def _stem(paper: PlannedPaper) -> str:
    return stem("danh-sach-bau-cu", paper.subject)


CANDIDATE_LIST = PaperType(
    template="candidate_list",
    owed=_owed,
    fields=candidate_list_fields,
    facts=candidate_list_facts,
    as_read=(
        "congress_caps",
        "ordinal_term_caps",
        "organ_caps",
        "date_line",
        "subject",
        "asked",
        "candidates[].number",
        "candidates[].name",
        "candidates[].about",
        "closing",
        "president",
    ),
    signers=_signers,
    stem=_stem,
)
