"""The extracts (bản trích sao) of resolution and minutes: one for each that is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.afterwards import Extract
from service.congress.model import Congress
from service.documents.facts.extract import extract_facts
from service.documents.fields.extract import extract_fields, extract_of
from service.documents.fields.ordinary import signing
from service.documents.paper import Lack, PlannedPaper
from service.documents.papers.after_congress import chair_of, named_lacks
from service.documents.papers.minutes import MINUTES
from service.documents.papers.paper_type import Owed, PaperType, Signers
from service.documents.papers.resolution import RESOLUTION
from service.documents.requirements import lacking

_OF = {"resolution": RESOLUTION, "minutes": MINUTES}
_NAMES = {"resolution": ("nghị quyết", "the resolution"), "minutes": ("biên bản đại hội", "the minutes")}


def _owed(congress: Congress) -> Iterator[Owed]:
    """An extract lacks what the paper lacks of which it is a copy, and waits with it."""
    for number, asked in enumerate(congress.extracts, 1):
        (original,) = _OF[asked.source].owed(congress)
        vi, en = _NAMES[asked.source]
        own = named_lacks(congress, "/organisation/place", "/opened_on", "/presidium")
        yield Owed(
            subject=f"extract/{number}",
            source=f"/extracts/{number - 1}",
            detail=(f" {vi}, bản {number}", f" of {en}, no. {number}"),
            lacks=tuple(dict.fromkeys((*original.lacks, *own, *_votes(congress, asked)))),
            waits_at=original.waits_at,
        )


def _votes(congress: Congress, asked: Extract) -> tuple[Lack, ...]:
    """Where nobody voted yet there is no part on the votes in the minutes, and none to copy."""
    are_copied = asked.source == "minutes" and "elections" in asked.parts
    return lacking(congress, ["/elections"]) if are_copied else ()


def _signers(paper: PlannedPaper, congress: Congress) -> Signers:
    signer = signing(extract_of(paper, congress).signer, chair_of(congress))
    return (("TM. Ban Chấp hành", signer.full_name),) if signer else ()


def _stem(paper: PlannedPaper) -> str:
    return f"trich-sao-{paper.subject.partition('/')[2]}"


EXTRACT = PaperType(
    template="extract",
    owed=_owed,
    fields=extract_fields,
    facts=extract_facts,
    in_order=(
        "congress_caps",
        "ordinal_term_caps",
        "copied_number",
        "copied_kind",
        "subject",
        "parts[].title",
        "copied_signer",
        "union_caps",
        "number_line",
        "date_line",
        "closing",
        "capacity[]",
        "signer",
    ),
    signers=_signers,
    stem=_stem,
    looks_beside=True,
    receivers=lambda paper, congress: extract_of(paper, congress).receivers,
)
