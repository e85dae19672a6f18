"""The notice of the results (thông báo kết quả đại hội): one for each congress, once its committee has met."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.documents.facts.notice import notice_facts
from service.documents.fields.notice import notice_fields, notice_receivers
from service.documents.fields.ordinary import signing
from service.documents.paper import PlannedPaper
from service.documents.papers.after_congress import WAITS, chair_of, named_lacks
from service.documents.papers.paper_type import Owed, PaperType, Signers, named
from service.documents.papers.resolution import delegation_is_named
from service.documents.requirements import EVERY_PAPER, lack, of_office


def _owed(congress: Congress) -> Iterator[Owed]:
    if not congress.first_conference and not congress.notice:
        return
    attendance = ("/attendance/summoned", "/attendance/present")
    when = ("/organisation/place", "/opened_on", "/closed_on", "/venue")
    upper = of_office(congress, "upper_delegates", "upper_alternates")
    counted = not upper or delegation_is_named(congress)
    sent = ("/upper_delegation",) if upper else ()
    lacks = named_lacks(congress, *EVERY_PAPER, *when, *attendance, *sent)
    yield Owed(lacks=lacks + (() if counted else (lack("/elections/-"),)), waits_at=WAITS)


def _signers(_paper: PlannedPaper, congress: Congress) -> Signers:
    signer = signing(congress.notice.signer if congress.notice else None, chair_of(congress))
    return (("TM. Ban Chấp hành", signer.full_name),) if signer else ()


NOTICE = PaperType(
    template="notice",
    receivers=lambda _paper, congress: notice_receivers(congress),
    owed=_owed,
    fields=notice_fields,
    facts=notice_facts,
    in_order=(
        "union_caps",
        "number_line",
        "date_line",
        "subject",
        "opening",
        "results[]",
        "bodies_part",
        "bodies[].people[].name",
        "closing",
        "capacity[]",
        "signer",
    ),
    signers=_signers,
    stem=named("thong-bao-ket-qua-dai-hoi"),
)
