"""The outgoing committee's report on its term, with the directions of the new one (báo cáo tổng kết)."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.documents.facts.activity_report import activity_report_facts
from service.documents.fields.activity_report import activity_report_fields
from service.documents.papers.paper_type import Owed, PaperType, named
from service.documents.papers.resolution import target_pointers
from service.documents.requirements import EVERY_PAPER, lacking, of_outgoing


def _owed(congress: Congress) -> Iterator[Owed]:
    wanted = [
        *EVERY_PAPER,
        *("/organisation/place", "/opened_on"),
        *of_outgoing(congress, "/outgoing_term", "/outgoing_ordinal"),
        *("/assessment/results", "/resolution/goals", "/resolution/targets"),
        *target_pointers(congress),
    ]
    yield Owed(lacks=lacking(congress, wanted))


# Reports of the outgoing committee end with its name, and nobody signs (QĐ 933/QĐ-TLĐ, Phụ lục IV).
ACTIVITY_REPORT = PaperType(
    template="activity_report",
    owed=_owed,
    fields=activity_report_fields,
    facts=activity_report_facts,
    in_order=(
        "congress_caps",
        "ordinal_term_caps",
        "number_line",
        "date_line",
        "subject",
        "opening",
        "goals[]",
        "targets[].subject",
        "closing",
        "reporter_caps",
    ),
    stem=named("bao-cao-tong-ket"),
)
