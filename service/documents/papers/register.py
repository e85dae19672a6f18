"""The register of documents (sổ đăng ký văn bản): the papers of the set that have been given a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from service.congress.model import Congress
from service.documents.fields.register import RegisterFields
from service.documents.paper import PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType, Signers, named
from service.documents.requirements import EVERY_PAPER, lacking


def register_of(papers: Mapping[str, PaperType]) -> PaperType:
    """The register over papers of these types."""

    def signed(paper: PlannedPaper, congress: Congress) -> str:
        names = (name for _, name in papers[paper.template].signers(paper, congress))
        return "; ".join(dict.fromkeys(names))

    return PaperType(
        template="register",
        owed=_owed,
        fields=RegisterFields(signed=signed),
        signers=_signers,
        stem=named("so-dang-ky-van-ban"),
        looks_beside=True,
    )


def _owed(congress: Congress) -> Iterator[Owed]:
    """Once a number has been given; before, there is nothing to enter."""
    if any(mark.number is not None for mark in congress.marks):
        yield Owed(lacks=lacking(congress, (*EVERY_PAPER, "/secretariat")))


def _signers(_paper: PlannedPaper, congress: Congress) -> Signers:
    return (("Người lập sổ", congress.secretariat.head.full_name),) if congress.secretariat else ()
