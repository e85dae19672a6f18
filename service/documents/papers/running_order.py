"""The running order for the presidium (chương trình điều hành): the programme with what is said and asked at each point."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.documents.facts.running_order import running_order_facts
from service.documents.fields.running_order import running_order_fields
from service.documents.papers.paper_type import Owed, PaperType, named
from service.documents.requirements import EVERY_PAPER, lacking


def _owed(congress: Congress) -> Iterator[Owed]:
    """Where there is a programme to run by."""
    if congress.programme:
        yield Owed(
            lacks=lacking(
                congress, [*EVERY_PAPER, "/organisation/place", "/opened_on", "/venue", "/presidium"]
            )
        )


# The presidium's own paper: nobody signs it.
RUNNING_ORDER = PaperType(
    template="running_order",
    owed=_owed,
    fields=running_order_fields,
    facts=running_order_facts,
    in_order=(
        "congress_caps",
        "ordinal_term_caps",
        "organ_caps",
        "date_line",
        "subject",
        "sittings[].points[].title",
        "closing",
    ),
    stem=named("chuong-trinh-dieu-hanh"),
)
